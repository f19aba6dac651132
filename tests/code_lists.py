"""Code lists, which DuckDB loads for every run: those of the same files are loaded once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from qa_checks.catalogue.codes import CodeList
from qa_checks.reading import intake
from qa_checks.reading.connection import connect


@contextmanager
def loaded_once(shelves: Path) -> Iterator[None]:
    """Have runs attach a database of code lists that one before them made."""
    load = intake._code_lists

    def take(lists: Iterable[CodeList]) -> list[str]:
        told_by = hashlib.sha256()
        for codes in (lists := list(lists)):
            told_by.update(f"{codes.name} {codes.columns} ".encode() + codes.path.read_bytes())
        shelf = shelves / f"codes-{told_by.hexdigest()}.duckdb"
        if not shelf.exists():
            own = shelf.with_suffix(f".{os.getpid()}")
            with closing(connect()) as connection:
                _, *tables = load(lists)
                connection.execute(";".join([f"ATTACH '{own}' AS codes", *tables, "DETACH codes"]))
            own.rename(shelf)
        return [f"ATTACH '{shelf}' AS codes (READ_ONLY)"]

    with patch.object(intake, "_code_lists", take):
        yield

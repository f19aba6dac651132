"""Reads files, for tests that look at the tables themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qa_checks.catalogue import Catalogue, load
from qa_checks.reading.connection import connect
from qa_checks.reading.loaded import Loaded
from qa_checks.reading.release_files import read_files
from qa_checks.release import InputFile
from tests.own_rules import parser
from tests.small_catalogue import rule, write_catalogue

ABOUT_CELLS = rule(1, table="extract_cells", require="fault <> 'x'", message="{place}.")
ABOUT_ROWS = rule(2, table="extract_rows", require="fault <> 'x'", message="{place}.")
TABLES = ("visits", "extract_cells", "extract_rows", "extract_columns", "extract_sheets")
ABOUT_UNREAD = rule(3, table="extract_unread", require="part <> 'x'", message="{place}.")


def small(folder: Path, **parts: Any) -> Catalogue:
    """The small catalogue with a rule about each kind of cell and row, so that all are kept."""
    return load(write_catalogue(folder, [ABOUT_CELLS, ABOUT_ROWS, ABOUT_UNREAD], **parts), parser())


def loaded(catalogue: Catalogue, scratch: Path, *files: InputFile) -> Loaded:
    """What reading the files hands over."""
    scratch.mkdir(exist_ok=True)
    return read_files(connect(threads=1), catalogue, scratch, files)


def everything(read: Loaded, source: int = 1) -> list[list[tuple[Any, ...]]]:
    """All that reading tells of one sheet, its visits and what stands of it in the extract tables.

    Sheets are numbered from 1; the number itself is left out.
    """
    return [
        rows_of(
            read,
            f"SELECT * EXCLUDE (_source) FROM {name} WHERE _source = {source} ORDER BY ALL",
        )
        for name in TABLES
    ]


def rows_of(read: Loaded, sql: str) -> list[tuple[Any, ...]]:
    """What one SELECT gives."""
    return read.connection.execute(sql).fetchall()

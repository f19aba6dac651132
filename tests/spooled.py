"""Workbooks that several tests read: one of the same bytes is taken apart once in a process."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest.mock import patch

from qa_checks.reading import workbook
from qa_checks.reading.contents import Limits

Written = list[dict[str, Any]]


@contextmanager
def once(shelves: Path) -> Iterator[None]:
    """Have the sheets of a workbook kept on a shelf, for the next that reads the same bytes."""
    kept: dict[tuple[str, str, str], tuple[Path, Written]] = {}
    spool = workbook._spool

    def take(path: Path, folder: Path, place: str, limits: Limits) -> Written:
        key = hashlib.sha256(path.read_bytes()).hexdigest(), path.suffix, repr(limits)
        if key in kept:
            shelf, written = kept[key]
            shutil.copytree(shelf, folder, dirs_exist_ok=True)
            return deepcopy(written)
        written = spool(path, folder, place, limits)
        if all("file" in about for about in written):  # and it was not refused
            shelf = shelves / str(len(kept))
            shelf.mkdir()
            for about in written:
                shutil.copy(folder / about["file"], shelf)
            kept[key] = shelf, deepcopy(written)
        return written

    with patch.object(workbook, "_spool", take):
        yield

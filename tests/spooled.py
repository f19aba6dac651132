"""Workbooks that tests read: one of the same bytes is taken apart once, a small one right here."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from qa_checks.reading import workbook, workbook_worker
from qa_checks.reading.contents import Limits

Written = list[dict[str, Any]]
LIST = "sheets.json"
LIMITS = ("sheets", "columns", "cells", "unpacked_bytes")  # not of memory and time


@contextmanager
def once(shelves: Path) -> Iterator[None]:
    """Have the sheets of a workbook kept on a shelf, for the next that reads the same bytes.

    The shelves are for all processes of a run.
    """
    spool = workbook._spool

    def take(path: Path, folder: Path, place: str, limits: Limits) -> Written:
        told_by = path.read_bytes() + f"{path.suffix} {limits}".encode()
        shelf = shelves / hashlib.sha256(told_by).hexdigest()
        with shelf.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if shelf.exists():
                shutil.copytree(shelf, folder, dirs_exist_ok=True)
                return _read_list(folder / LIST)
            written = spool(path, folder, place, limits)
            if all("file" in about for about in written):  # and it was not refused
                shelf.mkdir()
                for about in written:
                    shutil.copy(folder / about["file"], shelf)
                (shelf / LIST).write_text(json.dumps(written), encoding="utf-8")
        return written

    with patch.object(workbook, "_spool", take):
        yield


@contextmanager
def here() -> Iterator[None]:
    """Have workbooks taken apart in this process, as the one does that reading starts for each.

    For tests of what is read of workbooks that are whole and attack nothing.
    """
    with patch.object(workbook, "_spool", _spool_here):
        yield


def _spool_here(path: Path, folder: Path, _place: str, limits: Limits) -> Written:
    kept = {name: getattr(limits, name) for name in LIMITS}
    written = workbook_worker.spool(str(path.absolute()), folder, kept)
    told: Written = json.loads(json.dumps(written))  # as one process tells another
    return told


def _read_list(path: Path) -> Written:
    written: Written = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    return written

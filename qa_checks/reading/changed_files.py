"""Files that are no longer those that were opened: what was checked may be neither of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa_checks.model.inputs import Input, Problem
from qa_checks.reading.opening import digest_file
from qa_checks.release import InputFile

COARSE = 1.0  # seconds by which the time of a file may lag behind the clock


def find_changed(
    files: Sequence[InputFile], sheets: Sequence[Input], opened: dt.datetime
) -> Iterator[Problem]:
    """Name the files on disk that were changed since a moment, and are others than were read.

    DuckDB reads some of them again for each check.
    """
    digests = {(sheet.role, sheet.path): sheet.sha256 for sheet in sheets}
    for item in files:
        digest = digests.get((item.role, item.shown))
        on_disk = item.opened is None and item.query is None
        if digest and on_disk and _is_other(item.path, digest, opened):
            yield Problem(
                item.shown,
                f"{item.shown}: The file was changed while it was checked. Run the checks again.",
            )


def _is_other(path: Path, digest: str, opened: dt.datetime) -> bool:
    try:
        about = path.stat()
        touched = max(about.st_mtime, about.st_ctime) >= opened.timestamp() - COARSE
        return touched and digest_file(path) != digest
    except OSError:
        return True

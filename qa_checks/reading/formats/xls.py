"""XLS: workbooks of Excel before 2007."""

from __future__ import annotations

from pathlib import Path

from qa_checks.reading.contents import Limits, Sheet
from qa_checks.reading.formats.format import Candidate, Format


def _recognises(file: Candidate) -> bool:
    return not {"Workbook", "Book"}.isdisjoint(file.streams or ())


def _open_sheets(file: Candidate, folder: Path, limits: Limits) -> tuple[Sheet, ...]:
    from qa_checks.reading.workbook import open_workbook

    return open_workbook(file, "xls", folder, limits)


XLS = Format("XLS", _recognises, _open_sheets)

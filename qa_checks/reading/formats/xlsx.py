"""XLSX: workbooks of Excel since 2007."""

from __future__ import annotations

from pathlib import Path

from qa_checks.reading.containers import check_directory
from qa_checks.reading.contents import Limits, Sheet
from qa_checks.reading.formats.format import Candidate, Format

BINARY = "xl/workbook.bin"  # XLSB has the same folder


def _recognises(file: Candidate) -> bool:
    names = [*map(str.casefold, file.archive.names)] if file.archive else []
    return BINARY not in names and any(name.startswith("xl/") for name in names)


def _open_sheets(file: Candidate, folder: Path, limits: Limits) -> tuple[Sheet, ...]:
    check_directory(file.path, file.place, limits)
    from qa_checks.reading.workbook import open_workbook

    return open_workbook(file, "xlsx", folder, limits)


XLSX = Format("XLSX", _recognises, _open_sheets)

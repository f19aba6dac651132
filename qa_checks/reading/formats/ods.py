"""ODS: workbooks of LibreOffice and of office suites like it."""

from __future__ import annotations

from pathlib import Path

from qa_checks.reading.containers import check_directory
from qa_checks.reading.contents import Limits, Sheet
from qa_checks.reading.formats.format import Candidate, Format

TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def _recognises(file: Candidate) -> bool:
    archive = file.archive
    if archive is None:
        return False
    return archive.kind.startswith(TYPE) or (not archive.kind and "content.xml" in archive.names)


def _open_sheets(file: Candidate, folder: Path, limits: Limits) -> tuple[Sheet, ...]:
    check_directory(file.path, file.place, limits)
    from qa_checks.reading.workbook import open_workbook

    return open_workbook(file, "ods", folder, limits)


ODS = Format("ODS", _recognises, _open_sheets)

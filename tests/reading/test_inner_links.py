"""Links inside a workbook that lead to a sheet which it does not have."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from qa_checks.reading.cell_marks.inner_links import find_broken
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of, small
from tests.small_catalogue import TABLE

BROKEN = "link to a sheet that is not there"
LINKS = f"SELECT name FROM extract_labels WHERE part = '{BROKEN}' ORDER BY name"


@pytest.mark.usefixtures("workbooks_here")
def test_links_of_xlsx_are_told_whichever_way_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Visits 1").write_column("A1", ["Number", "1"])
        contents = book.add_worksheet("Contents")
        contents.write_url("A1", "internal:'visits 1'!A1")
        contents.write_url("A2", "internal:'It''s 2020'!A1:B2")
        contents.write_url("A3", "internal:Start")
        contents.write_url("A4", "https://www.gov.uk/x#Homes!A1")
        contents.write_formula("A5", '=HYPERLINK("#\'Homes & co\'!A1", "Homes")', value="Homes")
    other = tmp_path / "other.xlsx"
    made = Workbook()
    made.active.title = "Visits"  # type: ignore[union-attr]
    made.active["A1"], made.active["A2"] = "Number", 1  # type: ignore[index]
    made.active["A2"].hyperlink = "#Gone!A1"  # type: ignore[index]
    made.save(other)
    office = small(tmp_path / "office", table=TABLE)
    read = loaded(office, tmp_path / "s", *(InputFile(file, file.name) for file in (path, other)))
    assert rows_of(read, LINKS) == [("Gone",), ("Homes & co",), ("It's 2020",)]


def test_links_of_ods_are_told_by_the_cell_they_lead_to() -> None:
    content = (
        b'<text:a xlink:href="#Table%201.A1"/><text:a xlink:href="#$\'It&apos;&apos;s 2\'.$A$1"/>'
        b'<text:a xlink:href="#Start"/><table:table-cell table:formula="of:=HYPERLINK(&quot;'
        b'#Gone.A1&quot;; &quot;x&quot;)"/><text:a xlink:href="#homes.B2"/>'
    )
    assert [*find_broken(content, ["Homes"])] == [
        (BROKEN, "Table 1", ""),
        (BROKEN, "It's 2", ""),
        (BROKEN, "Gone", ""),
    ]


def test_links_without_an_end_are_passed_over_at_once() -> None:
    for start in (b"<hyperlink ", b"hyperlink location=", b'<hyperlink location="', b'Target="#'):
        assert [*find_broken(start * 200_000, ["Homes"])] == []

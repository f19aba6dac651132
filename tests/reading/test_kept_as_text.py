"""Numbers that a workbook keeps as texts are a fault of their column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from qa_checks.catalogue import Catalogue
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of
from tests.reading.making import ods_cell, ods_row, write_ods
from tests.small_catalogue import HEADER, visits

pytestmark = pytest.mark.usefixtures("workbooks_here")

FAULTS = "SELECT header, fault, _row, cells FROM extract_column_faults ORDER BY position"
DAY = dt.date(2022, 5, 10)
# Number, Day, Kind, Score and Share, each as a number or date of its own, or as a text.
ROWS: list[list[str | float | dt.date]] = [
    ["1", DAY, "Full", 5, 0.5],
    ["2", "10/05/2022", "Full", "6", " 0.25"],
    ["3", DAY, "Short", "1,200", -1.5],
    ["4", "10 May 2022", "Full", "5 or 6", "-1.5"],
    ["5", DAY, "Full", "", ".5"],
]
TOLD = [
    ("Score", "text", 4, 2),
    ("Share", "text", 4, 3),
]


def as_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row("A1", ["Visits", "", "", "2022"])
        sheet.write_row("A2", HEADER[:5])
        for number, row in enumerate(ROWS, start=2):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell, *([day] if isinstance(cell, dt.date) else []))


def as_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet, day = book.add_sheet("Data"), xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for number, row in enumerate([["Visits", "", "", "2022"], HEADER[:5], *ROWS]):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, *([day] if isinstance(cell, dt.date) else []))
    book.save(str(path))


def as_ods(path: Path) -> None:
    def cell(value: str | float | dt.date) -> str:
        if isinstance(value, str):
            return ods_cell(value)
        if isinstance(value, dt.date):
            kind, shown = f'date" office:date-value="{value}', f"{value:%d/%m/%Y}"
        else:
            kind, shown = f'float" office:value="{value}', f"{value}"
        return (
            f'<table:table-cell office:value-type="{kind}"><text:p>{shown}</text:p>'
            "</table:table-cell>"
        )

    rows = [["Visits", "", "", "2022"], HEADER[:5], *ROWS]
    write_ods(path, "".join(ods_row(*map(cell, row)) for row in rows))


@pytest.mark.parametrize("write", [as_xlsx, as_xls, as_ods])
def test_numbers_as_texts_are_told_by_column(
    office: Catalogue, tmp_path: Path, write: Callable[[Path], None]
) -> None:
    write(tmp_path / "visits")
    read = loaded(office, tmp_path / "s", InputFile(tmp_path / "visits", "visits"))
    assert rows_of(read, FAULTS) == TOLD
    assert rows_of(read, "SELECT number, day, score, share FROM visits ORDER BY _row") == [
        ("1", DAY, 5, 0.5),
        ("2", DAY, 6, 0.25),
        ("3", DAY, 1200, -1.5),
        ("4", DAY, None, -1.5),
        ("5", DAY, None, 0.5),
    ]
    unread = "SELECT place, written, fault FROM extract_cells"
    assert rows_of(read, unread) == [("row 6, Score", "5 or 6", "unreadable")]


def test_texts_are_all_that_a_text_file_has(office: Catalogue, tmp_path: Path) -> None:
    read = loaded(office, tmp_path / "s", visits(["1", "10/05/2022", "Full", "5", "0.5"]))
    assert rows_of(read, FAULTS) == []

"""Rows and columns that a workbook hides are read all the same, and named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from qa_checks.catalogue import Catalogue
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of
from tests.reading.making import ods_cell, ods_row, write_ods
from tests.small_catalogue import HEADER

pytestmark = pytest.mark.usefixtures("workbooks_here")

WIDTH, TITLE, DATA = 4, 0, 8  # the header stands in row 2, a blank row is the ninth
HIDDEN_ROWS = (0, 3, 5, 6, 11)  # from 0: the title, three of data, and one below all
HIDDEN_COLUMNS = (2, 9)  # Kind, and one without a header
ROWS = "SELECT _row, fault, detail FROM extract_rows WHERE fault = 'hidden'"
COLUMNS = "SELECT _row, header, position, cells FROM extract_column_faults WHERE fault = 'hidden'"


def cells_of(row: int) -> list[str]:
    if row == TITLE:
        return ["Visits of 2022"]
    if row == 1:
        return HEADER[:WIDTH]
    return [str(row), "10/05/2022", "Full", "7"] if row <= DATA else []


def xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(DATA + 1):
            sheet.write_row(row, 0, cells_of(row))
        for row in HIDDEN_ROWS:
            sheet.set_row(row, None, None, {"hidden": True})
        for column in HIDDEN_COLUMNS:
            sheet.set_column(column, column, None, None, {"hidden": True})


def xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Visits")
    for row in range(DATA + 1):
        for column, text in enumerate(cells_of(row)):
            sheet.write(row, column, text)
    for row in HIDDEN_ROWS:
        sheet.row(row).hidden = True
    for column in HIDDEN_COLUMNS:
        sheet.col(column).hidden = True
    book.save(str(path))


def ods(path: Path) -> None:
    """Rows that are alike stand once, as spreadsheets write them; one is hidden by a filter."""
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-column table:number-columns-repeated="6"/>'
        '<table:table-column table:visibility="collapse"/>'
    )
    rows = []
    for row in range(12):
        hidden = "filter" if row == HIDDEN_ROWS[1] else "collapse"
        mark = f'table:visibility="{hidden}" ' if row in HIDDEN_ROWS else ""
        cells = ods_row(*map(ods_cell, cells_of(row) or [""]))
        rows.append(cells.replace("<table:table-row ", f"<table:table-row {mark}", 1))
    write_ods(path, columns + "".join(rows))


@pytest.mark.parametrize("write", [xlsx, xls, ods])
def test_hidden_rows_and_columns_are_named(
    office: Catalogue, tmp_path: Path, write: Callable[[Path], None]
) -> None:
    path = tmp_path / f"visits.{write.__name__}"
    write(path)
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, ROWS) == [(4, "hidden", "rows 4 and 6 to 7")]
    assert rows_of(read, COLUMNS) == [(2, "Kind", 3, 7)]
    assert rows_of(read, "SELECT count(*) FROM visits WHERE kind = 'Full'") == [(7,)]


def test_of_many_hidden_rows_the_first_are_named(office: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER[:WIDTH])
        for row in range(1, 15):
            sheet.write_row(row, 0, cells_of(2))
            sheet.write(row, 0, str(row))
            sheet.set_row(row, None, None, {"hidden": row % 2 == 0})
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, ROWS) == [(3, "hidden", "7 rows, first 3, 5, 7, 9 and 11")]


@pytest.mark.parametrize("width", ["0", "0.0"])
def test_a_column_without_width_is_hidden(office: Catalogue, tmp_path: Path, width: str) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER[:WIDTH])
        sheet.write_row(1, 0, cells_of(2))
        sheet.set_column(1, 1, float(width))
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, COLUMNS) == [(1, "Day", 2, 1)]


def flat_xlsx(path: Path) -> None:
    """As openpyxl writes a row of no height: xlsxwriter says of its own that they are hidden."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(1, DATA + 1):
            sheet.write_row(row - 1, 0, cells_of(row))
    content = path.with_suffix(".zip")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(content, "w") as copy:
        for part in archive.namelist():
            xml = archive.read(part)
            if part.startswith("xl/worksheets/"):
                xml = xml.replace(b'<row r="3" ', b'<row r="3" ht="0" customHeight="1" ')
                columns = b'<cols><col min="2" max="2" width="0" customWidth="1"/></cols>'
                xml = xml.replace(b"<sheetData>", columns + b"<sheetData>")
            copy.writestr(part, xml)
    content.replace(path)


def flat_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Visits")
    for row in range(1, DATA + 1):
        for column, text in enumerate(cells_of(row)):
            sheet.write(row - 1, column, text)
    sheet.row(2).height, sheet.row(2).height_mismatch = 0, True
    sheet.row(3).height = 0  # which is no height of its own
    sheet.col(1).width = 0
    book.save(str(path))


@pytest.mark.parametrize("write", [flat_xlsx, flat_xls])
def test_a_row_without_height_and_a_column_without_width_are_hidden(
    office: Catalogue, tmp_path: Path, write: Callable[[Path], None]
) -> None:
    path = tmp_path / f"visits.{write.__name__.removeprefix('flat_')}"
    write(path)
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, ROWS) == [(3, "hidden", "row 3")]
    assert rows_of(read, COLUMNS) == [(1, "Day", 2, 7)]


@pytest.mark.parametrize("group", ["row-group", "header-rows"])
def test_rows_of_a_group_that_is_not_shown_are_hidden(
    office: Catalogue, tmp_path: Path, group: str
) -> None:
    path = tmp_path / "visits.ods"
    rows = [ods_row(*map(ods_cell, cells_of(row))) for row in range(1, DATA + 1)]
    inner = f"<table:table-{group}>{rows[3]}</table:table-{group}>"
    outer = f'<table:table-{group} table:display="false">{rows[2]}{inner}{rows[4]}'
    empty = f'<table:table-{group} table:display="false"/>'
    below = empty + "".join(rows[5:])
    write_ods(path, f"{''.join(rows[:2])}{outer}</table:table-{group}>{below}")
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, ROWS) == [(3, "hidden", "rows 3 to 5")]


@pytest.mark.parametrize(
    ("size", "optimal", "is_hidden"),
    [
        ("0cm", "false", True),
        ("0.00in", "false", True),
        ("0", "false", True),
        ("0.5cm", "false", False),
        ("0cm", "true", False),
    ],
)
def test_a_size_of_nought_hides_rows_and_columns_of_ods(
    office: Catalogue, tmp_path: Path, size: str, optimal: str, is_hidden: bool
) -> None:
    styles = "".join(
        f'<style:style style:name="s1" style:family="table-{kind}">'
        f'<style:table-{kind}-properties style:{kind}-{side}="{size}" '
        f'style:use-optimal-{kind}-{side}="{optimal}"/></style:style>'
        for kind, side in (("row", "height"), ("column", "width"))
    )
    rows = [ods_row(*map(ods_cell, cells_of(row))) for row in range(1, DATA + 1)]
    rows[2] = rows[2].replace("table-row ", 'table-row table:style-name="s1" ', 1)
    columns = '<table:table-column/><table:table-column table:style-name="s1"/>'
    path = write_ods(tmp_path / "visits.ods", columns + "".join(rows), styles=styles)
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, ROWS) == [(3, "hidden", "row 3")] * is_hidden
    assert rows_of(read, COLUMNS) == [(1, "Day", 2, 7)] * is_hidden


def test_parts_of_a_workbook_are_found_whatever_the_case_of_their_names(
    office: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        for row in range(1, DATA + 1):
            sheet.write_row(row - 1, 0, cells_of(row))
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.write_comment("D4", "asked the home")
        sheet.write_number("D5", 0.07, book.add_format({"num_format": "0%"}))
    turned = tmp_path / "turned.xlsx"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(turned, "w") as copy:
        for part in archive.namelist():
            copy.writestr(part.upper(), archive.read(part))
    for number, file in enumerate((path, turned)):
        read = loaded(office, tmp_path / f"s{number}", InputFile(file, file.name))
        assert rows_of(read, ROWS) == [(3, "hidden", "row 3")]
        assert rows_of(read, "SELECT header, fault FROM extract_column_faults") == [
            ("Score", "shows_percent")
        ]
        assert rows_of(read, "SELECT _row, written FROM extract_comments") == [
            (4, "asked the home")
        ]

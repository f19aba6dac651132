"""A published table is found by the name under which it is marked up, or it is said why not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from qa_checks.model.checks import State
from qa_checks.model.report import Report
from qa_checks.reading.cell_marks.marked_tables import find_ods_tables, read_xlsx_table
from tests.published_tables.making import KINDS, SERIES, TABLE_1, TABLE_2, judge, prepare
from tests.reading.making import ods_cell, ods_row, write_ods
from tests.small_catalogue import outcome

pytestmark = pytest.mark.usefixtures("workbooks_here")

BY_NAME = {**SERIES, "titles": {"Visits_by_kind": {}}}
CHECK = "tables.visits_by_kind"
AREA, BESIDE = "B3:E5", "G3:J6"


def write_xlsx(path: Path, **tables: str) -> None:
    """Both tables without their titles beside each other on one sheet, some marked up."""
    book = openpyxl.Workbook()
    sheet = book.active
    for left, table in ((2, TABLE_1), (7, TABLE_2)):
        for row, cells in enumerate(table[1:], start=3):
            for column, cell in enumerate(cells, start=left):
                sheet.cell(row, column, int(cell) if cell.isdigit() else cell)
    for name, area in tables.items():
        sheet.add_table(Table(displayName=name, ref=area))
    book.save(path)


def change(path: Path, part: str, old: str, new: str) -> None:
    """Replace a text in one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in contents[part]
    contents[part] = contents[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def reason(report: Report) -> str:
    ended = outcome(report, CHECK)
    assert ended.state is State.ERRORED
    assert report.verdict == "incomplete"
    return ended.reason


def test_several_tables_on_one_sheet_are_found_by_name(tmp_path: Path) -> None:
    by_kind = {**KINDS, "titles": {"TABLE_2": {}}}
    path = prepare(tmp_path, "tables.xlsx", BY_NAME, by_kind)
    write_xlsx(path, Visits_by_kind=AREA, Table_2=BESIDE)
    report = judge(tmp_path)
    assert [outcome(report, name).state for name in (CHECK, "tables.2")] == ["passed"] * 2
    assert [(table.title, table.sheet, table.row) for table in report.tables] == [
        ("Visits_by_kind", "Sheet", 3), ("Table_2", "Sheet", 3),
    ]  # fmt: skip
    assert [table.cells[0][0].position for table in report.tables] == [3, 8]


def test_a_named_range_of_an_ods_workbook_is_found(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.ods", BY_NAME)
    rows = [ods_row(ods_cell(""), *map(ods_cell, cells)) for cells in TABLE_1[1:]]
    ranges = (
        '<table:database-range table:name="visits_by_kind" '
        'table:target-range-address="$Data.$B$1:.E3"/>'
    )
    write_ods(path, "".join(rows), ranges=ranges)
    report = judge(tmp_path)
    assert outcome(report, CHECK).state is State.PASSED
    assert [cell.printed for cell in report.tables[0].cells[1]] == ["1", "2", "3"]


def test_a_row_that_was_added_below_the_mark_is_compared(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", BY_NAME)
    write_xlsx(path, Visits_by_kind="B3:E4")
    [table] = judge(tmp_path).tables
    assert [row[0].row_label for row in table.cells] == ["31 March 2022", "31 March 2021"]


def test_a_table_directly_below_is_another_one(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", BY_NAME)
    write_xlsx(path, Visits_by_kind="B3:E4", Other=BESIDE)
    change(path, "xl/tables/table2.xml", f'ref="{BESIDE}"', 'ref="B5:E6"')
    [table] = judge(tmp_path).tables
    assert [row[0].row_label for row in table.cells] == ["31 March 2022"]


def test_a_table_goes_on_after_a_blank_row_within_its_mark(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", BY_NAME)
    write_xlsx(path, Visits_by_kind="B3:E6")
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet.move_range("B5:E5", rows=1)
    sheet["B8"], sheet["C8"] = "31 March 2020", 99
    book.save(path)
    [table] = judge(tmp_path).tables
    assert [(row[0].row, row[0].row_label) for row in table.cells] == [
        (4, "31 March 2022"), (6, "31 March 2021"),
    ]  # fmt: skip


def test_a_header_that_is_blank_is_a_finding(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", BY_NAME)
    write_xlsx(path, Visits_by_kind=AREA)
    change(path, "xl/worksheets/sheet1.xml", 'r="D3"', 'r="D9"')
    [finding] = outcome(judge(tmp_path), CHECK).findings
    assert finding.message.startswith("Table Visits_by_kind: A header is missing.")


def test_a_name_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", BY_NAME, {**KINDS, "titles": {"Table_2": {}}})
    write_xlsx(path, Table_2=BESIDE)
    assert reason(judge(tmp_path)) == (
        "No cell, marked-up table, sheet or file of the release is called 'Visits_by_kind'."
    )


def test_names_that_differ_by_capitals_only_are_one_name_twice(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", BY_NAME)
    write_xlsx(path, Visits_by_kind=AREA, Other=BESIDE)
    change(path, "xl/tables/table2.xml", 'displayName="Other"', 'displayName="VISITS_BY_KIND"')
    assert reason(judge(tmp_path)) == (
        "'Visits_by_kind' names 2 tables: tables.xlsx, Sheet, row 3; tables.xlsx, Sheet, row 3."
    )


def test_a_table_below_a_title_of_its_own_name_is_one(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", BY_NAME)
    write_xlsx(path, Visits_by_kind=AREA)
    book = openpyxl.load_workbook(path)
    book.active["B2"] = "Visits_by_kind: all visits"
    book.save(path)
    assert outcome(judge(tmp_path), CHECK).state is State.PASSED


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (f'ref="{AREA}"', 'ref="#REF!"', "does not say which cells it has."),
        (f'ref="{AREA}"', 'ref="B3:E99999999999999999999"', "does not say which cells it has."),
        (
            f'ref="{AREA}"',
            'ref="B900:E1048576"',
            "is marked at rows 900 to 1048576, columns 2 to 5, outside of what the sheet holds.",
        ),
        (
            f'ref="{AREA}"',
            'ref="XFA3:XFD5"',
            "is marked at rows 3 to 5, columns 16381 to 16384, outside of what the sheet holds.",
        ),
        (
            f'ref="{AREA}"',
            f'headerRowCount="0" ref="{AREA}"',
            "is marked up without a row of headers.",
        ),
        (
            f'ref="{AREA}"',
            'ref="B3:B5"',
            "is marked at rows 3 to 5, columns 2 to 2: it has no row below its headers, or one "
            "column only.",
        ),
        (
            f'ref="{AREA}"',
            'ref="B3:G5"',
            "is marked at rows 3 to 5, columns 2 to 7, some of which are marked as 'Other' too.",
        ),
    ],
)
def test_a_table_whose_cells_nobody_can_tell_is_said(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    path = prepare(tmp_path, "tables.xlsx", BY_NAME)
    write_xlsx(path, Visits_by_kind=AREA, Other=BESIDE)
    part = "xl/tables/table1.xml"
    with zipfile.ZipFile(path) as archive:
        header_rows = ' headerRowCount="1"' in archive.read(part).decode()
    if header_rows:
        change(path, part, ' headerRowCount="1"', "")
    change(path, part, old, new)
    message = reason(judge(tmp_path))
    assert message == f"The marked-up table 'Visits_by_kind' in tables.xlsx, Sheet {why}"


def test_a_table_marked_beyond_its_rows_is_what_the_sheet_holds(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", BY_NAME)
    write_xlsx(path, Visits_by_kind=AREA)
    change(path, "xl/tables/table1.xml", f'ref="{AREA}"', 'ref="E1048576:B3"')
    change(path, "xl/worksheets/sheet1.xml", "<v>2</v>", "<v>3</v>")
    report = judge(tmp_path)
    assert report.verdict == "fail"
    assert [len(row) for row in report.tables[0].cells][:2] == [3, 3]


def test_a_table_of_two_names_is_known_by_both() -> None:
    xml = "<x:table xmlns:x='y' id='1' name='Table1' displayName='Visits &amp; more' ref='A1:B2'/>"
    assert [tuple(table) for table in read_xlsx_table(xml)] == [
        ("Visits & more", True, (0, 0, 1, 1)), ("Table1", True, (0, 0, 1, 1)),
    ]  # fmt: skip


def test_a_name_that_no_spreadsheet_allows_is_no_name() -> None:
    assert read_xlsx_table(f"<table name='{'x' * 256}' displayName='' ref='A1:B2'/>") == []


def test_tags_without_an_end_are_passed_over_at_once() -> None:
    """Each is looked into up to the next, not up to the end of the file."""
    many = 200_000
    assert read_xlsx_table("<table ref='A1:B2' " * many) == []
    ranges = b"<table:database-ranges>" + b'<table:database-range table:name="T ' * many
    assert find_ods_tables(ranges) == {}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "Providers+places_1.2.A6:Providers+places_1.2.Q20",
            ("Providers+places_1.2", (5, 0, 19, 16)),
        ),
        ("$'It''s. here'.$C$4:$'It''s. here'.$A$2", ("It's. here", (1, 0, 3, 2))),
        ("Data.B7", ("Data", (6, 1, 6, 1))),
        ("Data.A1:Other.B2", ("Data", ())),
        ("#REF!", None),
        ("Data.A1:B2:C3", None),
        ("Data.A123456789:.B2", None),
        ("Data.A0:.B2", None),
        ("." * 5_000, None),
    ],
)
def test_addresses_of_ods_ranges(
    address: str, expected: tuple[str, tuple[int, ...]] | None
) -> None:
    xml = (
        "<table:database-ranges>"
        f'<table:database-range table:name="T" table:target-range-address="{address}"/>'
        '<table:database-range table:name="__Anonymous_Sheet_DB__0" '
        'table:target-range-address="Data.A1:Data.B2"/></table:database-ranges>'
    )
    told = {
        sheet: [tuple(table) for table in tables]
        for sheet, tables in find_ods_tables(xml.encode()).items()
    }
    assert told == ({expected[0]: [("T", True, expected[1])]} if expected else {})

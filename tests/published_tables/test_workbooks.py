"""Published tables in workbooks: what a cell shows counts, and what hides a cell is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl

from qa_checks.model.checks import State
from tests.published_tables.making import KINDS, SERIES, TABLE_1, TABLE_2, judge, prepare
from tests.small_catalogue import outcome


def test_percentages_are_those_that_the_format_shows(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", KINDS)
    book = openpyxl.Workbook()
    sheet = book.active
    for row in TABLE_2[:2]:
        sheet.append(row)
    for row, share in zip(TABLE_2[2:], (2 / 3, 0.33, 1), strict=True):
        sheet.append([row[0], int(row[1]), int(row[2]), share])
        sheet.cell(sheet.max_row, 4).number_format = "0%"
    book.save(path)
    report = judge(tmp_path)
    assert outcome(report, "tables.2").state is State.PASSED
    assert report.tables[0].cells[1][2].printed == "33%"


def test_merged_cells_of_a_table_are_said(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", SERIES)
    book = openpyxl.Workbook()
    sheet = book.active
    for row in TABLE_1:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    sheet.merge_cells("B3:B4")
    book.save(path)
    ended = outcome(judge(tmp_path), "tables.1")
    assert [finding.message for finding in ended.findings] == [
        "Table 1: rows 3 to 4, columns 2 to 2 are merged into one cell, so all others are lost."
    ]


def test_a_formula_that_was_never_worked_out_is_no_number(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", SERIES)
    book = openpyxl.Workbook()
    sheet = book.active
    for row in TABLE_1:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    sheet["D3"] = "=B3+C3"
    book.save(path)
    [finding] = outcome(judge(tmp_path), "tables.1").findings
    assert (finding.row, finding.column) == (3, "All")
    assert finding.message.endswith("is neither a number nor a sign for a missing one.")


def test_several_tables_stand_on_several_sheets(tmp_path: Path) -> None:
    path = prepare(tmp_path, "tables.xlsx", SERIES, KINDS)
    book = openpyxl.Workbook()
    for name, table in {"One": TABLE_1, "Two": TABLE_2}.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(path)
    report = judge(tmp_path)
    assert [(table.name, table.sheet, table.row) for table in report.tables] == [
        ("1", "One", 2), ("2", "Two", 2),
    ]  # fmt: skip
    assert [outcome(report, name).state for name in ("tables.1", "tables.2")] == ["passed"] * 2


def test_a_date_above_a_column_is_a_label_as_readers_see_it(tmp_path: Path) -> None:
    family = {**SERIES, "rows": {"each": "kind"}, "columns": "as_at"}
    path = prepare(tmp_path, "tables.xlsx", family)
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Table 1: Visits"],
        ["Kind", dt.date(2022, 3, 31), dt.date(2021, 3, 31)],
        ["Full", 2, 1],
        ["Short", 1, 3],
    ):
        sheet.append(row)
    book.save(path)
    [finding] = outcome(judge(tmp_path), "tables.1").findings
    assert (finding.key, finding.column) == ("1 / Short / 31 March 2021", "31 March 2021")

"""A published table that tables.yml leaves out is compared with nothing, which is said."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from qa_checks.model.checks import Finding
from qa_checks.model.report import Report
from tests.published_tables.making import KINDS, SERIES, TABLE_1, TABLE_2, judge, prepare, publish

TOLD = (
    "'Table 2: Visits, scores and shares by kind' is not declared in tables.yml: nobody compared "
    "its 9 numbers."
)


def undeclared(report: Report) -> list[Finding]:
    """What the check finds; there is none where every table is declared."""
    return [
        finding
        for ended in report.outcomes
        for finding in ended.findings
        if ended.check.id == "undeclared_tables"
    ]


def write_workbook(path: Path) -> None:
    """Two tables, each in a sheet of its own, behind a list of contents."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "Contents"
    for name, table in (("One", TABLE_1), ("Two", TABLE_2)):
        workbook["Contents"].append(table[0])
        sheet = workbook.create_sheet(name)
        for row in table:
            sheet.append(row)
    workbook.save(path)


def test_a_titled_table_beside_a_declared_one_is_a_warning(tmp_path: Path) -> None:
    [finding] = undeclared(publish(tmp_path, [TABLE_1, TABLE_2], SERIES))
    assert (finding.message, finding.file, finding.row) == (TOLD, "tables.csv", 6)
    assert finding.key == "Table 2: Visits, scores and shares by kind"


def test_each_of_two_under_one_title_is_told(tmp_path: Path) -> None:
    found = undeclared(publish(tmp_path, [TABLE_1, TABLE_2, TABLE_2], SERIES))
    assert [(finding.message, finding.row) for finding in found] == [(TOLD, 6), (TOLD, 12)]


def test_what_is_declared_or_is_no_table_of_numbers_is_none(tmp_path: Path) -> None:
    notes = [
        ["Table 7: see the tables of last year"],
        [],
        ["Table 8: Contacts"],
        ["Name", "Address"],
        ["North", "1 High Street"],
        [],
        ["Table 1 has the visits, 2021 and 2022"],
    ]
    report = publish(tmp_path, [notes, TABLE_1, TABLE_2], SERIES, KINDS)
    assert undeclared(report) == []
    assert "undeclared_tables" not in {ended.check.id for ended in report.outcomes}


def test_a_table_in_a_sheet_of_its_own_is_told_too(tmp_path: Path) -> None:
    write_workbook(prepare(tmp_path, "tables.xlsx", SERIES))
    [finding] = undeclared(judge(tmp_path))
    assert (finding.message, finding.sheet, finding.row) == (TOLD, "Two", 1)


def test_a_sheet_that_need_not_be_checked_is_left_alone(tmp_path: Path) -> None:
    write_workbook(prepare(tmp_path, "tables.xlsx", SERIES))
    path = tmp_path / "2022" / "release.yml"
    unchecked = "- path: tables.xlsx\n  unchecked: {Two: the casework team has counted them}\n"
    path.write_text(path.read_text().replace("- path: tables.xlsx\n", unchecked))
    assert undeclared(judge(tmp_path)) == []

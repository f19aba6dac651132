"""Where a declared table stands: below its title, on any sheet, beside others; or it is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.model.checks import State
from tests.published_tables.making import KINDS, SERIES, TABLE_1, TABLE_2, publish
from tests.small_catalogue import outcome


def test_tables_beside_each_other_are_told_apart(tmp_path: Path) -> None:
    height = max(len(TABLE_1), len(TABLE_2))
    padded = [[*table, *[[]] * (height - len(table))] for table in (TABLE_1, TABLE_2)]
    beside = [
        [*first, *[""] * (5 - len(first)), *second] for first, second in zip(*padded, strict=True)
    ]
    report = publish(tmp_path, [beside], SERIES, KINDS)
    assert [outcome(report, name).state for name in ("tables.1", "tables.2")] == ["passed"] * 2
    assert [len(table.cells) for table in report.tables] == [2, 3]


def test_a_list_of_contents_and_lines_below_the_title_are_no_table(tmp_path: Path) -> None:
    contents = [["Contents"], ["Table 1: Visits by kind"], ["Table 2: Visits and scores"]]
    table = [TABLE_1[0], ["This table has one header row."], *TABLE_1[1:], ["Source: visits."]]
    report = publish(tmp_path, [contents, table], SERIES)
    assert outcome(report, "tables.1").state is State.PASSED
    assert report.tables[0].row == 7


def test_a_table_that_is_not_there_is_said(tmp_path: Path) -> None:
    report = publish(tmp_path, [TABLE_1], SERIES, KINDS)
    missing = outcome(report, "tables.2")
    assert (missing.state, missing.reason) == (
        State.ERRORED,
        "No cell, marked-up table, sheet or file of the release is called 'Table 2:'.",
    )
    assert report.verdict == "incomplete"


def test_a_title_without_a_table_is_said(tmp_path: Path) -> None:
    report = publish(tmp_path, [TABLE_1, [["Table 2: Visits"]]], SERIES, KINDS)
    assert outcome(report, "tables.2").reason == (
        "'Table 2:' stands in tables.csv, row 6, but no table is below it."
    )


@pytest.mark.parametrize("family", [SERIES, {"titles": {"Table 1:": {}}}])
def test_numbers_without_a_header_are_a_finding(tmp_path: Path, family: dict[str, Any]) -> None:
    headers, *rows = TABLE_1[1:]
    table = [TABLE_1[0], [*headers, ""], [*rows[0], "a note"], [*rows[1], "8"]]
    [finding] = outcome(publish(tmp_path, [table], family), "tables.1").findings
    assert (finding.row, finding.key) == (4, "1 / behind All")
    assert finding.message == (
        "Table 1: The column behind 'All' has numbers and no header, so they are not compared."
    )


def test_a_title_that_is_there_twice_is_said(tmp_path: Path) -> None:
    report = publish(tmp_path, [TABLE_1, TABLE_1], SERIES)
    assert outcome(report, "tables.1").reason == (
        "'Table 1:' begins 2 tables: tables.csv, row 2; tables.csv, row 7."
    )


def test_a_title_is_whole_words(tmp_path: Path) -> None:
    other = [["Table 10: Visits"], ["Date", "Full"], ["31 March 2022", "99"]]
    family = {**SERIES, "titles": {"Table 1": {}}}
    assert outcome(publish(tmp_path, [other, TABLE_1], family), "tables.1").state is State.PASSED


TIDY = [
    ["time_period", "geographic_level", "kind", "visits", "scores", "share"],
    ["2022-03-31", "National", "Full", "2", "8", "66.7"],
    ["2022-03-31", "National", "Total", "3", "z", "c"],
    ["2021-03-31", "National", "Short", "2", "4", "66.7"],
]
OF_TIDY = {
    "cube": "visits",
    "labels": {"time_period": "as_at", "kind": {"each": "kind", "Total": {}}},
    "columns": {
        "visits": {},
        "scores": {"measure": "scores"},
        "share": {"share": "share_of_visits"},
    },
    "ignore": ["geographic_level"],
    "titles": {"tables.csv": {}},
}


def test_a_tidy_file_has_several_columns_of_labels(tmp_path: Path) -> None:
    report = publish(tmp_path, [TIDY], OF_TIDY)
    [table] = report.tables
    assert [row[0].row_label for row in table.cells] == [
        "31 March 2022 / Full",
        "31 March 2022 / Total",
        "31 March 2021 / Short",
    ]
    assert [[str(cell.state) for cell in row] for row in table.cells] == [
        ["equal"] * 3,
        ["equal", "not published", "not published"],
        ["equal"] * 3,
    ]


def test_a_column_of_labels_that_is_not_there_is_said(tmp_path: Path) -> None:
    table = [["time", *TIDY[0][1:]], *TIDY[1:]]
    ended = outcome(publish(tmp_path, [table], OF_TIDY), "tables.tables_csv")
    assert [finding.message for finding in ended.findings] == [
        "Table tables.csv: There is no column 'time_period', which holds labels of rows."
    ]


def test_a_tidy_file_is_called_by_its_name(tmp_path: Path) -> None:
    family = {**SERIES, "titles": {"tables.csv": {}}}
    report = publish(tmp_path, [TABLE_1[1:]], family)
    assert outcome(report, "tables.tables_csv").state is State.PASSED


@pytest.mark.parametrize(("text", "keeps"), [("Total of all", 3), ("", 2)])
def test_a_row_in_the_middle_without_numbers_hides_nothing(
    tmp_path: Path, text: str, keeps: int
) -> None:
    """Only a blank row ends a table: below it there may be another."""
    table = [*TABLE_1[:3], [text, "", "", ""], *TABLE_1[3:]]
    family = {**SERIES, "rows": {"31 March 2022": {}, "Total of all": {}, "31 March 2021": {}}}
    report = publish(tmp_path, [table], family)
    assert len(report.tables[0].cells) == (keeps if text else 1)


BLANK = ["", "", "", ""]


def test_a_row_of_the_table_below_a_blank_one_is_said(tmp_path: Path) -> None:
    report = publish(tmp_path, [[*TABLE_1[:3], BLANK, BLANK, TABLE_1[3]]], SERIES)
    ended = outcome(report, "tables.1")
    assert [(finding.row, finding.message) for finding in ended.findings] == [
        (
            6,
            "Table 1: The row label '31 March 2021' stands below a blank row, which ends the "
            "table, so nothing from there on is compared.",
        )
    ]
    assert ended.state is State.FAILED


def test_a_column_of_the_table_behind_a_blank_one_is_said(tmp_path: Path) -> None:
    table = [[*row[:3], "", *row[3:]] for row in TABLE_1]
    [finding] = outcome(publish(tmp_path, [table], SERIES), "tables.1").findings
    assert (finding.row, finding.message) == (
        2,
        "Table 1: The header 'All' stands behind a blank column, which ends the table, so nothing "
        "from there on is compared.",
    )


@pytest.mark.parametrize(
    "below", [["31 March 2021", "", "", ""], ["Source: visits, 2022", "1", "", ""], TABLE_2[1]]
)
def test_what_is_no_row_of_the_table_below_a_blank_one_is_left(
    tmp_path: Path, below: list[str]
) -> None:
    report = publish(tmp_path, [[*TABLE_1, BLANK, below]], SERIES)
    assert outcome(report, "tables.1").state is State.PASSED


def test_a_date_cell_with_a_note_is_a_day_in_words(tmp_path: Path) -> None:
    table = [*TABLE_1[:2], ["2022-03-31 [note 1]", *TABLE_1[2][1:]]]
    [row] = publish(tmp_path, [table], SERIES).tables[0].cells
    assert {cell.row_label for cell in row} == {"31 March 2022"}


BARE = {"titles": {"Table 9:": {}}}
BARE_TABLE = [
    ["Table 9: Homes"],
    ["Area", "Good", "Poor", "All"],
    ["North", "4", "6", "10"],
    ["South", "3", "3", "6"],
]


def test_a_row_below_a_blank_one_of_a_table_without_a_cube_is_said(tmp_path: Path) -> None:
    table = [*BARE_TABLE[:3], BLANK, BARE_TABLE[3]]
    report = publish(tmp_path, [table], BARE, adds_up=["9: All = Good + Poor"])
    [finding] = outcome(report, "tables.9").findings
    assert (finding.row, finding.message) == (
        5,
        "Table 9: The row label 'South' stands below a blank row, which ends the table, so nothing "
        "from there on is compared.",
    )
    assert report.verdict == "fail"


def test_a_column_behind_a_blank_one_of_a_table_without_a_cube_is_said(tmp_path: Path) -> None:
    table = [[*row[:3], "", *row[3:]] for row in BARE_TABLE]
    [finding] = outcome(publish(tmp_path, [table], BARE), "tables.9").findings
    assert finding.message.startswith("Table 9: The header 'All' stands behind a blank column, ")


@pytest.mark.parametrize(
    "beside",
    [
        [["", "Table 10: Ages"], ["", "Age", "Homes"], ["", "5", "3"], ["", "6", "2"]],
        [["", ""], ["", "Year", "Homes"], ["", "2021", "3"], ["", "2022", "2"]],
        [["", ""], ["", "Area", "Homes"], ["", "East", "3"], ["", "West", "2"]],
    ],
)
def test_another_table_beside_one_without_a_cube_is_none_of_it(
    tmp_path: Path, beside: list[list[str]]
) -> None:
    width = len(BARE_TABLE[1])
    table = [
        [*row, *[""] * (width - len(row)), *other]
        for row, other in zip(BARE_TABLE, beside, strict=True)
    ]
    report = publish(tmp_path, [table], BARE, adds_up=["9: All = Good + Poor"])
    assert outcome(report, "tables.9").findings == ()


@pytest.mark.parametrize(
    "below",
    [
        [["Table 10: Places"], ["Area", "Homes"], ["North", "3"]],
        [["Area", "2021", "2022"], ["North", "3", "4"]],
        [["Notes"], ["Note 1", "Counted in March."]],
    ],
)
def test_another_table_below_one_without_a_cube_is_none_of_it(
    tmp_path: Path, below: list[list[str]]
) -> None:
    report = publish(tmp_path, [BARE_TABLE, below], BARE, adds_up=["9: All = Good + Poor"])
    assert outcome(report, "tables.9").findings == ()


def test_a_label_that_is_missing_is_said(tmp_path: Path) -> None:
    table = [*BARE_TABLE[:3], ["", *BARE_TABLE[3][1:]]]
    [finding] = outcome(publish(tmp_path, [table], BARE), "tables.9").findings
    assert finding.message == "Table 9: A row label is missing."

"""Each cell of a published table ends as equal, different, not in the data or not published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from qa_checks.appraisal import judge as judge_checks
from qa_checks.conclusion import conclude
from qa_checks.model.checks import State
from qa_checks.model.published import CellState
from qa_checks.model.report import Report
from qa_checks.opened import Options, opened
from qa_checks.plan import Choice
from qa_checks.release_file import read_release
from tests.published_tables.making import (
    KINDS,
    SERIES,
    TABLE_1,
    TABLE_2,
    changed,
    judge,
    prepare,
    publish,
    write_csv,
)
from tests.small_catalogue import outcome

LISTED = {"Full": {}, "Short": {"kind": "Short", "open": False}, "All": {}}


def states(report: Report, table: int = 0) -> list[list[str]]:
    return [[str(cell.state) for cell in row] for row in report.tables[table].cells]


def test_a_table_that_is_what_the_rows_give_passes(tmp_path: Path) -> None:
    report = publish(tmp_path, [TABLE_1, TABLE_2], SERIES, KINDS)
    assert outcome(report, "tables.1").state is State.PASSED
    assert outcome(report, "tables.2").state is State.PASSED
    assert [table.count(CellState.EQUAL) for table in report.tables] == [6, 9]
    assert judge(tmp_path, Choice()).verdict == "pass"


@pytest.mark.parametrize(
    ("row", "column", "text", "message"),
    [
        (2, 1, "3", "Table 1, 31 March 2022, Full: 3 is published, the rows give 2 (1 fewer)."),
        (3, 3, "1", "Table 1, 31 March 2021, All: 1 is published, the rows give 3 (2 more)."),
    ],
)
def test_a_cell_that_differs_is_a_finding_with_its_place(
    tmp_path: Path, row: int, column: int, text: str, message: str
) -> None:
    report = publish(tmp_path, [changed(TABLE_1, row, column, text)], SERIES)
    [finding] = outcome(report, "tables.1").findings
    assert finding.message.startswith(message)
    assert (finding.file, finding.row, finding.column, finding.value) == (
        "tables.csv", row + 1, TABLE_1[1][column], text,
    )  # fmt: skip
    assert finding.key == f"1 / {TABLE_1[row][0]} / {TABLE_1[1][column]}"
    assert report.verdict == "fail"


def test_a_cell_that_differs_names_the_rows_behind_it(tmp_path: Path) -> None:
    report = publish(tmp_path, [changed(TABLE_1, 3, 3, "5")], SERIES)
    cell = report.tables[0].cells[1][2]
    assert (cell.published, cell.recomputed, cell.difference, cell.counted) == (5, 3, -2, 3)
    assert [(row.key, row.file, row.row) for row in cell.rows] == [
        ("1", "../2021/visits.csv", 2),
        ("2", "../2021/visits.csv", 3),
        ("3", "../2021/visits.csv", 4),
    ]


@pytest.mark.parametrize("text", ["-0", "\u22120"])
def test_a_count_of_minus_nought_is_a_finding(tmp_path: Path, text: str) -> None:
    table = [*TABLE_1[:2], ["31 March 2022", "3", text, "3"]]
    ended = outcome(publish(tmp_path, [table], {**SERIES, "columns": LISTED}), "tables.1")
    assert [finding.message for finding in ended.findings] == [
        f"Table 1, 31 March 2022, Short: '{text}' is neither a number nor a sign for a missing one."
    ]


def test_sums_and_percentages_are_compared_in_their_printed_precision(tmp_path: Path) -> None:
    table = changed(changed(TABLE_2, 2, 3, "66.7"), 3, 3, "33.4%")
    [finding] = outcome(publish(tmp_path, [table], KINDS), "tables.2").findings
    assert finding.key == "2 / Short / %"
    assert "33.4% is published, the rows give 33.333333" in finding.message


@pytest.mark.parametrize(
    ("text", "state"), [("0", "equal"), ("5", "differs"), ("2", "equal"), ("4", "differs")]
)
def test_a_number_that_is_no_multiple_is_not_rounded(tmp_path: Path, text: str, state: str) -> None:
    table = [*TABLE_1[:2], ["31 March 2022", text, "0", "5"]]
    [row] = states(publish(tmp_path, [table], {**SERIES, "rounded": 5}))
    assert row == [state, "equal", "equal"]


@pytest.mark.parametrize(
    ("rounded", "messages"),
    [
        (1, ["Table 1, 31 March 2022, All: '[low]' stands for at most 0.5, and the rows give 3."]),
        (10, []),
    ],
)
def test_a_number_below_the_unit_of_rounding_is_less_than_half_of_it(
    tmp_path: Path, rounded: int, messages: list[str]
) -> None:
    table = [*TABLE_1[:2], ["31 March 2022", "0", "0", "[low]"]]
    report = publish(tmp_path, [table], {**SERIES, "rounded": rounded})
    found = [finding.message for finding in outcome(report, "tables.1").findings]
    assert [message for message in found if "[low]" in message] == messages


@pytest.mark.parametrize("text", ["1e400", "0e999999999", "9" * 400])
def test_a_number_beyond_all_bounds_is_none(tmp_path: Path, text: str) -> None:
    report = publish(tmp_path, [changed(TABLE_1, 2, 1, text)], SERIES)
    [finding] = outcome(report, "tables.1").findings
    assert finding.message == (
        f"Table 1, 31 March 2022, Full: '{text}' is neither a number nor a sign for a missing one."
    )


def test_a_percentage_is_no_count(tmp_path: Path) -> None:
    report = publish(tmp_path, [changed(TABLE_1, 2, 1, "2%")], SERIES)
    [finding] = outcome(report, "tables.1").findings
    assert finding.message.startswith(
        "Table 1, 31 March 2022, Full: 2% is published, the rows give 2 (no percentage)."
    )


def test_an_empty_category_is_nought(tmp_path: Path) -> None:
    family = {**SERIES, "where": {"open": False}}
    table = [TABLE_1[0], TABLE_1[1], ["31 March 2022", "1", "0", "1"]]
    assert states(publish(tmp_path, [table], family)) == [["equal"] * 3]


@pytest.mark.parametrize("text", ["[u]", "..", "[x]", "[x] [note 2]"])
def test_what_is_not_published_is_never_equal(tmp_path: Path, text: str) -> None:
    report = publish(tmp_path, [changed(TABLE_1, 2, 1, text)], SERIES)
    assert states(report)[0] == ["not published", "equal", "equal"]
    assert outcome(report, "tables.1").checked == 5


@pytest.mark.parametrize("text", ["", " ", "[note 2]"])
def test_an_empty_cell_is_a_finding_where_the_rows_give_a_number(tmp_path: Path, text: str) -> None:
    report = publish(tmp_path, [changed(TABLE_1, 2, 1, text)], SERIES)
    assert states(report)[0] == ["not published", "equal", "equal"]
    [finding] = outcome(report, "tables.1").findings
    assert finding.message == (
        "Table 1, 31 March 2022, Full: the cell is empty, but the rows give 2."
    )
    assert (finding.row, finding.column, finding.key, finding.value) == (
        3, "Full", "1 / 31 March 2022 / Full", text.strip(),
    )  # fmt: skip


def test_an_empty_cell_is_none_where_the_rows_give_nought(tmp_path: Path) -> None:
    family = {**SERIES, "where": {"open": False}}
    table = [TABLE_1[0], TABLE_1[1], ["31 March 2022", "1", "", "1"]]
    report = publish(tmp_path, [table], family)
    assert states(report) == [["equal", "not published", "equal"]]
    assert outcome(report, "tables.1").state is State.PASSED


def test_a_release_that_is_not_given_is_not_in_the_data(tmp_path: Path) -> None:
    report = publish(tmp_path, [[*TABLE_1, ["31 March 2020", "7", "8", "15"]]], SERIES)
    assert states(report)[2] == ["not in the data"] * 3
    assert report.tables[0].cells[2][0].reason == (
        "no release of this time is given (history in release.yml)"
    )
    assert (outcome(report, "tables.1").unknown, report.verdict) == (3, "pass")


def test_a_table_of_which_nothing_is_in_the_data_does_not_pass(tmp_path: Path) -> None:
    report = publish(tmp_path, [[*TABLE_1[:2], ["31 March 2020", "7", "8", "15"]]], SERIES)
    ended = outcome(report, "tables.1")
    assert (ended.state, ended.required) == (State.SKIPPED, True)
    assert ended.reason.startswith("nothing could be compared: no release of this time")
    assert report.verdict == "incomplete"


@pytest.mark.parametrize(
    "label", ["As at 31 March 2022", "31/03/2022", "2022-03-31", "31 Mar 2022"]
)
def test_a_day_is_read_however_it_is_written(tmp_path: Path, label: str) -> None:
    assert states(publish(tmp_path, [changed(TABLE_1, 2, 0, label)], SERIES))[0] == ["equal"] * 3


PERIODS = [
    ["Table 1: Visits by kind"],
    ["Year", "Full", "Short", "All"],
    ["2021-22", "2", "1", "3"],
    ["2020 to 2021", "1", "2", "4"],
    ["1 April 2019 to 31 March 2020", "7", "8", "15"],
]


def test_rows_that_stand_for_periods_are_those_of_their_releases(tmp_path: Path) -> None:
    prepare(tmp_path, "tables.csv", {**SERIES, "rows": "period"})
    write_csv(tmp_path / "2022" / "tables.csv", PERIODS)
    for year in (2021, 2022):
        with (tmp_path / f"{year}" / "release.yml").open("a", encoding="utf-8") as release:
            release.write(f"period: {{start: {year - 1}-04-01, end: {year}-03-31}}\n")
    report = judge(tmp_path)
    assert states(report) == [
        ["equal"] * 3,
        ["equal", "equal", "differs"],
        ["not in the data"] * 3,
    ]
    [finding] = outcome(report, "tables.1").findings
    assert (finding.key, finding.row) == ("1 / 2020 to 2021 / All", 4)
    assert finding.message.startswith(
        "Table 1, 2020 to 2021, All: 4 is published, the rows give 3 (1 fewer)."
    )


ACROSS = {**SERIES, "rows": {"each": "kind", "All": {}}, "columns": "as_at"}
TABLE_ACROSS = [
    ["Table 1: Visits by kind, as at 31 March"],
    ["Kind", "2022-03-31", "31 March 2021 [note 1]", "31 March 2020"],
    ["Full", "2", "1", "7"],
    ["Short", "1", "3", "8"],
    ["All", "3", "3", "15"],
]


def test_columns_that_stand_for_days_are_those_of_their_releases(tmp_path: Path) -> None:
    report = publish(tmp_path, [TABLE_ACROSS], ACROSS)
    unknown = "not in the data"
    assert states(report) == [
        ["equal", "equal", unknown],
        ["equal", "differs", unknown],
        ["equal", "equal", unknown],
    ]
    [finding] = outcome(report, "tables.1").findings
    assert (finding.key, finding.row, finding.column) == (
        "1 / Short / 31 March 2021", 4, "31 March 2021",
    )  # fmt: skip
    assert "3 is published, the rows give 2 (1 fewer)." in finding.message
    cell = report.tables[0].cells[1][1]
    assert [row.file for row in cell.rows] == ["../2021/visits.csv"] * 2


def test_a_column_that_holds_another_days_numbers_is_recognised(tmp_path: Path) -> None:
    table = [[*line[:2], *line[1:2], *line[3:]] for line in TABLE_ACROSS]
    table[:2] = TABLE_ACROSS[:2]
    report = publish(tmp_path, [table], ACROSS)
    assert ("31 March 2021", "these are the numbers of 31 March 2022") in [
        (cause.label, cause.text) for cause in report.tables[0].causes
    ]


def test_a_header_that_is_no_day_is_a_finding(tmp_path: Path) -> None:
    report = publish(tmp_path, [changed(TABLE_ACROSS, 1, 2, "last year")], ACROSS)
    [finding] = outcome(report, "tables.1").findings
    assert finding.message == (
        "Table 1: The header 'last year' is not declared. The columns of this table stand for days."
    )


def test_notes_at_labels_and_numbers_are_told(tmp_path: Path) -> None:
    notes = [["Note number", "Note text"], ["1", "Short visits began late."]]
    table = changed(changed(TABLE_1, 3, 0, "31 March 2021 [Note 1]"), 3, 2, "5 [note 1]")
    report = publish(tmp_path, [table, notes], SERIES)
    [finding] = outcome(report, "tables.1").findings
    assert finding.key == "1 / 31 March 2021 / Short"
    assert "(3 fewer). Note 1: Short visits began late." in finding.message


@pytest.mark.parametrize("own", [True, False])
def test_notes_are_those_of_the_file_if_it_has_any(tmp_path: Path, own: bool) -> None:
    path = prepare(tmp_path, "tables.csv", SERIES, more_files=["annex.csv"])
    notes = [["Note number", "Note text"], ["1", "Short visits began late."]]
    table = changed(TABLE_1, 3, 2, "5 [note 1]")
    write_csv(path, [*table, [], *(notes if own else [])])
    write_csv(path.with_name("annex.csv"), [notes[0], ["1", "Of the annex."]])
    [finding] = outcome(judge(tmp_path), "tables.1").findings
    told = "Short visits began late" if own else "Of the annex"
    assert f"(3 fewer). Note 1: {told}." in finding.message


@pytest.mark.parametrize(
    ("row", "column", "text", "message"),
    [
        (1, 2, "Shorter", "Table 1: The header 'Shorter' is not declared. Did you mean 'Short'?"),
        (
            3,
            0,
            "last year",
            "Table 1: The row label 'last year' is not declared. The rows of this table stand for "
            "days.",
        ),
        (
            2,
            1,
            "two",
            "Table 1, 31 March 2022, Full: 'two' is neither a number nor a sign for a missing one.",
        ),
    ],
)
def test_what_cannot_be_understood_is_a_finding(
    tmp_path: Path, row: int, column: int, text: str, message: str
) -> None:
    report = publish(tmp_path, [changed(TABLE_1, row, column, text)], SERIES)
    [finding] = outcome(report, "tables.1").findings
    assert (finding.message, finding.value) == (message, text)
    assert report.verdict == "fail"


def test_a_label_that_stands_there_twice_is_said(tmp_path: Path) -> None:
    table = [*TABLE_1, ["31/03/2021", "1", "2", "3"], TABLE_1[3]]
    report = publish(tmp_path, [table], SERIES)
    [finding] = outcome(report, "tables.1").findings
    assert finding.message == "Table 1: The row label '31 March 2021' stands there twice."
    assert finding.row == 6


def test_every_digit_of_an_equal_cell_counts(tmp_path: Path) -> None:
    """Changed by one, each digit of each cell makes the run fail and names table, row, column."""
    write_csv(prepare(tmp_path, "tables.csv", SERIES, KINDS), printed([TABLE_1, TABLE_2]))
    options = Options(catalogue=tmp_path / "catalogue")
    with opened(read_release(tmp_path / "2022" / "release.yml"), options) as read:
        [sheet] = read.loaded.published
        assert [list(filter(None, line)) for line in sheet.rows] == printed([TABLE_1, TABLE_2])
        for number, row, column, other in other_digits():
            tables = [TABLE_1, TABLE_2]
            header = tables[number]
            tables[number] = changed(header, row, column, other)
            rows = tuple(map(tuple, printed(tables)))
            loaded = replace(read.loaded, published=(replace(sheet, rows=rows),))
            altered = replace(read, loaded=loaded)
            report = conclude(altered, judge_checks(altered, options), options)
            [finding] = outcome(report, f"tables.{number + 1}").findings
            assert finding.key == f"{number + 1} / {header[row][0]} / {header[1][column]}"
            assert report.verdict == "fail"


def printed(tables: Sequence[Sequence[Sequence[str]]]) -> list[list[str]]:
    """The lines of a file that has tables below each other."""
    return [list(line) for table in tables for line in [*table, []]]


def other_digits() -> Iterator[tuple[int, int, int, str]]:
    """Table, row and column of each digit of each cell, and the cell with the digit after it."""
    for number, table in enumerate((TABLE_1, TABLE_2)):
        for row, line in enumerate(table[2:], start=2):
            for column, text in enumerate(line[1:], start=1):
                for place, sign in enumerate(text):
                    if sign.isdigit():
                        other = f"{text[:place]}{(int(sign) + 1) % 10}{text[place + 1 :]}"
                        yield number, row, column, other


@pytest.mark.parametrize(
    ("sign", "meaning"), [("-", "none, or not applicable"), ("[z] [note 2]", "not applicable")]
)
def test_a_sign_for_none_where_the_rows_give_a_number(
    tmp_path: Path, sign: str, meaning: str
) -> None:
    report = publish(tmp_path, [changed(TABLE_1, 2, 1, sign)], SERIES)
    assert states(report)[0] == ["not published", "equal", "equal"]
    ended = outcome(report, "tables.1")
    assert (ended.state, ended.checked) == (State.FAILED, 6)
    assert [finding.message for finding in ended.findings] == [
        f"Table 1, 31 March 2022, Full: '{sign}' stands for {meaning}, but the rows give 2."
    ]

"""A number that is withheld, and follows from the total of its row or column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.model.checks import Outcome, State
from qa_checks.model.published import CellState
from tests.published_tables.making import KINDS, SERIES, TABLE_1, TABLE_2, changed, publish
from tests.small_catalogue import outcome

LONG = {
    "cube": "visits",
    "labels": {"day": "as_at", "kind": {"each": "kind", "Total": {}}},
    "columns": {"visits": {}},
    "titles": {"Table 4:": {}},
}
TIDY = [
    ["Table 4: Visits"],
    ["day", "kind", "visits"],
    ["31/03/2022", "Full", "2"],
    ["31/03/2022", "Short", "[c]"],
    ["31/03/2022", "Total", "3"],
    ["31/03/2021", "Full", "1"],
    ["31/03/2021", "Short", "2"],
    ["31/03/2021", "Total", "3"],
]


def of_days(folder: Path, table: list[list[str]], **more: Any) -> Outcome:
    return outcome(publish(folder, [table], {**SERIES, **more}), "tables.1")


def test_a_number_that_is_withheld_in_vain_stays_not_published(tmp_path: Path) -> None:
    report = publish(tmp_path, [changed(TABLE_1, 2, 1, "[c]")], SERIES)
    cell = report.tables[0].cells[0][0]
    assert (cell.state, cell.reason) == (CellState.NOT_PUBLISHED, "confidential")
    assert report.verdict == "fail"


@pytest.mark.parametrize("sign", ["[c]", "*", "c"])
@pytest.mark.parametrize(
    ("column", "made"),
    [
        (1, "'All' and the other columns make it 2"),
        (2, "'All' and the other columns make it 1"),
        (3, "the other columns make it 3"),
    ],
)
def test_a_number_that_follows_from_its_row_is_a_finding(
    tmp_path: Path, sign: str, column: int, made: str
) -> None:
    ended = of_days(tmp_path, changed(TABLE_1, 2, column, sign))
    [finding] = ended.findings
    label = TABLE_1[1][column]
    assert finding.message == (f"Table 1, 31 March 2022, {label}: {sign} is published, but {made}.")
    assert (finding.file, finding.row, finding.column) == ("tables.csv", 3, label)
    assert (finding.key, finding.value) == (f"1 / 31 March 2022 / {label}", sign)
    assert (ended.checked, ended.failed) == (6, 1)


def test_a_number_that_follows_from_its_column_is_a_finding(tmp_path: Path) -> None:
    table = changed(changed(TABLE_2, 2, 1, "[c]"), 3, 2, "[c]")
    ended = outcome(publish(tmp_path, [table], KINDS), "tables.2")
    assert [finding.message for finding in ended.findings] == [
        "Table 2, Full, Visits: [c] is published, but 'All' and the other rows make it 2.",
        "Table 2, Short, Score: [c] is published, but 'All' and the other rows make it 1.",
    ]


def test_a_number_of_a_tidy_file_follows_from_the_rows_of_its_day(tmp_path: Path) -> None:
    [finding] = outcome(publish(tmp_path, [TIDY], LONG), "tables.4").findings
    assert finding.message == (
        "Table 4, 31/03/2022 / Short, visits: [c] is published, but '31/03/2022 / Total' and the "
        "other rows make it 1."
    )


def test_what_two_withheld_or_rounded_numbers_hide_is_no_finding(tmp_path: Path) -> None:
    two = changed(changed(TABLE_1, 2, 1, "[c]"), 2, 2, "[c]")
    assert of_days(tmp_path / "two", two).state is State.PASSED
    low = changed(TABLE_1, 2, 2, "[low]")
    assert of_days(tmp_path / "low", low).state is State.PASSED
    rounded = [*TABLE_1[:2], ["31 March 2022", "0", "[c]", "5"]]
    assert of_days(tmp_path / "rounded", rounded, rounded=5).state is State.PASSED
    share = changed(TABLE_2, 2, 3, "[c]")
    ended = outcome(publish(tmp_path / "share", [share], KINDS), "tables.2")
    assert ended.state is State.PASSED


@pytest.mark.parametrize("sign", ["[x]", ".."])
def test_a_number_that_is_not_there_is_not_withheld(tmp_path: Path, sign: str) -> None:
    assert of_days(tmp_path, changed(TABLE_1, 2, 2, sign)).state is State.PASSED


def test_a_number_that_is_said_to_be_none_is_not_withheld(tmp_path: Path) -> None:
    [finding] = of_days(tmp_path, changed(TABLE_1, 2, 2, "-")).findings
    assert finding.message == (
        "Table 1, 31 March 2022, Short: '-' stands for none, or not applicable, but the rows give "
        "1."
    )


def test_a_total_of_more_than_is_shown_hides_a_number(tmp_path: Path) -> None:
    """Of the full visits only those that were open are shown: All less Full is not Short."""
    across = {"Full": {"kind": "Full", "open": True}, "Short": {"kind": "Short"}, "All": {}}
    table = [*TABLE_1[:2], ["31 March 2022", "1", "[c]", "3"]]
    ended = of_days(tmp_path, table, columns={"each": "kind", **across})
    assert (ended.state, ended.checked) == (State.PASSED, 2)


def test_a_day_of_which_no_rows_are_given_is_not_judged(tmp_path: Path) -> None:
    ended = of_days(tmp_path, [*TABLE_1, ["31 March 2020", "7", "[c]", "15"]])
    assert (ended.state, ended.unknown) == (State.PASSED, 2)


def test_labels_that_are_named_one_by_one_are_left_to_sums(tmp_path: Path) -> None:
    columns = {"Full": {"kind": "Full"}, "Short": {"kind": "Short"}, "All": {}}
    ended = of_days(tmp_path, changed(TABLE_1, 2, 2, "[c]"), columns=columns)
    assert (ended.state, ended.checked) == (State.PASSED, 5)


def test_what_a_declared_sum_tells_is_told_once(tmp_path: Path) -> None:
    table = changed(TABLE_1, 2, 2, "[c]")
    report = publish(tmp_path, [table], SERIES, adds_up=["1: All = Full + Short"])
    assert outcome(report, "tables.1").state is State.PASSED
    [finding] = outcome(report, "adds_up.1_all").findings
    assert finding.key == "1 / 31 March 2022 / Short"


SHARES = [
    *TABLE_2[:2],
    ["Full", "[c]", "8", "67%"],
    ["Short", "[c]", "1", "33%"],
    TABLE_2[4],
]


def test_a_count_that_follows_from_its_percentage_is_a_finding(tmp_path: Path) -> None:
    ended = outcome(publish(tmp_path, [SHARES], KINDS), "tables.2")
    assert [finding.message for finding in ended.findings] == [
        "Table 2, Full, Visits: [c] is published, but its percentage of 3, 67% (table 2, Full, %), "
        "makes it 2.",
        "Table 2, Short, Visits: [c] is published, but its percentage of 3, 33% (table 2, Short, "
        "%), makes it 1.",
    ]
    assert (ended.findings[0].row, ended.findings[0].column) == (3, "Visits")


def test_a_whole_that_is_not_printed_hides_a_count(tmp_path: Path) -> None:
    assert outcome(publish(tmp_path, [SHARES[:4]], KINDS), "tables.2").state is State.PASSED


@pytest.mark.parametrize(
    ("row", "made"),
    [
        (["North", "[c]", "10", "40"], "percentage of 10, 40 (table 9, North, Good %), makes it 4"),
        (["North", "[c]", "99", "5"], "percentage of 99, 5 (table 9, North, Good %), makes it 5"),
        (["North", "*", "7", "0.0"], "percentage of 7, 0.0 (table 9, North, Good %), makes it 0"),
        (["North", "[c]", "201", "5"], ""),  # 10 is 4.98%, 11 is 5.47%
        (["North", "[low]", "10", "40"], ""),
        (["North", "[c]", "[c]", "40"], ""),
        (["North", "[c]", "1,000", "40"], ""),
    ],
)
def test_a_declared_percentage_tells_a_count(tmp_path: Path, row: list[str], made: str) -> None:
    table = [["Table 9: Grades"], ["Area", "Good", "All", "Good %"], row]
    report = publish(
        tmp_path, [table], {"titles": {"Table 9:": {}}}, percentages=["9: Good % = Good / All"]
    )
    told = f"Table 9, North, Good: {row[1]} is published, but its {made}."
    found = [finding.message for finding in outcome(report, "tables.9").findings]
    assert found == ([told] if made else [])

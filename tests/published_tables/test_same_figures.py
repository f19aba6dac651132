"""A figure that stands in two published tables has one value."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from qa_checks.model.checks import FindingPlace, Outcome, State
from qa_checks.model.report import Report
from tests.published_tables.making import KINDS, SERIES, TABLE_1, TABLE_2, changed, publish
from tests.small_catalogue import outcome

OLD = ["31 March 2020", "7", "8", "15"]
SERIES_1 = [*TABLE_1, OLD]
# The same figures in the form of a tidy file, also of a day that no release is of.
LONG = {
    "cube": "visits",
    "labels": {"day": "as_at", "kind": {"each": "kind", "Total": {}}},
    "columns": {"visits": {"measure": "visits"}, "percent": {"share": "share_of_visits"}},
    "titles": {"Table 4:": {}},
}
TIDY = [
    ["Table 4: Visits"],
    ["day", "kind", "visits", "percent"],
    ["31/03/2022", "Short", "1", "33.3"],
    ["31/03/2020", "Full", "7", "46.7"],
    ["31/03/2020", "Total", "15", "100"],
]


def same(report: Report) -> Outcome:
    return outcome(report, "same_figure")


def run(folder: Path, tables: Sequence[Sequence[Sequence[str]]], *families: Any) -> Report:
    return publish(folder, tables, *map(deepcopy, families))  # YAML has no aliases


def test_a_figure_that_agrees_wherever_it_stands_passes(tmp_path: Path) -> None:
    ended = same(run(tmp_path, [SERIES_1, TABLE_2, TIDY], SERIES, KINDS, LONG))
    # Full, Short and All of 2022, the share of Short, and two figures of 2020.
    assert (ended.state, ended.checked, ended.unknown) == (State.PASSED, 6, 0)


def test_two_values_of_a_figure_that_the_rows_do_not_have_are_one_finding(tmp_path: Path) -> None:
    report = run(tmp_path, [SERIES_1, changed(TIDY, 3, 2, "6")], SERIES, LONG)
    [finding] = same(report).findings
    assert finding.message == (
        "Table 4, 31/03/2020 / Full, visits: 6 is published; the same figure is 7 in table 1 "
        "(31 March 2020, Full)."
    )
    assert (finding.file, finding.row, finding.column) == ("tables.csv", 10, "visits")
    assert finding.key == "4 / 31/03/2020 / Full / visits"
    assert finding.places == (FindingPlace("tables.csv", None, 5),)
    assert report.verdict == "fail"


def test_what_differs_from_the_rows_is_told_once(tmp_path: Path) -> None:
    report = run(tmp_path, [SERIES_1, changed(TIDY, 2, 2, "2")], SERIES, LONG)
    [finding, left_out] = outcome(report, "tables.4").findings
    assert left_out.message == (
        "Table 4: There is no row of kind 'Full', but the data has 2 rows of it."
    )
    assert "The same figure is 1 in table 1 (31 March 2022, Short)." in finding.message
    ended = same(report)
    assert (ended.state, ended.checked, ended.failed, ended.unknown) == (State.PASSED, 3, 0, 1)
    assert ended.reason == "Told with cells that differ from the rows: 1 more."
    assert report.verdict == "fail"


def test_of_three_cells_the_odd_one_is_named(tmp_path: Path) -> None:
    other = [
        ["Table 5: Visits"],
        ["Date", "Full"],
        ["31 March 2020", "7"],
    ]
    fifth = {**SERIES, "titles": {"Table 5:": {}}}
    wrong = changed(SERIES_1, 4, 1, "17")
    report = run(tmp_path, [wrong, TIDY, other], SERIES, LONG, fifth)
    [finding] = same(report).findings
    assert finding.message == (
        "Table 1, 31 March 2020, Full: 17 is published; the same figure is 7 in table 4 "
        "(31/03/2020 / Full, visits) and 7 in table 5 (31 March 2020, Full)."
    )
    assert [place.row for place in finding.places] == [10, 15]


@pytest.mark.parametrize(
    ("coarse", "state"),
    [("47", State.PASSED), ("46.7%", State.PASSED), ("46", State.FAILED), ("46.6", State.FAILED)],
)
def test_the_same_with_fewer_digits_is_one_value(tmp_path: Path, coarse: str, state: State) -> None:
    shares = {
        "cube": "visits",
        "where": {"kind": "Full"},
        "rows": "as_at",
        "columns": {"Percent": {"share": "share_of_visits"}},
        "titles": {"Table 5:": {}},
    }
    table = [["Table 5: Percent"], ["Date", "Percent"], ["31 March 2020", coarse]]
    assert same(run(tmp_path, [TIDY, table], LONG, shares)).state is state


def test_a_number_that_is_withheld_in_one_table_is_not_published_in_another(
    tmp_path: Path,
) -> None:
    ended = same(run(tmp_path, [SERIES_1, changed(TIDY, 3, 2, "[c]")], SERIES, LONG))
    assert [finding.message for finding in ended.findings] == [
        "Table 4, 31/03/2020 / Full, visits: [c] is published; the same figure is 7 in table 1 "
        "(31 March 2020, Full)."
    ]


@pytest.mark.parametrize("text", ["", "[x]", "-"])
def test_a_cell_without_a_number_contradicts_nothing(tmp_path: Path, text: str) -> None:
    ended = same(run(tmp_path, [SERIES_1, changed(TIDY, 3, 2, text)], SERIES, LONG))
    assert (ended.state, ended.checked) == (State.PASSED, 2)


def test_tables_without_a_figure_in_common_are_said_to_be_so(tmp_path: Path) -> None:
    shut = {**SERIES, "where": {"open": False}, "titles": {"Table 5:": {}}}
    table = [["Table 5: Shut"], TABLE_1[1], ["31 March 2022", "1", "0", "1"]]
    ended = same(run(tmp_path, [TABLE_1, table], SERIES, shut))
    assert (ended.state, ended.required, ended.reason) == (
        State.SKIPPED,
        False,
        "no figure is published in two cells",
    )

"""Stocks that follow from the one before, joiners and leavers, or do not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from qa_checks.errors import ReleaseError
from qa_checks.model.checks import Outcome, State
from tests.published_tables.making import (
    CUBE,
    KINDS,
    SERIES,
    TABLE_1,
    changed,
    judge,
    prepare,
    write_csv,
)
from tests.small_catalogue import outcome, write_yaml

# Of the visits of 2022 one of kind Full joined, and one of kind Short left.
COUNTED = {"joiners": "score = 5", "leavers": "score = 1"}
FLOW = {"stock": "1", "by": "kind", "joiners": "joiners", "leavers": "leavers"}
PERIOD = "period: {start: 2021-04-01, end: 2022-03-31}\n"


def flow(
    folder: Path,
    table: list[list[str]] = TABLE_1,
    period: str = PERIOD,
    family: Mapping[str, Any] = SERIES,
    **more: Any,
) -> Outcome:
    """How the flow of Table 1 ends in the release of 2022; `more` changes its declaration."""
    entry = {**FLOW, **more}
    path = prepare(folder, "tables.csv", dict(family), KINDS, flows=[entry])
    write_csv(path, table)
    for name, condition in COUNTED.items():
        select = f"SELECT number, kind, open, score, _source, _row FROM visits WHERE {condition}"
        cube = {**CUBE, "cube": name, "title": name, "select": select}
        write_yaml(folder / "catalogue" / "schemas" / "cubes" / f"{name}.yml", cube)
    release = folder / "2022" / "release.yml"
    release.write_text(release.read_text() + period)
    return outcome(judge(folder), "flows.1")


def test_a_stock_that_follows_from_the_one_before_passes(tmp_path: Path) -> None:
    ended = flow(tmp_path)
    assert (ended.state, ended.checked, ended.unknown) == (State.PASSED, 2, 0)


def test_a_stock_that_does_not_follow_names_all_four_numbers(tmp_path: Path) -> None:
    ended = flow(tmp_path, changed(TABLE_1, 2, 2, "4"))
    [finding] = ended.findings
    assert (ended.state, ended.checked, ended.failed) == (State.FAILED, 2, 1)
    assert (finding.row, finding.column, finding.value) == (3, "Short", "4")
    assert finding.key == "1 / 31 March 2022 / Short"
    assert finding.message == (
        "Table 1, Short: 2 on 31 March 2021 + 0 (joiners) - 1 (leavers) = 1, but 4 is published "
        "for 31 March 2022 (3 more)."
    )


def test_an_empty_stock_at_the_start_counts_nobody(tmp_path: Path) -> None:
    ended = flow(tmp_path, changed(TABLE_1, 3, 1, ""))
    assert [finding.message for finding in ended.findings] == [
        "Table 1, Full: 0 on 31 March 2021 + 1 (joiners) - 0 (leavers) = 1, but 2 is published for "
        "31 March 2022 (1 more)."
    ]


def test_days_may_stand_above_the_columns(tmp_path: Path) -> None:
    table = [TABLE_1[0], ["Kind", "31 March 2022", "31 March 2021"]]
    table += [["Full", "2", "1"], ["Short", "4", "2"], ["All", "6", "3"]]
    family = {**SERIES, "rows": SERIES["columns"], "columns": "as_at"}
    [finding] = flow(tmp_path, table, family=family).findings
    assert (finding.row, finding.column) == (4, "31 March 2022")
    assert finding.message.startswith("Table 1, Short: 2 on 31 March 2021 + 0 (joiners) - 1")


def test_a_tidy_file_closes_too_and_a_row_that_it_lacks_is_undecided(tmp_path: Path) -> None:
    table = [TABLE_1[0], ["time_period", "kind", "visits"]]
    table += [["31 March 2022", "Full", "3"], ["31 March 2021", "Full", "1"]]
    table += [["31 March 2021", "Short", "2"]]
    family = {name: item for name, item in SERIES.items() if name != "rows"}
    family |= {"labels": {"time_period": "as_at", "kind": "kind"}, "columns": {"visits": {}}}
    ended = flow(tmp_path, table, family=family)
    assert (ended.checked, ended.failed, ended.unknown) == (2, 1, 1)
    assert ended.findings[0].key == "1 / 31 March 2022 / Full / visits"


def test_rounded_stocks_may_miss_by_rounding_at_both_ends(tmp_path: Path) -> None:
    rounded = {**SERIES, "rounded": 5}
    start = changed(TABLE_1, 3, 2, "10")
    near, far, counted = (
        flow(tmp_path / text, changed(start, 2, 2, text), family=rounded)
        for text in ("5", "15", "6")
    )
    assert (near.failed, far.failed) == (0, 1)
    assert counted.findings[0].message == (
        "Table 1, Short: 10 on 31 March 2021 + 0 (joiners) - 1 (leavers) = 9, but 6 is published "
        "for 31 March 2022 (3 fewer)."
    )


@pytest.mark.parametrize(("row", "text"), [(3, "[c]"), (2, ""), (2, "[x]")])
def test_a_stock_without_a_number_is_not_comparable(tmp_path: Path, row: int, text: str) -> None:
    ended = flow(tmp_path, changed(TABLE_1, row, 1, text))
    assert (ended.state, ended.checked, ended.unknown) == (State.PASSED, 2, 1)


@pytest.mark.parametrize(
    ("table", "period", "reason"),
    [
        (TABLE_1[:3], PERIOD, "table 1 has no number by kind of 31 March 2021"),
        ([*TABLE_1[:2], TABLE_1[3]], PERIOD, "table 1 has no number by kind of 31 March 2022"),
        (TABLE_1, "", "release.yml does not say both as_at and period"),
        ([["Table 3: Others"]], PERIOD, "table 1 was not found"),
        (
            [TABLE_1[0], ["Date", "All"], ["31 March 2022", "3"], ["31 March 2021", "3"]],
            PERIOD,
            "table 1 has no number by kind of 31 March 2021",
        ),
    ],
)
def test_what_is_not_known_is_not_passed(
    tmp_path: Path, table: list[list[str]], period: str, reason: str
) -> None:
    ended = flow(tmp_path, table, period)
    assert (ended.state, ended.reason, ended.required) == (State.SKIPPED, reason, True)


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("stock", "9", "There is no table '9' in this file."),
        ("stock", "2", "Table 2 is no stock: neither rows nor columns are days (as_at)."),
        ("by", "sort", "Cube 'visits' has no dimension 'sort'. Its dimensions: kind, open."),
        ("joiners", "joinrs", "There is no cube 'joinrs'. Did you mean 'joiners'?"),
        ("leavers", "joiners", "Cube 'joiners' cannot count both joiners and leavers."),
    ],
)
def test_a_flow_of_what_is_not_there_is_refused(
    tmp_path: Path, key: str, value: str, fault: str
) -> None:
    with pytest.raises(ReleaseError) as refused:
        flow(tmp_path, **{key: value})
    assert fault in str(refused.value)
    lines = (tmp_path / "2022" / "tables.yml").read_text().splitlines()
    written = (f"{key}: {value}", f"{key}: '{value}'")
    [line] = [number for number, text in enumerate(lines, 1) if text.strip(" -") in written]
    assert f"tables.yml:{line}: " in str(refused.value)


def test_a_flow_of_a_table_without_a_cube_is_refused(tmp_path: Path) -> None:
    family = {"rows": "as_at", "titles": {"Table 1:": {}}}
    with pytest.raises(ReleaseError) as refused:
        flow(tmp_path, family=family)
    assert "Table 1 names no cube, so none of its numbers is of any kind." in str(refused.value)

"""What a table says it shows each of, and leaves out although the data has rows of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.model.checks import Outcome, State
from tests.published_tables.making import KINDS, SERIES, TABLE_1, TABLE_2, publish
from tests.small_catalogue import outcome

OPEN = {"Open": {"open": True}, "Closed": {"open": False}}


def without(label: str) -> list[list[str]]:
    """Table 2 without a row."""
    return [line for line in TABLE_2 if line[0] != label]


def of_kinds(folder: Path, table: list[list[str]], **more: Any) -> Outcome:
    return outcome(publish(folder, [table], {**KINDS, **more}), "tables.2")


@pytest.mark.parametrize(("label", "rows"), [("Full", "2 rows"), ("Short", "1 row")])
def test_a_row_that_is_left_out_is_a_finding(tmp_path: Path, label: str, rows: str) -> None:
    [finding] = of_kinds(tmp_path, without(label)).findings
    assert finding.message == (
        f"Table 2: There is no row of kind '{label}', but the data has {rows} of it."
    )
    assert (finding.file, finding.row, finding.column) == ("tables.csv", 2, None)
    assert (finding.key, finding.value) == (f"2 / {label}", label)


def test_a_column_that_is_left_out_is_a_finding(tmp_path: Path) -> None:
    table = [line[:2] + line[3:] for line in TABLE_1]
    table[0] = TABLE_1[0]
    [finding] = outcome(publish(tmp_path, [table], SERIES), "tables.1").findings
    assert finding.message == (
        "Table 1: There is no column of kind 'Short', but the data has 1 row of it."
    )
    assert (finding.row, finding.key) == (2, "1 / Short")


def test_only_rows_that_the_columns_count_are_left_out(tmp_path: Path) -> None:
    table = [TABLE_2[0], ["Kind", "Open"], ["Short", "1"], ["All", "2"]]
    [finding] = of_kinds(tmp_path, table, columns={"Open": {"open": True}}).findings
    assert finding.message.endswith("no row of kind 'Full', but the data has 1 row of it.")
    table = [TABLE_2[0], ["Kind", "Closed"], ["Full", "1"], ["All", "1"]]
    ended = of_kinds(tmp_path / "closed", table, columns={"Closed": {"open": False}})
    assert (ended.state, ended.checked) == (State.PASSED, 2)


@pytest.mark.parametrize(
    "more",
    [
        {"rows": {"Full": {"kind": "Full"}, "All": {}}},  # each label by itself
        {"rows": {"each": "kind", "All": {"kind": ["Full", "Short"]}}},  # Short is part of All
    ],
)
def test_what_the_declaration_lets_out_is_no_finding(tmp_path: Path, more: dict[str, Any]) -> None:
    assert of_kinds(tmp_path, without("Short"), **more).state is State.PASSED


def test_a_table_of_one_kind_lacks_no_other(tmp_path: Path) -> None:
    table = [TABLE_2[0], ["Kind", "Visits"], ["Full", "2"], ["All", "2"]]
    assert of_kinds(tmp_path, table, where={"kind": "Full"}).state is State.PASSED


def test_a_column_that_is_declared_is_not_ignored(tmp_path: Path) -> None:
    ended = outcome(publish(tmp_path, [TABLE_1], {**SERIES, "ignore": ["Short"]}), "tables.1")
    [finding] = ended.findings
    assert finding.message == (
        "Table 1: The column 'Short' is under ignore, though columns say what it counts: it would "
        "be compared with nothing."
    )
    assert (finding.row, finding.column, finding.key) == (2, "Short", "1 / Short")


def test_a_table_of_totals_alone_lacks_nothing(tmp_path: Path) -> None:
    assert of_kinds(tmp_path, [*TABLE_2[:2], TABLE_2[4]]).state is State.PASSED


NAMED: dict[str, Any] = {"All": {}, "Whole ones": {"kind": "Full"}}


@pytest.mark.parametrize(
    ("rows", "columns", "what"),
    [(NAMED, {"Visits": {}}, "row"), ({"All": {}}, {"Visits": {}, **NAMED}, "column")],
)
def test_a_label_that_is_named_and_not_printed_is_a_finding(
    tmp_path: Path, rows: dict[str, Any], columns: dict[str, Any], what: str
) -> None:
    table = [TABLE_2[0], ["Kind", "Visits"], ["All", "3"]]
    [finding] = of_kinds(tmp_path, table, rows=rows, columns=columns).findings
    assert finding.message == (
        f"Table 2: There is no {what} 'Whole ones', which tables.yml declares, but the data has 2 "
        "rows of it."
    )
    assert (finding.row, finding.key) == (2, "2 / Whole ones")


def test_a_label_that_another_table_of_the_entry_has_is_not_missed(tmp_path: Path) -> None:
    rows = {"Full": {"kind": "Full"}, "Short": {"kind": "Short"}}
    tables = [[TABLE_2[0], ["Kind", "Visits"], ["Short", "1"]],
              [["Table 3: Visits"], ["Kind", "Visits"], ["Full", "2"]]]  # fmt: skip
    titles: dict[str, Any] = {"Table 2:": {}, "Table 3:": {}}
    report = publish(tmp_path, tables, {**KINDS, "rows": rows, "titles": titles})
    assert [outcome(report, f"tables.{name}").findings for name in "23"] == [(), ()]


def test_a_group_may_stand_in_the_place_of_what_it_holds(tmp_path: Path) -> None:
    rows = {"each": "kind", **OPEN}
    header = [TABLE_2[0], ["Kind", "Visits"], ["Short", "1"]]
    ended = of_kinds(tmp_path, [*header, ["Closed", "1"]], rows=rows)
    assert (ended.state, ended.checked) == (State.PASSED, 2)
    # Of the open visits one is short: the group stands beside the kinds.
    [finding] = of_kinds(tmp_path / "open", [*header, ["Open", "2"]], rows=rows).findings
    assert finding.key == "2 / Full"


def test_a_day_that_is_not_of_the_release_lacks_nothing(tmp_path: Path) -> None:
    table = [["Table 1: Visits"], ["Date", "Full"], ["31 March 2020", "7"], ["31 March 2019", "5"]]
    ended = outcome(publish(tmp_path, [table], SERIES), "tables.1")
    assert (ended.state, ended.findings) == (State.SKIPPED, ())


TOP = {**KINDS, "rows": {"each": "kind"}, "top": 1}


def test_of_the_largest_only_those_that_are_missing_are_named(tmp_path: Path) -> None:
    header = TABLE_2[:2]
    ended = of_kinds(tmp_path, [*header, TABLE_2[2]], **TOP)
    assert (ended.state, ended.checked) == (State.PASSED, 3)
    [finding] = of_kinds(tmp_path / "short", [*header, TABLE_2[3]], **TOP).findings
    assert finding.message == (
        "Table 2: There is no row of kind 'Full', which is in the top 1, but the data has "
        "2 rows of it."
    )
    assert (finding.row, finding.key, finding.value) == (2, "2 / Full", "Full")


def test_with_fewer_rows_than_the_largest_all_are_named(tmp_path: Path) -> None:
    [finding] = of_kinds(tmp_path, [*TABLE_2[:2], TABLE_2[2]], **{**TOP, "top": 2}).findings
    assert finding.key == "2 / Short"


def test_the_largest_are_those_of_the_first_column(tmp_path: Path) -> None:
    closed = {"Closed": {"open": False}, "Visits": {}}
    table = [TABLE_2[0], ["Kind", "Closed", "Visits"], ["Full", "1", "2"]]
    assert of_kinds(tmp_path, table, **{**TOP, "columns": closed}).state is State.PASSED
    table = [TABLE_2[0], ["Kind", "Closed", "Visits"], ["Short", "0", "1"]]
    [finding] = of_kinds(tmp_path / "short", table, **{**TOP, "columns": closed}).findings
    assert finding.key == "2 / Full"


def test_the_largest_may_be_columns(tmp_path: Path) -> None:
    family = {**SERIES, "columns": {"each": "kind"}, "top": 1}
    table = [line[:2] for line in TABLE_1]
    assert outcome(publish(tmp_path, [table], family), "tables.1").state is State.PASSED
    table = [[line[0], *line[2:3]] for line in TABLE_1]
    [finding] = outcome(publish(tmp_path / "short", [table], family), "tables.1").findings
    assert finding.message == (
        "Table 1: There is no column of kind 'Full', which is in the top 1, but the data "
        "has 2 rows of it."
    )


TIDY = {
    "cube": "visits",
    "labels": {"kind": {"each": "kind", "All": {}}, "open": {"each": "open", "All": {}}},
    "columns": {"visits": {}},
    "titles": {"tables.csv": {}},
}
ROWS = [
    ["kind", "open", "visits"],
    ["Full", "True", "1"],
    ["Full", "False", "1"],
    ["Short", "True", "1"],
    ["All", "All", "3"],
]


def test_a_combination_of_two_labels_that_is_left_out_is_a_finding(tmp_path: Path) -> None:
    [finding] = outcome(
        publish(tmp_path, [[row for row in ROWS if row[:2] != ["Full", "True"]]], TIDY),
        "tables.tables_csv",
    ).findings
    assert finding.message == (
        "Table tables.csv: There is no row of kind 'Full' and open 'true', but the data has 1 row "
        "of it."
    )
    assert (finding.key, finding.value) == ("tables.csv / Full / true", "Full / true")


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,  # no short visit was closed
        [ROWS[0], ["Full", "All", "2"], ["Short", "All", "1"], ["All", "True", "2"],
         ["All", "False", "1"]],
    ],
)  # fmt: skip
def test_a_combination_that_no_row_has_or_the_table_does_not_show(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    ended = outcome(publish(tmp_path, [rows], TIDY), "tables.tables_csv")
    assert (ended.state, ended.findings) == (State.PASSED, ())

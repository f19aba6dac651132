"""Tables that add up, or do not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from qa_checks.errors import ReleaseError
from qa_checks.model.checks import State
from qa_checks.model.report import Report
from tests.published_tables.making import SERIES, TABLE_1, changed, publish
from tests.small_catalogue import outcome

FAMILY = {
    **SERIES,
    "titles": {"Table 1:": {}, "Table 1a:": {"open": True}, "Table 1b:": {"open": False}},
}
OPEN = [
    ["Table 1a: Open"],
    TABLE_1[1],
    ["31 March 2022", "1", "1", "2"],
    ["31 March 2021", "1", "1", "2"],
]
SHUT = [
    ["Table 1b: Not open"],
    TABLE_1[1],
    ["31 March 2022", "1", "0", "1"],
    ["31 March 2021", "0", "1", "1"],
]
PARTS = [OPEN, SHUT]
SUM = {"adds_up": ["1 = 1a + 1b"]}


def test_sums_close_in_every_row_and_column(tmp_path: Path) -> None:
    ended = outcome(publish(tmp_path, [TABLE_1, *PARTS], FAMILY, **SUM), "adds_up.1")
    assert (ended.state, ended.checked, ended.failed) == (State.PASSED, 6, 0)


def test_a_sum_that_does_not_close_names_both_numbers(tmp_path: Path) -> None:
    parts = [changed(PARTS[0], 3, 2, "4"), PARTS[1]]
    [finding] = outcome(publish(tmp_path, [TABLE_1, *parts], FAMILY, **SUM), "adds_up.1").findings
    assert finding.key == "1 / 31 March 2021 / Short"
    assert finding.message == ("Table 1, 31 March 2021, Short: 2 is published, and 1a + 1b give 5.")


def test_a_part_without_a_number_is_not_comparable(tmp_path: Path) -> None:
    parts = [changed(PARTS[0], 3, 2, "[x]"), PARTS[1]]
    ended = outcome(publish(tmp_path, [TABLE_1, *parts], FAMILY, **SUM), "adds_up.1")
    assert (ended.state, ended.checked, ended.unknown) == (State.PASSED, 6, 1)


@pytest.mark.parametrize("sign", ["[c]", "*"])
@pytest.mark.parametrize(
    ("table", "column", "where", "number"),
    [
        (0, 1, "1, 31 March 2022, Full", "2"),  # the total itself
        (1, 1, "1a, 31 March 2022, Full", "1"),
        (2, 2, "1b, 31 March 2022, Short", "0"),
    ],
)
def test_a_number_that_is_withheld_in_vain_is_a_finding(
    tmp_path: Path, sign: str, table: int, column: int, where: str, number: str
) -> None:
    tables = [TABLE_1, *PARTS]
    tables[table] = changed(tables[table], 2, column, sign)
    ended = outcome(publish(tmp_path, tables, FAMILY, **SUM), "adds_up.1")
    assert (ended.checked, ended.failed, ended.unknown) == (6, 1, 1)
    [finding] = ended.findings
    assert finding.message == (
        f"Table {where}: {sign} is published, but 1 = 1a + 1b makes it {number}."
    )
    assert (finding.key, finding.value) == (where.replace(", ", " / "), sign)


def _five_times(cell: str) -> str:
    return str(5 * int(cell)) if cell.isdigit() else cell


def test_numbers_that_are_no_multiples_are_not_rounded(tmp_path: Path) -> None:
    table = [["Table 9: Homes"], ["Area", "Good", "Poor", "All"], ["North", "7", "4", "12"]]
    family = {"titles": {"Table 9:": {}}, "rounded": 5}
    ended = outcome(
        publish(tmp_path, [table], family, adds_up=["9: All = Good + Poor"]), "adds_up.9_all"
    )
    assert [finding.message for finding in ended.findings] == [
        "Table 9, North, All: 12 is published, and Good + Poor give 11."
    ]


def test_what_two_withheld_or_rounded_numbers_hide_stays_hidden(tmp_path: Path) -> None:
    parts = [changed(PARTS[0], 2, 1, "[c]"), changed(PARTS[1], 2, 1, "[c]")]
    two = publish(tmp_path / "two", [TABLE_1, *parts], FAMILY, **SUM)
    whole, *parts = ([[*map(_five_times, row)] for row in table] for table in (TABLE_1, *PARTS))
    parts = [changed(parts[0], 2, 1, "[c]"), parts[1]]
    rounded = publish(tmp_path / "rounded", [whole, *parts], {**FAMILY, "rounded": 5}, **SUM)
    low = [changed(PARTS[0], 2, 1, "[low]"), PARTS[1]]
    below = publish(tmp_path / "below", [TABLE_1, *low], FAMILY, **SUM)
    for report in (two, rounded, below):
        ended = outcome(report, "adds_up.1")
        assert (ended.state, ended.unknown) == (State.PASSED, 1)


def test_columns_of_one_table_add_up(tmp_path: Path) -> None:
    table = changed(changed(TABLE_1, 2, 3, "4"), 3, 1, "")
    report = publish(tmp_path, [table], SERIES, adds_up=["1: All = Full + Short"])
    ended = outcome(report, "adds_up.1_all")
    assert [(finding.key, finding.message) for finding in ended.findings] == [
        (
            "1 / 31 March 2022 / All",
            "Table 1, 31 March 2022, All: 4 is published, and Full + Short give 3.",
        ),
        (
            "1 / 31 March 2021 / All",
            "Table 1, 31 March 2021, All: 3 is published, and Full + Short give 2.",
        ),
    ]


def test_a_note_of_the_table_is_told_with_a_sum_that_does_not_close(tmp_path: Path) -> None:
    notes = [["Note number", "Note text"], ["1", "Visits to closed libraries are left out."]]
    table = changed(changed(TABLE_1, 2, 3, "4"), 3, 0, "31 March 2021 [Note 1]")
    report = publish(tmp_path, [table, notes], SERIES, adds_up=["1: All = Full + Short"])
    [finding] = outcome(report, "adds_up.1_all").findings
    assert finding.message.endswith(
        "give 3. Notes that may say why: Note 1: Visits to closed libraries are left out."
    )


def test_a_column_that_is_not_there_is_said(tmp_path: Path) -> None:
    report = publish(tmp_path, [TABLE_1], SERIES, adds_up=["1: All = Full + Long"])
    ended = outcome(report, "adds_up.1_all")
    assert (ended.state, ended.reason) == (
        State.ERRORED,
        "Table 1 has no column 'Long', which '1: All = Full + Long' names.",
    )


@pytest.mark.parametrize(
    ("sums", "fault"),
    [
        (["1 = 1a + 1c"], "There is no table '1c' in this file. Did you mean"),
        (["1 = 1a + 1b", "1a = 1 - 1b"], "'1a = 1 - 1b' makes 1a a part of itself."),
        (["1"], "'1' is no sum of tables. Write it as 8b = 8c + 8d"),
    ],
)
def test_what_is_no_sum_is_refused(tmp_path: Path, sums: list[str], fault: str) -> None:
    with pytest.raises(ReleaseError) as refused:
        publish(tmp_path, [TABLE_1, *PARTS], FAMILY, adds_up=sums)
    assert fault in str(refused.value)


AREAS = [
    ["Table 9: Homes", "", "", "", ""],
    ["Area", "Good", "Poor", "All", "Good %"],
    ["North", "4", "6", "10", "40%"],
    ["South", "3", "3", "6", "50%"],
    ["England", "7", "9", "16", "44%"],
]
ROWS = "9: row England = North + South"


def of_rows(folder: Path, table: Sequence[Sequence[str]], *sums: str) -> Report:
    family = {"titles": {"Table 9:": {}}}
    return publish(folder, [table], family, adds_up=["9: All = Good + Poor", *(sums or [ROWS])])


def test_rows_add_up_in_every_column_of_counts(tmp_path: Path) -> None:
    ended = outcome(of_rows(tmp_path, AREAS), "adds_up.9_row_england")
    assert (ended.state, ended.checked, ended.unknown) == (State.PASSED, 3, 0)
    assert ended.check.title.endswith("in every column")


def test_a_total_row_that_leaves_out_a_part_is_a_finding(tmp_path: Path) -> None:
    report = of_rows(tmp_path, [*AREAS[:4], ["England", "6", "9", "15", "40%"]])
    ended = outcome(report, "adds_up.9_row_england")
    assert [(finding.row, finding.column, finding.message) for finding in ended.findings] == [
        (5, "Good", "Table 9, England, Good: 6 is published, and North + South give 7."),
        (5, "All", "Table 9, England, All: 15 is published, and North + South give 16."),
    ]
    assert outcome(report, "adds_up.9_all").state is State.PASSED


def test_a_number_that_follows_from_the_total_row_is_a_finding(tmp_path: Path) -> None:
    report = of_rows(tmp_path, [*AREAS[:2], ["North", "[c]", "[c]", "10", "40%"], *AREAS[3:]])
    ended = outcome(report, "adds_up.9_row_england")
    assert [finding.message for finding in ended.findings] == [
        f"Table 9, North, Good: [c] is published, but {ROWS} makes it 4.",
        f"Table 9, North, Poor: [c] is published, but {ROWS} makes it 6.",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "9: row England = North + East",
            "Table 9 has no row 'East', which '9: row England = North + East' names.",
        ),
        (
            '9: "row England" = North + South',
            "Table 9 has no column 'row England', which "
            "'9: \"row England\" = North + South' names.",
        ),
    ],
)
def test_a_row_that_is_not_there_is_said(tmp_path: Path, text: str, reason: str) -> None:
    ended = outcome(of_rows(tmp_path, AREAS, text), "adds_up.9_row_england")
    assert (ended.state, ended.reason) == (State.ERRORED, reason)

"""Published percentages against the published counts and the base that they are of."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from qa_checks.errors import ReleaseError
from qa_checks.model.checks import Outcome, State
from qa_checks.model.report import Report
from qa_checks.published.printed import read_printed
from qa_checks.render import as_json, as_junit
from tests.cli.running import qa_checks
from tests.published_tables.making import changed, judge, publish
from tests.small_catalogue import outcome

COUNTS = [
    ["Table 1: Homes by grade"],
    ["Sector", "Good", "Bad", "All"],
    ["Private", "91", "109", "200"],
    ["Voluntary", "1", "2", "3"],
]
SHARES = [
    ["Table 2: Homes by grade, percent"],
    ["Sector", "Good", "Bad"],
    ["Private", "46", "54.5"],
    ["Voluntary", "33%", "66.7%"],
]
FAMILY: dict[str, Any] = {"titles": {"Table 1:": {}, "Table 2:": {}}}
OF_ALL = {"percentages": ["2 = 1 / All"]}
Tables = Sequence[Sequence[Sequence[str]]]


def judged(
    folder: Path, tables: Tables, family: Mapping[str, Any] = FAMILY, **declared: Any
) -> Outcome:
    """How the first percentages of a declaration end."""
    report = publish(folder, tables, dict(family), **(declared or OF_ALL))
    [first, *_] = [item for item in report.outcomes if item.check.id.startswith("percentages.")]
    return first


def test_each_percentage_is_some_value_that_rounds_to_it(tmp_path: Path) -> None:
    ended = judged(tmp_path, [COUNTS, SHARES])
    assert (ended.state, ended.checked, ended.unknown) == (State.PASSED, 4, 0)
    assert ended.reason == ("By rounding alone: Private 100.5 for 100; Voluntary 99.7 for 100.")


@pytest.mark.parametrize(
    ("row", "column", "text", "says"),
    [
        (2, 1, "45", "Table 2, Private, Good: 45 is published, and 91 of 200 is 45.5%."),
        (2, 2, "54", "Table 2, Private, Bad: 54 is published, and 109 of 200 is 54.5%."),
        (3, 2, "66.6%", "Table 2, Voluntary, Bad: 66.6% is published, and 2 of 3 is 66.6667%."),
    ],
)
def test_a_percentage_that_is_not_of_its_count_is_found(
    tmp_path: Path, row: int, column: int, text: str, says: str
) -> None:
    expected = [] if text == "54" else [says]  # 54.5 is 54, to the even number
    ended = judged(tmp_path, [COUNTS, changed(SHARES, row, column, text)])
    assert [finding.message for finding in ended.findings] == expected
    for finding in ended.findings:
        assert (finding.file, finding.row, finding.column, finding.key, finding.value) == (
            "tables.csv", row + 6, SHARES[1][column],
            f"2 / {SHARES[row][0]} / {SHARES[1][column]}", text,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "value", "right"),
    [
        ("45", 44.5, True), ("44", 44.5, True), ("45", 45.5, False), ("46", 45.5, True),
        ("12.2", 12.25, True), ("12.3", 12.25, True), ("12.3", 12.35, False), ("0", 0.5, True),
        ("1", 0.5, True), ("1", 1.5, False), ("2", 1.5, True), ("3", 2.5, True),
        ("100", 99.5, True),
    ],
)  # fmt: skip
def test_a_half_is_rounded_up_or_to_the_even_number(
    printed: str, value: float, right: bool
) -> None:
    assert read_printed(printed).agrees(value) is right


@pytest.mark.parametrize(
    ("printed", "value"), [("1,250", 1250), ("0,125", None), ("01,250.5", None), ("0.125", 0.125)]
)
def test_no_thousands_begin_with_nought(printed: str, value: float | None) -> None:
    assert read_printed(printed).value == value


@pytest.mark.parametrize(
    ("count", "base", "share", "says"),
    [
        # 5 to 15 of 25 to 35 are 14.3 to 60 per cent.
        ("10", "30", "14", None),
        ("10", "30", "61", "10 of 30, as rounded or withheld, is 14.2857% to 60%."),
        ("0", "30", "20", None),
        ("0", "30", "21", "0 of 30, as rounded or withheld, is 0% to 20%."),
        # No multiple of 10 is rounded to it.
        ("11", "31", "35", None),
        ("11", "31", "40", "11 of 31 is 35.4839%."),
    ],
)
def test_rounded_counts_and_bases_are_intervals(
    tmp_path: Path, count: str, base: str, share: str, says: str | None
) -> None:
    counts = [*COUNTS[:2], ["Private", count, "20", base]]
    shares = [*SHARES[:2], ["Private", share, ""]]
    ended = judged(tmp_path, [counts, shares], {**FAMILY, "rounded": 10})
    assert [finding.message.partition("and ")[2] for finding in ended.findings] == (
        [says] if says else []
    )


@pytest.mark.parametrize(
    ("count", "base", "share", "state", "says"),
    [
        ("[c]", "200", "3", State.SKIPPED, ""),
        ("[c]", "200", "101", State.FAILED, "[c] of 200, as rounded or withheld, is 0% to 100%."),
        ("91", "[c]", "45", State.SKIPPED, ""),
        ("[x]", "200", "3", State.SKIPPED, ""),
        ("0", "0", "0", State.FAILED, "there is no percentage of a base of 0."),
        ("91", "200", "[c]", State.SKIPPED, ""),
    ],
)
def test_what_is_withheld_is_undecided_unless_nothing_fits(
    tmp_path: Path, count: str, base: str, share: str, state: State, says: str
) -> None:
    counts = [*COUNTS[:2], ["Private", count, "", base]]
    shares = [["Table 2: Percent"], ["Sector", "Good"], ["Private", share]]
    ended = judged(tmp_path, [counts, shares])
    assert ended.state is state
    assert [finding.message.partition("and ")[2] for finding in ended.findings] == (
        [says] if says else []
    )


SIDE_BY_SIDE = [
    ["Table 3: Homes"],
    ["Sector", "Number", "%"],
    ["Private", "200", "98.5%"],
    ["Voluntary", "3", "1.5%"],
    ["All", "203", "100%"],
]


@pytest.mark.parametrize("text", ["3: % = Number / All", "3: % = Number / row All"])
def test_a_base_may_be_a_row(tmp_path: Path, text: str) -> None:
    family = {"titles": {"Table 3:": {}}}
    ended = judged(tmp_path / "right", [SIDE_BY_SIDE], family, percentages=[text])
    assert (ended.state, ended.checked, ended.reason) == (State.PASSED, 3, "")
    table = changed(SIDE_BY_SIDE, 4, 2, "99%")
    ended = judged(tmp_path / "wrong", [table], family, percentages=[text])
    assert [finding.message for finding in ended.findings] == [
        "Table 3, All, %: 99% is published, and 203 of 203 is 100%."
    ]


def test_a_base_may_be_another_table_or_the_column_of_one(tmp_path: Path) -> None:
    family = {"titles": {"Table 1:": {}, "Table 2:": {}, "Table 3:": {}}}
    bases = [["Table 3: Homes"], ["Sector", "Good", "Bad"], ["Private", "200", "200"]]
    ended = judged(tmp_path / "a", [COUNTS, SHARES, bases], family, percentages=["2 = 1 / 3"])
    assert (ended.state, ended.checked, ended.unknown) == (State.PASSED, 4, 2)
    text = "2: Good = 1: Good / 3: Number"
    ended = judged(tmp_path / "b", [COUNTS, SHARES, SIDE_BY_SIDE], family, percentages=[text])
    assert (ended.state, ended.checked) == (State.PASSED, 2)


def test_the_place_of_the_base_holds_100_or_the_base(tmp_path: Path) -> None:
    shares = [[*line, cell] for line, cell in zip(SHARES, ["", "All", "100", "3"], strict=True)]
    assert judged(tmp_path / "a", [COUNTS, shares]).state is State.PASSED
    ended = judged(tmp_path / "b", [COUNTS, changed(shares, 2, 3, "99")])
    assert [finding.key for finding in ended.findings] == ["2 / Private / All"]


@pytest.mark.parametrize(
    ("tables", "text", "reason"),
    [
        (
            [COUNTS, SHARES],
            "2 = 1 / Total",
            "Table 1 has no column or row 'Total'. There are: Good, Bad, All, Private, Voluntary.",
        ),
        (
            [[*COUNTS, ["All", "92", "111", "203"]], SHARES],
            "2 = 1 / All",
            "Table 1 has both a column and a row 'All': write 'row All' or 'column All'.",
        ),
        (
            [COUNTS, SHARES],
            "2: Goods = 1: Good / 1: All",
            "Table 2 has no column 'Goods', which '2: Goods = 1: Good / 1: All' names.",
        ),
    ],
)
def test_what_the_tables_do_not_have_is_said(
    tmp_path: Path, tables: Tables, text: str, reason: str
) -> None:
    ended = judged(tmp_path, tables, percentages=[text])
    assert (ended.state, ended.reason) == (State.ERRORED, reason)


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        (["2 of 1"], "'2 of 1' is no percentage of counts. Write it as 2 = 1 / All"),
        (["2 = 1"], "'2 = 1' is no percentage of counts."),
        (["2 = 4 / All"], "There is no table '4' in this file."),
        (["2 = 2 / All"], "'2 = 2 / All' makes percentages their own counts."),
        (["2 = 1 / All", "2 = 1 / 1"], "'2 = 1 / 1' says again what these percentages are of."),
        (
            ["2 = 1: Good / 1: All"],
            "'2 = 1: Good / 1: All' compares a whole table with one column.",
        ),
    ],
)
def test_what_is_no_percentage_is_refused(tmp_path: Path, texts: list[str], fault: str) -> None:
    with pytest.raises(ReleaseError) as refused:
        judged(tmp_path, [COUNTS, SHARES], percentages=texts)
    assert fault in str(refused.value)
    assert "tables.yml:" in str(refused.value)


def test_names_with_signs_stand_between_quotation_marks(tmp_path: Path) -> None:
    table = [
        ["Table 4: Grades"],
        ["Sector", "Adequate / RI", "All", "Percent = RI"],
        ["Private", "1", "4", "25"],
    ]
    text = '4: "Percent = RI" = "Adequate / RI" / All'
    ended = judged(tmp_path, [table], {"titles": {"Table 4:": {}}}, percentages=[text])
    assert (ended.state, ended.checked) == (State.PASSED, 1)


def test_percentages_may_stand_in_a_column_that_the_cube_does_not_count(tmp_path: Path) -> None:
    table = [
        ["Table 5: Visits by kind"],
        ["Kind", "Remark", "Visits", "Share"],
        ["Full", "", "2", "67%"],
        ["Short", "few", "1", "34%"],
        ["All", "", "3", "100%"],
    ]
    family = {
        "cube": "visits",
        "rows": {"each": "kind", "All": {}},
        "columns": {"Visits": {}},
        "ignore": ["Remark", "Share"],
        "titles": {"Table 5:": {}},
    }
    declared = {"percentages": ["5: Share = Visits / All"]}
    report = publish(tmp_path, [table], family, **declared)
    ended = outcome(report, "percentages.5_share")
    assert [(finding.row, finding.column, finding.message) for finding in ended.findings] == [
        (4, "Share", "Table 5, Short, Share: 34% is published, and 1 of 3 is 33.3333%.")
    ]
    assert report.tables[0].columns == ("Visits",)


def test_nothing_is_laid_to_rounding_where_a_number_is_withheld(tmp_path: Path) -> None:
    counts = [*COUNTS[:2], ["Private", "[low]", "200", "200"]]
    shares = [*SHARES[:2], ["Private", "2", "98"]]
    ended = judged(tmp_path, [counts, shares], {**FAMILY, "rounded": 20})
    assert (ended.state, ended.checked, ended.unknown, ended.reason) == (State.PASSED, 2, 1, "")


def test_percentages_that_make_up_100_may_miss_it_by_rounding(tmp_path: Path) -> None:
    table = [
        ["Table 2: Percent"],
        ["Sector", "Good", "Fair", "Bad"],
        ["Private", "33", "33", "33"],
        ["Voluntary", "33.3", "33.3", "33.3"],
        ["Local", "33", "33", "32"],
        ["Other", "50", "[c]", "20"],
    ]
    family = {"titles": {"Table 2:": {}}}
    report = publish(tmp_path, [table], family, adds_up=["2: 100 = Good + Fair + Bad"])
    ended = outcome(report, "adds_up.2_100")
    assert [(finding.key, finding.row, finding.message) for finding in ended.findings] == [
        (
            "2 / Local / 100",
            5,
            "Table 2, Local: Good + Fair + Bad give 98 and not 100; rounding alone explains 98.5 "
            "to 101.5.",
        )
    ]
    assert (ended.checked, ended.unknown) == (4, 1)
    assert ended.reason == "By rounding alone: Private 99 for 100; Voluntary 99.9 for 100."


def test_rounded_numbers_add_up_within_their_rounding(tmp_path: Path) -> None:
    table = [
        ["Table 1: Homes"],
        ["Sector", "Good", "Bad", "All"],
        ["Private", "10", "20", "40"],
        ["Voluntary", "10", "20", "50"],
    ]
    family = {"titles": {"Table 1:": {}}, "rounded": 10}
    report = publish(tmp_path, [table], family, adds_up=["1: All = Good + Bad"])
    ended = outcome(report, "adds_up.1_all")
    assert [finding.key for finding in ended.findings] == ["1 / Voluntary / All"]
    assert ended.reason == "By rounding alone: Private 30 for 40."


def case_of(report: Report, check: str) -> ET.Element:
    cases = ET.fromstring(as_junit.render(report)).iter("testcase")  # noqa: S314
    [case] = [case for case in cases if (case.get("name") or "").startswith(f"{check} ")]
    return case


def test_a_percentage_is_decided_on_and_reported_as_any_finding(tmp_path: Path) -> None:
    publish(tmp_path, [COUNTS, changed(SHARES, 2, 1, "45")], FAMILY, **OF_ALL)
    words = ("decide", "percentages.2", "--keys", "2 / Private / Good", "--decision", "accepted")
    who = ("--reason", "Cut off, not rounded.", "--who", "second.analyst@example.org")
    until = (dt.datetime.now(dt.UTC).date() + dt.timedelta(30)).isoformat()
    folders = ("--release", "2022/release.yml", "--catalogue", "catalogue")
    assert qa_checks(*words, *who, "--until", until, *folders, cwd=tmp_path).code == 0
    report = judge(tmp_path)
    assert outcome(report, "percentages.2").state is State.WAIVED
    told = json.loads(as_json.render(report))
    [check] = [check for check in told["checks"] if check["id"] == "percentages.2"]
    assert (check["outcome"], check["reason"]) == (
        "waived",
        "By rounding alone: Voluntary 99.7 for 100.",
    )
    assert [child.get("message") for child in case_of(report, "percentages.2")] == [
        "waived: 1 finding (decision 1)"
    ]


def test_what_rounding_alone_explains_is_said_in_junit(tmp_path: Path) -> None:
    report = publish(tmp_path, [COUNTS, SHARES], FAMILY, **OF_ALL)
    assert [child.text for child in case_of(report, "percentages.2")] == [
        "By rounding alone: Private 100.5 for 100; Voluntary 99.7 for 100."
    ]

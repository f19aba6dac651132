"""One fault in two views or two files is one finding with two places, until the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from qa_checks.assessment import run
from qa_checks.exports.row_files import collect
from qa_checks.model.accountability import Decision
from qa_checks.model.checks import Finding, FindingPlace, Outcome, Severity, State
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report
from qa_checks.opened import Options, opened
from qa_checks.plan import Choice
from qa_checks.record.decision_file import DecisionEntry
from qa_checks.release import InputFile, Release
from qa_checks.review.deciding import questions
from qa_checks.review.earlier_decisions import EarlierDecisions
from qa_checks.review.new_decisions import Answer, waiving
from qa_checks.words import MASKED
from tests.published import HEADER, provider, write_csv

OWNER = "Organisation which owns the provider"
REGION, PERSON = "REG003", "DIS019"
VIEWS = {"latest.csv": "latest", "in_year.csv": "in_year", "again.csv": "in_year"}
FACTS = ReleaseFacts("places", "Places", as_at=dt.date(2017, 8, 31))
TODAY = dt.datetime.now(dt.UTC).date()
Rows = dict[str, Sequence[Sequence[str]]]


def wrong(number: int = 1, region: str = "South East", owner: str = "Mr A Example") -> list[str]:
    """A provider of Barnet in a region that is not Barnet's, owned by a person."""
    return [*provider(number, Ofsted_region=region), owner]


def right(number: int) -> list[str]:
    return [*provider(number), "Example Care Limited"]


def release(folder: Path, rows: Rows, decisions: Sequence[DecisionEntry] = ()) -> Release:
    for name, listed in rows.items():
        write_csv(folder / name, [[*HEADER, OWNER], *listed])
    files = tuple(InputFile(folder / name, name, VIEWS[name]) for name in rows)
    return Release(facts=FACTS, inputs=files, decisions=tuple(decisions))


def judged(folder: Path, rows: Rows, *decisions: DecisionEntry, check: str = REGION) -> Report:
    options = Options(None, Choice(rules=(check,)), fail_on=Severity.WARNING)
    return run(release(folder, rows, decisions), options)


def of_check(report: Report, check: str = REGION) -> Outcome:
    return next(outcome for outcome in report.outcomes if outcome.check.id == check)


def places(report: Report, check: str = REGION) -> list[tuple[str | None, list[tuple[str, int]]]]:
    """The key of each finding, and the file and row of each of its places."""
    return [
        (finding.key, [(str(at.file), at.row or 0) for at in finding.all_places])
        for finding in of_check(report, check).findings
    ]


TWICE: Rows = {"latest.csv": [right(2), wrong()], "in_year.csv": [right(3), right(2), wrong()]}


def test_one_fault_in_two_files_is_one_finding_with_two_places(tmp_path: Path) -> None:
    report = judged(tmp_path, TWICE)
    [finding] = of_check(report).findings
    assert finding == Finding(
        check=REGION,
        severity=Severity.ERROR,
        table="providers",
        file="latest.csv",
        sheet=None,
        row=3,
        column="Ofsted region",
        key="SC000001 / latest",
        value="South East",
        message="Provider SC000001 is in Barnet, which is not in the Ofsted region given, South "
        "East.",
        places=(FindingPlace("in_year.csv", None, 4),),
    )
    outcome = of_check(report)
    assert (outcome.failed, outcome.all_findings, outcome.open_findings) == (2, 1, 1)
    assert report.summary.findings == 1


def test_twice_in_one_file_and_view_are_two_findings(tmp_path: Path) -> None:
    report = judged(tmp_path, {"latest.csv": [wrong(), wrong()], "in_year.csv": [wrong()]})
    assert places(report) == [
        ("SC000001 / latest", [("latest.csv", 2), ("in_year.csv", 2)]),
        ("SC000001 / latest", [("latest.csv", 3)]),
    ]


def test_two_files_of_one_view_have_two_places(tmp_path: Path) -> None:
    report = judged(tmp_path, {"in_year.csv": [wrong()], "again.csv": [wrong()]})
    assert places(report) == [("SC000001 / in_year", [("in_year.csv", 2), ("again.csv", 2)])]


def test_another_value_and_another_provider_are_other_findings(tmp_path: Path) -> None:
    rows: Rows = {
        "latest.csv": [wrong(), wrong(2)],
        "in_year.csv": [wrong(region="South West"), wrong(3)],
    }
    assert places(judged(tmp_path, rows)) == [
        ("SC000001 / latest", [("latest.csv", 2)]),
        ("SC000002 / latest", [("latest.csv", 3)]),
        ("SC000001 / in_year", [("in_year.csv", 2)]),
        ("SC000003 / in_year", [("in_year.csv", 3)]),
    ]


def test_what_is_masked_is_one_fault_only_where_the_values_agree(tmp_path: Path) -> None:
    rows: Rows = {
        "latest.csv": [wrong(), wrong(2)],
        "in_year.csv": [wrong(), wrong(2, owner="Mrs B Example")],
    }
    report = judged(tmp_path, rows, check=PERSON)
    assert places(report, PERSON) == [
        ("SC000001 / latest", [("latest.csv", 2), ("in_year.csv", 2)]),
        ("SC000002 / latest", [("latest.csv", 3)]),
        ("SC000002 / in_year", [("in_year.csv", 3)]),
    ]
    assert {finding.value for finding in of_check(report, PERSON).findings} == {MASKED}


def test_failing_rows_hold_the_row_of_each_place(tmp_path: Path) -> None:
    whole = release(tmp_path, TWICE)
    options = Options(None, Choice(rules=(PERSON,)))
    with opened(whole, options) as read:
        [table] = collect(run(whole, options), whole.inputs, read.catalogue)
    assert [line[:3] for line in table.lines] == [
        ("latest.csv", "", "3"),
        ("in_year.csv", "", "4"),
    ]
    assert [line[-1] for line in table.lines] == [MASKED, MASKED]


def decided(report: Report) -> DecisionEntry:
    """A decision on everything that a check found."""
    [asked] = questions(report)
    answer = Answer("accepted", "It is so.", "second.analyst@example.org", TODAY, TODAY)
    return waiving(asked, asked.standing, answer)


def in_force(report: Report) -> tuple[Decision, Outcome]:
    [decision] = report.decisions
    return decision, of_check(report)


def test_a_decision_covers_every_place(tmp_path: Path) -> None:
    entry = decided(judged(tmp_path, TWICE))
    assert entry.keys == ["SC000001 / latest"]
    assert entry.findings[0].also_in == ["in_year.csv"]
    report = judged(tmp_path, TWICE, entry)
    decision, outcome = in_force(report)
    assert (decision.state, decision.covers) == ("in force", 1)
    assert (outcome.state, outcome.failed, outcome.waived) == (State.WAIVED, 2, 2)
    assert (outcome.waived_findings, outcome.open_findings) == (1, 0)
    assert (report.summary.findings, report.summary.waived) == (0, 1)


def test_other_rows_change_nothing(tmp_path: Path) -> None:
    entry = decided(judged(tmp_path, TWICE))
    moved: Rows = {**TWICE, "in_year.csv": [wrong()]}
    assert in_force(judged(tmp_path, moved, entry))[0].state == "in force"


def test_a_third_place_opens_it_again(tmp_path: Path) -> None:
    entry = decided(judged(tmp_path, TWICE))
    thrice = judged(tmp_path, {**TWICE, "again.csv": [wrong()]}, entry)
    decision, outcome = in_force(thrice)
    assert (outcome.state, outcome.failed, outcome.waived) == (State.FAILED, 3, 0)
    assert (decision.state, decision.covers) == ("other values", 0)
    held = of_check(thrice, "decisions.in_force")
    assert held.findings[0].message == (
        "Decision 1 on REG003 (accepted, second.analyst@example.org) was made on other values or "
        "places of SC000001 / latest: decide again with `qa-checks decide REG003`."
    )
    assert thrice.summary.findings == 2  # and the decision that no longer holds


def test_a_decision_on_the_second_view_alone_says_that_it_names_nothing(tmp_path: Path) -> None:
    alone = decided(judged(tmp_path, {"in_year.csv": TWICE["in_year.csv"]}))
    report = judged(tmp_path, TWICE, alone)
    decision, outcome = in_force(report)
    assert (decision.state, decision.dead_keys) == ("matches nothing", ("SC000001 / in_year",))
    assert (outcome.state, outcome.waived) == (State.FAILED, 0)


def test_of_two_findings_one_may_be_waived_with_its_places(tmp_path: Path) -> None:
    rows: Rows = {"latest.csv": [wrong(1), wrong(2)], "in_year.csv": [wrong(2)]}
    entry = decided(judged(tmp_path, rows))
    second = replace(entry, keys=entry.keys[1:], findings=entry.findings[1:])
    outcome = in_force(judged(tmp_path, rows, second))[1]
    assert (outcome.state, outcome.failed, outcome.waived) == (State.FAILED, 3, 2)
    assert (outcome.all_findings, outcome.waived_findings, outcome.open_findings) == (2, 1, 1)


def test_last_releases_decision_is_proposed_whatever_its_files_were_called(tmp_path: Path) -> None:
    report = judged(tmp_path, TWICE)
    entry = decided(report)
    before = replace(entry.findings[0], also_in=["2016/in_year.csv"])
    earlier = replace(entry, findings=[before])
    [asked] = questions(report)
    assert EarlierDecisions([earlier]).about(REGION, asked.standing[0]) is earlier
    assert in_force(judged(tmp_path, TWICE, earlier))[0].state == "other values"


@pytest.mark.parametrize("keep", [1, 2, 3, 100])
def test_how_many_findings_there_are_does_not_depend_on_how_many_are_kept(
    tmp_path: Path, keep: int
) -> None:
    rows = [wrong(number) for number in (1, 2, 3)]
    files = release(tmp_path, {"latest.csv": rows, "in_year.csv": rows[::-1]})
    report = run(files, Options(None, Choice(rules=(REGION,)), keep=keep))
    assert report.summary.findings == 3
    assert [len(finding.places) for finding in report.findings] == [1] * min(keep, 3)

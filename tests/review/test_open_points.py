"""What is open before a sign-off is said in full, and nothing else is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qa_checks.model.accountability import (
    Assurance,
    ChecklistItem,
    Decision,
    DecisionState,
    ItemState,
)
from qa_checks.model.checks import Severity
from qa_checks.model.report import Report, Verdict
from qa_checks.review.open_points import next_steps, open_points, points_beside_verdict
from tests.render import reports
from tests.render.reports import check, finding, outcome

STATED = Assurance("The release is fit to be published.")
NOBODY = "release.yml does not say by e-mail address who produced it (producer)."


def report(*parts: Any, **more: Any) -> Report:
    made = reports.report(*parts, **more)
    return replace(made, release=replace(made.release, producer="p.analyst@example.org"))


def item(state: str, reason: str = "", **parts: object) -> ChecklistItem:
    return ChecklistItem("dates", "Processing", "Dates agree", ItemState(state), reason, **parts)  # type: ignore[arg-type]


def test_nothing_is_open_when_all_is_settled() -> None:
    settled = report(
        [outcome(check())], checklist=(item("proven"), item("attested")), assurance=STATED
    )
    assert open_points(settled) == ()


def test_a_statement_is_wanted_even_where_there_is_no_checklist() -> None:
    assert open_points(report([outcome(check())])) == ("There is no statement of assurance.",)


@pytest.mark.parametrize("producer", [None, "The team"])
def test_a_producer_whom_no_address_tells_apart_is_an_open_point(producer: str | None) -> None:
    settled = report([outcome(check())], verdict=Verdict.PASS, assurance=STATED)
    unnamed = replace(settled, release=replace(settled.release, producer=producer))
    assert open_points(unnamed) == (NOBODY,)
    assert next_steps(unnamed) == (
        "release.yml does not say who produced it: add `producer:`, an e-mail address",
    )


def test_every_point_is_named() -> None:
    mild, odd = check("MIL001", "warning", name="odd"), check("MIL002", "warning", name="odder")
    waived = finding(odd, 1, waived_by=1)
    points = report(
        [
            outcome(check(), "failed", [finding(check())]),
            outcome(mild, "failed", [finding(mild)]),
            outcome(odd, "failed", [waived, finding(odd, 2), finding(odd, 3)]),
        ],
        checklist=(
            item("open", "nobody has attested it"),
            item("failed", "DAT004 failed"),
            item("not checked", "DAT005 skipped (no as-at date given)"),
            item("proven", "1 check passed"),
        ),
    )
    assert points.outcomes[0].check.severity is Severity.ERROR
    assert open_points(points) == (
        f"The verdict is fail: {points.reason}.",
        "Warning MIL001 (odd): 1 finding has no decision.",
        "Warning MIL002 (odder): 2 of its 3 findings have no decision.",
        "Checklist, Processing: 'Dates agree' (dates) is open: nobody has attested it.",
        "Checklist, Processing: 'Dates agree' (dates) is failed: DAT004 failed.",
        "Checklist, Processing: 'Dates agree' (dates) is not checked: "
        "DAT005 skipped (no as-at date given).",
        "There is no statement of assurance.",
    )


def decided(
    number: int, who: str, covers: int = 1, state: DecisionState = DecisionState.IN_FORCE
) -> Decision:
    when = dt.date(2022, 6, 1)
    return Decision(number, "POS004", ("1",), "accepted", "Moved.", who, when, None, covers, state)


def test_the_producing_analyst_does_not_decide() -> None:
    settled = report([outcome(check())], assurance=STATED)
    facts = replace(settled.release, producer="P. A. <producing.analyst@example.org>")
    decisions = (
        decided(1, "second.analyst@example.org"),
        decided(2, "producing.analyst@example.org", covers=0, state=DecisionState.DEAD),
        decided(3, "Producing.Analyst@EXAMPLE.org"),
    )
    assert open_points(replace(settled, release=facts, decisions=decisions)) == (
        "Decision 3 on POS004 was made by the producing analyst; the second analyst decides.",
    )


def test_what_is_open_beside_the_verdict_is_all_but_its_sentence() -> None:
    mild = check("MIL001", "warning")
    not_settled = report(
        [outcome(check(), "failed", [finding(check())]), outcome(mild, "failed", [finding(mild)])],
        checklist=(item("open", "nobody has attested it"),),
    )
    producer = "producing.analyst@example.org"
    facts = replace(not_settled.release, producer=producer)
    by_producer = replace(not_settled, release=facts, decisions=(decided(1, producer),))
    beside = points_beside_verdict(by_producer)
    assert open_points(by_producer) == (f"The verdict is fail: {not_settled.reason}.", *beside)
    assert [point.split()[0] for point in beside] == ["Warning", "Decision", "Checklist,", "There"]


def test_an_incomplete_verdict_is_an_open_point() -> None:
    report_ = report(
        [outcome(check())],
        assurance=STATED,
        verdict=Verdict.INCOMPLETE,
        reason="1 file could not be read",
    )
    assert open_points(report_) == ("The verdict is incomplete: 1 file could not be read.",)


def test_what_is_left_before_the_sign_off_is_said_with_its_command() -> None:
    mild = check("MIL001", "warning")
    waits = item("open", "no decision yet on MIL001", checks=("MIL001",))
    points = report(
        [outcome(mild, "failed", [finding(mild)])],
        verdict=Verdict.PASS,
        checklist=(item("open", "nobody has attested it"), item("not checked", "so"), waits),
    )
    assert next_steps(points) == (
        "1 warning waits for a decision: `qa-checks decide`",
        "2 items of the checklist are to be attested: `qa-checks attest`",
    )
    decided_all = replace(points, summary=replace(points.summary, warnings=0), outcomes=(),
                          checklist=(item("attested"),))  # fmt: skip
    assert next_steps(decided_all) == ("there is no statement of assurance: `qa-checks attest`",)
    settled = replace(decided_all, assurance=STATED)
    assert next_steps(settled) == ("nothing is open: `qa-checks sign-off`",)
    by_producer = replace(
        settled,
        release=replace(settled.release, producer="p@example.org"),
        decisions=(decided(1, "p@example.org"),),
    )
    assert next_steps(by_producer) == ("1 other point is open: see the report",)
    assert next_steps(replace(settled, verdict=Verdict.INCOMPLETE)) == ()


def test_the_next_commands_name_a_release_elsewhere() -> None:
    elsewhere = Path("a folder/release.yml")
    mild = check("MIL001", "warning")
    points = report([outcome(mild, "failed", [finding(mild)])], checklist=(item("open", "nobody"),))
    assert next_steps(points, elsewhere) == (
        "1 warning waits for a decision: `qa-checks decide --release 'a folder/release.yml'`",
        "1 item of the checklist is to be attested: "
        "`qa-checks attest --release 'a folder/release.yml'`",
    )
    settled = report([outcome(check())], checklist=(item("proven"),), assurance=STATED)
    assert next_steps(settled, elsewhere) == (
        "nothing is open: `qa-checks sign-off 'a folder/release.yml'`",
    )

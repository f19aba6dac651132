"""Nothing that could not be checked looks as if it passed."""

from __future__ import annotations

import pytest

from qa_checks.model.checks import Opinion, SecondOpinion, Severity, State
from qa_checks.model.inputs import Problem
from qa_checks.model.report import Verdict
from qa_checks.verdict import decide, order
from tests.render.reports import check, outcome

OK = outcome(check("OK001"), State.PASSED)
ERROR = outcome(check("ERR001"), State.FAILED)
WARNING = outcome(check("WAR001", Severity.WARNING), State.FAILED)
WAIVED = outcome(check("WAI001"), State.WAIVED)
DECIDED = outcome(check("WAI002", Severity.WARNING), State.WAIVED)
ERRORED = outcome(check("CRA001"), State.ERRORED)
LISTED = outcome(check("SKI001"), State.SKIPPED)
REQUIRED = outcome(check("SKI002"), State.SKIPPED, required=True)
LOST = Problem("a.csv", "gone")
PASSED = "no check of severity error failed"


@pytest.mark.parametrize(
    ("outcomes", "problems", "fail_on", "verdict", "reason"),
    [
        ([OK], [], Severity.ERROR, Verdict.PASS, PASSED),
        (
            [OK, WARNING, WAIVED, LISTED], [], Severity.ERROR, Verdict.PASS,
            f"{PASSED}; 1 warning, none decided",
        ),
        (
            [WARNING, WARNING, DECIDED], [], Severity.ERROR, Verdict.PASS,
            f"{PASSED}; 3 warnings, 1 decided",
        ),
        ([OK, DECIDED], [], Severity.ERROR, Verdict.PASS, f"{PASSED}; 1 warning, all decided"),
        ([WAIVED], [], Severity.ERROR, Verdict.PASS, PASSED),
        ([OK, ERROR], [], Severity.ERROR, Verdict.FAIL, "1 check of severity error failed"),
        (
            [ERROR, ERROR, WARNING], [], Severity.ERROR, Verdict.FAIL,
            "2 checks of severity error failed",
        ),
        ([OK, WARNING], [], Severity.WARNING, Verdict.FAIL, "1 warning failed"),
        (
            [ERROR, WARNING, WARNING], [], Severity.WARNING, Verdict.FAIL,
            "1 check of severity error failed, 2 warnings failed",
        ),
        ([], [], Severity.ERROR, Verdict.INCOMPLETE, "no check ran"),
        ([LISTED], [], Severity.ERROR, Verdict.INCOMPLETE, "no check ran"),
        ([OK, ERRORED], [], Severity.ERROR, Verdict.INCOMPLETE, "1 check errored (CRA001)"),
        (
            [OK, *[REQUIRED] * 12], [], Severity.ERROR, Verdict.INCOMPLETE,
            f"12 required checks were skipped ({', '.join(['SKI002'] * 10)} and 2 more)",
        ),
        (
            [OK, ERRORED, REQUIRED], [LOST, LOST], Severity.WARNING, Verdict.INCOMPLETE,
            "2 files could not be read, 1 check errored (CRA001), "
            "1 required check was skipped (SKI002)",
        ),
        (
            [ERROR, ERRORED], [LOST], Severity.ERROR, Verdict.FAIL,
            "1 check of severity error failed, 1 file could not be read, "
            "1 check errored (CRA001)",
        ),
    ],
)  # fmt: skip
def test_the_verdict_and_its_reason(
    outcomes: list[object],
    problems: list[Problem],
    fail_on: Severity,
    verdict: Verdict,
    reason: str,
) -> None:
    assert decide(outcomes, problems, fail_on) == (verdict, reason)  # type: ignore[arg-type]


def test_outcomes_stand_worst_first_then_by_id() -> None:
    mixed = [OK, LISTED, WAIVED, WARNING, ERRORED, ERROR, outcome(check("ERR000"), State.FAILED)]
    assert [outcome.check.id for outcome in order(mixed)] == [
        "ERR000", "ERR001", "CRA001", "WAR001", "WAI001", "SKI001", "OK001",
    ]  # fmt: skip


def test_a_second_opinion_that_disagrees_makes_it_incomplete() -> None:
    apart = Opinion("DAT004", "Great Expectations", 2, 1, agrees=False)
    without = Opinion("DAT005", "Great Expectations", None, 0, agrees=None, reason="cannot")
    ended = [OK, WARNING]
    agreed = decide(ended, [], Severity.ERROR, SecondOpinion((without,)))
    assert agreed == (Verdict.PASS, f"{PASSED}; 1 warning, none decided")
    verdict = decide(ended, [], Severity.ERROR, SecondOpinion((apart, without)))
    assert verdict == (Verdict.INCOMPLETE, "1 second opinion disagrees")
    two = decide(ended, [], Severity.ERROR, SecondOpinion((apart, apart)))
    assert two == (Verdict.INCOMPLETE, "2 second opinions disagree")

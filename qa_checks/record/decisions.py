"""Decisions: what was decided about a finding, why, by whom and until when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_checks.model import (
    Check,
    Decision,
    DecisionState,
    Finding,
    Outcome,
    Severity,
    State,
)
from qa_checks.words import list_words, show

if TYPE_CHECKING:
    from qa_checks.record.decision_file import DecisionEntry

WAIVES = ("accepted", "false alarm")
STILL_WAIVES = (DecisionState.IN_FORCE, DecisionState.DEAD)  # for the keys that are not dead
NO_KEYS: tuple[str, ...] = ()

IN_FORCE_CHECK = Check(
    id="decisions.in_force",
    name="decision-no-longer-holds",
    title="Every decision is in force and covers at least one finding",
    table="decisions",
    severity=Severity.ERROR,
    theme="decisions",
    why="A decision that nobody needs, or that has run out, hides the next real fault.",
    remedy="Remove the decision, or look at the findings again and give it a new end date.",
    source=("List of checks PRO-04: accepted findings have an owner and an end date",),
)


def apply_decisions(
    outcomes: Sequence[Outcome],
    entries: Sequence[DecisionEntry],
    today: dt.date,
    selected_only: bool = False,
) -> tuple[list[Outcome], list[Decision]]:
    """Waive the findings that decisions name, and say which decisions no longer hold.

    Every finding of an outcome must be among its ``findings`` here: decisions
    are applied before the report is cut to size. With ``selected_only`` the
    outcomes are those of some checks, and a decision on another is left alone.
    """
    by_check = {outcome.check.id: position for position, outcome in enumerate(outcomes)}
    result = list(outcomes)
    decisions = []
    for number, entry in enumerate(entries, start=1):
        position = by_check.get(entry.rule)
        outcome = None if position is None else result[position]
        if outcome is None and selected_only:
            state, dead, covers = DecisionState.IN_FORCE, NO_KEYS, 0
        else:
            state, dead, covers = _judge(entry, outcome, today)
        if position is not None and outcome is not None and state in STILL_WAIVES:
            result[position] = _waive(outcome, entry, number)
        decisions.append(
            Decision(
                number,
                entry.rule,
                tuple(entry.keys),
                entry.decision,
                entry.reason,
                entry.who,
                entry.when,
                entry.until,
                covers,
                state,
                dead,
            )
        )
    return result, decisions


def _judge(
    entry: DecisionEntry, outcome: Outcome | None, today: dt.date
) -> tuple[DecisionState, tuple[str, ...], int]:
    """Whether a decision holds, which of its keys no finding has, how many findings it covers."""
    state = _state(entry, outcome.check if outcome else None, today)
    in_force = state is DecisionState.IN_FORCE
    if outcome is None:
        return DecisionState.DEAD if in_force else state, tuple(entry.keys), 0
    covered = [finding.key for finding in outcome.findings if finding.key in entry.keys]
    if entry.decision == "fixed":
        return DecisionState.NOT_FIXED if covered and in_force else state, (), len(covered)
    ran = outcome.state not in (State.SKIPPED, State.ERRORED)
    dead = tuple(key for key in entry.keys if key not in covered) if ran else ()
    return DecisionState.DEAD if dead and in_force else state, dead, len(covered)


def _state(entry: DecisionEntry, check: Check | None, today: dt.date) -> DecisionState:
    if entry.when > today:
        return DecisionState.NOT_YET_MADE
    if entry.until is not None and entry.until < today:
        return DecisionState.EXPIRED
    if check and check.severity is Severity.ERROR and entry.decision in WAIVES and not entry.until:
        return DecisionState.WITHOUT_END
    return DecisionState.IN_FORCE


def _waive(outcome: Outcome, entry: DecisionEntry, number: int) -> Outcome:
    if entry.decision not in WAIVES:
        return outcome
    findings = tuple(
        replace(finding, waived_by=number)
        if finding.key in entry.keys and finding.waived_by is None
        else finding
        for finding in outcome.findings
    )
    waived = _count_waived(findings)
    state = State.WAIVED if waived == outcome.failed and waived else outcome.state
    return replace(outcome, findings=findings, waived=waived, state=state)


def _count_waived(findings: Sequence[Finding]) -> int:
    return Counter(finding.waived_by is not None for finding in findings)[True]


def check_decisions(decisions: Sequence[Decision]) -> Outcome | None:
    """The check that every decision still holds; None when there are none.

    A decision that has expired or matches nothing any more is itself a failure.
    """
    if not decisions:
        return None
    faults = [decision for decision in decisions if not decision.in_force]
    check = IN_FORCE_CHECK
    findings = tuple(
        Finding(
            check.id,
            check.severity,
            "decisions",
            None,
            None,
            None,
            None,
            f"{decision.rule} ({decision.number})",
            decision.state,
            _sentence(decision),
        )
        for decision in faults
    )
    return Outcome(
        check,
        State.FAILED if faults else State.PASSED,
        checked=len(decisions),
        failed=len(faults),
        required=True,
        findings=findings,
    )


def _sentence(decision: Decision) -> str:
    head = f"Decision {decision.number} on {decision.rule} ({decision.decision}, {decision.who})"
    match decision.state:
        case DecisionState.EXPIRED:
            return f"{head} ran out on {show(decision.until)}."
        case DecisionState.DEAD:
            if not decision.covers:
                return f"{head} matches no finding of this run."
            return (
                f"{head} names {list_words(decision.dead_keys)}, which no finding of this run has."
            )
        case DecisionState.NOT_YET_MADE:
            return f"{head} is dated {show(decision.when)}, after this run."
        case DecisionState.NOT_FIXED:
            return f"{head} says fixed, but findings are still there: {decision.covers}."
        case _:
            return f"{head} accepts an error without an end date."

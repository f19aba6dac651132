"""Decisions: what was decided about a finding, why, by whom and until when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from qa_checks.catalogue.rules import Strict, Text
from qa_checks.catalogue.yaml_files import read_model
from qa_checks.errors import ReleaseError
from qa_checks.model import Check, Decision, Finding, Outcome, Severity, State

WAIVES = ("accepted", "false alarm")


class DecisionEntry(Strict):
    """One decision. ``keys`` are those of the findings it covers, exactly as reported."""

    rule: Text
    keys: list[Text] = Field(min_length=1)
    decision: Literal["accepted", "false alarm", "fixed"]
    reason: Text
    who: Text
    when: dt.date
    until: dt.date | None = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.until and self.until < self.when:
            raise ValueError("until lies before when")
        return self


class DecisionFile(Strict):
    """decisions.yml."""

    decisions: list[DecisionEntry] = Field(default_factory=list)


def read_decisions(path: Path) -> tuple[DecisionEntry, ...]:
    """Read decisions.yml.

    Raises
    ------
    ReleaseError
        With file and line, if it is not well formed.
    """
    return tuple(read_model(path, DecisionFile, ReleaseError).decisions)


def apply_decisions(
    outcomes: Sequence[Outcome], entries: Sequence[DecisionEntry], today: dt.date
) -> tuple[list[Outcome], list[Decision]]:
    """Waive the findings that decisions name, and say which decisions no longer hold.

    Every finding of an outcome must be among its ``findings`` here: decisions
    are applied before the report is cut to size.
    """
    by_check = {outcome.check.id: position for position, outcome in enumerate(outcomes)}
    result = list(outcomes)
    decisions = []
    for number, entry in enumerate(entries, start=1):
        position = by_check.get(entry.rule)
        outcome = result[position] if position is not None else None
        state = _state(entry, outcome.check if outcome else None, today)
        covers = 0
        if outcome is not None and position is not None:
            covered = [finding for finding in outcome.findings if finding.key in entry.keys]
            covers = len(covered)
            if state == "in force" and entry.decision in WAIVES:
                result[position] = _waive(outcome, entry, number)
        ran = outcome is not None and outcome.state not in (State.SKIPPED, State.ERRORED)
        if state == "in force" and covers == 0 and (ran or outcome is None):
            state = "matches nothing"
        if entry.decision == "fixed":
            state = "not fixed" if covers else "in force"
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
            )
        )
    return result, decisions


def _state(entry: DecisionEntry, check: Check | None, today: dt.date) -> str:
    if entry.until is not None and entry.until < today:
        return "expired"
    if check and check.severity is Severity.ERROR and entry.decision in WAIVES and not entry.until:
        return "without an end date"
    return "in force"


def _waive(outcome: Outcome, entry: DecisionEntry, number: int) -> Outcome:
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
    faults = [decision for decision in decisions if decision.state != "in force"]
    check = Check(
        id="decisions.in_force",
        name="decision-no-longer-holds",
        title="Every decision is in force and covers at least one finding",
        table="decisions",
        severity=Severity.ERROR,
        theme="decisions",
        why="A decision that nobody needs, or that has run out, hides the next real fault.",
        remedy="Remove the decision, or look at the findings again and give it a new end date.",
        source=("CHECKS PRO-04",),
    )
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
        case "expired":
            return f"{head} ran out on {decision.until:%d/%m/%Y}."
        case "matches nothing":
            return f"{head} matches no finding of this run."
        case "not fixed":
            return f"{head} says fixed, but {decision.covers} of its findings are still there."
        case _:
            return f"{head} accepts an error without an end date."

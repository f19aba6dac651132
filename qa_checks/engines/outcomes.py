"""From counts to the one outcome of a check."""

from __future__ import annotations

import time
from dataclasses import dataclass

from qa_checks.model import Finding, Outcome, State
from qa_checks.plan import PlannedCheck


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows in scope, invalid ones and undecidable ones."""

    checked: int
    failed: int
    unknown: int


def skipped(planned: PlannedCheck, reason: str, required: bool) -> Outcome:
    """The outcome of a check that does not run, with the reason, and whether it had to run."""
    return Outcome(
        planned.check, State.SKIPPED, reason=reason, required=required, lacks=planned.lacks
    )


def errored(planned: PlannedCheck, fault: Exception) -> Outcome:
    """The outcome of a check that crashed: its message, on one line."""
    message = " ".join(str(fault).split("\n\n")[0].split())
    return Outcome(planned.check, State.ERRORED, reason=message, required=True, lacks=planned.lacks)


def outcome_of(
    planned: PlannedCheck, counts: Counts, started: float, findings: tuple[Finding, ...]
) -> Outcome:
    """The outcome of a check that ran; one that could decide nothing is skipped.

    A rule that meant rows and could decide none is missing from the run, so
    that it cannot be made to pass by taking the values away. A schema's limit
    on values that may be left blank is not.
    """
    state = State.FAILED if counts.failed else State.PASSED
    reason, required = "", planned.required
    if not counts.checked and not counts.failed:
        state, reason = State.SKIPPED, "no row in its scope"
    elif not counts.failed and counts.unknown >= counts.checked:
        state, reason = State.SKIPPED, "not decidable for any row: the values it needs are missing"
        required = planned.rule is not None
    return Outcome(
        planned.check,
        state,
        reason=reason,
        checked=counts.checked,
        failed=counts.failed,
        unknown=counts.unknown,
        seconds=time.perf_counter() - started,
        required=required,
        lacks=planned.lacks,
        findings=findings,
    )

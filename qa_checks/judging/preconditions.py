"""What must hold of a release before a rule can be asked of it at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from qa_checks.engines.door import Counts, Engine, Failure
from qa_checks.plan import PlannedCheck


class Idle(Struct, frozen=True):
    """Why a check does not run, and whether that is because a condition cannot be evaluated."""

    reason: str
    errs: bool = False


def idle_checks(engine: Engine, plan: Sequence[PlannedCheck]) -> dict[str, Idle]:
    """The checks that do not run, by id: those the plan skips, and those that lack what is given.

    A condition that cannot be evaluated is an error of the check: its rows must not be judged as
    if the condition held.
    """
    asked = {
        condition.that: condition.as_predicate
        for planned in plan
        if not planned.skip
        for condition in planned.preconditions
    }
    answers = engine.count(asked) if asked else {}
    idle = {planned.check.id: _why_idle(planned, answers) for planned in plan}
    return {check: why for check, why in idle.items() if why}


def _why_idle(planned: PlannedCheck, answers: Mapping[str, Counts | Failure]) -> Idle | None:
    if planned.skip:
        return Idle(planned.skip)
    for condition in planned.preconditions:
        answer = answers[condition.that]
        if isinstance(answer, Failure):
            return Idle(f"what it is given cannot be told: {answer.reason}", errs=True)
        if answer.failed or answer.unknown:
            return Idle(condition.otherwise)
    return None

"""A plan is put to an engine, and each check comes to its one outcome."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct

from qa_checks.engines.door import NO_MEMORY, Answer, Counts, Engine, Failure, Wanted
from qa_checks.judging.findings import make_findings, wanted_rows
from qa_checks.judging.same_faults import have_places_in_common
from qa_checks.judging.secrets import Secrets, find_secrets
from qa_checks.model.checks import Finding, Outcome, State
from qa_checks.model.logic import Predicate
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import Loaded

UNDECIDABLE = "CAST(NULL AS BOOLEAN)"


class Keeping(Struct, frozen=True):
    """How many findings of each check are kept: so many, but all of those in ``whole``."""

    most: int
    whole: Collection[str] = ()

    def of(self, check: str) -> int | None:
        """How many findings of a check are kept; None for all."""
        return None if check in self.whole else self.most


class Idle(Struct, frozen=True):
    """Why a check does not run, and whether that is because a condition cannot be evaluated."""

    reason: str
    errs: bool = False


class Asked(Struct, frozen=True):
    """What an engine knows of the checks of a plan.

    ``idle`` do not run, of which ``missed`` had to; no finding may repeat ``secrets``.
    """

    idle: Mapping[str, Idle]
    missed: Collection[str]
    answers: Mapping[str, Answer | Failure]
    secrets: Secrets


def settle(
    engine: Engine, loaded: Loaded, plan: Sequence[PlannedCheck], keeping: Keeping
) -> list[Outcome]:
    """Bring every planned check to exactly one outcome, in the plan's order, by what `ask` says."""
    return tell_outcomes(loaded, plan, ask(engine, loaded, plan, keeping))


def ask(
    engine: Engine,
    loaded: Loaded,
    plan: Sequence[PlannedCheck],
    keeping: Keeping,
    progress: Callable[[int], None] = lambda _: None,
) -> Asked:
    """Ask an engine all there is to know of the checks of a plan.

    Parameters
    ----------
    engine
        Loaded with the tables of the run.
    loaded
        Says where rows stand in their files.
    progress
        Called with the number of checks done.
    """
    idle = idle_checks(engine, plan)
    missed = _missed(engine, [planned for planned in plan if planned.check.id in idle])
    ready = [planned for planned in plan if planned.check.id not in idle]
    wanted = {
        planned.check.id: wanted_rows(loaded, planned, keeping.of(planned.check.id))
        for planned in ready
    }
    answers = engine.rows(wanted, lambda done: progress(len(idle) + done))
    # What found no memory left may have run beside the check that took it all.
    for check in [check for check, answer in answers.items() if answer == NO_MEMORY]:
        answers |= engine.rows({check: wanted[check]})
    answers |= _with_all_places(engine, loaded, wanted, answers)
    return Asked(idle, missed, answers, find_secrets(engine, loaded, wanted, ready, answers))


def tell_outcomes(loaded: Loaded, plan: Sequence[PlannedCheck], asked: Asked) -> list[Outcome]:
    """What every planned check came to, in the plan's order."""
    outcomes = []
    for planned in plan:
        check = planned.check.id
        if check in asked.idle:
            outcomes.append(_not_run(planned, asked.idle[check], check in asked.missed))
        else:
            outcomes.append(_concluded(loaded, planned, asked.answers[check], asked.secrets))
    return outcomes


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


def _with_all_places(
    engine: Engine,
    loaded: Loaded,
    wanted: Mapping[str, Wanted],
    answers: Mapping[str, Answer | Failure],
) -> dict[str, Answer | Failure]:
    """All rows of the checks of which some are left out and may be further places of others."""
    left = {
        check: Wanted(wanted[check].logic, wanted[check].columns, wanted[check].within_row)
        for check, answer in answers.items()
        if isinstance(answer, Answer)
        and answer.counts.failed > len(answer.rows)
        and have_places_in_common(loaded, wanted[check].logic.table)
    }
    whole = engine.rows(left) if left else {}
    return {check: answer for check, answer in whole.items() if isinstance(answer, Answer)}


def _missed(engine: Engine, idle: Sequence[PlannedCheck]) -> set[str]:
    """Of the checks that do not run, those that had to: there are rows they speak of.

    Without a column, a scope cannot tell which rows those are.
    """
    asked = {
        planned.check.id: Predicate(
            planned.logic.table,
            UNDECIDABLE,
            planned.logic.scope,
            facts=planned.logic.facts,
            told=planned.logic.told if isinstance(planned.logic, Predicate) else (),
        )
        for planned in idle
        if planned.required and not planned.lacks
    }
    answers: Mapping[str, Counts | Failure] = engine.count(asked) if asked else {}
    missed = {planned.check.id for planned in idle if planned.required and planned.lacks}
    return missed | {
        check for check, count in answers.items() if isinstance(count, Failure) or count.checked
    }


def _not_run(planned: PlannedCheck, idle: Idle, required: bool) -> Outcome:
    if idle.errs:
        return _errored(planned, idle.reason)
    return Outcome(
        planned.check, State.SKIPPED, reason=idle.reason, required=required, lacks=planned.lacks
    )


def _errored(planned: PlannedCheck, reason: str) -> Outcome:
    return Outcome(planned.check, State.ERRORED, reason=reason, required=True, lacks=planned.lacks)


def _concluded(
    loaded: Loaded,
    planned: PlannedCheck,
    answer: Answer | Failure,
    secrets: Secrets,
) -> Outcome:
    """The outcome of what was counted and fetched."""
    if isinstance(answer, Failure):
        return _errored(planned, answer.reason)
    started = time.perf_counter()
    findings = make_findings(loaded, planned, answer.rows, secrets)
    seconds = answer.counts.seconds + time.perf_counter() - started
    return _outcome_of(planned, answer.counts, seconds, findings)


def _outcome_of(
    planned: PlannedCheck, counts: Counts, seconds: float, findings: tuple[Finding, ...]
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
        required = planned.must_decide
    return Outcome(
        planned.check,
        state,
        reason=reason,
        checked=counts.checked,
        failed=counts.failed,
        unknown=counts.unknown,
        seconds=seconds,
        required=required,
        lacks=planned.lacks,
        findings=findings,
        further=sum(len(finding.places) for finding in findings),
    )

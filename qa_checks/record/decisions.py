"""Decisions: what was decided about a finding, why, by whom and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from qa_checks.catalogue.announced_checks import word_check
from qa_checks.days import a_year_after
from qa_checks.model.accountability import Decision, DecisionState
from qa_checks.model.checks import Check, Outcome, Severity, State
from qa_checks.record.identity import Identity, identify
from qa_checks.words import list_words, says_nothing, show

if TYPE_CHECKING:
    from qa_checks.record.decision_file import DecisionEntry

WAIVES = ("accepted", "false alarm")
# For the keys that are not dead; an entry that does not say which findings it is about has none.
STILL_WAIVES = (DecisionState.IN_FORCE, DecisionState.DEAD, DecisionState.OTHER_VALUES)


class _Days(NamedTuple):
    """Between which a decision must have been made."""

    since: dt.date
    today: dt.date


def apply_decisions(
    outcomes: Sequence[Outcome],
    entries: Sequence[DecisionEntry],
    today: dt.date,
    files: Mapping[str, str],
    left_alone: Callable[[str], bool] = lambda _: False,
    since: dt.date = dt.date.min,
) -> tuple[list[Outcome], list[Decision]]:
    """Waive the findings that decisions name, and say which decisions no longer hold.

    Parameters
    ----------
    outcomes
        Their ``findings`` must be all there are: decisions are applied before
        the report is cut to size.
    files
        The digest of each file that was read.
    left_alone
        Whether a check that is not among the outcomes is none of this run's business.
    since
        The last day of the release: nobody can have looked at what it finds before.
    """
    days = _Days(since, today)
    positions = {outcome.check.id: position for position, outcome in enumerate(outcomes)}
    result = list(outcomes)
    identities: dict[str, list[Identity]] = {}
    decisions = []
    for number, entry in enumerate(entries, start=1):
        position = positions.get(entry.rule)
        if position is None:
            alone = left_alone(entry.rule)
            state = DecisionState.IN_FORCE if alone else DecisionState.DEAD
            dead = () if alone else tuple(entry.keys)
            decisions.append(_decision(number, entry, (_state(entry, None, days, state), dead, 0)))
            continue
        outcome = result[position]
        if entry.rule not in identities:
            identities[entry.rule] = identify(outcome.findings, files)
        named = _named(entry, identities[entry.rule])
        judged = _judge(entry, outcome, named, days)
        if judged[0] in STILL_WAIVES and entry.decision in WAIVES:
            covered = {place for places in named.values() for place in places}
            result[position] = _waive(outcome, covered, number)
        decisions.append(_decision(number, entry, judged))
    return result, decisions


def _decision(
    number: int, entry: DecisionEntry, judged: tuple[DecisionState, tuple[str, ...], int]
) -> Decision:
    state, dead, covers = judged
    return Decision(
        number, entry.rule, tuple(entry.keys), entry.decision, entry.reason, entry.who,
        entry.when, entry.until, covers, state, dead,
    )  # fmt: skip


def _named(entry: DecisionEntry, identities: Sequence[Identity]) -> dict[int, list[int]]:
    """Places of the one finding that each key names; one that is reported twice has two."""
    places: dict[object, list[int]] = {}
    for place, identity in enumerate(identities):
        places.setdefault(identity, []).append(place)
        places.setdefault(identity.key, [place])
    wanted = entry.identities or entry.keys
    return {number: places[sought] for number, sought in enumerate(wanted) if sought in places}


def _judge(
    entry: DecisionEntry, outcome: Outcome, named: Mapping[int, Sequence[int]], days: _Days
) -> tuple[DecisionState, tuple[str, ...], int]:
    """Whether a decision holds, which of its keys are dead, how many findings it covers."""
    keys = {finding.key for finding in outcome.findings}
    covers = len({place for places in named.values() for place in places})
    dead = tuple(key for number, key in enumerate(entry.keys) if number not in named)
    state = DecisionState.IN_FORCE
    if outcome.state in (State.SKIPPED, State.ERRORED):
        dead, state = (), DecisionState.NOT_CHECKED
    elif entry.decision not in WAIVES:
        covers, dead = sum(_stands(key, keys) for key in entry.keys), ()
        state = DecisionState.NOT_FIXED if covers else state
    elif named and not entry.findings:
        state = DecisionState.UNBOUND
    elif dead:
        changed = any(key in keys for key in dead)
        state = DecisionState.OTHER_VALUES if changed else DecisionState.DEAD
    return _state(entry, outcome.check, days, state), dead, covers


def _stands(named: str, keys: Collection[str | None]) -> bool:
    """Whether a finding has a key, of which the last parts may be left out."""
    return any(key == named or (key or "").startswith(f"{named} / ") for key in keys)


def _state(
    entry: DecisionEntry, check: Check | None, days: _Days, otherwise: DecisionState
) -> DecisionState:
    """Why a decision does not hold whatever is found; else what the findings say of it."""
    until, is_error = entry.until, check is not None and check.severity is Severity.ERROR
    faults = {
        DecisionState.WITHOUT_REASON: says_nothing(entry.reason) or says_nothing(entry.who),
        DecisionState.NOT_YET_MADE: entry.when > days.today,
        DecisionState.BEFORE_RELEASE: entry.when < days.since,
        DecisionState.EXPIRED: until is not None and until < days.today,
        DecisionState.TOO_LONG: until is not None and until > a_year_after(entry.when),
        DecisionState.WITHOUT_END: until is None and is_error and entry.decision in WAIVES,
    }
    return next((state for state, is_so in faults.items() if is_so), otherwise)


def _waive(outcome: Outcome, places: Set[int], number: int) -> Outcome:
    findings = tuple(
        finding._replace(waived_by=number)
        if place in places and finding.waived_by is None
        else finding
        for place, finding in enumerate(outcome.findings)
    )
    waived = [finding for finding in findings if finding.waived_by is not None]
    further = sum(len(finding.places) for finding in waived)
    rows = len(waived) + further
    state = State.WAIVED if rows == outcome.failed and rows else outcome.state
    return replace(outcome, findings=findings, waived=rows, further_waived=further, state=state)


def check_decisions(decisions: Sequence[Decision]) -> Outcome | None:
    """The check that every decision still holds; None when there are none.

    A decision that has expired or matches nothing any more is itself a failure.
    """
    if not decisions:
        return None
    check = word_check("decisions")
    findings = [
        check.find(
            _sentence(decision), key=f"{decision.rule} ({decision.number})", value=decision.state
        )
        for decision in decisions
        if decision.is_lapsed
    ]
    unknown = sum(decision.state is DecisionState.NOT_CHECKED for decision in decisions)
    if unknown == len(decisions):
        return Outcome(check, State.SKIPPED, "none of their checks was run")
    return Outcome.of(check, findings, len(decisions), unknown=unknown)


def _sentence(decision: Decision) -> str:
    head = f"Decision {decision.number} on {decision.rule} ({decision.decision}, {decision.who})"
    return f"{head} {_reason(decision)}."


def _reason(decision: Decision) -> str:
    again = f"decide again with `qa-checks decide {decision.rule}`"
    dead = list_words(decision.dead_keys)
    reasons = {
        DecisionState.EXPIRED: f"ran out on {show(decision.until)}",
        DecisionState.NOT_YET_MADE: f"is dated {show(decision.when)}, after this run",
        DecisionState.BEFORE_RELEASE: f"is dated {show(decision.when)}, before the last day of "
        f"this release: {again}",
        DecisionState.WITHOUT_REASON: f"gives no reason: '{decision.reason}'"
        if says_nothing(decision.reason)
        else f"does not say who decided: '{decision.who}'",
        DecisionState.WITHOUT_END: "accepts an error without an end date",
        DecisionState.TOO_LONG: f"holds until {show(decision.until)}, more than a year after it "
        "was made",
        DecisionState.UNBOUND: f"does not say on which values it was made: {again}",
        DecisionState.OTHER_VALUES: f"was made on other values or places of {dead}: {again}",
        DecisionState.NOT_FIXED: f"says fixed, but findings are still there: {decision.covers}",
        DecisionState.DEAD: f"names {dead}, which no finding of this run has"
        if decision.covers
        else "matches no finding of this run",
    }
    return reasons[decision.state]

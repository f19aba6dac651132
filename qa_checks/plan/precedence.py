"""One fault is told once: what one check finds in a row, another need not find there again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from qa_checks.model.logic import Logic, Told, faults_sql
from qa_checks.plan.planned import PlannedCheck


def yield_to_others(checks: Sequence[PlannedCheck]) -> Iterator[PlannedCheck]:
    """The same checks, each without the rows in which one that it yields to finds something.

    A check yields to those, too, that a check yields to which it yields to.
    """
    by_id = {planned.check.id: planned for planned in checks}

    def list_better(planned: PlannedCheck) -> dict[str, PlannedCheck]:
        better: dict[str, PlannedCheck] = {}
        for name in planned.yields_to:
            if name in by_id:
                better |= {name: settle(name)} | list_better(by_id[name])
        return better

    @cache
    def settle(name: str) -> PlannedCheck:
        planned = by_id[name]
        told = [other for other in list_better(planned).values() if not other.skip]
        return replace(planned, logic=_without(planned.logic, told)) if told else planned

    for name in by_id:
        yield settle(name)


def _without(logic: Logic, told: Sequence[PlannedCheck]) -> Logic:
    facts = logic.facts.union(
        *(other.logic.facts for other in told),
        *(condition.facts for other in told for condition in other.preconditions),
    )
    return replace(logic, told=tuple(map(_told_by, told)), facts=facts)


def _told_by(other: PlannedCheck) -> Told:
    """The rows in which a check finds something, where it may look at all."""
    logic = other.logic
    holds = " AND ".join(f"({condition.that})" for condition in other.preconditions) or "TRUE"
    places = (
        f"SELECT f._source, f._row FROM ({faults_sql(logic, logic.table)}) AS f "
        f"WHERE f._source IS NOT NULL AND f._row IS NOT NULL AND {holds}"
    )
    return Told(other.check.id, places)

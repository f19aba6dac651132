"""Which checks a run is made of, in which order, and which of them a fault is left to."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue import Catalogue
from qa_checks.errors import UsageError
from qa_checks.model.checks import Check
from qa_checks.model.logic import Logic, Told, faults_sql
from qa_checks.plan.constraints import schema_checks
from qa_checks.plan.planned import Given, PlannedCheck
from qa_checks.plan.rule_checks import rule_check
from qa_checks.words import suggest


class Choice(Struct, frozen=True):
    """Which checks to run; empty means all."""

    rules: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    severity: str | None = None

    def takes(self, check: Check) -> bool:
        """Whether a check is selected."""
        if self.severity and check.severity != self.severity:
            return False
        if self.themes and check.theme not in self.themes:
            return False
        return not self.rules or any(fnmatch.fnmatchcase(check.id, rule) for rule in self.rules)

    def refuse_unknown(self, checks: Sequence[Check]) -> None:
        """Refuse an id or theme that means no check at all: it is a slip of the pen.

        Raises
        ------
        UsageError
            With the nearest ids or the themes there are.
        """
        ids = [check.id for check in checks]
        for wanted in self.rules:
            if not fnmatch.filter(ids, wanted):
                raise UsageError(
                    f"'{wanted}' is not the id of a check of this run.",
                    remedy=suggest(wanted, ids, "`qa-checks rules` lists the ids.", 3),
                )
        themes = sorted({check.theme for check in checks if check.theme})
        for wanted in self.themes:
            if wanted not in themes:
                raise UsageError(
                    f"There is no theme '{wanted}'.", remedy=f"Available: {', '.join(themes)}."
                )


def make_plan(catalogue: Catalogue, given: Given) -> list[PlannedCheck]:
    """Every check there is, in a fixed order: schema constraints, then rules."""
    checks: list[PlannedCheck] = []
    for table in catalogue.tables.values():
        if table.table in given.tables:
            checks += schema_checks(table, given, catalogue)
    checks += [rule_check(rule, catalogue, given) for rule in catalogue.rules.values()]
    return list(yield_to_others(checks))


def select(
    plan: Sequence[PlannedCheck], choice: Choice, others: Sequence[Check] = ()
) -> list[PlannedCheck]:
    """The checks of a plan that are selected.

    Parameters
    ----------
    others
        Checks of the run that are planned elsewhere, and may be selected too.
    """
    choice.refuse_unknown([*(planned.check for planned in plan), *others])
    return [planned for planned in plan if choice.takes(planned.check)]


def masking_checks(plan: Sequence[PlannedCheck], choice: Choice) -> list[PlannedCheck]:
    """Checks that are not selected, but say what findings of the selected must not repeat."""
    return [planned for planned in plan if planned.masked and not choice.takes(planned.check)]


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

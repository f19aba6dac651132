"""Which rules a comparison of two releases needs: those that look at the previous one."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.bound import PREVIOUS
from qa_checks.catalogue.schemas import sensitive_columns
from qa_checks.errors import UsageError
from qa_checks.plan import Choice, PlannedCheck

COMPARE = "compare."  # begins the ids of the checks that comparisons are


def choose_comparing(catalogue: Catalogue, choice: Choice) -> Choice:
    """What is selected; if nothing is, the rules that look at the previous release.

    Raises
    ------
    UsageError
        If the catalogue has nothing by which releases are compared.
    """
    if choice != Choice():
        return choice
    ids = [
        name
        for name, rule in catalogue.rules.items()
        if any(table.startswith(PREVIOUS) for table in rule.tables)
    ]
    if catalogue.comparisons:
        ids.append(f"{COMPARE}*")
    if not ids:
        raise UsageError(
            "The catalogue has no comparison of releases (schemas/comparisons/NAME.yml), and no "
            "rule of it looks at the previous release.",
            remedy="Any two files can be compared by the headers of a key: --key 'URN'.",
        )
    return Choice(rules=tuple(ids))


def rules_named(catalogue: Catalogue) -> frozenset[str]:
    """The rules that say what changes mean: every one of their findings is needed.

    A catalogue in memory may hold some rules only.
    """
    return frozenset(
        meaning.rule
        for comparison in catalogue.comparisons.values()
        for meaning in comparison.meanings
        if meaning.rule in catalogue.rules
    )


def masked_columns(catalogue: Catalogue) -> frozenset[str]:
    """Columns of which no comparison shows a value: sensitive ones, and those that a rule masks."""
    masked = {name for rule in catalogue.rules.values() for name in rule.masked}
    return sensitive_columns(catalogue.tables) | masked


def plan_named(
    catalogue: Catalogue, plan: Sequence[PlannedCheck], taken: Sequence[PlannedCheck]
) -> list[PlannedCheck]:
    """The checks of these rules that are not taken, since they are not selected."""
    left = rules_named(catalogue) - {planned.check.id for planned in taken}
    return [planned for planned in plan if planned.check.id in left]

"""One rule as a check of this run, or the reason to skip it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa_checks.catalogue import BoundRule, Catalogue
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.ruleset import PREVIOUS, scope_sql
from qa_checks.model import Check, Severity
from qa_checks.plan.checks import Given, PlannedCheck
from qa_checks.plan.lacks import Read, find_lacking, titles_without_reason
from qa_checks.plan.reasons import (
    NO_PREVIOUS,
    PREVIOUS_FACT,
    lack,
    no_column,
    no_previous_release,
)
from qa_checks.words import list_words


def rule_check(bound: BoundRule, catalogue: Catalogue, given: Given) -> PlannedCheck:
    """One rule as a check of this run, with the reason to skip it where there is one."""
    rule = bound.rule
    table = catalogue.tables.get(rule.table) or EXTRACT_TABLES.get(rule.table)
    check = Check(
        id=rule.id,
        name=rule.name,
        title=rule.title,
        table=rule.table,
        severity=Severity(rule.severity),
        theme=bound.theme,
        why=rule.why,
        remedy=rule.remedy,
        source=tuple(rule.source),
    )
    skip, required = _reason_to_skip(bound, catalogue, given)
    planned = PlannedCheck(
        check,
        "row",
        scope=scope_sql(rule, table),
        columns=tuple(rule.unique or ()),
        points_at=tuple(rule.columns),
        message=rule.message,
        facts=bound.facts,
        rule=bound,
        skip=skip,
        required=required,
        lacks=titles_without_reason(find_lacking(bound.columns, catalogue, given.absent)),
    )
    if rule.require is not None:
        return replace(planned, sql=rule.require)
    if rule.references is not None:
        ref = rule.references
        filled = " AND ".join(f'"{name}" IS NOT NULL' for name in ref.to_columns)
        where = f" AND ({ref.where})" if ref.where else ""
        left = _row_of([f't."{name}"' for name in ref.columns])
        # Not a row of their own: DuckDB would then call a missing part different, not unknown.
        right = ", ".join(f'"{name}"' for name in ref.to_columns)
        return replace(
            planned, sql=f"{left} IN (SELECT {right} FROM {ref.to} WHERE {filled}{where})"
        )
    if rule.query is not None:
        return replace(planned, form="query", sql=rule.query)
    return replace(planned, form="unique" if rule.unique else "figure")


def _row_of(listed: Sequence[str]) -> str:
    return listed[0] if len(listed) == 1 else f"({', '.join(listed)})"


def _reason_to_skip(bound: BoundRule, catalogue: Catalogue, given: Given) -> tuple[str, bool]:
    """Why a rule cannot run, and whether a release that is run in full must have allowed it."""
    needed = sorted(
        table for table in bound.tables if table.removeprefix(PREVIOUS) in catalogue.tables
    )
    if bound.rule.figure:
        needed = sorted({*needed, *catalogue.figures.figures[bound.rule.figure.name].tables})
    absent = [table for table in needed if table not in given.tables]
    lacking = sorted(bound.facts - set(given.facts) - set(bound.rule.optional))
    compares = any(table.startswith(PREVIOUS) for table in absent)
    compares |= any(fact.startswith(PREVIOUS_FACT) for fact in lacking)
    compares |= bound.rule.given is not None and bound.rule.given.else_ == NO_PREVIOUS
    if compares and not given.has_previous:
        return no_previous_release(given.strict), False
    if absent:
        return _say_absent(absent), False
    if lacking:
        return lack(lacking, given.strict), given.strict
    missing = _missing_column(bound, catalogue, given)
    return _say_missing(missing, catalogue, given) if missing else ("", False)


def _say_absent(tables: Sequence[str]) -> str:
    here = [name.replace("_", " ") for name in tables if not name.startswith(PREVIOUS)]
    before = [
        name.removeprefix(PREVIOUS).replace("_", " ")
        for name in tables
        if name.startswith(PREVIOUS)
    ]
    places = ((here, "in this release"), (before, "in the previous release"))
    return " and ".join(f"no {list_words(names)} {where}" for names, where in places if names)


def _say_missing(missing: Read, catalogue: Catalogue, given: Given) -> tuple[str, bool]:
    """Which column is missing and why; a column that files always have must not be."""
    table, column = missing
    title = catalogue.tables[table.removeprefix(PREVIOUS)].columns[column].title
    if table.startswith(PREVIOUS):
        return no_column(f"{title} in the previous release", (), given.strict), False
    lacking = find_lacking([missing], catalogue, given.absent)
    required = given.strict and bool(titles_without_reason(lacking))
    return no_column(title, lacking, given.strict), required


def _missing_column(bound: BoundRule, catalogue: Catalogue, given: Given) -> Read | None:
    """A column the rule reads that no file provides; None when all are there.

    A name that several tables share counts as given when one of them has it,
    but each release must have it for itself.
    """
    owners: dict[tuple[bool, str], list[tuple[str, str]]] = {}
    for table, column in bound.columns:
        owners.setdefault((table.startswith(PREVIOUS), column), []).append((table, column))
    for (_, column), pairs in sorted(owners.items()):
        canonical = [pair for pair in pairs if pair[0].removeprefix(PREVIOUS) in catalogue.tables]
        if len(canonical) < len(pairs) or column.startswith("_") or column in bound.rule.optional:
            continue
        if not any(pair in given.columns for pair in canonical):
            return canonical[0]
    return None

"""One rule as a check of this run, or the reason to skip it."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.catalogue import BoundRule, Catalogue
from qa_checks.catalogue.bound import HISTORY, PREVIOUS, without_release
from qa_checks.catalogue.extract import EARLIER_COLUMNS
from qa_checks.catalogue.schemas import has_all
from qa_checks.fields import read_need
from qa_checks.plan.lacks import Read, find_lacking, titles_without_reason
from qa_checks.plan.planned import Given, PlannedCheck, beyond_limit
from qa_checks.plan.reasons import (
    NO_HISTORY,
    NO_PREVIOUS,
    PREVIOUS_FACT,
    lack,
    no_column,
    no_previous_release,
)
from qa_checks.plan.unreadable import undecided_where_unreadable
from qa_checks.words import list_words


def rule_check(bound: BoundRule, catalogue: Catalogue, given: Given) -> PlannedCheck:
    """One rule as a check of this run, with the reason to skip it where there is one."""
    skip, required = _reason_to_skip(bound, catalogue, given)
    logic = undecided_where_unreadable(bound, catalogue.tables, given)
    return PlannedCheck(
        bound.check,
        beyond_limit(bound.check.id, bound.limits, logic, given),
        message=bound.message,
        points_at=bound.points_at,
        masked=bound.masked,
        copies=bound.copies,
        preconditions=bound.preconditions,
        skip=skip,
        required=required,
        must_decide=True,
        yields_to=bound.yields_to,
        lacks=titles_without_reason(find_lacking(bound.columns, catalogue, given.absent)),
    )


def _reason_to_skip(bound: BoundRule, catalogue: Catalogue, given: Given) -> tuple[str, bool]:
    """Why a rule cannot run, and whether a release that is run in full must have allowed it."""
    needed = sorted(table for table in bound.tables if without_release(table) in catalogue.tables)
    absent = [table for table in needed if table not in given.tables]
    lacking = sorted(bound.facts - set(given.facts) - set(bound.optional))
    compares = any(table.startswith(PREVIOUS) for table in absent)
    compares |= any(fact.startswith(PREVIOUS_FACT) for fact in lacking)
    compares |= any(condition.otherwise == NO_PREVIOUS for condition in bound.preconditions)
    if any(table.startswith(HISTORY) for table in absent) and not given.has_history:
        return NO_HISTORY, False
    if compares and not given.has_previous:
        return no_previous_release(given.strict), False
    if absent:
        return _say_absent(absent), False
    if lacking:
        return lack(lacking, given.strict, given.lists), given.strict
    missing = _missing_column(bound, catalogue, given) or _missing_need(bound, given)
    return _say_missing(missing, catalogue, given) if missing else ("", False)


def _say_absent(tables: Sequence[str]) -> str:
    places = {
        "": "in this release",
        PREVIOUS: "in the previous release",
        HISTORY: "in any earlier release",
    }
    listed: dict[str, list[str]] = {before: [] for before in places}
    for table in tables:
        name = without_release(table)
        listed[table.removesuffix(name)].append(name.replace("_", " "))
    return " and ".join(
        f"no {list_words(names)} {places[before]}" for before, names in listed.items() if names
    )


def _say_missing(missing: Read, catalogue: Catalogue, given: Given) -> tuple[str, bool]:
    """Which column is missing and why; a column that files always have must not be."""
    table, column = missing
    title = catalogue.tables[without_release(table)].columns[column].title
    if table.startswith(HISTORY):
        return no_column(f"{title} in any earlier release", (), given.strict), False
    if table.startswith(PREVIOUS):
        return no_column(f"{title} in the previous release", (), given.strict), False
    lacking = find_lacking([missing], catalogue, given.absent)
    required = given.strict and bool(titles_without_reason(lacking))
    return no_column(title, lacking, given.strict), required


def _missing_column(bound: BoundRule, catalogue: Catalogue, given: Given) -> Read | None:
    """A column the rule reads that no file provides; None when all are there."""
    for table, column in sorted(bound.columns - given.columns):
        is_always_there = column.startswith("_") or without_release(table) not in catalogue.tables
        of_release = table.startswith(HISTORY) and column in EARLIER_COLUMNS
        if not is_always_there and not of_release and column not in bound.optional:
            return table, column
    return None


def _missing_need(bound: BoundRule, given: Given) -> Read | None:
    """What the rule needs beside the columns it reads, and no file provides."""
    for need in sorted(bound.needs):
        if not has_all([need], given.columns):
            return read_need(need)[:2]
    return None

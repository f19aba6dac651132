"""Filters on dates, held against the days of the release."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlglot import exp

from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.sources import Doubt
from qa_checks.queries.day_bounds import Bound, day_after, find_bounds
from qa_checks.queries.query_shapes import part_of
from qa_checks.words import list_words, show

NAME = "date-filter"


def doubt_dates(tree: exp.Query, facts: ReleaseFacts, dialect: str) -> Iterator[Doubt]:
    """Filters on a date that are not the period of the release, nor one of its days."""
    for condition in conditions_of(tree):
        for together in find_bounds(condition):
            by_column: dict[str, list[Bound]] = defaultdict(list)
            for bound in together:
                by_column[bound.column.casefold()].append(bound)
            for bounds in by_column.values():
                yield from _judge(bounds, facts, dialect)


def conditions_of(tree: exp.Query) -> Iterator[exp.Expr]:
    """Every condition that a row must meet, wherever it stands in the query."""
    for part in tree.find_all(exp.Where, exp.Having, exp.Qualify, exp.Join):
        if isinstance(part, exp.Join):
            if part.args.get("on"):
                yield part.args["on"]
        elif not isinstance(part.parent, exp.Filter):
            yield part.this


def _judge(bounds: Sequence[Bound], facts: ReleaseFacts, dialect: str) -> Iterator[Doubt]:
    parts = list(dict.fromkeys(part_of(bound.part, dialect) for bound in bounds))
    text, column = " AND ".join(parts), bounds[0].column
    untold = [bound.untold for bound in bounds if bound.untold]
    if untold:
        yield Doubt(
            NAME, f"It filters on {column}, and nobody can tell whether by the days of the "
            f"release: {untold[0]}.", text,
        )  # fmt: skip
        return
    for bound in bounds:
        if bound.leaves_out:
            yield Doubt(
                NAME, f"It leaves out rows by {column}: {_say_days(bound.first, bound.last)}.", text
            )
    kept = [bound for bound in bounds if not bound.leaves_out]
    if not kept:
        return
    first = max((bound.first for bound in kept if bound.first), default=None)
    last = min((bound.last for bound in kept if bound.last), default=None)
    fault = _find_fault(first, last, facts)
    if fault:
        yield Doubt(NAME, f"It keeps rows by {column} {_say_days(first, last)}{fault}.", text)


def _find_fault(first: dt.date | None, last: dt.date | None, facts: ReleaseFacts) -> str:
    """What does not fit the release; '' where it does."""
    start, end, as_at = facts.period_start, facts.period_end, facts.as_at
    ends = {day for day in (end, as_at, facts.published_by) if day}
    if not ends:
        return ", and the release says neither its date nor its period"
    after = set(map(day_after, ends)) | ends  # still open, or not yet closed, on that day
    if first and last:
        if (first == start and last in ends) or (first == last and first in ends):
            return ""
    elif last:
        if last in ends:
            return ""
    elif first == start and first is not None:
        return f", without an end. {_say_release(facts)}"
    elif first in after:
        return ""
    return f". {_say_release(facts)}"


def _say_release(facts: ReleaseFacts) -> str:
    facts_in_words = []
    if facts.period_start and facts.period_end:
        facts_in_words.append(
            f"has the period {show(facts.period_start)} to {show(facts.period_end)}"
        )
    if facts.as_at:
        facts_in_words.append(f"is as at {show(facts.as_at)}")
    if facts.published_by:
        facts_in_words.append(f"counts what was published by {show(facts.published_by)}")
    return f"The release {list_words(facts_in_words)}"


def _say_days(first: dt.date | None, last: dt.date | None) -> str:
    if first == last:
        return f"of {show(first)}"
    if first and last:
        return f"from {show(first)} to {show(last)}"
    return f"from {show(first)} on" if first else f"up to {show(last)}"

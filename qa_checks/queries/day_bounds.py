"""What the conditions of a query say of days: of which column, from when, until when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlglot import exp

from qa_checks.queries.day_values import AROUND, Told, Untold, day_of

DAY = dt.timedelta(days=1)
NIGHT = dt.time(23, 59)
FLIPPED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.GT: exp.LT,
    exp.GTE: exp.LTE,
    exp.LT: exp.GT,
    exp.LTE: exp.GTE,
}
NEGATED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.GT: exp.LTE, exp.GTE: exp.LT, exp.LT: exp.GTE, exp.LTE: exp.GT, exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
}  # fmt: skip
COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
# Parts of a day of which a period consists of whole ones, and what a date is made of beside.
PARTS = (
    exp.Year, exp.Month, exp.Day, exp.Week, exp.Quarter, exp.Extract, exp.TimeToStr,
    exp.DayOfWeek, exp.DayOfMonth, exp.DayOfYear,
)  # fmt: skip
IS_A_DAY = "date"
A_PART = "it compares a part of the date"
YEAR = re.compile("(?!0000)[0-9]{4}")
BEGINNING = re.compile(r"(19|20)\d\d-[\d%_]")  # of a day in a pattern: 2021-%


class Bound(Struct, frozen=True):
    """What one condition says of the days of a column, both days included; None for no end.

    ``untold`` says why the days are not known; ``leaves_out`` is whether just those days are left
    out.
    """

    column: str
    first: dt.date | None
    last: dt.date | None
    part: exp.Expr
    untold: str = ""
    leaves_out: bool = False


def find_bounds(condition: exp.Expr, negated: bool = False) -> Iterator[list[Bound]]:
    """The bounds that hold together, and those of each alternative by themselves."""
    together: list[Bound] = []
    for part, is_not in _parts(condition, negated):
        if isinstance(part, exp.And | exp.Or):  # alternatives
            for side in (part.left, part.right):
                yield from find_bounds(side, is_not)
        else:
            together += _of_condition(part, is_not)
    if together:
        yield together


def _parts(condition: exp.Expr, negated: bool) -> Iterator[tuple[exp.Expr, bool]]:
    """The conditions that must all hold, each with whether it is negated."""
    inner = condition.unnest()
    if isinstance(inner, exp.Not):
        yield from _parts(inner.this, not negated)
    elif isinstance(inner, exp.Or if negated else exp.And):
        yield from _parts(inner.left, negated)
        yield from _parts(inner.right, negated)
    else:
        yield inner, negated


def _of_condition(part: exp.Expr, negated: bool) -> Iterator[Bound]:
    if isinstance(part, exp.Between):
        yield from _between(part, negated)
    elif isinstance(part, exp.In) and part.expressions:
        kind: type[exp.Expr] = exp.NEQ if negated else exp.EQ
        yield from _joined(
            [bound for day in part.expressions for bound in _compared(kind, part.this, day, part)]
        )
    elif isinstance(part, COMPARED):
        kind = NEGATED[type(part)] if negated else type(part)
        bounds = [*_compared(kind, part.left, part.right, part)]
        yield from bounds or _unfollowed(part)
    else:
        yield from _unfollowed(part)


def _unfollowed(part: exp.Expr) -> Iterator[Bound]:
    """A condition of another form that speaks of a day, or of the beginning of one."""
    column = part.find(exp.Column)
    if column is None or part.find(exp.Query):
        return
    if any(_is_said_day(literal) for literal in part.find_all(exp.Literal)):
        yield _untold(column, part, "the condition cannot be followed")


def _is_said_day(literal: exp.Literal) -> bool:
    return isinstance(day_of(literal), dt.datetime) or bool(
        literal.is_string and BEGINNING.match(literal.name)
    )


def _joined(bounds: Sequence[Bound]) -> Iterator[Bound]:
    """The days of a list, from the first to the last."""
    firsts = [bound.first for bound in bounds if bound.first]
    lasts = [bound.last for bound in bounds if bound.last]
    if len(firsts) == len(bounds) > 0:
        yield replace(bounds[0], first=min(firsts), last=max(lasts))
    else:
        yield from bounds


def _between(part: exp.Between, negated: bool) -> Iterator[Bound]:
    low = [*_compared(exp.GTE, part.this, part.args["low"], part)]
    high = [*_compared(exp.LTE, part.this, part.args["high"], part)]
    if not negated:
        yield from (*low, *high)
    elif low and high:
        untold = low[0].untold or high[0].untold
        yield Bound(low[0].column, low[0].first, high[0].last, part, untold, leaves_out=True)


def _compared(
    kind: type[exp.Expr], left: exp.Expr, right: exp.Expr, part: exp.Expr
) -> Iterator[Bound]:
    """What a comparison says of a column's days; nothing where it is not one of days."""
    if not _has_column(left) and _has_column(right):
        left, right, kind = right, left, FLIPPED.get(kind, kind)
    if not _has_column(left) or _has_column(right) or right.find(exp.Query):
        return
    inner = _peel(left)
    if isinstance(inner, exp.Column):
        told = day_of(right.unnest(), IS_A_DAY if _is_day(left) else "")
        yield from _of_days(kind, inner, told, part)
    elif isinstance(inner, exp.TimestampTrunc | exp.DateTrunc):
        yield from _of_truncated(kind, inner, right, part)
    elif isinstance(inner, PARTS) and (column := inner.find(exp.Column)):
        yield from _of_numbers(kind, inner, column, right, part)
    elif isinstance(day_of(right.unnest(), ""), dt.datetime) or _asks_for_today(right):
        column = inner.find(exp.Column)
        yield _untold(column, part, "the day is worked out from the column")
    elif _asks_for_today(left) and (column := inner.find(exp.Column)):
        yield _untold(column, part, Untold.RUN.value)


def _untold(column: exp.Column | None, part: exp.Expr, why: str) -> Bound:
    return Bound(_called(column) if column else "", None, None, part, why)


def _called(column: exp.Column) -> str:
    return ".".join(part.name for part in column.parts)


def _has_column(tree: exp.Expr) -> bool:
    return tree.find(exp.Column) is not None


def _asks_for_today(tree: exp.Expr) -> bool:
    return any(day_of(part, IS_A_DAY) is Untold.RUN for part in tree.walk())


def _peel(tree: exp.Expr) -> exp.Expr:
    """What stands within changes of type, which leave a day what it is."""
    while isinstance(tree, (*AROUND, exp.Convert, exp.Coalesce)) or _cuts_time_off(tree):
        inner = tree.expression if isinstance(tree, exp.Convert) else tree.this
        inner = tree.expressions[0] if isinstance(tree, exp.Anonymous) else inner
        if not isinstance(inner, exp.Expr):
            break
        tree = inner
    return tree


def _cuts_time_off(tree: exp.Expr) -> bool:
    """Whether it is Oracle's TRUNC(day)."""
    is_call = isinstance(tree, exp.Anonymous) and len(tree.expressions) == 1
    return is_call and str(tree.this).upper() == "TRUNC"


def _is_day(tree: exp.Expr) -> bool:
    """Whether a column is surely of days: it is made one, or called one."""
    made = tree.find(exp.Cast, exp.Convert, exp.Date, exp.TsOrDsToDate, exp.TsOrDsToTimestamp)
    column = tree.find(exp.Column)
    name = column.name.lower() if column else ""
    return made is not None or "date" in name or name.endswith(("_on", "_at", "_dt", "_day"))


def _of_days(
    kind: type[exp.Expr], column: exp.Column, told: Told, part: exp.Expr
) -> Iterator[Bound]:
    if isinstance(told, Untold):
        yield _untold(column, part, told.value)
    elif told is not None:
        day, time = told.date(), told.time()
        before = day_before(day) if time == dt.time() else day
        after = day_after(day) if time == dt.time() or time >= NIGHT else day
        yield _of_span(kind, column, (day, day), (before, after), part)


def _of_numbers(
    kind: type[exp.Expr],
    taken: exp.Expr,
    column: exp.Column,
    right: exp.Expr,
    part: exp.Expr,
) -> Iterator[Bound]:
    """Of a year, its days; of other parts of a date nobody can say which days they are."""
    value = right.unnest()
    text = value.name if isinstance(value, exp.Literal) else ""
    if _is_year(taken) and YEAR.fullmatch(text):
        yield _of_year(kind, column, int(text), part)
    else:
        yield _untold(column, part, A_PART)


def _of_truncated(
    kind: type[exp.Expr],
    taken: exp.Expr,
    right: exp.Expr,
    part: exp.Expr,
) -> Iterator[Bound]:
    column, told = taken.find(exp.Column), day_of(right.unnest(), IS_A_DAY)
    unit = taken.args.get("unit")
    if column is None:
        return
    if isinstance(told, dt.datetime) and unit is not None and unit.name.upper() == "DAY":
        yield from _of_days(kind, column, told, part)
    elif isinstance(told, dt.datetime) and unit is not None and unit.name.upper() == "YEAR":
        yield _of_year(kind, column, told.year, part)
    else:
        yield _untold(column, part, A_PART)


def _of_year(kind: type[exp.Expr], column: exp.Column, year: int, part: exp.Expr) -> Bound:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return _of_span(kind, column, (first, last), (day_before(first), day_after(last)), part)


def _of_span(
    kind: type[exp.Expr],
    column: exp.Column,
    span: tuple[dt.date, dt.date],
    around: tuple[dt.date, dt.date],
    part: exp.Expr,
) -> Bound:
    """What a comparison with one day, or those of a year, keeps; ``around`` are its neighbours."""
    first, last = span
    before, after = around
    ends: dict[type[exp.Expr], tuple[dt.date | None, dt.date | None]] = {
        exp.EQ: span, exp.NEQ: span, exp.GT: (after, None), exp.GTE: (first, None),
        exp.LT: (None, before), exp.LTE: (None, last),
    }  # fmt: skip
    return Bound(_called(column), *ends[kind], part, leaves_out=kind is exp.NEQ)


def day_before(day: dt.date) -> dt.date:
    """The day before; the first day there is has none."""
    return day if day == dt.date.min else day - DAY


def day_after(day: dt.date) -> dt.date:
    """The day after; the last day there is, which stands for no end, has none."""
    return day if day == dt.date.max else day + DAY


def _is_year(taken: exp.Expr) -> bool:
    if isinstance(taken, exp.Extract):
        return str(taken.this.name).upper() in ("YEAR", "YYYY", "YY")
    form = taken.args.get("format")
    return isinstance(taken, exp.Year) or (form is not None and form.name == "%Y")

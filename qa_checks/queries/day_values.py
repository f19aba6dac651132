"""The day that a piece of SQL stands for: one written there, worked out, or that of the run."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from enum import Enum

from sqlglot import exp

from qa_checks.days import MONTHS as MONTH_NAMES
from qa_checks.days import number_of

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?.*)?")
PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")
SLASHES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
MONTH = f"(?:{'|'.join(month[:3] for month in MONTH_NAMES)})[a-z]{{0,6}}"
NAMED = re.compile(rf"(\d{{1,2}})[ -]({MONTH})[ -](\d{{4}})", re.IGNORECASE)
DAY_FIRST, MONTH_FIRST = "day first", "month first"
# What CONVERT(date, text, style) of T-SQL says.
STYLES = {"103": DAY_FIRST, "104": DAY_FIRST, "105": DAY_FIRST, "101": MONTH_FIRST,
          "110": MONTH_FIRST}  # fmt: skip
# What changes the type of a day and leaves it what it is.
AROUND = (
    exp.Cast, exp.TryCast, exp.Date, exp.Timestamp, exp.Paren, exp.TsOrDsToDate,
    exp.TsOrDsToTimestamp, exp.AtTimeZone,
)  # fmt: skip
TODAY = (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentDatetime, exp.Localtimestamp)
TODAY_NAMES = frozenset("getdate sysdatetime getutcdate sysutcdatetime now sysdate today".split())
UNITS = {
    **dict.fromkeys(("SECOND", "SECONDS"), dt.timedelta(seconds=1)),
    **dict.fromkeys(("DAY", "DAYS", "D", "DD"), dt.timedelta(days=1)),
    **dict.fromkeys(("WEEK", "WEEKS", "WK", "WW"), dt.timedelta(weeks=1)),
}
MONTHS = {"MONTH": 1, "YEAR": 12, "QUARTER": 3, "MONTHS": 1, "YEARS": 12}
SHIFT = re.compile(r"([+-]?)\s*(\d{1,6})\s+(\w+)")


class Untold(Enum):
    """Why a day is not one that is written there."""

    RUN = "what it keeps depends on the day of the run"
    ORDER = "whether day or month stands first depends on how the database is set"
    OUTSIDE = "its value does not stand in the query"


Told = dt.datetime | Untold | None  # None: it is no day


def day_of(tree: exp.Expr, hint: str = "") -> Told:
    """The moment that an expression without columns stands for.

    Parameters
    ----------
    hint
        Empty where nothing says that it is a day; else `DAY_FIRST`, `MONTH_FIRST` or another word.
    """
    if isinstance(tree, TODAY) or _name(tree) in TODAY_NAMES:
        return Untold.RUN
    if isinstance(tree, exp.Parameter | exp.Placeholder):
        return Untold.OUTSIDE if hint else None
    if isinstance(tree, AROUND):
        return day_of(tree.this, "date") if isinstance(tree.this, exp.Expr) else None
    if isinstance(tree, exp.LastDay):
        return _last_day(day_of(tree.this, hint))
    return _work_out(tree, hint)


def _work_out(tree: exp.Expr, hint: str) -> Told:
    if isinstance(tree, exp.Literal):
        return _literal(tree, hint)
    if isinstance(tree, exp.Convert):
        style = tree.args.get("style")
        return day_of(tree.expression, STYLES.get(style.name if style else "", "date"))
    if isinstance(tree, exp.StrToDate | exp.StrToTime):
        return _by_format(tree)
    if isinstance(tree, exp.DateFromParts):
        return _from_numbers([tree.args.get(part) for part in ("year", "month", "day")])
    if isinstance(tree, exp.Add | exp.Sub | exp.DateAdd | exp.DateSub | exp.TsOrDsAdd):
        is_sum = isinstance(tree, exp.Add | exp.Sub)
        return _shifted(tree, tree.this, tree.expression if is_sum else tree)
    return _of_function(tree)


def _of_function(tree: exp.Expr) -> Told:
    name = _name(tree)
    if name in ("date", "datetime"):
        return _sqlite_date(tree.expressions)
    return _from_numbers(tree.expressions) if name in ("make_date", "makedate") else None


def _name(tree: exp.Expr) -> str:
    return str(tree.this).lower() if isinstance(tree, exp.Anonymous) else ""


def _literal(tree: exp.Literal, hint: str) -> Told:
    text = tree.name.strip() if tree.is_string or hint else ""
    if text.lower() in ("now", "today"):
        return Untold.RUN if hint else None
    if match := ISO.fullmatch(text):
        return _moment([int(part or 0) for part in match.groups()])
    if (match := PLAIN.fullmatch(text)) and hint:
        return _moment([*map(int, match.groups())])
    if match := SLASHES.fullmatch(text):
        return _by_slashes([*map(int, match.groups())], hint)
    if match := NAMED.fullmatch(text):
        return _moment([int(match[3]), number_of(match[2]), int(match[1])])
    return None


def _by_slashes(numbers: Sequence[int], hint: str) -> Told:
    first, second, year = numbers
    if hint == MONTH_FIRST or second > 12:
        return _moment([year, first, second])
    if hint == DAY_FIRST or first > 12 or first == second:
        return _moment([year, second, first])
    return Untold.ORDER


def _moment(numbers: Sequence[int]) -> dt.datetime | None:
    """A moment of year, month and day, and hour, minute and second if they are given."""
    year, month, day, hour, minute, second = [*numbers, 0, 0, 0][:6]
    try:
        return dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  it has no zone
    except ValueError:
        return None


def _from_numbers(parts: Sequence[exp.Expr | None]) -> dt.datetime | None:
    texts = [part.name if isinstance(part, exp.Literal) else "" for part in parts]
    is_day = len(texts) == 3 and all(text.isdecimal() and len(text) <= 4 for text in texts)
    return _moment([*map(int, texts)]) if is_day else None


def _by_format(tree: exp.Expr) -> Told:
    text, form = tree.this, tree.args.get("format")
    if not isinstance(text, exp.Literal) or not isinstance(form, exp.Literal):
        return None
    try:
        return dt.datetime.strptime(text.name, form.name)  # noqa: DTZ007
    except ValueError:
        return day_of(text, "date")


def _shifted(tree: exp.Expr, base: exp.Expr, by: exp.Expr) -> Told:
    """A day moved by so many days, weeks, months or years."""
    told = day_of(base, "date")
    number = by.expression if not isinstance(by, exp.Interval) else by.this
    unit = by.args.get("unit")
    if isinstance(by, exp.Literal) and not by.is_string:  # d + 1
        number, unit = by, exp.var("DAY")
    if isinstance(number, exp.Interval):
        number, unit = number.this, number.args.get("unit")
    if not isinstance(told, dt.datetime):
        return told
    amount = _whole(number)
    if amount is None:
        return None
    less = isinstance(tree, exp.Sub | exp.DateSub)
    return _move(told, -amount if less else amount, unit.name.upper() if unit else "DAY")


def _whole(number: exp.Expr | None) -> int | None:
    if isinstance(number, exp.Neg):
        inner = _whole(number.this)
        return None if inner is None else -inner
    if isinstance(number, exp.Cast | exp.Paren):
        return _whole(number.this)
    if isinstance(number, exp.Literal) and re.fullmatch(r"[+-]?\d{1,6}", number.name.strip()):
        return int(number.name)
    return None


def _move(told: dt.datetime, amount: int, unit: str) -> dt.datetime | None:
    if unit in MONTHS:
        month = told.year * 12 + told.month - 1 + amount * MONTHS[unit]
        year, place = divmod(month, 12)
        if not 1 <= year <= 9999:
            return None
        last = calendar.monthrange(year, place + 1)[1]
        return told.replace(year=year, month=place + 1, day=min(told.day, last))
    try:
        return told + amount * UNITS[unit] if unit in UNITS else None
    except OverflowError:  # beyond the last day there is
        return None


def _last_day(told: Told) -> Told:
    if not isinstance(told, dt.datetime):
        return told
    return told.replace(day=calendar.monthrange(told.year, told.month)[1])


def _sqlite_date(parts: Sequence[exp.Expr]) -> Told:
    """SQLite's date('2021-08-31', '+1 day')."""
    if not parts:
        return Untold.RUN
    told = day_of(parts[0], "date")
    for part in parts[1:]:
        match = SHIFT.fullmatch(part.name) if isinstance(part, exp.Literal) else None
        if not isinstance(told, dt.datetime) or match is None:
            return told if isinstance(told, Untold) else None
        told = _move(told, int(match[1] + match[2]), match[3].upper())
    return told

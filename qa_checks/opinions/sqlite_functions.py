"""Functions that rules may call and SQLite lacks, or understands otherwise.

Dates are ISO text, lists are JSON text, truth is 0 or 1. This file needs nothing but Python:
`qa-checks export gx` writes a copy of it beside the project.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import sqlite3
import statistics
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """NULL for NULL, as in SQL."""
    return lambda *given: None if None in given else function(*given)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _plus(left: Any, right: Any) -> Any:
    """Numbers are added; to a date, days."""
    if isinstance(left, str):
        return (_day(left) + dt.timedelta(days=right)).isoformat()
    return _plus(right, left) if isinstance(right, str) else left + right


def _minus(left: Any, right: Any) -> Any:
    """Numbers are subtracted; two dates give days, a date and days a date."""
    if isinstance(left, str) and isinstance(right, str):
        return (_day(left) - _day(right)).days
    return _plus(left, -right) if isinstance(left, str) else left - right


def _cast(kind: str, value: Any) -> Any:
    """A value as a kind of text, number, date or truth; an error if it is none."""
    match kind:
        case "TEXT":
            return str(value)
        case "DATE":
            return _day(str(value)[:10]).isoformat()
        case "BOOLEAN":
            words = {"true": 1, "t": 1, "1": 1, "false": 0, "f": 0, "0": 0}
            return words[str(value).strip().lower()]
        case "INTEGER":
            number = float(value)
            return int(value) if str(value).strip().lstrip("+-").isdigit() else round(number)
        case _:
            return float(value)


def _try_cast(kind: str, value: Any) -> Any:
    try:
        return _cast(kind, value)
    except (ValueError, KeyError, OverflowError):
        return None


@lru_cache(maxsize=1000)
def _pattern(pattern: str, options: str = "") -> re.Pattern[str]:
    """Letters and digits are ASCII's in a pattern, as in DuckDB."""
    flags = re.ASCII | (re.IGNORECASE if "i" in options else 0)
    return re.compile(pattern, flags | (re.DOTALL if "s" in options else 0))


def _found(text: str, pattern: str, options: str = "") -> bool:
    return _pattern(pattern, options).search(text) is not None


def _full_match(text: str, pattern: str, options: str = "") -> bool:
    return _pattern(pattern, options).fullmatch(text) is not None


def _extract(text: str, pattern: str, group: int = 0) -> str:
    match = _pattern(pattern).search(text)
    return (match[group] or "") if match else ""


def _substitute(text: str, pattern: str, by: str, options: str = "") -> str:
    return _pattern(pattern, options).sub(by, text, count=0 if "g" in options else 1)


@lru_cache(maxsize=1000)
def _like_pattern(pattern: str, escape: str) -> re.Pattern[str]:
    parts, plain = [], False
    for letter in pattern:
        if plain or letter not in ("%", "_", escape):
            parts.append(re.escape(letter))
            plain = False
        elif letter == escape:
            plain = True
        else:
            parts.append(".*" if letter == "%" else ".")
    return re.compile("".join(parts), re.DOTALL)


def _like(pattern: str, text: Any, escape: str = "") -> bool:
    return _like_pattern(pattern, escape).fullmatch(str(text)) is not None


def _trimmed(text: str, left: bool = True, right: bool = True) -> str:
    start, end = 0, len(text)
    while left and start < end and unicodedata.category(text[start]) == "Zs":
        start += 1
    while right and end > start and unicodedata.category(text[end - 1]) == "Zs":
        end -= 1
    return text[start:end]


def _leftmost(text: str, number: int) -> str:
    return text[:number]


def _rightmost(text: str, number: int) -> str:
    return text[-number:] if number else ""


def _split_part(text: str, between: str, number: int) -> str:
    parts = text.split(between)
    place = number - 1 if number > 0 else len(parts) + number
    return parts[place] if 0 <= place < len(parts) else ""


def _concat(*parts: Any) -> str:
    return "".join(str(part) for part in parts if part is not None)


def _concat_ws(between: str | None, *parts: Any) -> str | None:
    if between is None:
        return None
    return between.join(str(part) for part in parts if part is not None)


def _extreme(pick: Callable[..., Any]) -> Callable[..., Any]:
    def found(*values: Any) -> Any:
        known = [value for value in values if value is not None]
        return pick(known) if known else None

    return found


def _list_contains(listed: str | None, value: Any) -> Any:
    return None if listed is None or value is None else value in json.loads(listed)


def _date_diff(part: str, start: str, end: str) -> int:
    first, last = _day(start), _day(end)
    match part.lower():
        case "day":
            return (last - first).days
        case "month":
            return (last.year - first.year) * 12 + last.month - first.month
        case "year":
            return last.year - first.year
        case _:
            raise ValueError(part)


# Name in SQLite: how many arguments (-1: any number), the function.
FUNCTIONS: dict[str, tuple[int, Callable[..., Any]]] = {
    "plus": (2, _strict(_plus)),
    "minus": (2, _strict(_minus)),
    "cast_as": (2, _strict(_cast)),
    "try_cast_as": (2, _strict(_try_cast)),
    "year": (1, _strict(lambda day: _day(day).year)),
    "month": (1, _strict(lambda day: _day(day).month)),
    "quarter": (1, _strict(lambda day: (_day(day).month + 2) // 3)),
    "week": (1, _strict(lambda day: _day(day).isocalendar().week)),
    "day": (1, _strict(lambda day: _day(day).day)),
    "isodow": (1, _strict(lambda day: _day(day).isoweekday())),
    "dayofweek": (1, _strict(lambda day: _day(day).isoweekday() % 7)),
    "monthname": (1, _strict(lambda day: calendar.month_name[_day(day).month])),
    "dayname": (1, _strict(lambda day: calendar.day_name[_day(day).weekday()])),
    "date_diff": (3, _strict(_date_diff)),
    "regexp_matches": (-1, _strict(_found)),
    "regexp_full_match": (-1, _strict(_full_match)),
    "regexp_extract": (-1, _strict(_extract)),
    "regexp_replace": (-1, _strict(_substitute)),
    "lower": (1, _strict(lambda text: str(text).lower())),
    "upper": (1, _strict(lambda text: str(text).upper())),
    "like": (-1, _strict(_like)),
    "trim": (1, _strict(_trimmed)),
    "ltrim": (1, _strict(lambda text: _trimmed(text, right=False))),
    "rtrim": (1, _strict(lambda text: _trimmed(text, left=False))),
    "leftmost": (2, _strict(_leftmost)),
    "rightmost": (2, _strict(_rightmost)),
    "reverse": (1, _strict(lambda text: text[::-1])),
    "contains": (2, _strict(lambda text, part: part in text)),
    "starts_with": (2, _strict(lambda text, part: text.startswith(part))),
    "ends_with": (2, _strict(lambda text, part: text.endswith(part))),
    "strpos": (2, _strict(lambda text, part: text.find(part) + 1)),
    "split_part": (3, _strict(_split_part)),
    "string_split": (2, _strict(lambda text, between: json.dumps(text.split(between)))),
    "list_contains": (2, _list_contains),
    "concat": (-1, _concat),
    "concat_ws": (-1, _concat_ws),
    "greatest": (-1, _extreme(max)),
    "least": (-1, _extreme(min)),
}


class _Gathered:
    """An aggregate over the values that are not NULL."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def step(self, value: Any) -> None:
        if value is not None:
            self.values.append(value)


class _AnyValue(_Gathered):
    def finalize(self) -> Any:
        return self.values[0] if self.values else None


class _BoolAnd(_Gathered):
    def finalize(self) -> Any:
        return all(self.values) if self.values else None


class _BoolOr(_Gathered):
    def finalize(self) -> Any:
        return any(self.values) if self.values else None


class _CountIf(_Gathered):
    def finalize(self) -> int:
        return sum(map(bool, self.values))


class _Median(_Gathered):
    def finalize(self) -> Any:
        return statistics.median(self.values) if self.values else None


class _Texts:
    """Texts put together, with a separator between."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.between = ","

    def step(self, text: Any, between: str) -> None:
        self.between = between
        if text is not None:
            self.texts.append(str(text))

    def finalize(self) -> str | None:
        return self.between.join(self.texts) if self.texts else None


class _SortedTexts(_Texts):
    def finalize(self) -> str | None:
        self.texts.sort()
        return super().finalize()


class _DistinctTexts(_Texts):
    def finalize(self) -> str | None:
        self.texts = sorted(set(self.texts))
        return super().finalize()


AGGREGATES: dict[str, tuple[int, type]] = {
    "any_value": (1, _AnyValue),
    "bool_and": (1, _BoolAnd),
    "bool_or": (1, _BoolOr),
    "count_if": (1, _CountIf),
    "median": (1, _Median),
    "string_agg": (2, _Texts),
    "string_agg_sorted": (2, _SortedTexts),
    "string_agg_distinct": (2, _DistinctTexts),
}


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to one connection."""
    for name, (number, function) in FUNCTIONS.items():
        connection.create_function(name, number, function, deterministic=True)
    for name, (number, aggregate) in AGGREGATES.items():
        connection.create_aggregate(name, number, aggregate)

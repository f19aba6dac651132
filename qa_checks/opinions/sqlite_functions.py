"""Functions that rules may call and SQLite lacks, or understands otherwise.

In SQLite they are called `duckdb_...`. Dates are ISO text, lists are JSON text, truth is 0 or 1.
This file needs nothing but Python: `qa-checks export gx` writes a copy of it beside the project.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import operator
import re
import sqlite3
import statistics
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

PREFIX = "duckdb_"
SPACES = "".join(sign for sign in map(chr, range(0x3001)) if unicodedata.category(sign) == "Zs")
TRUTH = {"true": 1, "t": 1, "1": 1, "false": 0, "f": 0, "0": 0}

_day = dt.date.fromisoformat


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


def _date_diff(part: str, start: str, end: str) -> int:
    return PARTS[part.lower()](_day(end)) - PARTS[part.lower()](_day(start))


def _whole(value: Any) -> int:
    text = str(value).strip()
    return int(text) if text.lstrip("+-").isdigit() else round(float(value))


def _try_cast(kind: str, value: Any) -> Any:
    try:
        return CASTS[kind](value)
    except (ValueError, KeyError, OverflowError):
        return None


@lru_cache(maxsize=1000)
def _pattern(pattern: str, options: str = "") -> re.Pattern[str]:
    """Letters and digits are ASCII's in a pattern, as in DuckDB."""
    flags = re.ASCII | (re.IGNORECASE if "i" in options else 0)
    return re.compile(pattern, flags | (re.DOTALL if "s" in options else 0))


def _extract(text: str, pattern: str, group: int = 0) -> str:
    match = _pattern(pattern).search(text)
    return (match[group] or "") if match else ""


def _substitute(text: str, pattern: str, by: str, options: str = "") -> str:
    return _pattern(pattern, options).sub(by, text, count=0 if "g" in options else 1)


def _split_part(text: str, between: str, number: int) -> str:
    parts = text.split(between)
    place = number - 1 if number > 0 else len(parts) + number
    return parts[place] if 0 <= place < len(parts) else ""


def _joined(between: str | None, *texts: Any) -> str | None:
    return None if between is None else between.join(str(t) for t in texts if t is not None)


def _known(pick: Callable[[list[Any]], Any], *values: Any) -> Any:
    """What is picked from the values that are not NULL; NULL if all are."""
    known = [value for value in values if value is not None]
    return pick(known) if known else None


def _texts(texts: Sequence[Any], between: Sequence[str], *keys: Sequence[Any]) -> str:
    """Texts in one, in the order of their keys if there are any."""
    rows = zip(texts, *keys, strict=True)
    ordered = sorted(rows, key=lambda row: [(key is None, key) for key in row[1:]])
    return between[0].join(str(text) for text, *_ in ordered)


PARTS: dict[str, Callable[[dt.date], int]] = {
    "day": dt.date.toordinal,
    "month": lambda day: day.year * 12 + day.month,
    "year": lambda day: day.year,
}
CASTS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("TEXT", "VARCHAR"), str),
    **dict.fromkeys(("TINYINT", "SMALLINT", "INT", "BIGINT"), _whole),
    **dict.fromkeys(("FLOAT", "DOUBLE"), float),
    "DATE": lambda value: _day(str(value)[:10]).isoformat(),
    "BOOLEAN": lambda value: TRUTH[str(value).strip().lower()],
}
# NULL for a NULL among the arguments, as in SQL.
STRICT: dict[str, Callable[..., Any]] = {
    "plus": _plus,
    "minus": _minus,
    "cast_as": lambda kind, value: CASTS[kind](value),
    "try_cast_as": _try_cast,
    "year": lambda day: _day(day).year,
    "month": lambda day: _day(day).month,
    "quarter": lambda day: (_day(day).month + 2) // 3,
    "week": lambda day: _day(day).isocalendar().week,
    **dict.fromkeys(("day", "dayofmonth"), lambda day: _day(day).day),
    "isodow": lambda day: _day(day).isoweekday(),
    **dict.fromkeys(("dayofweek", "weekday"), lambda day: _day(day).isoweekday() % 7),
    "monthname": lambda day: calendar.month_name[_day(day).month],
    "dayname": lambda day: calendar.day_name[_day(day).weekday()],
    **dict.fromkeys(("date_diff", "datediff"), _date_diff),
    "regexp_matches": lambda text, *how: _pattern(*how).search(text) is not None,
    "regexp_full_match": lambda text, *how: _pattern(*how).fullmatch(text) is not None,
    "regexp_extract": _extract,
    "regexp_replace": _substitute,
    "lower": lambda text: str(text).lower(),
    "upper": lambda text: str(text).upper(),
    "trim": lambda text: text.strip(SPACES),
    "ltrim": lambda text: text.lstrip(SPACES),
    "rtrim": lambda text: text.rstrip(SPACES),
    "left": lambda text, number: text[:number],
    "right": lambda text, number: text[-number:] if number else "",
    "char_length": len,
    "contains": lambda text, part: part in text,
    **dict.fromkeys(("starts_with", "prefix"), lambda text, part: text.startswith(part)),
    **dict.fromkeys(("ends_with", "suffix"), lambda text, part: text.endswith(part)),
    "strpos": lambda text, part: text.find(part) + 1,
    "split_part": _split_part,
    "string_split": lambda text, between: json.dumps(text.split(between)),
    "list_contains": lambda listed, value: value in json.loads(listed),
}
# These make of NULL what they will.
LENIENT: dict[str, Callable[..., Any]] = {
    "concat": partial(_joined, ""),
    "concat_ws": _joined,
    "greatest": partial(_known, max),
    "least": partial(_known, min),
}
# Over the values that are not NULL, of which there is at least one.
AGGREGATES: dict[str, Callable[..., Any]] = {
    "any_value": operator.itemgetter(0),
    "bool_and": all,
    "bool_or": any,
    "count_if": lambda values: sum(map(bool, values)),
    "median": statistics.median,
    "string_agg": _texts,
    "string_agg_distinct": lambda texts, between: between[0].join(sorted(set(map(str, texts)))),
}
FUNCTIONS = STRICT.keys() | LENIENT.keys() | AGGREGATES.keys()


class _Gathered:
    """An aggregate: gathers rows of arguments, and concludes from them column by column."""

    def __init__(self, conclude: Callable[..., Any]) -> None:
        self.conclude = conclude
        self.rows: list[tuple[Any, ...]] = []

    def step(self, *row: Any) -> None:
        if row[0] is not None:
            self.rows.append(row)

    def finalize(self) -> Any:
        return self.conclude(*zip(*self.rows, strict=True)) if self.rows else None


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: None if None in given else function(*given)


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to one connection, and LIKE as strict about capitals as DuckDB."""
    connection.execute("PRAGMA case_sensitive_like = ON")
    functions = LENIENT | {name: _strict(function) for name, function in STRICT.items()}
    for name, function in functions.items():
        connection.create_function(PREFIX + name, -1, function, deterministic=True)
    for name, conclude in AGGREGATES.items():
        connection.create_aggregate(PREFIX + name, -1, partial(_Gathered, conclude))

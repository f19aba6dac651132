"""Functions that rules call and SQLite lacks, or understands otherwise.

In SQLite they are called `duckdb_...`. Dates are ISO text, lists are JSON text, truth is 0 or 1.
This file needs nothing but Python: `qa-checks export gx` writes a copy of it beside the project.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

PREFIX = "duckdb_"
SPACES = "".join(sign for sign in map(chr, range(0x3001)) if unicodedata.category(sign) == "Zs")
FLAGS = {"": re.ASCII, "i": re.ASCII | re.IGNORECASE, "s": re.ASCII | re.DOTALL}  # as DuckDB's are

_day = dt.date.fromisoformat


def _plus(left: Any, right: Any) -> Any:
    """Numbers are added; to a date, days."""
    if isinstance(left, str):
        return (_day(left) + dt.timedelta(days=right)).isoformat()
    return left + right


def _minus(left: Any, right: Any) -> Any:
    """Numbers are subtracted; two dates give days, a date and days a date."""
    return (_day(left) - _day(right)).days if isinstance(right, str) else _plus(left, -right)


def _pattern(pattern: str, options: str = "") -> re.Pattern[str]:
    return re.compile(pattern, FLAGS[options])


def _extract(text: str, pattern: str, group: int = 0) -> str:
    match = _pattern(pattern).search(text)
    return (match[group] or "") if match else ""


def _concat(between: str, *texts: Any) -> str:
    return between.join(str(text) for text in texts if text is not None)


def _string_agg(listed: str, between: str) -> str | None:
    """Texts in one, in their own order; NULL if there are none."""
    known = sorted(text for text in json.loads(listed) if text is not None)
    return between.join(map(str, known)) if known else None


# NULL for a NULL among the arguments, as in SQL.
STRICT: dict[str, Callable[..., Any]] = {
    "plus": _plus,
    "minus": _minus,
    "cast_as_text": str,
    **dict.fromkeys(("cast_as_int", "cast_as_bigint"), lambda value: round(Decimal(str(value)))),
    "cast_as_double": float,
    "cast_as_date": lambda value: _day(str(value)[:10]).isoformat(),
    "year": lambda day: _day(day).year,
    "quarter": lambda day: (_day(day).month + 2) // 3,
    "month": lambda day: _day(day).month,
    "day": lambda day: _day(day).day,
    "isodow": lambda day: _day(day).isoweekday(),
    "monthname": lambda day: f"{_day(day):%B}",
    "dayname": lambda day: f"{_day(day):%A}",
    "regexp_matches": lambda text, *how: _pattern(*how).search(text) is not None,
    "regexp_full_match": lambda text, *how: _pattern(*how).fullmatch(text) is not None,
    "regexp_extract": _extract,
    "regexp_replace": lambda text, pattern, by, _: _pattern(pattern).sub(by, text),
    "lower": lambda text: str(text).lower(),
    "upper": lambda text: str(text).upper(),
    "trim": lambda text: text.strip(SPACES),
    "ltrim": lambda text: text.lstrip(SPACES),
    "rtrim": lambda text: text.rstrip(SPACES),
    "left": lambda text, number: text[:number],
    "right": lambda text, number: text[-number:] if number else "",
    "contains": lambda text, part: part in text,
    "starts_with": lambda text, part: text.startswith(part),
    "ends_with": lambda text, part: text.endswith(part),
    "string_split": lambda text, between: json.dumps(text.split(between)),
    "list_contains": lambda listed, value: value in json.loads(listed),
    "string_agg": _string_agg,
}


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: None if None in given else function(*given)


FUNCTIONS = {name: _strict(function) for name, function in STRICT.items()} | {
    "concat": partial(_concat, ""),
    "concat_ws": _concat,
}


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to one connection, and LIKE as strict about capitals as DuckDB."""
    connection.execute("PRAGMA case_sensitive_like = ON")
    for name, function in FUNCTIONS.items():
        connection.create_function(PREFIX + name, -1, function, deterministic=True)

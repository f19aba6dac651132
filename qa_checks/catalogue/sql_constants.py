"""Constants in SQL that can only fail: they are tried before there is any row.

A pattern or the name of a part of a date is looked at by DuckDB only when a row comes by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from qa_checks.duckdb_core import Connection
from qa_checks.sql_text import sql_literal

PLAIN_TYPE = re.compile(r"[A-Z][A-Z0-9_ ]*")
PATTERN = "regular expression"
FORMAT = "format of a day"
PART = "part of a date"
REMEDIES = {
    PATTERN: (
        "A sign that stands for itself needs a backslash before it; looking ahead or behind is "
        "not known."
    ),
    FORMAT: "Write it as in '%d/%m/%Y'.",
    PART: "Write year, quarter, month, week or day.",
    **dict.fromkeys(("DATE", "date"), "Write a day as '2021-08-31'."),
}
# By function: which argument is what, and how it is tried.
TRIED = {
    **dict.fromkeys(
        ("regexp_extract", "regexp_full_match", "regexp_matches", "regexp_replace"),
        (1, PATTERN, "regexp_matches('', {})"),
    ),
    "strptime": (1, FORMAT, "try_strptime('', {})"),
    "date_part": (0, PART, "date_part({}, DATE '2000-01-01')"),
    "date_trunc": (0, PART, "date_trunc({}, DATE '2000-01-01')"),
    "date_diff": (0, PART, "date_diff({}, DATE '2000-01-01', DATE '2000-01-01')"),
    "datediff": (0, PART, "date_diff({}, DATE '2000-01-01', DATE '2000-01-01')"),
}


class Constant(Struct, frozen=True):
    """A text that stands in SQL, what it must be, and an expression that fails if it is not."""

    text: str
    kind: str
    trial: str

    def fault(self, connection: Connection) -> str:
        """Why it is not what it must be; '' if it is."""
        from qa_checks.duckdb_core import Error

        try:
            connection.execute(f"SELECT {self.trial}")
        except Error as fault:
            reason = str(fault).splitlines()[0].partition(": ")[2]
            remedy = REMEDIES.get(self.kind, "")
            return f"'{self.text}' is no {self.kind} ({reason}). {remedy}".rstrip()
        return ""


def pattern(text: str) -> Constant:
    """A regular expression."""
    return _constant(text, PATTERN, "regexp_matches('', {})")


def read_as(value: str | int, sql_type: str, kind: str = "") -> Constant:
    """A constant that is read as a value of a type, which sentences may call otherwise."""
    return Constant(str(value), kind or sql_type, f"CAST({sql_literal(value)} AS {sql_type})")


def read_constants(item: Mapping[str, Any]) -> Iterator[Constant]:
    """Those that an expression of DuckDB's syntax tree holds as its own parts."""
    if item["class"] == "CAST" and not item.get("try_cast"):
        text, name = _text(item["child"]), str(item["type_expr"].get("type_name", ""))
        if text is not None and PLAIN_TYPE.fullmatch(name):
            yield read_as(text, name)
    arguments = item.get("arguments", [])
    place, kind, trial = TRIED.get(str(item.get("function_name", "")).lower(), (0, "", ""))
    if trial and place < len(arguments):
        text = _text(arguments[place]["expression"])
        if text is not None:
            yield _constant(text, kind, trial)


def first_fault(constants: Iterable[Constant], connection: Connection) -> str:
    """What is wrong with the first that is not what it must be; '' if all are."""
    return next(filter(None, (constant.fault(connection) for constant in constants)), "")


def _constant(text: str, kind: str, trial: str) -> Constant:
    return Constant(text, kind, trial.format(sql_literal(text)))


def _text(expression: Mapping[str, Any]) -> str | None:
    """The text that an expression is; None if it is anything else."""
    literal = expression.get("literal") or {}
    return literal.get("text") if literal.get("kind") == "STRING" else None

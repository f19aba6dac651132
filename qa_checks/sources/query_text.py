"""The text of a query: one SELECT and nothing else, before any database sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_checks.errors import InputError

if TYPE_CHECKING:
    from sqlglot import Expr, Token

PASSWORD = re.compile(r"\b(?:password|passwd|pwd)\s*=", re.IGNORECASE)
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
BEGINNING = re.compile(r"[\s(]*(?:select|with|values)\b", re.IGNORECASE)
ONE_SELECT = "Ask with one SELECT (or WITH … SELECT), which only reads."


def read_select(text: str, dialect: str, place: str) -> str:
    """The one SELECT that a text holds, without a semicolon behind it.

    Raises
    ------
    InputError
        If there are several statements, or one that does more than read.
    """
    tokens = _tokens(text, dialect, place)
    ends = [token for token in tokens if token.token_type.name == "SEMICOLON"]
    if ends:
        if tokens[-1].start > ends[0].start and any(
            token.start > ends[0].start and token not in ends for token in tokens
        ):
            raise InputError(
                "The query is more than one statement: another one stands behind a semicolon.",
                where=place,
                remedy=ONE_SELECT,
            )
        text = text[: ends[0].start]
    if any(token.token_type.name == "STRING" and PASSWORD.search(token.text) for token in tokens):
        raise InputError(
            "A text in the query holds a password, and the query is printed in the report.",
            where=place,
            remedy="Take it out; let the database itself hold what it needs to reach another.",
        )
    _refuse_writing(text, dialect, place)
    return text.strip()


def _tokens(text: str, dialect: str, place: str) -> list[Token]:
    from sqlglot import tokenize
    from sqlglot.errors import SqlglotError

    try:
        tokens = tokenize(text, read=_known(dialect))
    except (SqlglotError, ValueError):
        raise InputError(
            "The query cannot be read as SQL: a text or a name in it does not end.",
            where=place,
            remedy="Run it in the database's own client first.",
        ) from None
    if not tokens:
        raise InputError("The query is empty.", where=place, remedy=ONE_SELECT)
    return tokens


def _refuse_writing(text: str, dialect: str, place: str) -> None:
    """Refuse what is no SELECT, and a SELECT with a part that writes or locks."""
    from sqlglot import exp

    if not BEGINNING.match(COMMENT.sub(" ", text)):
        raise InputError("The query is no SELECT.", where=place, remedy=ONE_SELECT)
    parsed = _parse(text, dialect)
    if parsed is None:
        return  # what this program cannot parse, the database may: it reads only, too
    writing = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock)
    parts = [part for part in parsed.walk() if isinstance(part, writing)]
    parts = [part for part in parts if not isinstance(part, (exp.Query, exp.Values))]
    if isinstance(parsed, (exp.Query, exp.Values)) and not parts:
        return
    what = parts[0] if parts else parsed
    raise InputError(
        f"The query does more than read: it has {_name(what)}.", where=place, remedy=ONE_SELECT
    )


def _parse(text: str, dialect: str) -> Expr | None:
    """The parsed query; None if sqlglot does not know all of its SQL."""
    from sqlglot import ErrorLevel, parse_one
    from sqlglot.errors import SqlglotError

    try:
        return parse_one(text, read=_known(dialect), error_level=ErrorLevel.RAISE)
    except (SqlglotError, RecursionError):
        return None


def _known(dialect: str) -> str | None:
    """A dialect if sqlglot knows it; None, its own SQL, for others."""
    from sqlglot import Dialect

    return dialect if Dialect.get(dialect) else None


def _name(part: Expr) -> str:
    word = part.key.upper()
    return {"LOCK": "FOR UPDATE", "COMMAND": str(part.this).upper()}.get(word, word)

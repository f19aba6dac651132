"""The text of a query: one SELECT and nothing else, before any database sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_checks.errors import InputError
from qa_checks.queries.parsed_query import NO_SELECT, parse

if TYPE_CHECKING:
    from sqlglot import Token

PASSWORD = re.compile(r"\b(?:password|passwd|pwd)\s*=", re.IGNORECASE)
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
EXECUTED = re.compile("M?!")  # begins a comment that MySQL, or MariaDB alone, executes
BEGINNING = re.compile(r"[\s(]*(?:select|with|values)\b", re.IGNORECASE)
VALUES = re.compile(r"[\s(]*values\b", re.IGNORECASE)
REFUSES_WRITING = ("postgres", "sqlite", "mysql", "oracle")  # in the transactions made here
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
        if any(token.start > ends[0].start and token not in ends for token in tokens):
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
    _refuse_writing(text, tokens, dialect, place)
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


def _refuse_writing(text: str, tokens: list[Token], dialect: str, place: str) -> None:
    """Refuse what is no SELECT, and a SELECT with a part that writes or locks."""
    from sqlglot import exp

    if not BEGINNING.match(COMMENT.sub(" ", text)):
        raise InputError("The query is no SELECT.", where=place, remedy=ONE_SELECT)
    if any(EXECUTED.match(comment) for token in tokens for comment in token.comments):
        raise _does_more("a comment that MySQL executes (/*! … */)", place)
    parsed = parse(text, dialect)
    if parsed.fault == NO_SELECT and not VALUES.match(COMMENT.sub(" ", text)):
        raise InputError("The query is no SELECT.", where=place, remedy=ONE_SELECT)
    writing = (exp.DML, exp.DDL, exp.Command, exp.Lock)
    for part in parsed.tree.walk() if parsed.tree else ():
        if isinstance(part, writing) and not isinstance(part, (exp.Query, exp.Values)):
            name = "FOR UPDATE" if isinstance(part, exp.Lock) else part.key.upper()
            raise _does_more(name, place)
    # MySQL writes a file even in a transaction that only reads, in words that no parser may know.
    if any(token.token_type.name == "INTO" for token in tokens):
        raise _does_more("INTO", place)
    # What this program cannot parse, the database may: where it only reads, nothing can happen.
    if parsed.tree is None and dialect not in REFUSES_WRITING:
        raise InputError(
            f"It cannot be told that the query only reads: {parsed.fault}.",
            where=place,
            remedy="Write it more plainly, or make a view of it in the database and read that.",
        )


def _does_more(what: str, place: str) -> InputError:
    return InputError(
        f"The query does more than read: it has {what}.", where=place, remedy=ONE_SELECT
    )


def _known(dialect: str) -> str | None:
    """A dialect if sqlglot knows it; None, its own SQL, for others."""
    from sqlglot import Dialect

    return dialect if Dialect.get(dialect) else None

"""The text of a query as a tree, or why there is none."""

from __future__ import annotations

import logging

import sqlglot
from msgspec import Struct
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError

LONGEST = 100_000  # characters
NO_SELECT = "it is not a SELECT"
_LOGGER = logging.getLogger("sqlglot")


class ParsedQuery(Struct, frozen=True):
    """The tree of a query, or the fault why there is none; in its dialect if that is known."""

    tree: exp.Query | None
    dialect: str
    fault: str = ""


def parse(text: str, dialect: str) -> ParsedQuery:
    """Parse a query as its database does.

    Parameters
    ----------
    dialect
        What sqlglot calls the SQL of the database; one that it does not know is read as its own.
    """
    known = dialect if dialect and Dialect.get(dialect) else ""
    if len(text) > LONGEST:
        return ParsedQuery(None, known, f"it has more than {LONGEST:,} characters")
    was = _LOGGER.disabled
    _LOGGER.disabled = True  # it warns of what is no SELECT, which is said here
    try:
        statements = [
            tree
            for tree in sqlglot.parse(text, read=known or None)
            if tree is not None and not isinstance(tree, exp.Semicolon)
        ]
    except SqlglotError as fault:
        return ParsedQuery(None, known, _say(fault))
    except RecursionError:
        return ParsedQuery(None, known, "it is nested too deeply")
    finally:
        _LOGGER.disabled = was
    if len(statements) != 1:
        count = f"it has {len(statements)} statements, and not one" if statements else "it is empty"
        return ParsedQuery(None, known, count)
    [tree] = statements
    if isinstance(tree, exp.Values) or not isinstance(tree, exp.Query):
        return ParsedQuery(None, known, NO_SELECT)
    return ParsedQuery(tree, known)


def _say(fault: SqlglotError) -> str:
    """What sqlglot says and where, without the piece of the text, which it marks by colours."""
    errors = getattr(fault, "errors", None)
    if not errors:
        return "it does not parse"
    [first, *_] = errors
    what = str(first.get("description") or "something is wrong").rstrip(".")
    what = "something is missing" if what.startswith("Required keyword") else what
    return f"it does not parse: {what} (line {first.get('line')}, column {first.get('col')})"

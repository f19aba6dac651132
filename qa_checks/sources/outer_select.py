"""A SELECT around a query, which casts its columns; written for each kind of database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import Token


def wrap(text: str, columns: Sequence[str]) -> str:
    """Select from a query in brackets.

    Parameters
    ----------
    columns
        An expression for each column of the query, where {} stands for its name.
    """
    # On lines of their own, since a comment may end the query.
    return f"SELECT {_cast(columns)} FROM (\n{text}\n) AS q({', '.join(_names(columns))})"


def wrap_transact(text: str, columns: Sequence[str]) -> str:
    """Select from a query of Transact-SQL, which brackets take neither WITH nor ORDER BY from.

    Examples
    --------
    >>> print(wrap_transact("WITH a AS (SELECT 1 AS x) SELECT x FROM a ORDER BY x", ["{}"]))
    WITH a AS (SELECT 1 AS x) , q(c0) AS (
    SELECT x FROM a ORDER BY x
    OFFSET 0 ROWS
    ) SELECT q.c0 FROM q
    """
    from sqlglot import tokenize

    outer = _outside_brackets(tokenize(text, read="tsql"))
    kinds = [token.token_type.name for token in outer]
    main, head = 0, "WITH "
    if kinds[:1] == ["WITH"]:
        main = outer[_behind_named(kinds)].start
        head = f"{text[:main]}, "
    hint = outer[kinds.index("OPTION")].start if "OPTION" in kinds else len(text)
    inner, tail = text[main:hint], text[hint:]
    if "ORDER_BY" in kinds and not {"OFFSET", "TOP"} & set(kinds):
        inner += "\nOFFSET 0 ROWS"
    named = f"q({', '.join(_names(columns))})"
    return f"{head}{named} AS (\n{inner}\n) SELECT {_cast(columns)} FROM q {tail}".rstrip()


def _outside_brackets(tokens: Sequence[Token]) -> list[Token]:
    depth = 0
    outer = []
    for token in tokens:
        kind = token.token_type.name
        depth -= kind == "R_PAREN"
        if depth == 0:
            outer.append(token)
        depth += kind == "L_PAREN"
    return outer


def _behind_named(kinds: Sequence[str]) -> int:
    """Where the query begins, behind the last of those that WITH names."""
    return next(
        place
        for place in range(1, len(kinds))
        if kinds[place - 1] == "R_PAREN" and kinds[place] not in ("ALIAS", "COMMA")
    )


def _names(columns: Sequence[str]) -> list[str]:
    return [f"c{place}" for place in range(len(columns))]


def _cast(columns: Sequence[str]) -> str:
    named = zip(columns, _names(columns), strict=True)
    return ", ".join(column.format(f"q.{name}") for column, name in named)

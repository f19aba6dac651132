"""What EXISTS says of another table stays open where only a row that cannot be read could tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

# What is skipped while brackets are counted: texts, names in quotation marks, comments.
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|[()]|\w+|\S""", re.DOTALL)
_SELECT = re.compile(
    r"\s*SELECT\s+1\s+FROM\s+(?P<table>[\w.]+)\s+(?:AS\s+)?(?P<alias>\w+)\s+WHERE\s+(?P<where>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MORE = frozenset("group having union except intersect order limit qualify window".split())


class Lookup(Struct, frozen=True):
    """An EXISTS over the rows of one table, from ``start`` to ``end`` of a condition."""

    start: int
    end: int
    table: str
    alias: str
    where: str


def left_open(condition: str, unreadable: Callable[[Lookup], tuple[str, str]]) -> str:
    """A condition of which each such EXISTS is NULL where only an unreadable row could meet it.

    Parameters
    ----------
    unreadable
        SQL that is true of the row that is judged if a cell of its own that is asked for there
        cannot be read, and SQL that is true of such a row of the table, by its alias; '' if there
        is none.
    """
    for lookup in reversed([*_lookups(condition)]):
        own, other = unreadable(lookup)
        if own or other:
            rows = f"SELECT 1 FROM {lookup.table} AS {lookup.alias} WHERE"
            is_open = [f"({own})"] if own else []
            if other:
                is_open.append(f"EXISTS ({rows} ({lookup.where}\n) IS NULL AND ({other}))")
            told = (
                f"CASE WHEN EXISTS ({rows} {lookup.where}\n) THEN TRUE "
                f"WHEN {' OR '.join(is_open)} THEN NULL ELSE FALSE END"
            )
            condition = f"{condition[: lookup.start]}({told}){condition[lookup.end :]}"
    return condition


def _lookups(condition: str) -> Iterator[Lookup]:
    """The outermost of those that a condition holds."""
    tokens = [*_TOKEN.finditer(condition)] if "exists" in condition.lower() else []
    place = 0
    while place < len(tokens) - 1:
        token, behind = tokens[place], tokens[place + 1]
        place += 1
        if token[0].upper() != "EXISTS" or behind[0] != "(":
            continue
        depth, words = 0, set[str]()
        for last in range(place, len(tokens)):
            depth += {"(": 1, ")": -1}.get(tokens[last][0], 0)
            if depth == 1:
                words.add(tokens[last][0].lower())
            if depth == 0:
                break
        inner = _SELECT.fullmatch(condition[behind.end() : tokens[last].start()])
        if inner and words.isdisjoint(_MORE):
            yield Lookup(token.start(), tokens[last].end(), *inner.groups())
            place = last + 1

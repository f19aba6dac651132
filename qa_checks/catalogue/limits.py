"""The limits on a column's own values, in SQL and for other tools to say in words of their own.

What is beyond them is impossible, not only wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from qa_checks.catalogue.bound import BoundRule
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.model.logic import Predicate
from qa_checks.sql_text import sql_literal

OPERATORS = {"ge": ">=", "le": "<="}


class Limit(Struct, frozen=True):
    """A condition on the values of one published column; ``check`` reports those beyond it."""

    check: str
    table: str
    column: str
    condition: str


def find_limits(tables: Iterable[Table], rules: Iterable[BoundRule]) -> list[Limit]:
    """Every limit that the schemas and the rules of a catalogue set."""
    by_schema = [
        limit
        for table in tables
        for name, column in table.stored.items()
        if column.is_checked
        for _, limit in schema_limits(table, name)
    ]
    by_rule = [
        Limit(bound.check.id, bound.check.table, bound.limits, bound.logic.condition)
        for bound in rules
        if bound.limits and isinstance(bound.logic, Predicate)
    ]
    return by_schema + by_rule


def schema_limits(table: Table, name: str) -> Iterator[tuple[str, Limit]]:
    """The smallest and the largest value of a column, by the schema's word for it."""
    for word, operator in OPERATORS.items():
        value = getattr(table.columns[name], word)
        if value is not None:
            check = f"{table.table}.{name}.{word}"
            condition = f'"{name}" {operator} {sql_literal(value)}'
            yield word, Limit(check, table.table, name, condition)


def limits_of(column: Column, codes: Mapping[str, CodeList]) -> dict[str, Any]:
    """Give the constraints on single values, under the schema's words for them.

    Returns
    -------
    dict
        Those of `in` (the codes as values of the column's type), `ge`, `le` and
        `str_matches` that it has; none if its values are checked elsewhere.
    """
    constraints = {
        "in": None if column.in_ is None else codes[column.in_].values(column.type),
        "ge": column.ge,
        "le": column.le,
        "str_matches": column.str_matches,
    }
    held = {word: limit for word, limit in constraints.items() if limit is not None}
    return held if column.is_checked else {}

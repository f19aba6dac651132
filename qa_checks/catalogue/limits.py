"""The limits on a column's own values: what is beyond them is impossible, not only wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from qa_checks.catalogue.bound import BoundRule
from qa_checks.catalogue.schemas import Table
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

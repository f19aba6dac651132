"""The rows a rule speaks of: as one SQL predicate, and in words."""

from __future__ import annotations

from qa_checks.catalogue.rule_file import Scope
from qa_checks.catalogue.schemas import Table
from qa_checks.sql_text import sql_literal, sql_literals
from qa_checks.words import show


def scope_sql(scope: Scope, table: Table | None) -> str:
    """The scope as one SQL predicate; '' when it is every row."""
    parts = []
    time = table.time if table else None
    if scope.from_ is not None:
        parts.append(f"{time} >= {sql_literal(scope.from_)}")
    if scope.until is not None:
        parts.append(f"{time} <= {sql_literal(scope.until)}")
    for column, values in scope.columns.items():
        parts.append(f"{column} IN ({sql_literals(values)})")
    if scope.where is not None:
        parts.append(f"({scope.where})")
    return " AND ".join(parts)


def tell_scope(scope: Scope, table: Table) -> str:
    """The scope for a reader."""
    limits = [
        f"{column} is {' or '.join(map(str, values))}" for column, values in scope.columns.items()
    ]
    if scope.from_ or scope.until:
        time = table.columns[table.time].title if table.time else "date"
        ends = [f"from {show(scope.from_)}"] if scope.from_ else []
        ends += [f"until {show(scope.until)}"] if scope.until else []
        limits.append(f"{time[:1].lower()}{time[1:]} {' '.join(ends)}")
    if scope.where:
        limits.append(scope.where)
    if not limits:
        return f"Each row of {table.title.lower()}."
    return "\n".join([f"Rows of {table.title.lower()} with", *limits])

"""The rows of all earlier releases in one schema, each with the release it is of."""

from __future__ import annotations

from collections.abc import Container

from qa_checks.catalogue.bound import HISTORY
from qa_checks.catalogue.extract import EARLIER_COLUMNS
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.reading.intake import ENTRY_COLUMNS, columns_sql
from qa_checks.reading.loaded import Loaded
from qa_checks.sql_text import sql_literal


def build_history(loaded: Loaded) -> None:
    """Create a view of each table over every release before the one that is checked."""
    if not loaded.earlier:
        return
    database = HISTORY.rstrip(".")
    statements = [f"ATTACH ':memory:' AS {database}"]
    for table in loaded.schemas.tables.values():
        name = table.table
        parts = [
            f"SELECT {told_of(snapshot.facts, table.columns)} * "
            f"FROM {snapshot.database}.main.{name}"
            for snapshot in loaded.earlier
            if name in snapshot.tables
        ]
        if parts:
            rows = " UNION ALL BY NAME ".join(parts)
            statements.append(f"CREATE VIEW {HISTORY}main.{name} AS {rows}")
        else:
            own_columns = "".join(
                f"{column} {kind}, "
                for column, kind in EARLIER_COLUMNS.items()
                if column not in table.columns
            )
            columns = f"{own_columns}{ENTRY_COLUMNS}, {columns_sql(table)}"
            statements.append(f"CREATE TABLE {HISTORY}main.{name} ({columns})")
    loaded.connection.execute(";".join(statements))


def told_of(facts: ReleaseFacts, own: Container[str] = ()) -> str:
    """What a release says of itself, as columns before those of rows, without the rows' own."""
    values = (facts.id, facts.as_at, facts.period_start, facts.period_end)
    return "".join(
        f"CAST({sql_literal(value)} AS {kind}) AS {column}, "
        for value, (column, kind) in zip(values, EARLIER_COLUMNS.items(), strict=True)
        if column not in own
    )

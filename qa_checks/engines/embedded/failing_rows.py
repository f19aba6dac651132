"""Fetches the rows at fault, with the columns their findings show."""

from __future__ import annotations

from qa_checks.catalogue import Schemas
from qa_checks.engines.door import Row, Wanted
from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.faulty_cells import cells_sql
from qa_checks.engines.embedded.scans import source_of
from qa_checks.model import Predicate


def at_fault(schemas: Schemas, wanted: Wanted) -> str:
    """SELECT of the rows at fault of one check."""
    logic = wanted.logic
    if isinstance(logic, Predicate):
        scope = f" AND ({logic.scope})" if logic.scope else ""
        return f"SELECT * FROM {source_of(logic)} AS t WHERE NOT ({logic.condition}){scope}"
    return cells_sql(schemas, logic.table, logic.cells) if logic.cells else logic.sql


def fetch(database: Database, sql: str, wanted: Wanted) -> list[Row]:
    """Rows a SELECT gives, in the order of the file, narrowed to what is shown.

    One more than is wanted, if there are so many.
    """
    import duckdb

    columns = ", ".join(f'"{name}"' for name in wanted.columns)
    limit = "" if wanted.most is None else f" LIMIT {wanted.most + 1}"
    facts = wanted.logic.facts
    failing = f"FROM ({sql}) AS failing ORDER BY _source, _row"
    within = f", {wanted.within_row}" if wanted.within_row else ""
    try:
        return database.ask_rows(f"SELECT {columns} {failing}{within}{limit}", facts)
    except duckdb.BinderException:  # a query need not give every column
        return database.ask_rows(f"SELECT * {failing}{limit}", facts)


def fetch_counted(database: Database, sql: str, wanted: Wanted) -> tuple[list[Row], int]:
    """Rows a SELECT gives, as many as are wanted, and how many there are."""
    rows = fetch(database, sql, wanted)
    if wanted.most is None or len(rows) <= wanted.most:
        return rows, len(rows)
    counted = database.ask(f"SELECT count(*) FROM ({sql})", wanted.logic.facts)
    return rows[: wanted.most], int(counted[0][0])

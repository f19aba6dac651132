"""Fetches the rows at fault, with the columns their findings show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        return f"SELECT * FROM {source_of(logic)} AS t WHERE {fails(logic)}"
    return cells_sql(schemas, logic.table, logic.cells) if logic.cells else logic.sql


def fails(predicate: Predicate) -> str:
    """Condition that is true of the rows at fault."""
    scope = f" AND ({predicate.scope})" if predicate.scope else ""
    return f"NOT ({predicate.condition}){scope}"


def fetch(database: Database, sql: str, wanted: Wanted) -> list[Row]:
    """Rows a SELECT gives, in the order of the file, narrowed to what is shown.

    One more than is wanted, if there are so many.
    """
    import duckdb

    try:
        return _fetch_columns(database, sql, wanted, wanted.columns, wanted.within_row)
    except duckdb.BinderException:  # a query need not give every column
        given = database.ask_columns(sql, wanted.logic.facts)
        within = wanted.within_row if wanted.within_row in given else ""
        return _fetch_columns(database, sql, wanted, given, within)


def _fetch_columns(
    database: Database, sql: str, wanted: Wanted, columns: Sequence[str], within: str
) -> list[Row]:
    """Some columns of the rows; those of one place stand in the order of what is shown of them."""
    order = dict.fromkeys(["_source", "_row", *filter(None, [within]), *columns])
    limit = "" if wanted.most is None else f" LIMIT {wanted.most + 1}"
    return database.ask_rows(
        f"SELECT {_listed(columns)} FROM ({sql}) AS failing ORDER BY {_listed(order)}{limit}",
        wanted.logic.facts,
    )


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def fetch_counted(database: Database, sql: str, wanted: Wanted) -> tuple[list[Row], int]:
    """Rows a SELECT gives, as many as are wanted, and how many there are."""
    rows = fetch(database, sql, wanted)
    if wanted.most is None or len(rows) <= wanted.most:
        return rows, len(rows)
    counted = database.ask(f"SELECT count(*) FROM ({sql})", wanted.logic.facts)
    return rows[: wanted.most], int(counted[0][0])

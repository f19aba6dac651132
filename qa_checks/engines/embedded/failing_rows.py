"""Fetches the rows at fault, with the columns their findings show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from qa_checks.catalogue import Schemas
from qa_checks.duckdb_core import BinderException
from qa_checks.engines.door import Rows, Wanted
from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.faulty_cells import cells_sql
from qa_checks.engines.embedded.scans import source_of
from qa_checks.model.logic import Logic, Predicate
from qa_checks.sql_text import sql_names

FEW = 5_000


def at_fault(schemas: Schemas, logic: Logic, gathered: Mapping[str, str]) -> str:
    """SELECT of the rows at fault of one check.

    ``gathered`` are tables of faulty cells, by the name of the table they are from.
    """
    if isinstance(logic, Predicate):
        return failing(logic)
    if logic.cells:
        return cells_sql(schemas, logic.table, logic.cells, gathered[logic.table])
    return logic.sql


def failing(predicate: Predicate) -> str:
    """SELECT of the rows at fault of a condition."""
    return f"SELECT * FROM {source_of(predicate)} AS t WHERE {fails(predicate)}"


def fails(predicate: Predicate) -> str:
    """Condition that is true of the rows at fault."""
    scope = f" AND ({predicate.scope})" if predicate.scope else ""
    return f"NOT ({predicate.condition}){scope}"


def fetch_few(database: Database, sql: str, wanted: Wanted) -> tuple[Rows, int]:
    """Rows of a small table that a SELECT gives, as many as are wanted, and how many there are.

    A few are put in order here: DuckDB takes longer to plan the sorting than to find them.
    """
    order = _order(wanted.columns, wanted.within_row)
    few = f"SELECT {sql_names(wanted.columns)} FROM ({sql}) AS failing LIMIT {FEW + 1}"
    if order.keys() <= {*wanted.columns}:
        with suppress(BinderException):  # a query need not give every column
            rows = database.ask(few, wanted.logic.facts)
            if len(rows) <= FEW:
                places = [wanted.columns.index(name) for name in order]
                rows.sort(key=lambda row: [(row[place] is None, row[place]) for place in places])
                return Rows.of(wanted.columns, rows[: wanted.most]), len(rows)
    return fetch_counted(database, sql, wanted)


def fetch(database: Database, sql: str, wanted: Wanted) -> Rows:
    """Rows a SELECT gives, in the order of the file, narrowed to what is shown.

    One more than is wanted, if there are so many.
    """
    try:
        return _fetch_columns(database, sql, wanted, wanted.columns, wanted.within_row)
    except BinderException:  # a query need not give every column
        given = database.ask_columns(sql, wanted.logic.facts)
        within = wanted.within_row if wanted.within_row in given else ""
        return _fetch_columns(database, sql, wanted, given, within)


def _fetch_columns(
    database: Database, sql: str, wanted: Wanted, columns: Sequence[str], within: str
) -> Rows:
    """Some columns of the rows; those of one place stand in the order of what is shown of them."""
    order = _order(columns, within)
    limit = "" if wanted.most is None else f" LIMIT {wanted.most + 1}"
    rows = database.ask(
        f"SELECT {sql_names(columns)} FROM ({sql}) AS failing ORDER BY {sql_names(order)}{limit}",
        wanted.logic.facts,
    )
    return Rows.of(columns, rows)


def _order(columns: Iterable[str], within: str) -> dict[str, None]:
    """The columns that rows are put in order by: their place, then what is shown of them."""
    return dict.fromkeys(["_source", "_row", *filter(None, [within]), *columns])


def fetch_counted(database: Database, sql: str, wanted: Wanted) -> tuple[Rows, int]:
    """Rows a SELECT gives, as many as are wanted, and how many there are."""
    rows = fetch(database, sql, wanted)
    if wanted.most is None or len(rows) <= wanted.most:
        return rows, len(rows)
    counted = database.ask(f"SELECT count(*) FROM ({sql})", wanted.logic.facts)
    return rows.first(wanted.most), int(counted[0][0])

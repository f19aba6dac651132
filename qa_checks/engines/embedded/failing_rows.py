"""Fetches the rows at fault, with the columns their findings show."""

from __future__ import annotations

from qa_checks.catalogue import Schemas
from qa_checks.engines.door import Row, Wanted
from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.faulty_cells import cells_sql
from qa_checks.engines.embedded.scans import source_of
from qa_checks.model import Predicate


def fetch(database: Database, schemas: Schemas, wanted: Wanted) -> list[Row]:
    """The rows at fault of one check, in the order of the file, narrowed to what is shown."""
    import duckdb

    logic = wanted.logic
    if isinstance(logic, Predicate):
        sql = f"SELECT * FROM {source_of(logic)} AS t WHERE {_is_violated(logic)}"
    else:
        sql = cells_sql(schemas, logic.table, logic.cells) if logic.cells else logic.sql
    columns = ", ".join(f'"{name}"' for name in wanted.columns)
    limit = "" if wanted.most is None else f" LIMIT {wanted.most}"
    tail = f"FROM ({sql}) AS failing ORDER BY _source, _row{limit}"
    try:
        return database.ask_rows(f"SELECT {columns} {tail}", logic.facts)
    except duckdb.BinderException:  # a query need not give every column
        return database.ask_rows(f"SELECT * {tail}", logic.facts)


def _is_violated(asked: Predicate) -> str:
    """SQL that is true of the rows which violate a predicate, and of no other."""
    scope = f" AND ({asked.scope})" if asked.scope else ""
    return f"NOT ({asked.condition}){scope}"

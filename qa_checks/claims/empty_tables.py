"""Tables without rows, whose database tells which queries no row could answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from qa_checks.catalogue.trials import connect_empty
from qa_checks.duckdb_core import Connection
from qa_checks.engines.door import Engine
from qa_checks.reading.loaded import Snapshot
from qa_checks.sql_text import sql_name, sql_table

NOTHING = '"name": "EMPTY_RESULT"'  # in the plan of what gives no row, whatever tables hold


class EmptyTables(Struct, dict=True):
    """The tables of a release that claims read, by their columns alone."""

    engine: Engine
    release: Snapshot
    made: set[str] = set()

    def contradicts_itself(
        self, sql: str, tables: Iterable[str], values: Mapping[str, Any]
    ) -> bool:
        """Whether a part of a query can find nothing, with these values as its parameters."""
        for name in set(tables) - self.made:
            self._make(name)
        asked = f"EXPLAIN (FORMAT json) {sql}"
        [(_, plan)] = self._connection.execute(asked, dict(values)).fetchall()
        return NOTHING in plan

    @cached_property
    def _connection(self) -> Connection:
        return connect_empty()

    def _make(self, name: str) -> None:
        table = sql_table(name)
        asked = f"SELECT column_name, column_type FROM (DESCRIBE {table})"
        described = self.engine.select(asked, self.release)
        assert isinstance(described, list)  # noqa: S101  it has been read
        columns = [f"{sql_name(row['column_name'])} {row['column_type']}" for row in described]
        if "." in name:
            schema = sql_name(name.partition(".")[0])
            self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        self._connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        self.made.add(name)

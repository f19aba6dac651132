"""The loaded tables as the engine asks them: a connection a thread, facts as parameters."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, field

from qa_checks.duckdb_core import Connection, Error, OutOfMemoryException
from qa_checks.engines.door import Failure, Row
from qa_checks.engines.memory import relieve
from qa_checks.reading.loaded import OF_RELEASE, within

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Snapshot

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Database(Struct):
    """The tables of a run and the facts that SQL may name."""

    main: Connection
    facts: Mapping[str, Any]
    threads: threading.local = field(default_factory=threading.local)

    @property
    def connection(self) -> Connection:
        """The thread's own connection to the tables."""
        if not hasattr(self.threads, "connection"):
            self.threads.connection = self.main.cursor()
        connection: Connection = self.threads.connection
        return connection

    def ask(self, sql: str, facts: Iterable[str] = ()) -> list[tuple[Any, ...]]:
        """Run one statement with those of the facts that it names."""
        return self._run(self.connection, sql, self._values(sql, facts))[1]

    def ask_each(
        self, scans: Sequence[str], facts: Iterable[str] = ()
    ) -> list[list[tuple[Any, ...]]]:
        """The rows that each of some SELECTs of equal columns gives, in one statement."""
        if len(scans) == 1:
            return [self.ask(scans[0], facts)]
        numbered = (f"SELECT {place} AS place, * FROM ({sql})" for place, sql in enumerate(scans))
        rows: list[list[tuple[Any, ...]]] = [[] for _ in scans]
        for place, *row in self.ask(" UNION ALL ".join(numbered), facts):
            rows[place].append(tuple(row))
        return rows

    def keep(self, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
        """Keep values as the columns of a table."""
        listed = ", ".join(f"unnest(${name}) AS {name}" for name in columns)
        sql = f"CREATE OR REPLACE TABLE {table} AS SELECT {listed}"
        self._run(self.connection, sql, dict(columns))

    def ask_columns(self, sql: str, facts: Iterable[str] = ()) -> list[str]:
        """The names of the columns that a SELECT gives."""
        text = f"SELECT * FROM ({sql}) LIMIT 0"
        return self._run(self.connection, text, self._values(text, facts))[0]

    def ask_snapshot(
        self, sql: str, snapshot: Snapshot, values: Mapping[str, Any] | None = None
    ) -> list[Row]:
        """Run one statement whose tables are those of a snapshot."""
        named = dict(values) if values else None
        of_release = snapshot.database == OF_RELEASE
        connection = self.connection if of_release else within(self.main, snapshot.database)
        names, rows = self._run(connection, sql, named)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _run(
        self, connection: Connection, sql: str, values: dict[str, Any] | None = None
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        try:
            cursor = connection.execute(sql, values)
            return [column[0] for column in cursor.description or ()], cursor.fetchall()
        except (OutOfMemoryException, MemoryError) as fault:
            relieve()
            raise OutOfMemoryException(str(fault)) from None

    def _values(self, sql: str, facts: Iterable[str]) -> dict[str, Any] | None:
        named = [name for name in facts if re.search(rf"\${name}\b", sql)]
        return {name: self.facts.get(name) for name in named} or None


def ask_together(
    items: Sequence[Item], ask: Callable[[Sequence[Item]], Sequence[Answer]]
) -> list[Answer | Failure]:
    """Ask about several things in one statement.

    If that fails they are asked about one by one, so that only the culprit's
    answer is the error.
    """
    try:
        return list(ask(items)) if items else []
    except Error as fault:
        if len(items) == 1:
            return [Failure.of(fault)]
        return [answer for item in items for answer in ask_together([item], ask)]

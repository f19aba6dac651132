"""The loaded tables as an engine asks it: a connection a thread, facts as parameters."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from qa_checks.reading.loaded import Loaded

if TYPE_CHECKING:
    import duckdb

Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass
class Database:
    """What was loaded and the facts that SQL may name."""

    loaded: Loaded
    facts: Mapping[str, Any]
    threads: threading.local = field(default_factory=threading.local)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The thread's own connection to the loaded."""
        if not hasattr(self.threads, "connection"):
            self.threads.connection = self.loaded.connection.cursor()
        connection: duckdb.DuckDBPyConnection = self.threads.connection
        return connection

    def ask(self, sql: str, facts: Iterable[str] = ()) -> list[tuple[Any, ...]]:
        """Run one statement with the facts it names."""
        return self.connection.execute(sql, self._values(facts)).fetchall()

    def ask_rows(self, sql: str, facts: Iterable[str] = ()) -> list[dict[str, Any]]:
        """Run one statement and give each row by the names of its columns."""
        cursor = self.connection.execute(sql, self._values(facts))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _values(self, facts: Iterable[str]) -> dict[str, Any] | None:
        return {name: self.facts.get(name) for name in facts} or None


def ask_together(
    items: Sequence[Item], ask: Callable[[Sequence[Item]], Sequence[Answer]]
) -> list[Answer | Exception]:
    """Ask about several things in one statement.

    If that fails they are asked about one by one, so that only the culprit's
    answer is the error.
    """
    import duckdb

    try:
        return list(ask(items)) if items else []
    except duckdb.Error as fault:
        if len(items) == 1:
            return [fault]
        return [answer for item in items for answer in ask_together([item], ask)]

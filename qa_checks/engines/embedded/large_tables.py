"""Judges predicates over a table so large that each scan must do much.

The rows at fault are fetched by a plain filter, which reaches the scan of the file, and are
counted as they come; one more scan of the table counts the rest for all its predicates.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa_checks.catalogue import Schemas
from qa_checks.engines.door import Answer, Counts, Failure, Wanted
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.engines.embedded.failing_rows import at_fault, fetch_counted
from qa_checks.engines.embedded.scans import scan_undecided
from qa_checks.model import Predicate
from qa_checks.sql_text import shares_bucket

WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT")


@dataclass(frozen=True)
class LargeTable:
    """A large table, with the predicates asked of it and the rows wanted."""

    database: Database
    schemas: Schemas
    name: str
    wanted: Mapping[str, Wanted]

    def answers(self) -> Iterator[dict[str, Answer | Failure]]:
        """Count each check and fetch its rows, one after the other."""
        started = time.perf_counter()
        asked = [_predicate(wanted) for wanted in self.wanted.values()]
        measured = ask_together(asked, self._measure)
        share = (time.perf_counter() - started) / len(asked)
        for (check, wanted), extent in zip(self.wanted.items(), measured, strict=True):
            yield {
                check: extent if isinstance(extent, Failure) else self._judge(wanted, extent, share)
            }

    def _measure(self, asked: Sequence[Predicate]) -> list[tuple[int, int]]:
        """Rows in scope and undecidable ones of each predicate, in one scan."""
        facts = {name for predicate in asked for name in predicate.facts}
        row = [number or 0 for number in self.database.ask(scan_undecided(asked), facts)[0]]
        return list(zip(row[::2], row[1::2], strict=True))

    def _judge(self, wanted: Wanted, extent: tuple[int, int], share: float) -> Answer | Failure:
        import duckdb

        started = time.perf_counter()
        try:
            sql = self._at_fault(wanted)
            rows, failed = fetch_counted(self.database, sql, wanted)
        except duckdb.Error as fault:
            return Failure.of(fault)
        seconds = share + time.perf_counter() - started
        return Answer(Counts(extent[0], failed, extent[1], seconds), rows)

    def _at_fault(self, wanted: Wanted) -> str:
        """SELECT of the rows at fault, in the way that costs least."""
        predicate = _predicate(wanted)
        if len(predicate.once) == 1 and self._is_whole(predicate.once[0]):
            return self._repeated_numbers(predicate, wanted.columns)
        return at_fault(self.schemas, wanted)

    def _repeated_numbers(self, predicate: Predicate, shown: Sequence[str]) -> str:
        """Rows that share a whole number with another row in scope."""
        column = f'"{predicate.once[0]}"'
        scope = f" AND ({predicate.scope})" if predicate.scope else ""
        rows = f"FROM {self.name} AS t WHERE {column} IS NOT NULL{scope}"
        columns = ", ".join(f'"{name}"' for name in dict.fromkeys([*shown, predicate.once[0]]))
        return (
            f"WITH candidates AS MATERIALIZED (SELECT {columns} {rows} "
            f"AND {shares_bucket(column, rows)}) SELECT * FROM candidates WHERE {column} IN "
            f"(SELECT {column} FROM candidates GROUP BY ALL HAVING count(*) > 1)"
        )

    def _is_whole(self, column: str) -> bool:
        described = self.database.ask(f'SELECT any_value(typeof("{column}")) FROM {self.name}')
        return described[0][0] in WHOLE


def _predicate(wanted: Wanted) -> Predicate:
    assert isinstance(wanted.logic, Predicate)  # noqa: S101  a table judges nothing else
    return wanted.logic

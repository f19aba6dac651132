"""Judges predicates over a table so large that each scan must do much.

The rows at fault are fetched by plain filters, which reach the scan of the file: one for all
conditions that only compare values of a row, one each for the others. They are counted as they
come; one more scan of the table counts the rest for all its predicates.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa_checks.engines.door import Answer, Counts, Failure, Wanted
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.engines.embedded.failing_rows import failing, fails, fetch_counted
from qa_checks.engines.embedded.scans import scan_undecided
from qa_checks.model import Predicate
from qa_checks.sql_text import shares_bucket

PLACE = ("_source", "_block", "_row", "_entry")
WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT")
MOST_GATHERED = 1_000_000
GATHERED = "rows_at_fault"
# Lists and other tables are joined, which DuckDB does well only where nothing else is asked.
JOINED = re.compile(r"\b(IN|SELECT)\b", re.IGNORECASE)


@dataclass(frozen=True)
class LargeTable:
    """A large table, with the predicates asked of it and the rows wanted.

    ``shared`` gives, by table and column, a SELECT of rows that are known to share a number.
    """

    database: Database
    name: str
    wanted: Mapping[str, Wanted]
    shared: Mapping[tuple[str, str], str]

    def answers(self) -> Iterator[dict[str, Answer | Failure]]:
        """Count each check and fetch its rows."""
        started = time.perf_counter()
        measured = ask_together(
            [_predicate(wanted) for wanted in self.wanted.values()], self._measure
        )
        share = (time.perf_counter() - started) / len(self.wanted)
        extents = dict(zip(self.wanted, measured, strict=True))
        for group in self._groups():
            started = time.perf_counter()
            rows = self._gather(group)
            gathering = share + (time.perf_counter() - started) / len(group)
            for check, wanted in group.items():
                yield {check: self._judge(wanted, rows[check], extents[check], gathering)}

    def _measure(self, asked: Sequence[Predicate]) -> list[tuple[int, int]]:
        """Rows in scope and undecidable ones of each predicate, in one scan."""
        facts = {name for predicate in asked for name in predicate.facts}
        row = [number or 0 for number in self.database.ask(scan_undecided(asked), facts)[0]]
        return list(zip(row[::2], row[1::2], strict=True))

    def _groups(self) -> list[dict[str, Wanted]]:
        """Checks whose rows are fetched together: those that only compare, each other alone."""
        plain = {check: wanted for check, wanted in self.wanted.items() if _only_compares(wanted)}
        alone = [{check: wanted} for check, wanted in self.wanted.items() if check not in plain]
        return [plain, *alone] if plain else alone

    def _gather(self, group: Mapping[str, Wanted]) -> dict[str, str]:
        """Put the rows at fault of some checks into a table; give a SELECT of each check's rows.

        It is of the large table itself where there are too many, or one of the checks errs.
        """
        from qa_checks.duckdb_core import Error

        selects = {check: self._at_fault(wanted) for check, wanted in group.items()}
        columns = _listed(name for wanted in group.values() for name in wanted.columns)
        if len(group) == 1:
            [select] = selects.values()
            failing = f"SELECT {columns}, TRUE AS _fails_0 FROM ({select})"
        else:
            tests = [f"({fails(_predicate(wanted))})" for wanted in group.values()]
            flags = ", ".join(f"{test} AS _fails_{number}" for number, test in enumerate(tests))
            failing = f"SELECT {columns}, {flags} FROM {self.name} AS t WHERE {' OR '.join(tests)}"
        facts = {name for wanted in group.values() for name in wanted.logic.facts}
        limit = f"LIMIT {MOST_GATHERED + 1}"
        try:
            gathered = self.database.ask(
                f"CREATE OR REPLACE TEMP TABLE {GATHERED} AS {failing} {limit}", facts
            )
        except Error:
            return selects
        if gathered[0][0] > MOST_GATHERED:
            return selects
        return {
            check: f"SELECT * FROM {GATHERED} WHERE _fails_{number}"
            for number, check in enumerate(group)
        }

    def _judge(
        self, wanted: Wanted, select: str, extent: tuple[int, int] | Failure, share: float
    ) -> Answer | Failure:
        from qa_checks.duckdb_core import Error

        if isinstance(extent, Failure):
            return extent
        started = time.perf_counter()
        try:
            rows, failed = fetch_counted(self.database, select, wanted)
        except Error as fault:
            return Failure.of(fault)
        seconds = share + time.perf_counter() - started
        return Answer(Counts(extent[0], failed, extent[1], seconds), rows)

    def _at_fault(self, wanted: Wanted) -> str:
        """SELECT of the rows at fault, in the way that costs least."""
        predicate = _predicate(wanted)
        if len(predicate.once) == 1 and self._is_whole(predicate.once[0]):
            return self._repeated_numbers(predicate, wanted.columns)
        if predicate.column and not predicate.scope and not JOINED.search(predicate.condition):
            return self._with_bad_values(predicate)
        return failing(predicate)

    def _repeated_numbers(self, predicate: Predicate, shown: Sequence[str]) -> str:
        """Rows that share a whole number with another row in scope."""
        known = self.shared.get((self.name, predicate.once[0]), "")
        if known and not predicate.scope and {*shown} <= {*PLACE, predicate.once[0]}:
            return known
        column = f'"{predicate.once[0]}"'
        scope = f" AND ({predicate.scope})" if predicate.scope else ""
        rows = f"FROM {self.name} AS t WHERE {column} IS NOT NULL{scope}"
        columns = _listed([*shown, predicate.once[0]])
        return (
            f"WITH candidates AS MATERIALIZED (SELECT {columns} {rows} "
            f"AND {shares_bucket(column, rows)}) SELECT * FROM candidates WHERE {column} IN "
            f"(SELECT {column} FROM candidates GROUP BY ALL HAVING count(*) > 1)"
        )

    def _with_bad_values(self, predicate: Predicate) -> str:
        """Rows with a value that fails, each distinct one judged once."""
        column = f'"{predicate.column}"'
        # An aggregate of the value, or the condition would reach the rows before they are grouped.
        values = (
            f"SELECT any_value(r.{column}) AS {column} FROM {self.name} AS r GROUP BY r.{column}"
        )
        return (
            f"SELECT * FROM {self.name} WHERE {column} IN "
            f"(SELECT {column} FROM ({values}) AS t WHERE {fails(predicate)})"
        )

    def _is_whole(self, column: str) -> bool:
        described = self.database.ask(f'SELECT any_value(typeof("{column}")) FROM {self.name}')
        return described[0][0] in WHOLE


def _predicate(wanted: Wanted) -> Predicate:
    assert isinstance(wanted.logic, Predicate)  # noqa: S101  a table judges nothing else
    return wanted.logic


def _only_compares(wanted: Wanted) -> bool:
    """Whether a condition costs little beside the scan of the values it compares."""
    predicate = _predicate(wanted)
    words = f"{predicate.condition} {predicate.scope}"
    return not (predicate.once or predicate.column or JOINED.search(words))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in dict.fromkeys(names))

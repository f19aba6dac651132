"""Counts checks in as few scans as can be, and fetches their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from qa_checks.engines.door import Answer, Counts, Failure, Progress, Row, Wanted
from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.large_tables import LargeTable
from qa_checks.engines.embedded.rows_with_cells import RowsWithCells
from qa_checks.engines.embedded.scope_counts import ScopeCounts
from qa_checks.engines.embedded.small_tables import Judging
from qa_checks.engines.embedded.told_rows import ToldRows
from qa_checks.model.logic import Logic, Predicate

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Loaded, Snapshot

MANY_ROWS = 200_000
Answers = dict[str, Answer | Failure]


class Embedded:
    """DuckDB over the tables that reading left in it; see `qa_checks.engines.door.Engine`."""

    def load(self, loaded: Loaded, facts: Mapping[str, Any]) -> None:
        """Take over the connection that holds the tables."""
        self.schemas = loaded.schemas
        self.release = loaded.release
        self.database = Database(loaded.connection, facts)
        self.scope_counts = ScopeCounts(self.database)
        self.told_rows = ToldRows(self.database)

    def count(
        self, asked: Mapping[str, Predicate], progress: Progress = lambda _: None
    ) -> dict[str, Counts | Failure]:
        """Count the rows of each check, the predicates of a table together."""
        wanted = {check: Wanted(logic, ()) for check, logic in asked.items()}
        cells = RowsWithCells.of(self.database, self.schemas, asked.values())
        judging = self._judging(wanted, cells, fetches=False)
        for _step in judging.judge():
            progress(len(judging.answers))
        return {
            check: answer.counts if isinstance(answer, Answer) else answer
            for check, answer in judging.answers.items()
        }

    def rows(self, wanted: Mapping[str, Wanted], progress: Progress = lambda _: None) -> Answers:
        """Count each check and fetch its rows; of a small table only what is known to be there."""
        self.scope_counts.count_tables(each.logic.table for each in wanted.values())
        large = {check: each for check, each in wanted.items() if self._is_large(each.logic)}
        few = {check: each for check, each in wanted.items() if check not in large}
        logics = [each.logic for each in few.values()]
        cells = RowsWithCells.of(self.database, self.schemas, logics)
        judging = self._judging(few, cells)
        for answer in self._answer_large(large, cells):
            judging.answers.update(answer)
            progress(len(judging.answers))
        for _step in judging.judge():
            progress(len(judging.answers))
        return judging.answers

    def select(
        self, sql: str, snapshot: Snapshot, values: Mapping[str, Any] | None = None
    ) -> list[Row] | Failure:
        """The rows of one SELECT, whose tables are those of one snapshot."""
        from qa_checks.duckdb_core import Error

        try:
            return self.database.ask_snapshot(sql, snapshot, values)
        except Error as fault:
            return Failure.of(fault)

    def _answer_large(
        self, wanted: Mapping[str, Wanted], cells: RowsWithCells
    ) -> Iterator[Answers]:
        """Judge the predicates of large tables, one table after the other."""
        for told, aside, facts in self.told_rows.unknown(each.logic for each in wanted.values()):
            self.told_rows.tables[told] = self.told_rows.look_for(told, aside, facts)
        tables: dict[str, dict[str, Wanted]] = {}
        for check, each in wanted.items():
            logic = self.told_rows.leave_out(each.logic)
            if isinstance(logic, Failure):
                yield {check: logic}
            else:
                tables.setdefault(logic.table, {})[check] = replace(each, logic=logic)
        for name, asked in tables.items():
            rows = self.scope_counts.rows_of(name)
            table = LargeTable.open(self.database, name, rows, asked, self.release)
            yield from table.answers(cells)

    def _judging(
        self, wanted: Mapping[str, Wanted], cells: RowsWithCells, *, fetches: bool = True
    ) -> Judging:
        return Judging(
            self.database,
            cells,
            self.scope_counts,
            self.told_rows,
            MANY_ROWS,
            dict(wanted),
            fetches,
        )

    def _is_large(self, logic: Logic) -> bool:
        """Whether a check is a condition on the rows of a large table."""
        is_condition = isinstance(logic, Predicate) and not logic.rows
        return is_condition and self.scope_counts.has_more(logic.table, MANY_ROWS)

"""Counts checks in as few scans as can be, and fetches their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qa_checks.duckdb_core import Error
from qa_checks.engines.door import Answer, Counts, Failure, Progress, Row, Wanted
from qa_checks.engines.embedded.course import Course
from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.known import Known
from qa_checks.engines.embedded.large_steps import AllRead, LargeSteps
from qa_checks.engines.embedded.rows_with_cells import RowsWithCells
from qa_checks.engines.embedded.scope_counts import ScopeCounts
from qa_checks.engines.embedded.small_tables import SmallTables
from qa_checks.engines.embedded.told_rows import ToldRows
from qa_checks.model.logic import Logic, Predicate

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Loaded, Snapshot

MANY_ROWS = 200_000
Answers = dict[str, Answer | Failure]


class Embedded:
    """DuckDB over the tables that reading left in it; see `qa_checks.engines.door.Engine`."""

    def __init__(self, loaded: Loaded, facts: Mapping[str, Any]) -> None:
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
        answers = self._judge(wanted, {}, progress, fetches=False)
        return {
            check: answer.counts if isinstance(answer, Answer) else answer
            for check, answer in answers.items()
        }

    def rows(self, wanted: Mapping[str, Wanted], progress: Progress = lambda _: None) -> Answers:
        """Count each check and fetch its rows; of a small table only what is known to be there."""
        self.scope_counts.count_tables(each.logic.table for each in wanted.values())
        large = {check: each for check, each in wanted.items() if self._is_large(each.logic)}
        few = {check: each for check, each in wanted.items() if check not in large}
        return self._judge(few, large, progress)

    def select(
        self, sql: str, snapshot: Snapshot, values: Mapping[str, Any] | None = None
    ) -> list[Row] | Failure:
        """The rows of one SELECT, whose tables are those of one snapshot."""
        try:
            return self.database.ask_snapshot(sql, snapshot, values)
        except Error as fault:
            return Failure.of(fault)

    def _judge(
        self,
        few: Mapping[str, Wanted],
        large: Mapping[str, Wanted],
        progress: Progress,
        *,
        fetches: bool = True,
    ) -> Answers:
        """The answers of checks, apart from each other by whether they judge large tables."""
        logics = [each.logic for each in few.values()]
        self.scope_counts.count_tables(logic.table for logic in logics)
        cells = RowsWithCells.of(self.database, self.schemas, logics)
        known = Known()
        read = frozenset(AllRead(each.logic.table) for each in large.values())
        small_tables = SmallTables(cells, self.scope_counts, known, MANY_ROWS, fetches, read)
        large_tables = LargeSteps(cells, self.scope_counts, self.release, self.told_rows, known)
        course = Course(self.told_rows, known, small_tables, large_tables)
        for _step in course.run(few, large):
            progress(len(known.answers))
        return known.answers

    def _is_large(self, logic: Logic) -> bool:
        """Whether a check is a condition on the rows of a large table."""
        is_condition = isinstance(logic, Predicate) and not logic.rows
        return is_condition and self.scope_counts.has_more(logic.table, MANY_ROWS)

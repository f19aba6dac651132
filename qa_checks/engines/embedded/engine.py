"""Counts checks in as few scans as can be, and fetches their rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from qa_checks.engines.door import Answer, Counts, Failure, Progress, Row, Wanted
from qa_checks.engines.embedded.batches import (
    APART,
    Predicates,
    Scan,
    Scans,
    make_batches,
    needs_extent,
)
from qa_checks.engines.embedded.counterparts import scan_counterparts
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.engines.embedded.failing_rows import FEW, at_fault, fetch, fetch_counted, fetch_few
from qa_checks.engines.embedded.faulty_cells import count_cells, fetch_cells, gather_cells
from qa_checks.engines.embedded.large_tables import LargeTable
from qa_checks.engines.embedded.rows_with_cells import RowsWithCells
from qa_checks.engines.embedded.scans import count_rows, read_answers, scan_rows, scan_values
from qa_checks.engines.embedded.scope_counts import LOOKED_AT, Extent, ScopeCounts
from qa_checks.engines.embedded.told_rows import ToldRows
from qa_checks.engines.embedded.uniqueness import count_repeats
from qa_checks.engines.embedded.workers import WORKERS, work
from qa_checks.model import FaultyCells, Logic, Predicate, Selection

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Loaded, Snapshot

MANY_ROWS = 200_000
Item = TypeVar("Item")
Job = Callable[[], dict[str, Item]]


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
        self, asked: Mapping[str, Logic], progress: Progress = lambda _: None
    ) -> dict[str, Counts | Failure]:
        """Count the rows of each check, the predicates of a table together."""
        ready, failures = self._leave_out_told(asked)
        self._measure_scopes([logic for logic in ready.values() if needs_extent(logic)])
        counts: dict[str, Counts | Failure] = {**failures}
        for answers in self._work(self._counting(ready), ready.values()):
            counts.update(answers)
            progress(len(counts))
        return counts

    def rows(
        self, wanted: Mapping[str, Wanted], progress: Progress = lambda _: None
    ) -> dict[str, Answer | Failure]:
        """Count each check and fetch its rows; of a small table only what is known to be there."""
        ready, failures = self._leave_out_told(
            {check: of_check.logic for check, of_check in wanted.items()}
        )
        tables: dict[str, dict[str, Wanted]] = {}
        few: dict[str, Wanted] = {}
        for check, logic in ready.items():
            of_check = replace(wanted[check], logic=logic)
            if isinstance(logic, Predicate) and self._is_large(logic):
                tables.setdefault(logic.table, {})[check] = of_check
            else:
                few[check] = of_check
        answers: dict[str, Answer | Failure] = {**failures}
        logics = [of_check.logic for of_check in few.values()]
        cells = RowsWithCells.of(self.database, self.schemas, logics)
        for name, asked in tables.items():
            rows = self.scope_counts.rows_of(name)
            table = LargeTable.open(self.database, name, rows, asked, self.release)
            for answer in table.answers(cells):
                answers.update(answer)
                progress(len(answers))
        for answer in self._answer_few(few, cells):
            answers.update(answer)
            progress(len(answers))
        return answers

    def select(
        self, sql: str, snapshot: Snapshot, values: Mapping[str, Any] | None = None
    ) -> list[Row] | Failure:
        """The rows of one SELECT, whose tables are those of one snapshot."""
        from qa_checks.duckdb_core import Error

        try:
            return self.database.ask_snapshot(sql, snapshot, values)
        except Error as fault:
            return Failure.of(fault)

    def _leave_out_told(
        self, asked: Mapping[str, Logic]
    ) -> tuple[dict[str, Logic], dict[str, Failure]]:
        """The logic of each check without the rows that others tell of; why some cannot be told."""
        unknown = self.told_rows.unknown(asked.values())
        jobs = [partial(self.told_rows.look_for, *select) for select in unknown]
        list(self._work(jobs, asked.values()))
        return self.told_rows.leave_out(asked)

    def _answer_few(
        self, wanted: Mapping[str, Wanted], cells: RowsWithCells
    ) -> Iterator[dict[str, Answer | Failure]]:
        """Count predicates together, then fetch the rows of those that fail."""
        counts = self.count(
            {
                check: of_check.logic
                for check, of_check in wanted.items()
                if isinstance(of_check.logic, Predicate) or of_check.logic.cells
            }
        )
        self._measure_scopes(
            [of_check.logic for check, of_check in wanted.items() if check not in counts]
        )
        failed: dict[str, Counts | None] = {}
        for check in wanted:
            counted = counts.get(check)
            if isinstance(counted, Failure):
                yield {check: counted}
            elif counted and not counted.failed:
                yield {check: Answer(counted)}
            elif self._finds_nothing(wanted[check].logic):
                yield {check: Answer(Counts(0, 0, 0))}
            else:
                failed[check] = counted
        logics = [wanted[check].logic for check in failed]
        gathered = gather_cells(cells, logics, self.scope_counts.rows_of, MANY_ROWS)
        few_cells = {
            check: wanted[check]
            for check, counted in failed.items()
            if counted and counted.failed <= FEW and not isinstance(wanted[check].logic, Predicate)
        }
        for check, rows in fetch_cells(cells, gathered, few_cells).items():
            if counted := failed.pop(check):
                yield {check: Answer(counted, rows.first(wanted[check].most))}
        jobs: list[Job[Answer | Failure]] = [
            partial(self._fetch, check, wanted[check], counted, gathered)
            for check, counted in failed.items()
        ]
        yield from self._work(jobs, [of_check.logic for of_check in wanted.values()])

    def _finds_nothing(self, logic: Logic) -> bool:
        """Whether there is no row that a query speaks of."""
        within_scope = isinstance(logic, Selection) and logic.within_scope
        return within_scope and self.scope_counts.is_empty(logic)

    def _measure_scopes(self, asked: Sequence[Logic]) -> None:
        scopes = self.scope_counts.unmeasured(asked, self._is_large)
        list(self._work([partial(self.scope_counts.measure, each) for each in scopes], asked))

    def _work(self, jobs: Sequence[Callable[[], Item]], asked: Iterable[Logic]) -> Iterator[Item]:
        """Do pieces of work that do not wait for each other; on a large table one by one."""
        yield from work(jobs, 1 if any(self._is_large(logic) for logic in asked) else WORKERS)

    def _is_large(self, logic: Logic) -> bool:
        """Whether a check looks at so many rows that each scan must do much."""
        if logic.table in LOOKED_AT or (isinstance(logic, Predicate) and logic.rows):
            return False
        return self._has_many_rows(logic.table)

    def _has_many_rows(self, table: str) -> bool:
        return self.scope_counts.rows_of(table) > MANY_ROWS

    def _counting(self, asked: Mapping[str, Logic]) -> list[Job[Counts | Failure]]:
        """What is to be counted, the long scans first."""
        predicates: dict[tuple[Scan, Hashable], Predicates] = {}
        cells: dict[str, tuple[str, FaultyCells]] = {}
        alone: dict[str, Logic] = {}
        for check, logic in asked.items():
            if isinstance(logic, Selection) and logic.cells:
                cells[check] = (logic.table, logic.cells)
            elif isinstance(logic, Selection) or logic.once:
                alone[check] = logic
            else:
                predicates.setdefault(self._scanned_with(logic), {})[check] = logic
        jobs: list[Job[Counts | Failure]] = [
            partial(self._count_predicates, scans, batch)
            for (common, _), group in predicates.items()
            for scans, batch in make_batches(common, group, self._most_apart(group))
        ]
        if cells:
            jobs.append(partial(count_cells, self.database, cells, self.scope_counts.rows_of))
        jobs += [partial(self._count_alone, check, logic) for check, logic in alone.items()]
        return jobs

    def _scanned_with(self, asked: Predicate) -> tuple[Scan, Hashable]:
        """How a predicate is counted, and what those have in common that one scan can count."""
        table, kin = asked.table, asked.counterpart
        if kin is not None and not self._has_many_rows(table):
            return scan_counterparts, (table, kin.by, kin.view, kin.order)
        if asked.column and not asked.scope and self._is_large(asked):
            return scan_values, (table, asked.column)  # each distinct value is judged once
        return scan_rows, (table, asked.rows)

    def _most_apart(self, group: Predicates) -> int:
        """How many scans one statement may hold: of a large table one, for what it takes."""
        return 1 if any(map(self._is_large, group.values())) else APART

    def _count_predicates(self, scans: Scans, batch: Predicates) -> dict[str, Counts | Failure]:
        started = time.perf_counter()
        asked = {
            check: logic for check, logic in batch.items() if not self.scope_counts.is_empty(logic)
        }
        counts = ask_together(list(asked.values()), partial(self._scan, scans))
        share = (time.perf_counter() - started) / len(batch)
        counted = {check: _timed(count, share) for check, count in zip(asked, counts, strict=True)}
        return {**dict.fromkeys(batch, Counts(0, 0, 0)), **counted}

    def _scan(self, scans: Scans, batch: Sequence[Predicate]) -> list[Counts]:
        table = batch[0].table
        facts = {name for asked in batch for name in asked.facts}
        answers = read_answers(self.database.ask_each(scans(batch), facts), len(batch))
        counts = [Counts(*count_rows(each)) for each in answers]
        if table in LOOKED_AT:
            rows = self.scope_counts.rows_of(table)
            return [Extent(rows, count.unknown).count(count.failed) for count in counts]
        return counts

    def _count_alone(self, check: str, logic: Logic) -> dict[str, Counts | Failure]:
        """Count what needs a scan of its own: a selection, or values that occur once."""
        from qa_checks.duckdb_core import Error

        started = time.perf_counter()
        extent = self.scope_counts.of(logic)
        if isinstance(extent, Failure):
            return {check: extent}
        if self._finds_nothing(logic):
            return {check: Counts(0, 0, 0)}
        try:
            if isinstance(logic, Predicate):
                counts = count_repeats(self.database, logic, extent)
            else:
                # The rows must have their place; a table is too long to look at every column.
                sql = f"SELECT count(*) FROM (SELECT _source, _row FROM ({logic.sql}))"
                failed = self.database.ask(sql, logic.facts)[0][0]
                counts = extent.count(failed)
        except Error as fault:
            return {check: Failure.of(fault)}
        return {check: _timed(counts, time.perf_counter() - started)}

    def _fetch(
        self, check: str, wanted: Wanted, counted: Counts | None, gathered: Mapping[str, str]
    ) -> dict[str, Answer | Failure]:
        """Fetch the rows of a check; those of a selection are counted as they come."""
        from qa_checks.duckdb_core import Error

        started = time.perf_counter()
        extent = self.scope_counts.of(wanted.logic)
        if isinstance(extent, Failure):
            return {check: extent}
        sql = at_fault(self.schemas, wanted.logic, gathered)
        try:
            if counted and counted.failed > FEW:
                rows = fetch(self.database, sql, wanted).first(wanted.most)
            else:
                fetch_rows = fetch_counted if self._is_large(wanted.logic) else fetch_few
                rows, failed = fetch_rows(self.database, sql, wanted)
                counted = counted or extent.count(failed)
        except Error as fault:
            return {check: Failure.of(fault)}
        seconds = counted.seconds + time.perf_counter() - started
        return {check: Answer(replace(counted, seconds=seconds), rows)}


def _timed(counts: Counts | Failure, seconds: float) -> Counts | Failure:
    return counts if isinstance(counts, Failure) else replace(counts, seconds=seconds)

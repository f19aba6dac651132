"""Runs planned checks on DuckDB: counts first, in as few scans as can be, then the rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from qa_checks.engines.database import Database, ask_together
from qa_checks.engines.extents import LOOKED_AT, Extents
from qa_checks.engines.findings import make_findings
from qa_checks.engines.givens import reasons_to_skip
from qa_checks.engines.limits import judge_figure
from qa_checks.engines.outcomes import Counts, errored, outcome_of, skipped
from qa_checks.engines.parameters import facts_of, named_facts
from qa_checks.engines.repeats import find_repeats
from qa_checks.engines.scans import scan_rows, scan_values
from qa_checks.engines.violations import Rows, Violations
from qa_checks.errors import CatalogueError
from qa_checks.model import Outcome
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import Loaded

BATCH = 12
WORKERS = 2
MANY_ROWS = 200_000
Job = Callable[[], list[Outcome]]


@dataclass
class Engine:
    """One run of a plan over a loaded.

    ``facts`` are the named parameters, ``keep`` is how many findings of each
    check are kept (all of those in ``whole``), ``progress`` is called with the
    number of checks done.
    """

    loaded: Loaded
    facts: Mapping[str, Any]
    keep: int
    progress: Callable[[int], None] = lambda _: None
    figures: dict[str, float | int | None] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.database = Database(self.loaded, self.facts)
        self.extents = Extents(self.database)
        self.violations = Violations(self.database, self.keep, self.whole)

    def run(self, plan: Sequence[PlannedCheck]) -> list[Outcome]:
        """Bring every planned check to exactly one outcome, in the plan's order."""
        reasons = reasons_to_skip(self.database, plan)
        ready = [one for one, reason in zip(plan, reasons, strict=True) if not reason]
        idle = [(one, reason) for one, reason in zip(plan, reasons, strict=True) if reason]
        self.extents.measure(
            [one for one in ready if one.form in ("unique", "query")]
            + [one for one, _ in idle if one.required]
        )
        outcomes = {
            one.check.id: skipped(one, reason, self._is_missed(one)) for one, reason in idle
        }
        largest = max((self._rows(one) for one in ready if one.form != "cells"), default=0)
        with ThreadPoolExecutor(1 if largest > MANY_ROWS else WORKERS) as pool:
            for found in pool.map(lambda job: job(), self._jobs(ready)):
                outcomes.update((outcome.check.id, outcome) for outcome in found)
                self.progress(len(outcomes))
        return [outcomes[planned.check.id] for planned in plan]

    def _is_missed(self, planned: PlannedCheck) -> bool:
        """Whether a skipped check had to run: there are rows it speaks of."""
        import duckdb

        try:
            # Without a column, its scope cannot tell which rows it speaks of.
            return planned.required and (bool(planned.lacks) or self.extents.of(planned).rows > 0)
        except duckdb.Error:
            return True

    def _rows(self, planned: PlannedCheck) -> int:
        table = planned.check.table
        return 0 if table in LOOKED_AT else self.extents.rows_of(table)

    def _jobs(self, ready: Sequence[PlannedCheck]) -> list[Job]:
        """Pieces of work that do not wait for each other, the long ones first.

        The rows of a large table are fetched in one scan for all its checks,
        those of a small one for each batch.
        """
        rows: dict[str, list[PlannedCheck]] = {}
        for planned in ready:
            if planned.form == "row":
                rows.setdefault(planned.check.table, []).append(planned)
        jobs: list[Job] = []
        for checks in rows.values():
            batches = list(self._batches(checks))
            groups = [batches] if self._is_large(checks[0]) else [[one] for one in batches]
            jobs += [partial(self._settle_rows, group) for group in groups]
        cells = [planned for planned in ready if planned.form == "cells"]
        if cells:
            jobs.append(partial(self._settle_cells, cells))
        jobs += [
            partial(self._settle_one, planned)
            for planned in ready
            if planned.form in ("unique", "query", "figure")
        ]
        return jobs

    def _is_large(self, planned: PlannedCheck) -> bool:
        return self._rows(planned) > MANY_ROWS

    def _batches(self, rows: Sequence[PlannedCheck]) -> Iterable[list[PlannedCheck]]:
        """Groups of one table's row checks that one scan can count."""
        groups: dict[str, list[PlannedCheck]] = {}
        for planned in rows:
            groups.setdefault(self._distinct_column(planned), []).append(planned)
        for group in groups.values():
            for start in range(0, len(group), BATCH):
                yield group[start : start + BATCH]

    def _distinct_column(self, planned: PlannedCheck) -> str:
        """The column each distinct value of which is judged once; '' to judge every row."""
        alone = self._is_large(planned) and not planned.scope
        return planned.one_column or "" if alone else ""

    def _settle_rows(self, batches: Sequence[Sequence[PlannedCheck]]) -> list[Outcome]:
        """Count row checks of one table, then fetch the rows of those that failed."""
        counted: list[tuple[PlannedCheck, Counts | Exception, float]] = []
        for batch in batches:
            started = time.perf_counter()
            counts = ask_together(batch, self._count_rows)
            share = (time.perf_counter() - started) / len(batch)
            counted += [(one, count, share) for one, count in zip(batch, counts, strict=True)]
        failed = [
            one
            for one, count, _ in counted
            if isinstance(count, Counts) and 0 < count.failed <= self.keep
        ]
        found = self.violations.fetch_together(failed) if len(failed) > 1 else {}
        return [
            self._conclude(one, count, time.perf_counter() - share, found.get(one.check.id))
            for one, count, share in counted
        ]

    def _count_rows(self, batch: Sequence[PlannedCheck]) -> list[Counts]:
        table = batch[0].check.table
        column = self._distinct_column(batch[0])
        sql = scan_values(batch, table, column) if column else scan_rows(batch, table)
        row = [number or 0 for number in self.database.ask(sql, facts_of(batch))[0]]
        counts = [Counts(*row[start : start + 3]) for start in range(0, len(row), 3)]
        if table in LOOKED_AT:
            rows = self.extents.rows_of(table)
            return [Counts(rows, count.failed, count.unknown) for count in counts]
        return counts

    def _settle_cells(self, cells: Sequence[PlannedCheck]) -> list[Outcome]:
        """Conclude from the cells the reader found at fault, which are counted in one go."""
        started = time.perf_counter()
        found = self.database.ask(
            "SELECT table_name, column_name, fault, count(*) FROM extract_cells GROUP BY ALL"
        )
        counts = {(table, column, fault): number for table, column, fault, number in found}
        share = (time.perf_counter() - started) / len(cells)
        outcomes = []
        for planned in cells:
            table = planned.check.table
            failed = counts.get((table, planned.columns[0], planned.fault), 0)
            count = Counts(self.extents.rows_of(table), failed, 0)
            outcomes.append(self._conclude(planned, count, time.perf_counter() - share, None))
        return outcomes

    def _settle_one(self, planned: PlannedCheck) -> list[Outcome]:
        import duckdb

        started = time.perf_counter()
        try:
            match planned.form:
                case "unique":
                    extent = self.extents.of(planned)
                    found = find_repeats(self.database, planned, extent, self.violations)
                case "query":
                    found = self._run_query(planned)
                case _:
                    return [judge_figure(self.database, planned, self.figures)]
        except (duckdb.Error, CatalogueError) as fault:
            return [errored(planned, fault)]
        return [self._conclude(planned, found[0], started, found[1])]

    def _run_query(self, planned: PlannedCheck) -> tuple[Counts, Rows]:
        extent = self.extents.of(planned)
        rows = self.violations.fetch(planned)
        if rows and not {"_source", "_row"} <= set(rows[0]):
            raise CatalogueError(
                "The query must select the rows' own columns: begin it with SELECT t.* FROM "
                f"{planned.check.table} AS t."
            )
        failed = len(rows)
        if failed >= self.keep:
            facts = named_facts(planned, planned.sql)
            failed = self.database.ask(f"SELECT count(*) FROM ({planned.sql})", facts)[0][0]
        return Counts(extent.rows, failed, extent.undecided), rows

    def _conclude(
        self,
        planned: PlannedCheck,
        counts: Counts | Exception,
        started: float,
        rows: Rows | None,
    ) -> Outcome:
        """The outcome of what was counted; rows that are not there yet are fetched."""
        import duckdb

        if isinstance(counts, Exception):
            return errored(planned, counts)
        if not counts.failed:
            return outcome_of(planned, counts, started, ())
        try:
            rows = self.violations.fetch(planned) if rows is None else rows
        except duckdb.Error as fault:
            return errored(planned, fault)
        return outcome_of(planned, counts, started, make_findings(self.loaded, planned, rows))

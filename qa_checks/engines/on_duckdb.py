"""Runs planned checks on DuckDB: counts first, in as few scans as can be, then the rows."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from qa_checks.engines.cells import cells_sql
from qa_checks.engines.findings import make_findings, shown_columns
from qa_checks.engines.outcomes import Counts, errored, outcome_of, skipped
from qa_checks.engines.parameters import facts_of, named_facts
from qa_checks.engines.scans import scan_rows, scan_values
from qa_checks.errors import CatalogueError
from qa_checks.model import Finding, Outcome
from qa_checks.plan import PlannedCheck
from qa_checks.reading.store import Store
from qa_checks.words import show

if TYPE_CHECKING:
    import duckdb

BATCH = 12
WORKERS = 2
# These tables hold only what is at fault; what was looked at is the whole extract.
LOOKED_AT = {
    "extract_rows": "SELECT sum(rows) FROM extract_sheets WHERE role = 'release'",
    "extract_cells": "SELECT sum(rows * columns) FROM extract_sheets WHERE role = 'release'",
}
MANY_ROWS = 200_000


@dataclass
class Engine:
    """One run of a plan over a store.

    ``facts`` are the named parameters, ``keep`` is how many findings of each
    check are kept (all of those in ``whole``), ``progress`` is called with the
    number of checks done.
    """

    store: Store
    facts: Mapping[str, Any]
    keep: int
    progress: Callable[[int], None] = lambda _: None
    sizes: dict[tuple[str, str], int] = field(default_factory=dict)
    figures: dict[str, float | int | None] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    threads: threading.local = field(default_factory=threading.local)

    def run(self, plan: Sequence[PlannedCheck]) -> list[Outcome]:
        """Bring every planned check to exactly one outcome, in the plan's order."""
        outcomes: dict[str, Outcome] = {}
        ready = []
        for planned, reason in zip(plan, self._reasons(plan), strict=True):
            if reason:
                outcomes[planned.check.id] = skipped(planned, reason)
            else:
                ready.append(planned)
        jobs = self._jobs(ready)
        tables = {planned.check.table for planned in ready} - set(LOOKED_AT)
        largest = max((self._size(table, "") for table in tables), default=0)
        with ThreadPoolExecutor(1 if largest > MANY_ROWS else WORKERS) as pool:
            for found in pool.map(lambda job: job(), jobs):
                outcomes.update((outcome.check.id, outcome) for outcome in found)
                self.progress(len(outcomes))
        return [outcomes[planned.check.id] for planned in plan]

    def _jobs(self, ready: Sequence[PlannedCheck]) -> list[Callable[[], list[Outcome]]]:
        """Pieces of work that do not wait for each other, the long ones first."""
        rows = [planned for planned in ready if planned.form == "row"]
        cells = [planned for planned in ready if planned.form == "cells"]
        single = [planned for planned in ready if planned.form in ("unique", "query", "figure")]
        large = [one for one in rows if self._size(one.check.table, "") > MANY_ROWS]
        small = [one for one in rows if self._size(one.check.table, "") <= MANY_ROWS]
        jobs: list[Callable[[], list[Outcome]]] = [
            partial(self._settle, batch, self._count_rows) for batch in self._batches(small)
        ]
        jobs += [
            partial(self._settle_large, [one for one in large if one.check.table == table])
            for table in dict.fromkeys(one.check.table for one in large)
        ]
        if cells:
            jobs.append(partial(self._settle, cells, self._count_cells))
        jobs += [partial(self._run_single, planned) for planned in single]
        return jobs

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The thread's own connection to the store."""
        if not hasattr(self.threads, "connection"):
            self.threads.connection = self.store.connection.cursor()
        connection: duckdb.DuckDBPyConnection = self.threads.connection
        return connection

    def execute(self, sql: str, facts: Iterable[str] = ()) -> list[tuple[Any, ...]]:
        """Run one statement with the facts it names."""
        values = {name: self.facts.get(name) for name in facts}
        return self.connection.execute(sql, values or None).fetchall()

    def _reasons(self, plan: Sequence[PlannedCheck]) -> list[str]:
        """Why each check is skipped ('' if it is not), `given` conditions included."""
        reasons = []
        known: dict[str, bool] = {}
        for planned in plan:
            given = planned.rule.rule.given if planned.rule else None
            if planned.skip or given is None:
                reasons.append(planned.skip)
                continue
            if given.that not in known:
                try:
                    known[given.that] = bool(
                        self.execute(
                            f"SELECT coalesce(({given.that}), FALSE)",
                            named_facts(planned, given.that),
                        )[0][0]
                    )
                except self._fault:
                    known[given.that] = True
            reasons.append("" if known[given.that] else given.else_)
        return reasons

    @property
    def _fault(self) -> type[Exception]:
        import duckdb

        return duckdb.Error

    @property
    def _not_found(self) -> type[Exception]:
        import duckdb

        return duckdb.BinderException

    def _batches(self, rows: Sequence[PlannedCheck]) -> Iterable[list[PlannedCheck]]:
        """Groups of row checks that one scan can count."""
        groups: dict[tuple[str, str], list[PlannedCheck]] = {}
        for planned in rows:
            table = planned.check.table
            alone = ""
            if planned.one_column and not planned.scope and self._size(table, "") > MANY_ROWS:
                alone = planned.one_column
            groups.setdefault((table, alone), []).append(planned)
        for group in groups.values():
            for start in range(0, len(group), BATCH):
                yield group[start : start + BATCH]

    def _count_rows(self, batch: Sequence[PlannedCheck]) -> list[Counts | Exception]:
        """Count a batch in one scan; if that fails, one by one, so that only the culprit errs."""
        try:
            row = self.execute(self._scan(batch), facts_of(batch))[0]
        except self._fault as fault:
            if len(batch) == 1:
                return [fault]
            return [one for planned in batch for one in self._count_rows([planned])]
        counts = [
            Counts(*(number or 0 for number in row[i : i + 3])) for i in range(0, len(row), 3)
        ]
        if batch[0].check.table in LOOKED_AT:
            looked_at = self._size(batch[0].check.table, "")
            return [replace(count, checked=looked_at) for count in counts]
        return list(counts)

    def _scan(self, batch: Sequence[PlannedCheck]) -> str:
        table = batch[0].check.table
        column = batch[0].one_column
        if column and not batch[0].scope and self._size(table, "") > MANY_ROWS:
            return scan_values(batch, table, column)
        return scan_rows(batch, table)

    def _count_cells(self, cells: Sequence[PlannedCheck]) -> list[Counts | Exception]:
        found = self.execute(
            "SELECT table_name, column_name, fault, count(*) FROM extract_cells GROUP BY ALL"
        )
        counts = {(table, column, fault): number for table, column, fault, number in found}
        return [
            Counts(
                self._size(planned.check.table, ""),
                counts.get((planned.check.table, planned.columns[0], planned.fault), 0),
                0,
            )
            for planned in cells
        ]

    def _settle(
        self,
        batch: Sequence[PlannedCheck],
        count: Callable[[Sequence[PlannedCheck]], list[Counts | Exception]],
    ) -> list[Outcome]:
        """Count a batch, then fetch the rows of the checks that failed."""
        started = time.perf_counter()
        counts = count(batch)
        share = (time.perf_counter() - started) / len(batch)
        outcomes = []
        for planned, counted in zip(batch, counts, strict=True):
            if isinstance(counted, Exception):
                outcomes.append(errored(planned, counted))
            else:
                started = time.perf_counter() - share
                outcomes.append(self._outcome(planned, counted, started, None))
        return outcomes

    def _settle_large(self, rows: Sequence[PlannedCheck]) -> list[Outcome]:
        """Count the row checks of a large table, then fetch what failed in one more scan."""
        counted: list[tuple[PlannedCheck, Counts | Exception, float]] = []
        for batch in self._batches(rows):
            started = time.perf_counter()
            counts = self._count_rows(batch)
            share = (time.perf_counter() - started) / len(batch)
            counted += [(one, count, share) for one, count in zip(batch, counts, strict=True)]
        failed = [
            one
            for one, count, _ in counted
            if isinstance(count, Counts) and 0 < count.failed <= self.keep
        ]
        found = self._fetch_together(failed) if len(failed) > 1 else {}
        return [
            errored(one, count)
            if isinstance(count, Exception)
            else self._outcome(one, count, time.perf_counter() - share, found.get(one.check.id))
            for one, count, share in counted
        ]

    def _fetch_together(self, failed: Sequence[PlannedCheck]) -> dict[str, list[dict[str, Any]]]:
        """The violating rows of several row checks of one table, by check; none if that errs."""
        shown = [shown_columns(self.store, planned) for planned in failed]
        names = list(dict.fromkeys(name for columns in shown for name in columns))
        tests = [
            f"({one.sql}) IS FALSE" + (f" AND ({one.scope}) IS TRUE" if one.scope else "")
            for one in failed
        ]
        flags = ", ".join(f"{test} AS f{number}" for number, test in enumerate(tests))
        some = " OR ".join(f"f{number}" for number in range(len(tests)))
        listed = ", ".join(f'"{name}"' for name in names)
        picked = ", ".join(f"f{number}" for number in range(len(tests)))
        values = {name: self.facts.get(name) for name in facts_of(failed)} or None
        try:
            rows = self.connection.execute(
                f"SELECT {picked}, {listed} FROM (SELECT t.*, {flags} FROM "
                f"{failed[0].check.table} AS t) WHERE {some} ORDER BY _source, _row",
                values,
            ).fetchall()
        except self._fault:
            return {}
        places = [[len(tests) + names.index(name) for name in columns] for columns in shown]
        return {
            one.check.id: [
                {name: row[place] for name, place in zip(columns, where, strict=True)}
                for row in rows
                if row[number]
            ]
            for number, (one, columns, where) in enumerate(zip(failed, shown, places, strict=True))
        }

    def _run_single(self, planned: PlannedCheck) -> list[Outcome]:
        return [self._run_one(planned)]

    def _run_one(self, planned: PlannedCheck) -> Outcome:
        started = time.perf_counter()
        try:
            match planned.form:
                case "unique":
                    return self._outcome(planned, self._count_unique(planned), started, None)
                case "query":
                    return self._run_query(planned, started)
                case _:
                    return self._run_figure(planned, started)
        except (self._fault, CatalogueError) as fault:
            return errored(planned, fault)

    def _count_unique(self, planned: PlannedCheck) -> Counts:
        columns = ", ".join(f'"{name}"' for name in planned.columns)
        filled = " AND ".join(f'"{name}" IS NOT NULL' for name in planned.columns)
        where = f"WHERE {planned.scope}" if planned.scope else ""
        total, repeated = self.execute(
            f"SELECT sum(n), sum(n) FILTER (n > 1) FROM (SELECT count(*) AS n FROM "
            f"(SELECT * FROM {planned.check.table} AS t {where}) WHERE {filled} "
            f"GROUP BY {columns})",
            named_facts(planned, planned.scope),
        )[0]
        size = self._size(planned.check.table, planned.scope, planned)
        return Counts(size, repeated or 0, size - (total or 0))

    def _run_query(self, planned: PlannedCheck, started: float) -> Outcome:
        size = self._size(planned.check.table, planned.scope, planned)
        rows = self._fetch(f"SELECT * FROM ({planned.sql}) AS q", planned)
        missing = {"_source", "_row"} - set(rows[0]) if rows else set()
        if missing:
            raise CatalogueError(
                "The query must select the rows' own columns: begin it with SELECT t.* FROM "
                f"{planned.check.table} AS t."
            )
        failed = len(rows)
        if failed >= self.keep:
            failed = self.execute(
                f"SELECT count(*) FROM ({planned.sql})", named_facts(planned, planned.sql)
            )[0][0]
        return self._outcome(planned, Counts(size, failed, 0), started, rows)

    def _run_figure(self, planned: PlannedCheck, started: float) -> Outcome:
        figure = planned.rule.rule.figure if planned.rule else None
        assert figure is not None  # noqa: S101  the plan made it so
        value = self.figures.get(figure.name)
        if value is None:
            return skipped(planned, f"the figure {figure.name} cannot be counted here")
        limits = {}
        for bound in ("equals", "at_least", "at_most"):
            text = getattr(figure, bound)
            if text is not None:
                limits[bound] = self.execute(f"SELECT ({text})", named_facts(planned, text))[0][0]
        if any(limit is None for limit in limits.values()):
            return outcome_of(planned, Counts(1, 0, 1), started, ())
        right = (
            value == limits.get("equals", value)
            and value >= limits.get("at_least", value)
            and value <= limits.get("at_most", value)
        )
        words = {"equals": "{}", "at_least": "at least {}", "at_most": "at most {}"}
        expected = " and ".join(words[bound].format(show(limit)) for bound, limit in limits.items())
        row = {"name": figure.name, "figure": value, "expected": expected}
        found = [] if right else make_findings(self.store, planned, [row])
        findings = tuple(_with_key(finding, figure.name, value) for finding in found)
        return outcome_of(planned, Counts(1, len(findings), 0), started, findings)

    def _outcome(
        self,
        planned: PlannedCheck,
        counts: Counts,
        started: float,
        rows: list[dict[str, Any]] | None,
    ) -> Outcome:
        findings: tuple[Finding, ...] = ()
        if counts.failed:
            try:
                rows = self._invalid_rows(planned) if rows is None else rows
            except self._fault as fault:
                return errored(planned, fault)
            findings = make_findings(self.store, planned, rows)
        return outcome_of(planned, counts, started, findings)

    def _invalid_rows(self, planned: PlannedCheck) -> list[dict[str, Any]]:
        table = planned.check.table
        if planned.form == "cells":
            return self._fetch(cells_sql(self.store.catalogue, planned), planned)
        scope = f" AND ({planned.scope})" if planned.scope else ""
        if planned.form == "unique":
            columns = ", ".join(f'"{name}"' for name in planned.columns)
            return self._fetch(
                f"SELECT * FROM {table} AS t WHERE ({columns}) IN "
                f"(SELECT ({columns}) FROM {table} AS t "
                f"WHERE TRUE{scope} GROUP BY {columns} HAVING count(*) > 1){scope}",
                planned,
            )
        return self._fetch(
            f"SELECT * FROM {table} AS t WHERE ({planned.sql}) IS FALSE{scope}", planned
        )

    def _fetch(self, sql: str, planned: PlannedCheck) -> list[dict[str, Any]]:
        """The violating rows, in the order of the file, with the columns a finding shows."""
        values = {name: self.facts.get(name) for name in named_facts(planned, sql)} or None
        wanted = ", ".join(f'"{name}"' for name in shown_columns(self.store, planned))
        limit = "" if planned.check.id in self.whole else f" LIMIT {self.keep}"
        tail = f"FROM ({sql}) AS found ORDER BY _source, _row{limit}"
        try:
            cursor = self.connection.execute(f"SELECT {wanted} {tail}", values)
        except self._not_found:
            cursor = self.connection.execute(f"SELECT * {tail}", values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _size(self, table: str, scope: str, planned: PlannedCheck | None = None) -> int:
        """Rows of a table in a scope; of the extract tables, everything that was looked at."""
        if table in LOOKED_AT:
            scope = ""
        if (table, scope) not in self.sizes:
            where = f" WHERE {scope}" if scope else ""
            facts = named_facts(planned, scope) if planned else ()
            sql = LOOKED_AT.get(table, f"SELECT count(*) FROM {table} AS t{where}")
            self.sizes[table, scope] = int(self.execute(sql, facts)[0][0] or 0)
        return self.sizes[table, scope]


def _with_key(finding: Finding, name: str, value: object) -> Finding:
    return replace(finding, key=name, value=show(value))

"""Judges checks of small tables: counts those of a table together, and fetches their rows."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from qa_checks.catalogue.extract import LOOKED_AT
from qa_checks.duckdb_core import Error
from qa_checks.engines.door import Answer, Counts, Failure, Rows, Wanted
from qa_checks.engines.embedded.batches import Batch, Key, make_batches
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.engines.embedded.failing_rows import FEW, at_fault, fetch, fetch_counted, fetch_few
from qa_checks.engines.embedded.faulty_cells import count_cells, fetch_cells, gather_cells
from qa_checks.engines.embedded.known import Answered, Known
from qa_checks.engines.embedded.rows_with_cells import RowsWithCells
from qa_checks.engines.embedded.scans import Answers, count_rows, read_answers
from qa_checks.engines.embedded.scope_counts import (
    Extent,
    Scope,
    ScopeCounts,
    ask_scope,
    needs_extent,
    scope_of,
)
from qa_checks.engines.embedded.steps import Step
from qa_checks.engines.embedded.uniqueness import count_repeats
from qa_checks.model.logic import FaultyCells, Logic, Predicate, Selection

Counted = Counts | Failure


class SmallTables(Struct):
    """The steps of checks of small tables, and of those of large ones that select rows or cells.

    ``many`` is what a large table has more rows than, ``fetches`` says whether rows at fault are
    fetched or only counted. ``reads_keys`` are steps that read keys of rows with cells in passing.
    """

    cells: RowsWithCells
    scope_counts: ScopeCounts
    known: Known
    many: int
    fetches: bool = True
    reads_keys: frozenset[Hashable] = frozenset()
    wanted: dict[str, Wanted] = field(default_factory=dict)
    measured: set[Scope] = field(default_factory=set)

    @property
    def database(self) -> Database:
        """The tables that are asked."""
        return self.cells.database

    def begin(self, wanted: Mapping[str, Wanted], others: Iterable[Logic] = ()) -> list[Step]:
        """The steps of checks that leave out nothing, those that others wait for first.

        The extents of other checks are counted with theirs: most leave out nothing in the end.
        """
        self.wanted.update(wanted)
        self.measured.update(self.scope_counts.scopes)
        questions: dict[Key, Predicate] = {}
        waiting: dict[Key, Predicate] = {}
        cells: dict[str, tuple[str, FaultyCells]] = {}
        alone: list[Step] = []
        for logic in (*(of_check.logic for of_check in wanted.values()), *others):
            scope = scope_of(logic)
            if needs_extent(logic) and scope not in self.measured:
                self.measured.add(scope)
                if self.scope_counts.rows_of(logic.table):
                    questions[scope] = ask_scope(logic)
                else:
                    self._measure(scope, Extent(0))
        for check, of_check in wanted.items():
            logic = of_check.logic
            needs = frozenset([scope_of(logic)] if needs_extent(logic) else [])
            if isinstance(logic, Predicate) and not logic.once:
                (waiting if needs else questions)[check] = logic
            elif isinstance(logic, Selection) and logic.cells:
                cells[check] = (logic.table, logic.cells)
            elif isinstance(logic, Selection):
                alone.append(self._fetching(check, needs=needs))
            else:
                count = partial(self._count_once, logic)
                then = partial(self._counted, check)
                alone.append(Step(count, then, needs, self._is_large(logic)))
        steps = [self._asking(batch) for batch in make_batches(questions, self._has_many_rows)]
        for batch in make_batches(waiting, self._has_many_rows):
            needs = frozenset(map(scope_of, batch.asked.values()))
            steps.append(self._asking(batch, needs))
        if cells:
            sizes = self.scope_counts.rows_of
            steps.append(
                Step(partial(count_cells, self.database, cells, sizes), self._take_cell_counts)
            )
        return steps + alone

    def _asking(self, batch: Batch, needs: frozenset[Hashable] = frozenset()) -> Step:
        alone = any(map(self._is_large, batch.asked.values()))
        return Step(partial(self._ask, batch), partial(self._take_answers, batch), needs, alone)

    def _fetching(
        self,
        check: str,
        counted: Counts | None = None,
        gathered: Mapping[str, str] | None = None,
        needs: frozenset[Hashable] = frozenset(),
    ) -> Step:
        work = partial(self._fetch, check, counted, gathered or {})
        alone = self._is_large(self.wanted[check].logic)
        return Step(work, partial(self.known.answer, check), needs, alone)

    def _ask(self, batch: Batch) -> tuple[dict[Key, Answers | Failure], float]:
        """The answers to a batch of questions, and the seconds that each took."""
        started = time.perf_counter()
        asked = {
            key: predicate
            for key, predicate in batch.asked.items()
            if not (isinstance(key, str) and self.scope_counts.is_empty(predicate))
        }
        answers = ask_together(list(asked.values()), partial(self._scan, batch))
        seconds = (time.perf_counter() - started) / len(batch.asked)
        return dict(zip(asked, answers, strict=True)), seconds

    def _scan(self, batch: Batch, asked: Sequence[Predicate]) -> list[Answers]:
        facts = {name for predicate in asked for name in predicate.facts}
        return list(read_answers(self.database.ask_each(batch.scans(asked), facts), len(asked)))

    def _take_answers(
        self, batch: Batch, answered: tuple[dict[Key, Answers | Failure], float]
    ) -> Iterator[Step]:
        """Note what a batch was asked for: extents of scopes, and counts of checks."""
        answers, seconds = answered
        for key, predicate in batch.asked.items():
            answer = answers.get(key, ())  # no row is in the scope of what was not asked
            if isinstance(key, str):
                yield from self._counted(key, self._count(predicate, answer, seconds))
            else:
                self._measure(key, answer if isinstance(answer, Failure) else Extent.of(answer))

    def _measure(self, scope: Scope, extent: Extent | Failure) -> None:
        """Note how many rows are in a scope, for which others may wait."""
        self.scope_counts.scopes[scope] = extent
        self.known.things.add(scope)

    def _count(self, asked: Predicate, answers: Answers | Failure, seconds: float) -> Counted:
        if isinstance(answers, Failure):
            return answers
        counts = Counts(*count_rows(answers))
        if asked.table in LOOKED_AT:
            extent = Extent(self.scope_counts.rows_of(asked.table), counts.unknown)
            counts = extent.count(counts.failed)
        return replace(counts, seconds=seconds)

    def _count_once(self, logic: Predicate) -> Counted:
        """Count the rows of values that should occur once."""
        started = time.perf_counter()
        extent = self.scope_counts.of(logic)
        if isinstance(extent, Failure):
            return extent
        try:
            counts = count_repeats(self.database, logic, extent)
        except Error as fault:
            return Failure.of(fault)
        return replace(counts, seconds=time.perf_counter() - started)

    def _take_cell_counts(self, counts: Mapping[str, Counted]) -> list[Step]:
        """The steps of checks of cells: those at fault get the keys of their rows together."""
        steps: list[Step] = []
        cells: dict[str, Counts] = {}
        for check, counted in counts.items():
            if self.fetches and isinstance(counted, Counts) and counted.failed:
                cells[check] = counted
            else:
                steps += self._counted(check, counted)
        if cells:
            gather = partial(self._gather_cells, cells)
            steps.append(Step(gather, partial(self._take_cells, cells), self.reads_keys))
        return steps

    def _gather_cells(self, failed: Mapping[str, Counts]) -> tuple[dict[str, str], dict[str, Rows]]:
        """Put the cells of some checks aside: where they are, and those of which there are few."""
        logics = [self.wanted[check].logic for check in failed]
        gathered = gather_cells(self.cells, logics, self.scope_counts.rows_of, self.many)
        few = {check: self.wanted[check] for check, each in failed.items() if each.failed <= FEW}
        return gathered, fetch_cells(self.cells, gathered, few)

    def _take_cells(
        self, failed: Mapping[str, Counts], cells: tuple[dict[str, str], dict[str, Rows]]
    ) -> Iterator[Step]:
        gathered, fetched = cells
        for check, counted in failed.items():
            if check in fetched:
                rows = fetched[check].first(self.wanted[check].most)
                yield from self.known.answer(check, Answer(counted, rows))
            else:
                yield self._fetching(check, counted, gathered)

    def _counted(self, check: str, counted: Counted) -> list[Step]:
        """What follows once a check is counted: its rows at fault are fetched."""
        if isinstance(counted, Counts) and counted.failed and self.fetches:
            return [self._fetching(check, counted)]
        return self.known.answer(
            check, counted if isinstance(counted, Failure) else Answer(counted)
        )

    def _fetch(self, check: str, counted: Counts | None, gathered: Mapping[str, str]) -> Answered:
        """Fetch the rows of a check; those of a selection are counted as they come."""
        started = time.perf_counter()
        wanted = self.wanted[check]
        logic = wanted.logic
        extent = self.scope_counts.of(logic)
        if isinstance(extent, Failure):
            return extent
        if (
            isinstance(logic, Selection)
            and logic.within_scope
            and self.scope_counts.is_empty(logic)
        ):
            return Answer(Counts(0, 0, 0))
        sql = at_fault(self.cells.schemas, logic, gathered)
        try:
            if counted and counted.failed > FEW:
                rows = fetch(self.database, sql, wanted).first(wanted.most)
            else:
                fetch_rows = fetch_counted if self._is_large(logic) else fetch_few
                rows, failed = fetch_rows(self.database, sql, wanted)
                counted = counted or extent.count(failed)
        except Error as fault:
            return Failure.of(fault)
        seconds = counted.seconds + time.perf_counter() - started
        return Answer(replace(counted, seconds=seconds), rows)

    def _is_large(self, logic: Logic) -> bool:
        """Whether a check looks at so many rows that each scan must do much."""
        rows_elsewhere = logic.rows if isinstance(logic, Predicate) else logic.cells
        return not rows_elsewhere and self._has_many_rows(logic.table)

    def _has_many_rows(self, table: str) -> bool:
        return self.scope_counts.has_more(table, self.many)

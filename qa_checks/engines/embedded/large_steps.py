"""Judges checks of large tables, one table after the other, in steps that wait for each other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from qa_checks.engines.door import Answer, Counts, Failure, Rows, Wanted
from qa_checks.engines.embedded.known import Known
from qa_checks.engines.embedded.large_tables import LargeTable, Measured, PutAside
from qa_checks.engines.embedded.rows_aside import Aside, RowsAside
from qa_checks.engines.embedded.rows_with_cells import RowsWithCells
from qa_checks.engines.embedded.scope_counts import ScopeCounts
from qa_checks.engines.embedded.steps import Step
from qa_checks.engines.embedded.told_rows import ToldRows
from qa_checks.reading.loaded import Snapshot


class AllRead(NamedTuple):
    """That a large table was read for all conditions on its rows, with the keys of those."""

    table: str


class _Gathering(Struct):
    """A large table that was measured, and what is put aside of it until nothing is awaited."""

    table: LargeTable
    measured: Measured
    awaited: int
    began: float
    aside: dict[str, Aside] = field(default_factory=dict)
    count: int = 0


class LargeSteps(Struct, frozen=True):
    """The steps of checks of large tables."""

    cells: RowsWithCells
    scope_counts: ScopeCounts
    release: Snapshot
    told_rows: ToldRows
    known: Known

    def begin(self, wanted: Mapping[str, Wanted]) -> list[Step]:
        """The first step of each table of which a check is asked."""
        tables: dict[str, dict[str, Wanted]] = {}
        for check, of_check in wanted.items():
            tables.setdefault(of_check.logic.table, {})[check] = of_check
        steps: list[Step] = []
        before: frozenset[AllRead] = frozenset()
        for name, asked in tables.items():
            rows = self.scope_counts.rows_of(name)
            work = partial(LargeTable.open, self.cells.database, name, rows, asked, self.release)
            steps.append(Step(work, self._leave_out, before))
            before = frozenset([AllRead(name)])
        return steps

    def _leave_out(self, table: LargeTable) -> list[Step]:
        """All conditions on a table are judged together: they wait for what any leaves out."""
        told = frozenset(told for each in table.wanted.values() for told in each.logic.told)
        leave_out = partial(self.told_rows.leave_out, table.wanted)
        return [Step(leave_out, partial(self._measure, table), told)]

    def _measure(self, table: LargeTable, left: Mapping[str, Wanted | Failure]) -> list[Step]:
        table = replace(table, wanted=self.known.go_on(left))
        if not table.wanted:
            self.known.things.add(AllRead(table.name))
            return []
        return [Step(table.measure, partial(self._look_for_rows, table, time.perf_counter()))]

    def _look_for_rows(self, table: LargeTable, began: float, measured: Measured) -> list[Step]:
        jobs = table.rows_at_fault(measured)
        gathering = _Gathering(table, measured, len(jobs), began)
        return [Step(job, partial(self._take_rows, gathering)) for job in jobs]

    def _take_rows(self, gathering: _Gathering, put_aside: PutAside) -> list[Step]:
        """Go on once all rows at fault were looked for."""
        aside, count = put_aside
        gathering.aside |= aside
        gathering.count += count
        gathering.awaited -= 1
        if gathering.awaited:
            return []
        kept = gathering.table.keep(gathering.aside)
        read = partial(kept.read_further, self.cells)
        return [Step(read, partial(self._fetch, gathering, kept))]

    def _fetch(self, gathering: _Gathering, kept: RowsAside, read: str) -> list[Step]:
        table = gathering.table
        self.known.things.add(AllRead(table.name))
        fetch = partial(table.fetch, gathering.measured, kept, read, gathering.count)
        return [Step(fetch, partial(self._take_fetched, gathering))]

    def _take_fetched(
        self, gathering: _Gathering, fetched: tuple[dict[str, Rows], dict[str, str]]
    ) -> Iterator[Step]:
        rows, selects = fetched
        table, extents = gathering.table, gathering.measured.extents
        share = (time.perf_counter() - gathering.began) / len(extents)
        for check, extent in extents.items():
            if isinstance(extent, Failure):
                self.known.answer(check, extent)
            elif check in rows:
                of_check = rows[check]
                counts = Counts(extent[0], len(of_check), extent[1], share)
                kept = of_check.first(table.wanted[check].most)
                self.known.answer(check, Answer(counts, kept))
            else:
                judge = partial(table.judge, check, selects[check], extent, share)
                yield Step(judge, partial(self.known.answer, check), alone=True)

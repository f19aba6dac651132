"""Judges predicates over a table so large that each scan must do much.

The rows at fault are found by plain filters, which reach the scan of the file: one for all
conditions that only compare values of a row, one each for the others. Of these rows the place is
put aside, with the columns that the filter reads anyway; what else findings show is read once for
all of them. They are counted as they come; one more scan of the table counts the rest for all its
predicates.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.engines.door import Answer, Counts, Failure, Wanted
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.engines.embedded.failing_rows import fails, fetch_counted
from qa_checks.engines.embedded.listed_numbers import look_up_bits
from qa_checks.engines.embedded.row_filters import JOINED, PLACE, WHOLE, find_failing, listed
from qa_checks.engines.embedded.rows_aside import TOGETHER, Aside, RowsAside
from qa_checks.engines.embedded.rows_with_cells import RowsWithCells
from qa_checks.engines.embedded.scans import scan_undecided
from qa_checks.engines.embedded.workers import work
from qa_checks.model.logic import Predicate

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Snapshot

MOST_GATHERED = 999_999  # as many as one aggregate keeps
FEW = 1_000
MEASURED = "measured"
GATHERED = "rows_at_fault"
BITS = "listed_numbers"
WORD = re.compile(r"\w+")


class _Measured(NamedTuple):
    """Rows in scope and undecidable ones of each check; how many rows were gathered of some."""

    extents: Sequence[tuple[int, int] | Failure]
    gathered: int | None = None


class LargeTable(Struct, frozen=True):
    """A large table of so many rows, with the predicates asked of it and the rows wanted.

    ``release`` says what reading knows of its columns, ``types`` are theirs; ``looked_up`` are the
    checks whose values are looked up among bits.
    """

    database: Database
    name: str
    rows: int
    wanted: Mapping[str, Wanted]
    release: Snapshot
    types: Mapping[str, str]
    looked_up: Collection[str]

    @classmethod
    def open(
        cls,
        database: Database,
        name: str,
        rows: int,
        wanted: Mapping[str, Wanted],
        release: Snapshot,
    ) -> LargeTable:
        """The table, with its numbers looked up among bits where another table lists them."""
        described = database.ask(f"DESCRIBE {name}")
        types = {column: kind for column, kind, *_ in described}
        looked_up = {}
        for number, (check, of_check) in enumerate(wanted.items()):
            predicate = _predicate(of_check)
            if predicate.listed and all(types.get(key) in WHOLE for key in predicate.known or ()):
                bits = look_up_bits(database, predicate, f"{BITS}_{number}")
                if bits:
                    looked_up[check] = replace(of_check, logic=bits)
        return cls(database, name, rows, {**wanted, **looked_up}, release, types, looked_up.keys())

    def answers(self, cells: RowsWithCells) -> Iterator[dict[str, Answer | Failure]]:
        """Count each check and fetch its rows; read the keys of rows with cells, if at no cost."""
        started = time.perf_counter()
        plain = {
            check: wanted for check, wanted in self.wanted.items() if self._only_compares(check)
        }
        groups = [{check: wanted} for check, wanted in self.wanted.items() if check not in plain]
        groups.sort(key=_looks_for_repeats, reverse=True)  # what takes longest begins first
        extents, gathered = self._measure_at_once(plain) if plain else self._measure_all()
        if plain and gathered is None:
            groups = [plain, *groups]
        in_scope = {
            check: self.rows if isinstance(extent, Failure) else extent[0]
            for check, extent in zip(self.wanted, extents, strict=True)
        }
        room = (MOST_GATHERED - (gathered or 0)) // max(len(groups), 1)
        jobs = [] if gathered is None else [partial(self._keep_gathered, plain, gathered)]
        jobs += [
            partial(self._put_aside, group, f"{GATHERED}_{number}", room, in_scope)
            for number, group in enumerate(groups, start=1)
        ]
        aside: dict[str, Aside] = {}
        count = 0
        for rows, further in work(jobs):  # two at a time: few scans keep two cores busy
            aside |= rows
            count += further
        kept = RowsAside(self.database, self.name, self.wanted, aside)
        read = kept.read_further(cells)
        fetched = kept.fetch_together(read) if count <= TOGETHER else {}
        selects = kept.selects(read) if fetched.keys() < aside.keys() else {}
        share = (time.perf_counter() - started) / len(self.wanted)
        for (check, wanted), extent in zip(self.wanted.items(), extents, strict=True):
            if check in fetched and not isinstance(extent, Failure):
                rows_at_fault = fetched[check]
                counts = Counts(extent[0], len(rows_at_fault), extent[1], share)
                yield {check: Answer(counts, rows_at_fault.first(wanted.most))}
            else:
                select = selects.get(check) or self._at_fault(wanted, in_scope[check])
                yield {check: self._judge(wanted, select, extent, share)}

    def _measure_at_once(self, plain: Mapping[str, Wanted]) -> _Measured:
        """Measure every predicate, and gather rows at fault of some, in the same scan.

        None are gathered if there is no room for so many, or one of the predicates errs.
        """
        from qa_checks.duckdb_core import Error

        # Memory for so many is taken beforehand.
        room = min(MOST_GATHERED, FEW + self.rows // 100)
        columns = _read_anyway(plain.values())
        tests = [f"({fails(_predicate(wanted))})" for wanted in plain.values()]
        flags = [f"_fails_{number}" for number in range(len(tests))]
        failing = " OR ".join(flags)
        row = ", ".join(f'"{name}" := "{name}"' for name in [*columns, *flags])
        values = [f't."{name}"' for name in columns]
        values += [f"{test} AS {flag}" for test, flag in zip(tests, flags, strict=True)]
        results = [
            f"count_if({failing}) AS _failing",
            f"min(struct_pack({row}), {room}) FILTER ({failing}) AS _rows",
        ]
        asked = [_predicate(wanted) for wanted in self.wanted.values()]
        facts = {fact for predicate in asked for fact in predicate.facts}
        sql = scan_undecided(asked, values, results)
        try:
            self.database.ask(f"CREATE OR REPLACE TABLE {MEASURED} AS {sql}", facts)
            [numbers] = self.database.ask(f"SELECT * EXCLUDE (_rows) FROM {MEASURED}")
        except Error:
            return self._measure_all()
        count = numbers[-1] or 0
        return _Measured(_in_pairs(numbers[:-1]), count if count <= room else None)

    def _keep_gathered(
        self, plain: Mapping[str, Wanted], count: int
    ) -> tuple[dict[str, Aside], int]:
        """Put the rows that were gathered into a table, as `_put_aside` does."""
        from qa_checks.duckdb_core import Error

        name = f"{GATHERED}_0"
        rows = f"SELECT unnest(_rows, recursive := true) FROM {MEASURED}"
        try:
            self.database.ask(f"CREATE OR REPLACE TABLE {name} AS {rows}")
            self.database.ask(f"DROP TABLE {MEASURED}")
        except Error:
            return {}, 0
        columns = _read_anyway(plain.values())
        flags = {check: f"_fails_{number}" for number, check in enumerate(plain)}
        return {check: Aside(name, flag, columns) for check, flag in flags.items()}, count

    def _measure_all(self) -> _Measured:
        asked = [_predicate(wanted) for wanted in self.wanted.values()]
        return _Measured(ask_together(asked, self._measure))

    def _measure(self, asked: Sequence[Predicate]) -> list[tuple[int, int]]:
        """Rows in scope and undecidable ones of each predicate, in one scan."""
        facts = {name for predicate in asked for name in predicate.facts}
        return _in_pairs(self.database.ask(scan_undecided(asked), facts)[0])

    def _put_aside(
        self, group: Mapping[str, Wanted], name: str, room: int, in_scope: Mapping[str, int]
    ) -> tuple[dict[str, Aside], int]:
        """Put the rows at fault of some checks into a table; where each check's are, and how many.

        None are put aside if there are more than there is room for, or one of the checks errs: then
        each is asked of the large table itself.
        """
        from qa_checks.duckdb_core import Error

        columns = _read_anyway(group.values())
        if len(group) == 1:
            [(check, wanted)] = group.items()
            rows = f"({self._at_fault(wanted, in_scope[check], columns)})"
            flags = "TRUE AS _fails_0"
        else:
            tests = [f"({fails(_predicate(wanted))})" for wanted in group.values()]
            flags = ", ".join(f"{test} AS _fails_{number}" for number, test in enumerate(tests))
            rows = f"{self.name} AS t WHERE {' OR '.join(tests)}"
        facts = {fact for wanted in group.values() for fact in wanted.logic.facts}
        failing = f"SELECT {listed(columns)}, {flags} FROM {rows} LIMIT {room + 1}"
        try:
            [(count,)] = self.database.ask(f"CREATE OR REPLACE TABLE {name} AS {failing}", facts)
        except Error:
            return {}, 0
        if count > room:
            self.database.ask(f"DROP TABLE {name}")
            return {}, 0
        aside = {
            check: Aside(name, f"_fails_{number}", columns) for number, check in enumerate(group)
        }
        return aside, count

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

    def _at_fault(self, wanted: Wanted, in_scope: int, columns: Sequence[str] = ()) -> str:
        """SELECT of the rows at fault of a check, with some columns or all that are wanted."""
        columns = columns or wanted.columns
        return find_failing(self.release, self.types, _predicate(wanted), columns, in_scope)

    def _only_compares(self, check: str) -> bool:
        """Whether a condition costs little beside the scan of the values it compares."""
        predicate = _predicate(self.wanted[check])
        words = predicate.scope
        if check not in self.looked_up:
            words += f" {predicate.condition}"
        return not (predicate.once or predicate.column or JOINED.search(words))


def _looks_for_repeats(group: Mapping[str, Wanted]) -> bool:
    return any(_predicate(wanted).once for wanted in group.values())


def _in_pairs(numbers: Sequence[int | None]) -> list[tuple[int, int]]:
    """Two numbers for each predicate; a sum over no rows is NULL."""
    known = [number or 0 for number in numbers]
    return list(zip(known[::2], known[1::2], strict=True))


def _predicate(wanted: Wanted) -> Predicate:
    assert isinstance(wanted.logic, Predicate)  # noqa: S101  a table judges nothing else
    return wanted.logic


def _read_anyway(group: Collection[Wanted]) -> list[str]:
    """Of the columns that are wanted, those that the conditions name, and where a row stands.

    All that are wanted, where they do not say where a row stands.
    """
    columns = dict.fromkeys(name for wanted in group for name in wanted.columns)
    if not {*PLACE} <= columns.keys():
        return list(columns)
    named = {*PLACE}
    for wanted in group:
        predicate = _predicate(wanted)
        named.update(WORD.findall(f"{predicate.condition} {predicate.scope}"), predicate.once)
    return [name for name in columns if name in named]

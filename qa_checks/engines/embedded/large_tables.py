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
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.duckdb_core import Error
from qa_checks.engines.door import Answer, Counts, Failure, Rows, Wanted
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.engines.embedded.failing_rows import fails, fetch_counted
from qa_checks.engines.embedded.listed_numbers import look_up_bits
from qa_checks.engines.embedded.row_filters import JOINED, PLACE, WHOLE, find_failing
from qa_checks.engines.embedded.rows_aside import TOGETHER, Aside, RowsAside, name_aside
from qa_checks.engines.embedded.scans import scan_undecided
from qa_checks.model.logic import Predicate
from qa_checks.sql_text import sql_names

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Snapshot

MOST_GATHERED = 999_999  # as many as one aggregate keeps
FEW = 1_000
MEASURED = "measured"
GATHERED = "rows_at_fault"
BITS = "listed_numbers"
WORD = re.compile(r"\w+")


class Measured(NamedTuple):
    """Rows in scope and undecidable ones of each check; how many rows were gathered of some."""

    extents: Mapping[str, tuple[int, int] | Failure]
    gathered: int | None = None


PutAside = tuple[dict[str, Aside], int]  # where the rows of each check are, and how many of all


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
                bits = look_up_bits(database, predicate, f"{name_aside(BITS, name)}_{number}")
                if bits:
                    looked_up[check] = replace(of_check, logic=bits)
        return cls(database, name, rows, {**wanted, **looked_up}, release, types, looked_up.keys())

    def measure(self) -> Measured:
        """Count what is in scope and undecided for all, and gather rows at fault in passing."""
        plain = self._plain()
        return self._measure_at_once(plain) if plain else self._measure_all()

    def rows_at_fault(self, measured: Measured) -> list[Callable[[], PutAside]]:
        """What there is to do to put all rows at fault aside; what takes longest is the first."""
        plain = self._plain()
        groups = [{check: wanted} for check, wanted in self.wanted.items() if check not in plain]
        groups.sort(key=_looks_for_repeats, reverse=True)
        jobs: list[Callable[[], PutAside]] = []
        gathered = 0
        if measured.gathered is not None:
            gathered = measured.gathered
            jobs.append(partial(self._keep_gathered, plain, gathered))
        elif plain:
            groups = [plain, *groups]
        room = (MOST_GATHERED - gathered) // max(len(groups), 1)
        in_scope = self._in_scope(measured)
        for number, group in enumerate(groups, start=1):
            name = f"{name_aside(GATHERED, self.name)}_{number}"
            jobs.append(partial(self._put_aside, group, name, room, in_scope))
        return jobs

    def keep(self, aside: Mapping[str, Aside]) -> RowsAside:
        """What was put aside, with what else is wanted of it."""
        return RowsAside(self.database, self.name, self.wanted, aside)

    def fetch(
        self, measured: Measured, kept: RowsAside, read: str, count: int
    ) -> tuple[dict[str, Rows], dict[str, str]]:
        """Fetch so many rows that were put aside; of the other checks, a SELECT of their rows.

        ``read`` is where further columns were put.
        """
        fetched = kept.fetch_together(read) if count <= TOGETHER else {}
        selects = kept.selects(read) if fetched.keys() < kept.aside.keys() else {}
        in_scope = self._in_scope(measured)
        for check, wanted in self.wanted.items():
            if check not in fetched and check not in selects:
                selects[check] = self._at_fault(wanted, in_scope[check])
        return fetched, selects

    def judge(
        self, check: str, select: str, extent: tuple[int, int], seconds: float
    ) -> Answer | Failure:
        """Fetch the rows at fault of one check, on which so many seconds were spent before."""
        started = time.perf_counter()
        try:
            rows, failed = fetch_counted(self.database, select, self.wanted[check])
        except Error as fault:
            return Failure.of(fault)
        seconds += time.perf_counter() - started
        return Answer(Counts(extent[0], failed, extent[1], seconds), rows)

    def _plain(self) -> dict[str, Wanted]:
        return {
            check: wanted for check, wanted in self.wanted.items() if self._only_compares(check)
        }

    def _in_scope(self, measured: Measured) -> dict[str, int]:
        """How many rows are in the scope of each check, as far as that is known."""
        return {
            check: self.rows if isinstance(extent, Failure) else extent[0]
            for check, extent in measured.extents.items()
        }

    def _measure_at_once(self, plain: Mapping[str, Wanted]) -> Measured:
        """Measure every predicate, and gather rows at fault of some, in the same scan.

        None are gathered if there is no room for so many, or one of the predicates errs.
        """
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
        measured = name_aside(MEASURED, self.name)
        try:
            self.database.ask(f"CREATE OR REPLACE TABLE {measured} AS {sql}", facts)
            [numbers] = self.database.ask(f"SELECT * EXCLUDE (_rows) FROM {measured}")
        except Error:
            return self._measure_all()
        extents = dict(zip(self.wanted, _in_pairs(numbers[:-1]), strict=True))
        count = numbers[-1] or 0
        return Measured(extents, count if count <= room else None)

    def _keep_gathered(self, plain: Mapping[str, Wanted], count: int) -> PutAside:
        """Put the rows that were gathered into a table, as `_put_aside` does."""
        name = f"{name_aside(GATHERED, self.name)}_0"
        measured = name_aside(MEASURED, self.name)
        rows = f"SELECT unnest(_rows, recursive := true) FROM {measured}"
        try:
            self.database.ask(f"CREATE OR REPLACE TABLE {name} AS {rows}")
            self.database.ask(f"DROP TABLE {measured}")
        except Error:
            return {}, 0
        columns = _read_anyway(plain.values())
        flags = {check: f"_fails_{number}" for number, check in enumerate(plain)}
        return {check: Aside(name, flag, columns) for check, flag in flags.items()}, count

    def _measure_all(self) -> Measured:
        asked = [_predicate(wanted) for wanted in self.wanted.values()]
        extents = ask_together(asked, self._measure)
        return Measured(dict(zip(self.wanted, extents, strict=True)))

    def _measure(self, asked: Sequence[Predicate]) -> list[tuple[int, int]]:
        """Rows in scope and undecidable ones of each predicate, in one scan."""
        facts = {name for predicate in asked for name in predicate.facts}
        return _in_pairs(self.database.ask(scan_undecided(asked), facts)[0])

    def _put_aside(
        self, group: Mapping[str, Wanted], name: str, room: int, in_scope: Mapping[str, int]
    ) -> PutAside:
        """Put the rows at fault of some checks into a table; where each check's are, and how many.

        None are put aside if there are more than there is room for, or one of the checks errs: then
        each is asked of the large table itself.
        """
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
        failing = f"SELECT {sql_names(columns)}, {flags} FROM {rows} LIMIT {room + 1}"
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

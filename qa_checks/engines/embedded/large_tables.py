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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from qa_checks.engines.door import Answer, Counts, Failure, Wanted
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.engines.embedded.failing_rows import fails, fetch_counted
from qa_checks.engines.embedded.row_filters import JOINED, PLACE, find_failing, listed
from qa_checks.engines.embedded.scans import scan_undecided
from qa_checks.model import Predicate

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Snapshot

MOST_GATHERED = 999_999  # as many as one aggregate keeps
FEW = 1_000
MEASURED = "measured"
GATHERED = "rows_at_fault"
FURTHER = "further_columns"
WORD = re.compile(r"\w+")


class _Aside(Struct, frozen=True):
    """Where the rows at fault of a check were put aside: those with a flag, and some columns."""

    table: str
    flag: str
    columns: Sequence[str]


class _Measured(NamedTuple):
    """Rows in scope and undecidable ones of each check; how many rows were put aside of which."""

    extents: Sequence[tuple[int, int] | Failure]
    aside: dict[str, _Aside]
    gathered: int


class LargeTable(Struct, frozen=True):
    """A large table of so many rows, with the predicates asked of it and the rows wanted.

    ``release`` says what reading knows of its columns.
    """

    database: Database
    name: str
    rows: int
    wanted: Mapping[str, Wanted]
    release: Snapshot

    def answers(self) -> Iterator[dict[str, Answer | Failure]]:
        """Count each check and fetch its rows."""
        started = time.perf_counter()
        plain = {check: wanted for check, wanted in self.wanted.items() if _only_compares(wanted)}
        groups = [{check: wanted} for check, wanted in self.wanted.items() if check not in plain]
        extents, aside, count = self._measure_at_once(plain) if plain else self._measure_all()
        if plain and not aside:
            groups = [plain, *groups]
        room = MOST_GATHERED - count
        for number, group in enumerate(groups, start=1):
            rows, count = self._put_aside(group, f"{GATHERED}_{number}", room)
            aside |= rows
            room -= count
        selects = self._with_further(aside)
        share = (time.perf_counter() - started) / len(self.wanted)
        for (check, wanted), extent in zip(self.wanted.items(), extents, strict=True):
            select = selects.get(check) or self._at_fault(wanted)
            yield {check: self._judge(wanted, select, extent, share)}

    def _measure_at_once(self, plain: Mapping[str, Wanted]) -> _Measured:
        """Measure every predicate, and put rows at fault of some aside, in the same scan.

        None are put aside if there is no room for so many, or one of the predicates errs.
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
        name = f"{GATHERED}_0"
        try:
            self.database.ask(f"CREATE OR REPLACE TEMP TABLE {MEASURED} AS {sql}", facts)
            [numbers] = self.database.ask(f"SELECT * EXCLUDE (_rows) FROM {MEASURED}")
            extents, count = _in_pairs(numbers[:-1]), numbers[-1] or 0
            if count <= room:
                self.database.ask(
                    f"CREATE OR REPLACE TEMP TABLE {name} AS "
                    f"SELECT unnest(_rows, recursive := true) FROM {MEASURED}"
                )
            self.database.ask(f"DROP TABLE {MEASURED}")
        except Error:
            return self._measure_all()
        if count > room:
            return _Measured(extents, {}, 0)
        aside = {
            check: _Aside(name, flag, columns) for check, flag in zip(plain, flags, strict=True)
        }
        return _Measured(extents, aside, count)

    def _measure_all(self) -> _Measured:
        asked = [_predicate(wanted) for wanted in self.wanted.values()]
        return _Measured(ask_together(asked, self._measure), {}, 0)

    def _measure(self, asked: Sequence[Predicate]) -> list[tuple[int, int]]:
        """Rows in scope and undecidable ones of each predicate, in one scan."""
        facts = {name for predicate in asked for name in predicate.facts}
        return _in_pairs(self.database.ask(scan_undecided(asked), facts)[0])

    def _put_aside(
        self, group: Mapping[str, Wanted], name: str, room: int
    ) -> tuple[dict[str, _Aside], int]:
        """Put the rows at fault of some checks into a table; where each check's are, and how many.

        None are put aside if there are more than there is room for, or one of the checks errs: then
        each is asked of the large table itself.
        """
        from qa_checks.duckdb_core import Error

        columns = _read_anyway(group.values())
        if len(group) == 1:
            [wanted] = group.values()
            flags, rows = "TRUE AS _fails_0", f"({self._at_fault(wanted, columns)})"
        else:
            tests = [f"({fails(_predicate(wanted))})" for wanted in group.values()]
            flags = ", ".join(f"{test} AS _fails_{number}" for number, test in enumerate(tests))
            rows = f"{self.name} AS t WHERE {' OR '.join(tests)}"
        facts = {fact for wanted in group.values() for fact in wanted.logic.facts}
        failing = f"SELECT {listed(columns)}, {flags} FROM {rows} LIMIT {room + 1}"
        try:
            [(count,)] = self.database.ask(
                f"CREATE OR REPLACE TEMP TABLE {name} AS {failing}", facts
            )
        except Error:
            return {}, 0
        if count > room:
            self.database.ask(f"DROP TABLE {name}")
            return {}, 0
        aside = {
            check: _Aside(name, f"_fails_{number}", columns) for number, check in enumerate(group)
        }
        return aside, count

    def _with_further(self, aside: Mapping[str, _Aside]) -> dict[str, str]:
        """SELECTs of rows put aside, by check, with all their columns: the rest is read at once."""
        selects = {}
        further: dict[str, list[str]] = {}
        for check, rows in aside.items():
            selects[check] = f"SELECT * FROM {rows.table} WHERE {rows.flag}"
            columns = self.wanted[check].columns
            if not {*columns} <= {*rows.columns}:
                further[check] = [name for name in columns if name not in rows.columns]
        tables = dict.fromkeys(aside[check].table for check in further)
        if further and not self._read_further(tables, chain(*further.values())):
            return {check: select for check, select in selects.items() if check not in further}
        for check, names in further.items():
            rows = aside[check]
            own, rest = (
                ", ".join(f'{source}."{name}"' for name in listed)
                for source, listed in (("a", rows.columns), ("f", names))
            )
            selects[check] = (
                f"SELECT {own}, {rest} FROM {rows.table} AS a JOIN {FURTHER} AS f "
                f"USING ({listed(PLACE)}) WHERE a.{rows.flag}"
            )
        return selects

    def _read_further(self, tables: Iterable[str], columns: Iterable[str]) -> bool:
        """Read some columns of rows that stand in tables; whether their place tells them apart."""
        from qa_checks.duckdb_core import Error

        numbers = " UNION ALL ".join(f"SELECT _row FROM {table}" for table in tables)
        again = f"SELECT 1 FROM {FURTHER} GROUP BY {listed(PLACE)} HAVING count(*) > 1"
        try:
            self.database.ask(
                f"CREATE OR REPLACE TEMP TABLE {FURTHER} AS SELECT {listed([*PLACE, *columns])} "
                f"FROM {self.name} WHERE _row IN ({numbers})"
            )
            return not self.database.ask(f"{again} LIMIT 1")
        except Error:
            return False

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

    def _at_fault(self, wanted: Wanted, columns: Sequence[str] = ()) -> str:
        """SELECT of the rows at fault of a check, with some columns or all that are wanted."""
        predicate = _predicate(wanted)
        return find_failing(self.database, self.release, predicate, columns or wanted.columns)


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


def _only_compares(wanted: Wanted) -> bool:
    """Whether a condition costs little beside the scan of the values it compares."""
    predicate = _predicate(wanted)
    words = f"{predicate.condition} {predicate.scope}"
    return not (predicate.once or predicate.column or JOINED.search(words))

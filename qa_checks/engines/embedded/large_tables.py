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
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from qa_checks.engines.door import Answer, Counts, Failure, Wanted
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.engines.embedded.failing_rows import failing, fails, fetch_counted
from qa_checks.engines.embedded.scans import scan_undecided
from qa_checks.model import Predicate
from qa_checks.sql_text import shares_bucket

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Snapshot

PLACE = ("_source", "_block", "_row", "_entry")
WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT")
MOST_GATHERED = 1_000_000
GATHERED = "rows_at_fault"
FURTHER = "further_columns"
WORD = re.compile(r"\w+")
# Lists and other tables are joined, which DuckDB does well only where nothing else is asked.
JOINED = re.compile(r"\b(IN|SELECT)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Aside:
    """Where the rows at fault of a check were put aside: those with a flag, and some columns."""

    table: str
    flag: str
    columns: Sequence[str]


@dataclass(frozen=True)
class LargeTable:
    """A large table, with the predicates asked of it and the rows wanted.

    ``release`` says what reading knows of its columns.
    """

    database: Database
    name: str
    wanted: Mapping[str, Wanted]
    release: Snapshot

    def answers(self) -> Iterator[dict[str, Answer | Failure]]:
        """Count each check and fetch its rows."""
        started = time.perf_counter()
        measured = ask_together(
            [_predicate(wanted) for wanted in self.wanted.values()], self._measure
        )
        extents = dict(zip(self.wanted, measured, strict=True))
        aside: dict[str, _Aside] = {}
        room = MOST_GATHERED
        for number, group in enumerate(self._groups()):
            rows, count = self._put_aside(group, f"{GATHERED}_{number}", room)
            aside |= rows
            room -= count
        selects = self._with_further(aside)
        share = (time.perf_counter() - started) / len(self.wanted)
        for check, wanted in self.wanted.items():
            select = selects.get(check) or self._at_fault(wanted)
            yield {check: self._judge(wanted, select, extents[check], share)}

    def _measure(self, asked: Sequence[Predicate]) -> list[tuple[int, int]]:
        """Rows in scope and undecidable ones of each predicate, in one scan."""
        facts = {name for predicate in asked for name in predicate.facts}
        row = [number or 0 for number in self.database.ask(scan_undecided(asked), facts)[0]]
        return list(zip(row[::2], row[1::2], strict=True))

    def _groups(self) -> list[dict[str, Wanted]]:
        """Checks whose rows are fetched together: those that only compare, each other alone."""
        plain = {check: wanted for check, wanted in self.wanted.items() if _only_compares(wanted)}
        alone = [{check: wanted} for check, wanted in self.wanted.items() if check not in plain]
        return [plain, *alone] if plain else alone

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
        failing = f"SELECT {_listed(columns)}, {flags} FROM {rows} LIMIT {room + 1}"
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
                f"USING ({_listed(PLACE)}) WHERE a.{rows.flag}"
            )
        return selects

    def _read_further(self, tables: Iterable[str], columns: Iterable[str]) -> bool:
        """Read some columns of rows that stand in tables; whether their place tells them apart."""
        from qa_checks.duckdb_core import Error

        numbers = " UNION ALL ".join(f"SELECT _row FROM {table}" for table in tables)
        again = f"SELECT 1 FROM {FURTHER} GROUP BY {_listed(PLACE)} HAVING count(*) > 1"
        try:
            self.database.ask(
                f"CREATE OR REPLACE TEMP TABLE {FURTHER} AS SELECT {_listed([*PLACE, *columns])} "
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
        """SELECT of the rows at fault, in the way that costs least.

        ``columns`` are those that it must give; all that are wanted without.
        """
        predicate = _predicate(wanted)
        if len(predicate.once) == 1 and self._is_whole(predicate.once[0]):
            return self._repeated_numbers(predicate, columns or wanted.columns)
        if predicate.column and not predicate.scope and not JOINED.search(predicate.condition):
            return self._with_bad_values(predicate)
        return failing(predicate)

    def _repeated_numbers(self, predicate: Predicate, shown: Sequence[str]) -> str:
        """Rows that share a whole number with another row in scope."""
        known = self.release.shared.get((self.name, predicate.once[0]), "")
        if known and not predicate.scope and {*shown} <= {*PLACE, predicate.once[0]}:
            return known
        column = f'"{predicate.once[0]}"'
        scope = f" AND ({predicate.scope})" if predicate.scope else ""
        rows = f"FROM {self.name} AS t WHERE {column} IS NOT NULL{scope}"
        columns = _listed([*shown, predicate.once[0]])
        return (
            f"WITH candidates AS MATERIALIZED (SELECT {columns} {rows} "
            f"AND {shares_bucket(column, rows)}) SELECT * FROM candidates WHERE {column} IN "
            f"(SELECT {column} FROM candidates GROUP BY ALL HAVING count(*) > 1)"
        )

    def _with_bad_values(self, predicate: Predicate) -> str:
        """Rows with a value that fails, each distinct one judged once."""
        column = f'"{predicate.column}"'
        # An aggregate of the value, or the condition would reach the rows before they are grouped.
        values = self.release.texts.get((self.name, predicate.column)) or (
            f"SELECT any_value(r.{column}) AS {column} FROM {self.name} AS r GROUP BY r.{column}"
        )
        return (
            f"SELECT * FROM {self.name} WHERE {column} IN "
            f"(SELECT {column} FROM ({values}) AS t WHERE {fails(predicate)})"
        )

    def _is_whole(self, column: str) -> bool:
        described = self.database.ask(f'SELECT typeof("{column}") FROM {self.name} LIMIT 1')
        return described[0][0] in WHOLE


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


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in dict.fromkeys(names))

"""Rows of little but numbers that are the sums of the rows above them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct

from qa_checks.duckdb_core import Connection
from qa_checks.reading.total_rows import LEAST_ADDED
from qa_checks.reading.wide import ROW


class RowOfNumbers(Struct, frozen=True):
    """A row with little but numbers, one of which may be the formula of a sum."""

    row: int
    numbers: Mapping[str, float]
    is_formula: bool = False


class Added(Struct, frozen=True):
    """Numbers of a column added up, how many there are, and the largest of them."""

    total: float = 0
    count: int = 0
    most: float = -math.inf

    def plus(self, other: Added) -> Added:
        """Both together."""
        most = max(self.most, other.most)
        return Added(self.total + other.total, self.count + other.count, most)

    def is_sum(self, number: float) -> bool:
        """Whether a number, not nought, is their sum."""
        return bool(number and self.count) and math.isclose(number, self.total, rel_tol=1e-9)

    def is_surely_sum(self, number: float) -> bool:
        """Whether it is the sum of so many that the number of a record is hardly ever."""
        return self.is_sum(number) and self.count >= LEAST_ADDED and number > self.most


Columns = Mapping[str, Added]


def find_sums(
    connection: Connection,
    table: str,
    rows: Sequence[RowOfNumbers],
    totals: Sequence[int],
) -> list[int]:
    """Those of some rows that add up all rows above them, or all since the total before.

    Sums of one or two rows count where another row is surely a sum.

    Parameters
    ----------
    table
        The table of the sheet.
    rows
        Those that may be sums.
    totals
        Numbers of the rows that are totals by their words.
    """
    columns = sorted({name for row in rows for name in row.numbers})
    by_row = {row.row: row for row in rows}
    ends = sorted({*by_row, *totals})
    above = _add_up(connection, table, columns, ends)
    every: Columns = {}
    since: Columns = {}
    sums: dict[int, bool] = {}
    for end in ends:
        every, since = (_together(added, above.get(end, {})) for added in (every, since))
        row = by_row.get(end)
        if row is None:
            since = {}
            continue
        pairs = [
            (added[name], number)
            for added in (every, since)
            for name, number in row.numbers.items()
            if name in added
        ]
        if row.is_formula or any(added.is_sum(number) for added, number in pairs):
            sums[end] = row.is_formula or any(
                added.is_surely_sum(number) for added, number in pairs
            )
            since = {}
        else:
            own = {name: Added(number, 1, number) for name, number in row.numbers.items()}
            every, since = _together(every, own), _together(since, own)
    return list(sums) if any(sums.values()) else []


def _together(first: Columns, second: Columns) -> Columns:
    nothing = Added()
    return {
        name: first.get(name, nothing).plus(second.get(name, nothing))
        for name in first.keys() | second.keys()
    }


def _add_up(
    connection: Connection, table: str, columns: Sequence[str], ends: Sequence[int]
) -> dict[int, Columns]:
    """The rows of a table above each of some of its rows, up to the one before, added up."""
    added = ", ".join(f'sum("{name}"), count("{name}"), max("{name}")' for name in columns)
    if not added:
        return {}
    rows = connection.execute(
        f"SELECT e.number, {added} FROM {table} AS t ASOF JOIN "
        f"(SELECT unnest($1::BIGINT[]) AS number) AS e ON t.{ROW} < e.number "
        f"WHERE t.{ROW} NOT IN (SELECT unnest($1::BIGINT[])) GROUP BY 1",
        [list(ends)],
    ).fetchall()
    return {
        end: {
            name: Added(*cells[place * 3 : place * 3 + 3])
            for place, name in enumerate(columns)
            if cells[place * 3 + 1]
        }
        for end, *cells in rows
    }

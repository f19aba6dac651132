"""The rows in which two relations differ, read a block at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qa_checks.comparing.matching import NEW, OLD, Matched
from qa_checks.duckdb_core import Connection


def changed_cells(
    connection: Connection, matched: Matched, column: str, most: int | None
) -> Iterator[tuple[Any, ...]]:
    """The cells of one column that changed: the parts of the key, before, now, number of the row.

    The row is that of the new side.
    """
    before, now = matched.column(OLD, column), matched.column(NEW, column)
    where = f"o0 IS NOT NULL AND n0 IS NOT NULL AND {before} IS DISTINCT FROM {now}"
    return read_rows(connection, matched, [before, now, "n0"], where, most)


def lone_rows(
    connection: Connection, matched: Matched, side: str, most: int | None
) -> Iterator[tuple[Any, ...]]:
    """The rows that only one side has, `OLD` or `NEW`: the parts of the key, number of the row."""
    other = NEW if side == OLD else OLD
    return read_rows(connection, matched, [f"{side}0"], f"{other}0 IS NULL", most)


def read_rows(
    connection: Connection, matched: Matched, columns: Sequence[str], where: str, most: int | None
) -> Iterator[tuple[Any, ...]]:
    """The key and some columns of what differs, in the order of the last, a block at a time."""
    keys = ", ".join(matched.asked.key_columns)
    listed = ", ".join([keys, *columns])
    limit = "" if most is None else f" LIMIT {most}"
    cursor = connection.cursor()
    cursor.execute(
        f"SELECT {listed} FROM {matched.table} WHERE {where} ORDER BY {columns[-1]}, {keys}{limit}"
    )
    while block := cursor.fetchmany(10_000):
        yield from block

"""The one comparison: two relations joined by a key, of which what differs becomes a table.

DuckDB does all of it, each side is read once, and only what differs is kept. What a change means
is for others to say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from qa_checks.duckdb_core import Connection
from qa_checks.sql_text import sql_name
from qa_checks.words import MASKED, show

ROW, SOURCE_ID = "_row", "_source"  # the number of a row, and that of its file and sheet
NAMED = 1_000  # repeated keys of which it is said where they stand
OLD, NEW = "o", "n"


class Side(NamedTuple):
    """One of the two relations: what stands behind FROM, and what sentences call it.

    It has a column `ROW`, the number of the row in its file, which is never missing. ``rows`` is
    how many rows it has, where that is known.
    """

    source: str
    called: str
    rows: int | None = None


class Asked(Struct, frozen=True):
    """What is compared: columns, of rows that have the same key.

    ``beside`` are columns that are not compared but kept beside those that differ.
    """

    key: tuple[str, ...]
    columns: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def key_columns(self) -> list[str]:
        """The columns of the table of what differs that hold the key."""
        return [f"k{number}" for number in range(len(self.key))]

    @property
    def carried(self) -> tuple[str, ...]:
        """Every column of a side that is kept of a row which differs, each once."""
        return tuple(dict.fromkeys([ROW, *self.columns, *self.beside]))


class RepeatedKey(NamedTuple):
    """A key that several rows of one side have, and their numbers."""

    side: Side
    key: tuple[Any, ...]
    rows: tuple[int, ...]


class Matched(Struct, frozen=True):
    """What a comparison came to.

    ``table`` holds a row for each that differs: key, and the columns of both sides. ``repeated``
    are the first of so many ``repeated_keys``; ``keyless`` the numbers of rows without a key, by
    side. None of these rows was compared; ``compared`` is what stands behind FROM for the others of
    each side.
    """

    asked: Asked
    table: str
    old: Side
    new: Side
    compared: tuple[str, str]
    old_rows: int
    new_rows: int
    both: int
    added: int
    gone: int
    changed: int
    cells: Mapping[str, int]
    repeated: tuple[RepeatedKey, ...]
    repeated_keys: int
    keyless: tuple[tuple[int, ...], tuple[int, ...]]
    left_out: int

    def say_key(self, key: Sequence[Any], masked: Collection[str]) -> str:
        """A key for a reader, without what is masked."""
        if len(key) == 1 and isinstance(key[0], str) and not masked:
            return key[0]
        return " / ".join(
            MASKED if name in masked else show(part)
            for name, part in zip(self.asked.key, key, strict=True)
        )

    def column(self, side: str, name: str) -> str:
        """The column of its table that holds a column of one side, `OLD` or `NEW`."""
        return f"{side}{self.asked.carried.index(name)}"


def match(connection: Connection, old: Side, new: Side, asked: Asked, table: str) -> Matched:
    """Compare two relations; what differs is left in a table of the given name.

    Rows without a whole key, and all rows of a key that one side has twice, are not compared.
    """
    ask = connection.execute
    rows = [
        _count_rows(connection, side) if side.rows is None else side.rows for side in (old, new)
    ]
    # Of keys of their own there are at most as many pairs as rows; of others there may be so many
    # that they have no place in memory.
    number = _join(connection, old, new, asked, table, limit=sum(rows) + 1)
    keyless = _take_keyless(connection, asked, table)
    number -= sum(map(len, keyless))
    repeated: tuple[RepeatedKey, ...] = ()
    repeated_keys, repeated_rows = 0, [0, 0]
    compared = (old, new)
    if not _is_unique(connection, asked, table, number, (rows, keyless)):
        twice = f"{table}_repeated"
        repeated = _find_repeated(connection, twice, (old, new), asked)
        [(repeated_keys,)] = ask(f"SELECT count(*) FROM {twice}").fetchall()
        compared = (_without_repeated(old, twice, asked), _without_repeated(new, twice, asked))
        number = _join(connection, *compared, asked, table)
        keyless = _take_keyless(connection, asked, table)
        number -= sum(map(len, keyless))
        repeated_rows = [
            _count_rows(connection, every) - _count_rows(connection, others)
            for every, others in zip((old, new), compared, strict=True)
        ]
    added, gone, changed, *cells = ask(f"SELECT {_counts(asked)} FROM {table}").fetchall()[0]
    both = number - added - gone
    apart = [len(without) + rows for without, rows in zip(keyless, repeated_rows, strict=True)]
    return Matched(
        asked=asked,
        table=table,
        old=old,
        new=new,
        compared=(compared[0].source, compared[1].source),
        old_rows=both + gone + apart[0],
        new_rows=both + added + apart[1],
        both=both,
        added=added,
        gone=gone,
        changed=changed,
        cells=dict(zip(asked.columns, cells, strict=True)),
        repeated=repeated,
        repeated_keys=repeated_keys,
        keyless=keyless,
        left_out=sum(apart),
    )


def _count_rows(connection: Connection, side: Side) -> int:
    [(number,)] = connection.execute(f"SELECT count(*) FROM {side.source}").fetchall()
    return int(number)


def _join(
    connection: Connection, old: Side, new: Side, asked: Asked, table: str, limit: int | None = None
) -> int:
    """Make the table of what differs, and say how many pairs of rows there are in all.

    Every pair is a row of a table of lists at first; a list that is missing takes no room, so
    equal rows take none, and are counted without being looked at.
    """
    both = [(f"o.{sql_name(name)}", f"n.{sql_name(name)}") for name in asked.columns]
    differs = " OR ".join(
        [f"o.{ROW} IS NULL", f"n.{ROW} IS NULL", *(f"{a} IS DISTINCT FROM {b}" for a, b in both)]
    )
    packed = [
        f"k{number} := coalesce(o.{sql_name(name)}, n.{sql_name(name)})"
        for number, name in enumerate(asked.key)
    ]
    packed += [
        f"{side}{number} := {side}.{sql_name(name)}"
        for number, name in enumerate(asked.carried)
        for side in (OLD, NEW)
    ]
    by = " AND ".join(f"o.{sql_name(name)} = n.{sql_name(name)}" for name in asked.key)
    most = "" if limit is None else f" LIMIT {limit}"
    pairs, ask = f"{table}_pairs", connection.execute
    ask(
        f"CREATE OR REPLACE TABLE {pairs} AS "
        f"SELECT CASE WHEN {differs} THEN [struct_pack({', '.join(packed)})] END AS r "
        f"FROM {old.source} AS o FULL JOIN {new.source} AS n ON {by}{most}"
    )
    [(number,)] = ask(f"SELECT count(*) FROM {pairs}").fetchall()
    ask(
        f"CREATE OR REPLACE TABLE {table} AS SELECT unnest(r, recursive := true) "
        f"FROM {pairs} WHERE r IS NOT NULL;"
        f"DROP TABLE {pairs}"
    )
    return int(number)


def _take_keyless(
    connection: Connection, asked: Asked, table: str
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Take out rows of which a part of the key is missing, and say which they are."""
    without = " OR ".join(f"{column} IS NULL" for column in asked.key_columns)
    rows = connection.execute(f"SELECT o0, n0 FROM {table} WHERE {without} ORDER BY ALL").fetchall()
    if rows:
        connection.execute(f"DELETE FROM {table} WHERE {without}")
    return (
        tuple(row for row, _ in rows if row is not None),
        tuple(row for _, row in rows if row is not None),
    )


def _is_unique(
    connection: Connection,
    asked: Asked,
    table: str,
    pairs: int,
    of_sides: tuple[Sequence[int], tuple[tuple[int, ...], tuple[int, ...]]],
) -> bool:
    """Whether no key stands twice on a side, told from what was joined alone.

    A row of a key that the other side has twice is in two pairs: then there are more pairs than
    rows. What only one side has is looked at by itself. ``of_sides`` are how many rows each side
    has, and which of them have no key.
    """
    ask = connection.execute
    [alone] = ask(
        "SELECT count(*) FILTER (WHERE o0 IS NULL), count(*) FILTER (WHERE n0 IS NULL) "
        f"FROM {table}"
    ).fetchall()
    for rows, keyless, lone in zip(*of_sides, alone, strict=True):
        if pairs - lone != rows - len(keyless):
            return False
    keys = ", ".join(asked.key_columns)
    [(twice,)] = ask(
        f"SELECT count(*) FROM (SELECT {keys} FROM {table} WHERE o0 IS NULL OR n0 IS NULL "
        "GROUP BY ALL HAVING count(*) > 1)"
    ).fetchall()
    return not twice


def _find_repeated(
    connection: Connection, table: str, sides: tuple[Side, Side], asked: Asked
) -> tuple[RepeatedKey, ...]:
    """Make a table of the keys that a side has twice, and say where the first of them stand."""
    named = ", ".join(f"{sql_name(name)} AS k{place}" for place, name in enumerate(asked.key))
    whole = " AND ".join(f"{sql_name(name)} IS NOT NULL" for name in asked.key)
    counted = [
        f"SELECT {place} AS side, {named}, list({ROW} ORDER BY {ROW}) AS rows "
        f"FROM {side.source} WHERE {whole} GROUP BY ALL HAVING count(*) > 1"
        for place, side in enumerate(sides)
    ]
    ask = connection.execute
    ask(f"CREATE OR REPLACE TABLE {table} AS {' UNION ALL '.join(counted)}")
    keys = ", ".join(asked.key_columns)
    listed = ask(f"SELECT side, {keys}, rows[:{NAMED}] FROM {table} ORDER BY ALL LIMIT {NAMED}")
    return tuple(
        RepeatedKey(sides[side], tuple(key), tuple(numbers))
        for side, *key, numbers in listed.fetchall()
    )


def _without_repeated(side: Side, table: str, asked: Asked) -> Side:
    """A side without the rows of keys that one of the two has twice."""
    same = " AND ".join(f"s.{sql_name(name)} = r.k{place}" for place, name in enumerate(asked.key))
    repeated = f"EXISTS (SELECT 1 FROM {table} AS r WHERE {same})"
    return Side(f"(SELECT * FROM {side.source} AS s WHERE NOT {repeated})", side.called)


def _counts(asked: Asked) -> str:
    """What is counted of the rows that differ: added, gone, changed, and each column's cells."""
    both = "o0 IS NOT NULL AND n0 IS NOT NULL"
    numbers = [(asked.carried.index(name)) for name in asked.columns]
    cells = [f"{both} AND o{number} IS DISTINCT FROM n{number}" for number in numbers]
    conditions = ["o0 IS NULL", "n0 IS NULL", both, *cells]
    return ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in conditions)

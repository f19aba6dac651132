"""Where cells stand that could not be read, and which rows of the tables that concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from qa_checks.reading.cell_faults import UNREADABLE

if TYPE_CHECKING:
    from qa_checks.duckdb_core import Connection
    from qa_checks.reading.loaded import Loaded

# Table, column, and what an unpivoted column stands for.
Kind = tuple[str, str, str]
KIND = "x.table_name, x.column_name, coalesce(x.entry, '')"
FileRow = tuple[int, int]
MOST_NAMED = 100  # rows that a condition names one by one
MOST_CONCERNED = 2_000
MOST_ROWS = 200_000  # of the files; above, looking for the rows costs more than it saves


class Concerned(Struct, frozen=True):
    """A row of a table in whose row of the file a cell could not be read.

    ``cell_block`` is the block of that cell: the row's own, or one from which the row takes values.
    """

    table: str
    source: int
    cell_block: int
    block: int
    row: int


class UnreadCells(Struct, frozen=True):
    """The kinds of cells that could not be read.

    ``rows`` are the rows of tables that such cells concern, by kind; None where those are too many
    to be named. ``file_rows`` are the source and row of the cells, of kinds with only a few.
    """

    kinds: frozenset[Kind] = frozenset()
    rows: Mapping[Kind, frozenset[Concerned]] | None = None
    file_rows: Mapping[Kind, frozenset[FileRow]] = {}


def find_unread(connection: Connection) -> UnreadCells:
    """What could not be read, and in which rows of the files where those are few."""
    listed = connection.execute(
        f"SELECT {KIND}, CASE WHEN count(*) <= {MOST_NAMED} THEN list([x._source, x._row]) END "
        f"FROM extract_cells AS x WHERE {UNREADABLE} GROUP BY ALL"
    ).fetchall()
    return UnreadCells(
        frozenset((table, column, entry) for table, column, entry, _ in listed),
        file_rows={
            (table, column, entry): frozenset((source, row) for source, row in places)
            for table, column, entry, places in listed
            if places is not None
        },
    )


def find_concerned(loaded: Loaded) -> UnreadCells:
    """The same with the rows of the release's tables that are concerned, if those are few."""
    unread = find_unread(loaded.connection)
    if not unread.kinds or sum(entry.rows for entry in loaded.inputs) > MOST_ROWS:
        return unread
    release = loaded.release
    tables = " UNION ALL ".join(
        f"SELECT '{table}' AS name, _source, _block, _row FROM {table}"
        for table in sorted(release.tables)
    )
    near = ", ".join(map(str, sorted(release.neighbours)))
    if not tables or not near:
        return unread
    listed = loaded.connection.execute(
        f"SELECT DISTINCT {KIND}, k.name, k._source, x._block, k._block, k._row "
        f"FROM extract_cells AS x JOIN (VALUES {near}) AS near(source, block, own) "
        f"ON near.source = x._source AND near.block = x._block JOIN ({tables}) AS k "
        "ON k._source = x._source AND k._block = near.own AND k._row = x._row "
        f"WHERE {UNREADABLE} LIMIT {MOST_CONCERNED + 1}"
    ).fetchall()
    if len(listed) > MOST_CONCERNED:
        return unread
    return UnreadCells(unread.kinds, _by_kind(listed), unread.file_rows)


def _by_kind(
    listed: Iterable[tuple[str, str, str, str, int, int, int, int]],
) -> Mapping[Kind, frozenset[Concerned]]:
    rows: dict[Kind, set[Concerned]] = defaultdict(set)
    for table, column, entry, name, source, cell_block, block, row in listed:
        rows[table, column, entry].add(Concerned(name, source, cell_block, block, row))
    return {kind: frozenset(concerned) for kind, concerned in rows.items()}

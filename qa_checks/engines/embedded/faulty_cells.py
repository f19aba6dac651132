"""The cells a schema check finds at fault: counted, and each fetched with the key of its row."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter

from msgspec.structs import replace

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.schemas import Table
from qa_checks.duckdb_core import Error
from qa_checks.engines.door import Counts, Failure, Rows, Wanted
from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.rows_with_cells import RowsWithCells
from qa_checks.engines.embedded.scope_counts import Extent
from qa_checks.model.logic import FaultyCells, Logic, Selection
from qa_checks.sql_text import sql_names

CELL = ("column_name", "fault", "_source", "_row", "position")


def count_cells(
    database: Database, cells: Mapping[str, tuple[str, FaultyCells]], rows_of: Callable[[str], int]
) -> dict[str, Counts | Failure]:
    """Count the cells the reader met at fault, all in one go.

    Parameters
    ----------
    cells
        Their table and kind, by check.
    """
    started = time.perf_counter()
    listed = database.ask(
        "SELECT table_name, column_name, fault, count(*) FROM extract_cells GROUP BY ALL"
    )
    failed = {(table, column, fault): number for table, column, fault, number in listed}
    share = (time.perf_counter() - started) / len(cells)
    counts: dict[str, Counts | Failure] = {}
    for check, (table, kind) in cells.items():
        number = failed.get((table, kind.column, kind.fault), 0)
        counts[check] = replace(Extent(rows_of(table)).count(number), seconds=share)
    return counts


def gather_cells(
    cells: RowsWithCells,
    logics: Iterable[Logic],
    rows_of: Callable[[str], int],
    many: int,
) -> dict[str, str]:
    """Put the faulty cells of each table aside, with the keys of their rows: where, by table.

    Those that cannot be put aside are a SELECT, for each check to look for its own.

    Parameters
    ----------
    many
        What a large table has more rows than.
    """
    asked: dict[str, list[FaultyCells]] = {}
    for logic in logics:
        if isinstance(logic, Selection) and logic.cells:
            asked.setdefault(logic.table, []).append(logic.cells)
    schemas = cells.schemas
    rows = {}
    for name in dict.fromkeys(owner.table for table in asked for owner in _holders(schemas, table)):
        if rows_of(name) > many:
            rows[name] = cells.gather(name)
        elif rows_of(name):
            rows[name] = f"base.{name}"
    gathered = {}
    for table, kinds in asked.items():
        sql = _with_keys(schemas, table, kinds, rows)
        gathered[table] = f"cells_at_fault_of_{table}"
        try:
            cells.database.ask(f"CREATE OR REPLACE TABLE {gathered[table]} AS {sql}")
        except Error:
            gathered[table] = f"({sql})"
    return gathered


def _holders(schemas: Schemas, table: str) -> list[Table]:
    """The tables that hold a key column of a table: itself, and then the others."""
    own = schemas.tables[table]
    owners = [own, *(other for other in schemas.tables.values() if other is not own)]
    return [owner for owner in owners if any(name in owner.stored for name in own.key)]


def cells_sql(schemas: Schemas, table: str, cells: FaultyCells, gathered: str) -> str:
    """SELECT of the faulty cells of one kind, of those that were gathered."""
    written = (
        "" if cells.column in schemas.tables[table].key else f', c.written AS "{cells.column}"'
    )
    return f"SELECT c.*{written} FROM {gathered} AS c WHERE {_is_one_of([cells])}"


def fetch_cells(
    cells: RowsWithCells, gathered: Mapping[str, str], wanted: Mapping[str, Wanted]
) -> dict[str, Rows]:
    """The faulty cells of many checks, those of a table in one statement, in the order of the file.

    Those of a table are left out where what is wanted is not all there, or other columns than the
    place of a cell order them.

    Parameters
    ----------
    gathered
        Where the cells of each table were put aside.
    """
    fetched: dict[str, Rows] = {}
    for table, relation in gathered.items():
        own = {check: each for check, each in wanted.items() if each.logic.table == table}
        if not own:
            continue
        key = cells.schemas.tables[table].key
        columns = {check: _columns_of(each, key) for check, each in own.items()}
        names = list(dict.fromkeys([*CELL, *chain(*columns.values())]))
        try:
            rows = cells.database.ask(
                f"SELECT {sql_names(names)} FROM {relation} AS c "
                f"WHERE {_is_one_of(map(_kind, own.values()))} ORDER BY {', '.join(CELL)}"
            )
        except Error:
            continue
        by_kind: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
        for row in rows:
            by_kind.setdefault(row[:2], []).append(row)
        if len({row[: len(CELL)] for row in rows}) == len(rows):
            for check, each in own.items():
                values = itemgetter(*map(names.index, columns[check]))
                of_kind = by_kind.get((_kind(each).column, _kind(each).fault), [])
                fetched[check] = Rows.of(each.columns, [*map(values, of_kind)])
    return fetched


def _columns_of(wanted: Wanted, key: Sequence[str]) -> list[str]:
    """Where a cell has what is wanted of it: its own column holds what is written there."""
    own = _kind(wanted).column
    return ["written" if name == own and own not in key else name for name in wanted.columns]


def _kind(wanted: Wanted) -> FaultyCells:
    assert isinstance(wanted.logic, Selection)  # noqa: S101  only cells are asked for
    assert wanted.logic.cells  # noqa: S101
    return wanted.logic.cells


def _with_keys(
    schemas: Schemas, table_name: str, kinds: Sequence[FaultyCells], rows: Mapping[str, str]
) -> str:
    """Select the faulty cells of a table together with their row's key columns.

    The row itself may not have made it into the table (an unknown code is no
    judgement; equal providers are one row), so every table that holds the key
    column is asked for the row of the same sheet that stands nearest, the cell's own first.
    """
    table = schemas.tables[table_name]
    names = {
        block.unpivot.name
        for layout in schemas.layouts.values()
        for block in layout.blocks
        if block.table == table.table and block.unpivot
    }
    columns = [column for column in table.key if column not in names]
    held = [
        _keys_held(number, rows[owner.table], owner, columns)
        for number, owner in enumerate(_holders(schemas, table_name))
        if owner.table in rows and any(column in owner.stored for column in columns)
    ]
    keys = [f'c.entry AS "{column}"' for column in table.key if column in names]
    for column in columns:
        values = [f'k."{column}"'] if held else []
        own_kinds = [cells for cells in kinds if cells.taken_out and cells.column == column]
        values += [f"CASE WHEN {_is_one_of(own_kinds)} THEN c.written END"] if own_kinds else []
        keys.append(f'coalesce({", ".join([*values, "CAST(NULL AS VARCHAR)"])}) AS "{column}"')
    joined = f"LEFT JOIN ({_nearest(held, columns)}) AS k USING (_cell)" if held else ""
    return (
        "WITH cells AS (SELECT rowid AS _cell, * FROM extract_cells AS c "
        f"WHERE c.table_name = '{table.table}' AND ({_is_one_of(kinds)})) "
        f"SELECT {', '.join(['c.* EXCLUDE (_cell)', *keys])} FROM cells AS c {joined}"
    )


def _is_one_of(kinds: Iterable[FaultyCells]) -> str:
    listed = ", ".join(f"('{cells.column}', '{cells.fault}')" for cells in kinds)
    return f"(c.column_name, c.fault) IN ({listed})"


def _keys_held(number: int, relation: str, owner: Table, columns: Sequence[str]) -> str:
    """SELECT of the key columns that a table holds, with its number and where its rows stand."""
    values = (
        f'CAST("{name}" AS VARCHAR) AS "{name}"' if name in owner.stored else f'NULL AS "{name}"'
        for name in columns
    )
    return f"SELECT {number} AS owner, _source, _block, _row, {', '.join(values)} FROM {relation}"


def _nearest(held: Sequence[str], columns: Sequence[str]) -> str:
    """SELECT of the values that the nearest rows of the first tables have in the row of a cell."""
    near = "k.owner * 256 + abs(CAST(k._block AS INTEGER) - c._block)"  # there are 256 blocks
    values = ", ".join(f'arg_min(k."{name}", {near}) AS "{name}"' for name in columns)
    return (
        f"SELECT c._cell, {values} FROM cells AS c JOIN ({' UNION ALL '.join(held)}) AS k "
        "ON k._source = c._source AND k._row = c._row GROUP BY c._cell"
    )

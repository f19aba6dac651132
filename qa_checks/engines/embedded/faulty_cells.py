"""SQL for the cells a schema check finds at fault, each with the key of its row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.schemas import Table
from qa_checks.engines.embedded.database import Database
from qa_checks.model import FaultyCells


def gather_rows(
    database: Database, schemas: Schemas, tables: Iterable[str], keys: Collection[str]
) -> dict[str, str]:
    """Put the keys of the rows of large tables in which a cell was met into tables of their own.

    Else every check of a column would look for its few rows among all. Their names, by table.
    """
    gathered = {}
    for table in tables:
        gathered[table] = f"rows_with_cells_of_{table}"
        columns = ["_source", "_block", "_row"]
        columns += [f'"{name}"' for name in schemas.tables[table].stored if name in keys]
        database.ask(
            f"CREATE OR REPLACE TABLE {gathered[table]} AS SELECT {', '.join(columns)} "
            f"FROM base.{table} WHERE (_source, _row) IN (SELECT _source, _row FROM extract_cells)"
        )
    return gathered


def holders_of_keys(schemas: Schemas, table: str) -> list[Table]:
    """The tables that hold a key column of a table: itself, and then the others."""
    own = schemas.tables[table]
    owners = [own, *(other for other in schemas.tables.values() if other is not own)]
    return [owner for owner in owners if any(name in owner.stored for name in own.key)]


def cells_sql(
    schemas: Schemas, table_name: str, cells: FaultyCells, gathered: Mapping[str, str]
) -> str:
    """Select the faulty cells of one column together with their row's key columns.

    The row itself may not have made it into the table (an unknown code is no
    judgement; equal providers are one row), so every table that holds the key
    column is asked for the row of the same sheet that stands nearest.
    """
    table = schemas.tables[table_name]
    names = {
        block.unpivot.name
        for layout in schemas.layouts.values()
        for block in layout.blocks
        if block.table == table.table and block.unpivot
    }
    columns = [column for column in table.key if column not in names]
    held = {
        f"k{number}": (owner.table, [name for name in columns if name in owner.stored])
        for number, owner in enumerate(holders_of_keys(schemas, table_name))
    }
    keys = [f'c.entry AS "{column}"' for column in table.key if column in names]
    for column in columns:
        values = [f'{alias}."{column}"' for alias, (_, own) in held.items() if column in own]
        values += ["c.written"] if cells.taken_out and column == cells.column else []
        keys.append(f'coalesce({", ".join(values)}) AS "{column}"')
    if cells.column not in table.key:
        keys.append(f'c.written AS "{cells.column}"')
    rows = " ".join(
        _nearest(alias, gathered.get(owner, f"base.{owner}"), own)
        for alias, (owner, own) in held.items()
        if own
    )
    return (
        f"SELECT c.*, {', '.join(keys)} FROM extract_cells AS c {rows} "
        f"WHERE c.table_name = '{table.table}' "
        f"AND c.column_name = '{cells.column}' AND c.fault = '{cells.fault}'"
    )


def _nearest(alias: str, table: str, columns: Sequence[str]) -> str:
    """Join of the values that the nearest rows of a table have in the row of a cell."""
    near = "ORDER BY abs(CAST(k._block AS INTEGER) - c._block)"
    values = ", ".join(
        f'CAST(any_value(k."{name}" {near}) AS VARCHAR) AS "{name}"' for name in columns
    )
    return (
        f"LEFT JOIN LATERAL (SELECT {values} FROM {table} AS k "
        f"WHERE k._source = c._source AND k._row = c._row) AS {alias} ON TRUE"
    )

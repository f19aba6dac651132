"""The tables of a run, copied as the engine holds them to a file of SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.opinions.sqlite_dialect import table_name
from qa_checks.reading.loaded import Loaded

CODES: Final = "codes."
TYPES: Final = {"VARCHAR": "TEXT", "DATE": "TEXT", "DOUBLE": "REAL"}  # INTEGER, if none of these
AT_ONCE: Final = 10_000


def copy_tables(loaded: Loaded, database: Path) -> None:
    """Write every table a rule may read to a new SQLite file, with indexes on what is joined.

    Tables of the previous release and code lists keep their schema in their
    name (``"codes.grades"``). Dates are ISO text, truth is 0 or 1.
    """
    canonical = [
        snapshot.prefix + name
        for snapshot in loaded.snapshots.values()
        for name in loaded.schemas.tables
    ]
    with closing(sqlite3.connect(database)) as target, target:
        for name in [*canonical, *EXTRACT_TABLES, *(CODES + name for name in loaded.schemas.codes)]:
            copy_table(loaded, target, name)
        target.execute("ANALYZE")


def copy_table(loaded: Loaded, target: sqlite3.Connection, name: str) -> None:
    """Write one table, under the name by which rules call it; one of that name is replaced."""
    source = loaded.connection.cursor()
    described = source.execute(f"DESCRIBE {name}").fetchall()
    columns = {column: TYPES.get(kind, "INTEGER") for column, kind, *_ in described}
    listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    target.execute(f"DROP TABLE IF EXISTS {table_name(name)}")
    target.execute(f"CREATE TABLE {table_name(name)} ({listed})")
    values = ", ".join(
        f'CAST("{column}" AS VARCHAR)' if kind == "TEXT" else f'"{column}"'
        for column, kind in columns.items()
    )
    source.execute(f"SELECT {values} FROM {name}")
    places = ", ".join("?" for _ in columns)
    while rows := source.fetchmany(AT_ONCE):
        target.executemany(f"INSERT INTO {table_name(name)} VALUES ({places})", rows)
    for number, looked_up in enumerate(_looked_up(loaded, name)):
        target.execute(f'CREATE INDEX "{name} {number}" ON {table_name(name)} ({looked_up})')


def _looked_up(loaded: Loaded, name: str) -> list[str]:
    """Columns by which single rows are looked up. One with few values would mislead SQLite."""
    if name.startswith(CODES):
        return ["code"]
    table = loaded.schemas.tables.get(name.rpartition(".")[2])
    if table is None:
        return []
    named = [name for name, column in table.columns.items() if column.type == "identifier"]
    return ["_source, _row", *(f'"{column}"' for column in named)]

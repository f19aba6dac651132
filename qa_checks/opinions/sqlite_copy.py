"""The tables of a run, copied as the engine holds them to a file of SQLite."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.schemas import Table
from qa_checks.reading.loaded import Loaded


def copy_tables(loaded: Loaded, database: Path) -> None:
    """Write every table a rule may read to a new SQLite file, with indexes on what is joined.

    Tables of the previous release and code lists keep their schema in their
    name (``"codes.grades"``). Dates are ISO text, truth is 0 or 1.
    """
    with closing(sqlite3.connect(database)) as target, target:
        for name in [*EXTRACT_TABLES, *(f"codes.{name}" for name in loaded.schemas.codes)]:
            copy_table(loaded, target, name)
        for snapshot in loaded.snapshots.values():
            for name, table in loaded.schemas.tables.items():
                copy_table(loaded, target, snapshot.prefix + name)
                _index(target, snapshot.prefix + name, table)
        target.execute("ANALYZE")


def copy_table(loaded: Loaded, target: sqlite3.Connection, name: str) -> None:
    """Write one table, under the name by which rules call it."""
    source = loaded.connection.cursor().execute(f"SELECT * FROM {name}")
    columns = ", ".join(f'"{column}" {kind}' for column, kind, *_ in source.description)
    target.execute(f'CREATE TABLE "{name}" ({columns})')
    values = ", ".join("?" for _ in source.description)
    sqlite3.register_adapter(dt.date, dt.date.isoformat)
    target.executemany(f'INSERT INTO "{name}" VALUES ({values})', iter(source.fetchone, None))


def _index(target: sqlite3.Connection, name: str, table: Table) -> None:
    """Index what single rows are looked up by. Columns with few values would mislead SQLite."""
    named = [f'"{name}"' for name, column in table.columns.items() if column.type == "identifier"]
    for number, columns in enumerate(["_source, _row", *named]):
        target.execute(f'CREATE INDEX "{name} {number}" ON "{name}" ({columns})')

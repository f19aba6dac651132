"""The tables of a run, copied as the engine holds them to a file of SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.ruleset import PREVIOUS
from qa_checks.catalogue.schemas import Table
from qa_checks.opinions.sqlite_sql import table_name
from qa_checks.reading.loaded import Loaded

PLACE = {"_source": "INTEGER", "_block": "INTEGER", "_row": "INTEGER"}
TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
AT_ONCE = 10_000


def copy_tables(loaded: Loaded, database: Path) -> None:
    """Write every table a rule may read to a new SQLite file, with indexes on what is joined.

    Tables of the previous release and code lists keep their schema in their
    name (``"codes.grades"``). Dates are ISO text, truth is 0 or 1.
    """
    tables = loaded.schemas.tables
    with closing(sqlite3.connect(database, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        target.execute("BEGIN")
        copy_codes(loaded, target)
        copy_rows(loaded, target, [*tables, *(PREVIOUS + name for name in tables), *EXTRACT_TABLES])
        for name, table in tables.items():
            for prefix in ("", PREVIOUS):
                _index(target, prefix + name, _joined(table))
        target.execute("COMMIT")
        target.execute("ANALYZE")


def copy_codes(loaded: Loaded, target: sqlite3.Connection) -> None:
    """Write the code lists."""
    for name, codes in loaded.schemas.codes.items():
        kinds = {column: _kind(codes.sql_type(column)) for column in codes.columns}
        _copy(loaded, target, f"codes.{name}", kinds)
        _index(target, f"codes.{name}", ["code"])


def copy_rows(loaded: Loaded, target: sqlite3.Connection, names: Iterable[str]) -> None:
    """Write canonical and extract tables; one of that name is replaced."""
    for name in names:
        plain = name.removeprefix(PREVIOUS)
        table = loaded.schemas.tables.get(plain) or EXTRACT_TABLES[plain]
        target.execute(f"DROP TABLE IF EXISTS {table_name(name)}")
        _copy(loaded, target, name, _columns(table))


def _columns(table: Table) -> dict[str, str]:
    own = {name: TYPES.get(column.type, "TEXT") for name, column in table.columns.items()}
    return {**PLACE, **own}


def _kind(sql_type: str) -> str:
    return "INTEGER" if sql_type == "BIGINT" else "TEXT"


def _joined(table: Table) -> list[str]:
    """Columns by which single rows are looked up. One with few values would mislead SQLite."""
    named = [name for name, column in table.columns.items() if column.type == "identifier"]
    return ["_source, _row", *(f'"{name}"' for name in named)]


def _copy(loaded: Loaded, target: sqlite3.Connection, name: str, columns: dict[str, str]) -> None:
    listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    target.execute(f"CREATE TABLE {table_name(name)} ({listed})")
    values = ", ".join(
        f'CAST("{column}" AS VARCHAR)' if kind == "TEXT" else f'"{column}"'
        for column, kind in columns.items()
    )
    schema, _, table = name.rpartition(".")
    source = f'{schema or "main"}."{table}"'
    places = ", ".join("?" for _ in columns)
    cursor = loaded.connection.cursor().execute(f"SELECT {values} FROM {source}")
    while rows := cursor.fetchmany(AT_ONCE):
        target.executemany(f"INSERT INTO {table_name(name)} VALUES ({places})", rows)


def _index(target: sqlite3.Connection, name: str, columns: list[str]) -> None:
    for number, column in enumerate(columns):
        target.execute(f'CREATE INDEX "{name} {number}" ON {table_name(name)} ({column})')

"""Rows of a sheet that equal an earlier one."""

from __future__ import annotations

from qa_checks.reading.intake import Intake
from qa_checks.reading.shifted_rows import SHIFTED_CELL
from qa_checks.reading.wide import ROW, Wide, WideColumn
from qa_checks.sql_text import full_buckets, shares_bucket

COMPARED_FIRST = 3  # columns
MOST_SHARED = 1_000_000


def record_equal_rows(intake: Intake, wide: Wide) -> None:
    """Note rows that equal an earlier one: of those that share a key, the ones equal in full.

    Some columns are compared first: few rows share those, and often none.
    """
    key = _key_of(intake, wide)
    columns = sorted(wide.columns, key=lambda item: item is not key)
    names = [f'"{item.name}"' for item in columns]
    some, every = ", ".join(names[:COMPARED_FIRST]), ", ".join(names)
    if key is not None and wide.is_view and key.column.type == "integer":
        _keep_shared_numbers(intake, wide, key, some)
    intake.connection.execute(
        f"INSERT INTO extract_rows WITH candidates AS MATERIALIZED "
        f"({_may_be_equal(wide, key, some)}), "
        f"alike AS MATERIALIZED (SELECT {ROW}, {every} FROM {wide.name} "
        f"WHERE {ROW} IN (SELECT {ROW} FROM candidates WHERE {_comes_again('candidates', some)}) "
        f"AND {ROW} NOT IN (SELECT _row FROM extract_cells WHERE _source = {wide.source} "
        f"AND fault = '{SHIFTED_CELL}')) "
        f"SELECT {wide.source}, 0, {ROW}, 'row ' || {ROW}, 'duplicate', "
        f"'equals row ' || first, NULL FROM (SELECT {ROW}, "
        f"min({ROW}) OVER (PARTITION BY {every}) AS first FROM alike "
        f"WHERE {_comes_again('alike', every)}) WHERE {ROW} > first"
    )


def _key_of(intake: Intake, wide: Wide) -> WideColumn | None:
    """A column that is part of its table's key; None where the sheet has none."""
    tables = intake.schemas.tables
    keys = (item for item in wide.columns if item.target.column in tables[item.target.table].key)
    return next(keys, None)


def _keep_shared_numbers(intake: Intake, wide: Wide, key: WideColumn, columns: str) -> None:
    """Keep the rows of a file read in place that share a number: a rule will ask for them too.

    Those without a number are kept beside them, for they may equal another, too.
    """
    number = f'"{key.name}"'
    buckets = full_buckets(number, f"FROM {wide.name} WHERE {number} IS NOT NULL")
    name = f"shared_{wide.source}"
    [(kept,)] = intake.connection.execute(
        f"CREATE TABLE {name} AS WITH candidates AS MATERIALIZED (SELECT {ROW}, {columns} "
        f"FROM {wide.name} WHERE coalesce({number} >> 6, 0) IN ({buckets} UNION ALL SELECT 0)) "
        f"SELECT * FROM candidates WHERE {number} IS NULL OR {number} IN "
        f"(SELECT {number} FROM candidates GROUP BY ALL HAVING count(*) > 1) "
        f"LIMIT {MOST_SHARED + 1}"
    ).fetchall()
    if kept <= MOST_SHARED:
        wide.shared[key.name] = name
    else:
        intake.connection.execute(f"DROP TABLE {name}")


def _may_be_equal(wide: Wide, key: WideColumn | None, columns: str) -> str:
    """SELECT of rows that may equal another: they share its key, or have none."""
    select = f"SELECT {ROW}, {columns} FROM"
    if key is None:
        return f"{select} {wide.name}"
    name = f'"{key.name}"'
    if key.name in wide.shared:
        return f"{select} {wide.shared[key.name]}"
    rows = f"FROM {wide.name} WHERE {name} IS NOT NULL"
    if key.column.type == "integer":
        shared = shares_bucket(name, rows)
    else:
        shared = f"{name} IN (SELECT {name} {rows} GROUP BY ALL HAVING count(*) > 1)"
    return f"{select} {wide.name} WHERE {name} IS NULL OR {shared}"


def _comes_again(rows: str, columns: str) -> str:
    """Condition on rows that may have the same values in some columns as another."""
    hashed = f"hash({columns})"
    return f"{hashed} IN (SELECT {hashed} FROM {rows} GROUP BY ALL HAVING count(*) > 1)"

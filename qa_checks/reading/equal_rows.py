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

    Some columns are compared first, and all only where rows share those: few do, and often none.
    """
    keys = _keys_of(intake, wide)
    columns = sorted(wide.columns, key=lambda item: item not in keys)
    names = [f'"{item.name}"' for item in columns]
    some, every = ", ".join(names[:COMPARED_FIRST]), ", ".join(names)
    number = keys[0] if keys and keys[0].column.type == "integer" else None
    if number is not None and wide.is_view:
        _keep_shared_numbers(intake, wide, number, some)
    ask = intake.connection.execute
    rows, sieve = wide.name, ""
    if number is not None:
        rows = "candidates"
        sieve = f"WITH {rows} AS MATERIALIZED ({_may_be_equal(wide, number, some)}) "
    [(shared,)] = ask(
        f"CREATE OR REPLACE TEMP TABLE alike AS {sieve}"
        f"SELECT {ROW} FROM {rows} WHERE {_comes_again(rows, some)}"
    ).fetchall()
    if not shared:
        return
    ask(
        f"INSERT INTO extract_rows WITH equal AS MATERIALIZED (SELECT {ROW}, {every} "
        f"FROM {wide.name} WHERE {ROW} IN (FROM alike) "
        f"AND {ROW} NOT IN (SELECT _row FROM extract_cells WHERE _source = {wide.source} "
        f"AND fault = '{SHIFTED_CELL}')) "
        f"SELECT {wide.source}, 0, {ROW}, 'row ' || {ROW}, 'duplicate', "
        f"'equals row ' || first, NULL FROM (SELECT {ROW}, "
        f"min({ROW}) OVER (PARTITION BY {every}) AS first FROM equal "
        f"WHERE {_comes_again('equal', every)}) WHERE {ROW} > first"
    )


def _keys_of(intake: Intake, wide: Wide) -> list[WideColumn]:
    """The columns that are part of their table's key."""
    tables = intake.schemas.tables
    return [item for item in wide.columns if item.target.column in tables[item.target.table].key]


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


def _may_be_equal(wide: Wide, number: WideColumn, columns: str) -> str:
    """SELECT of rows that may equal another: they share its number, or have none."""
    select = f"SELECT {ROW}, {columns} FROM"
    if number.name in wide.shared:
        return f"{select} {wide.shared[number.name]}"
    name = f'"{number.name}"'
    shared = shares_bucket(name, f"FROM {wide.name} WHERE {name} IS NOT NULL")
    return f"{select} {wide.name} WHERE {name} IS NULL OR {shared}"


def _comes_again(rows: str, columns: str) -> str:
    """Condition on rows that may have the same values in some columns as another."""
    hashed = f"hash({columns})"
    return f"{hashed} IN (SELECT {hashed} FROM {rows} GROUP BY ALL HAVING count(*) > 1)"

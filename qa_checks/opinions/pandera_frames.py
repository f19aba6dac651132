"""The tables of a run as frames for pandera: typed values, texts, and cells as they were read."""

from __future__ import annotations

from typing import Final

import pandas as pd

from qa_checks.catalogue.limits import schema_limits
from qa_checks.catalogue.schemas import Table
from qa_checks.opinions.pandera_schema import DTYPES
from qa_checks.reading.dates import day_of
from qa_checks.reading.loaded import Loaded
from qa_checks.sql_text import sql_literal

# A cell with one of these faults holds something, though the table has no value for it.
KEPT_AS_WRITTEN: Final = "fault IN ('unreadable', 'unknown_code')"


def rows_once(loaded: Loaded, table: Table) -> pd.DataFrame:
    """The rows of a canonical table, less those that stand in the file a second time."""
    again = "SELECT _source, _row FROM extract_rows WHERE fault = 'duplicate'"
    rows = f"main.{table.table} WHERE (_source, _row) NOT IN ({again})"
    listed = ", ".join(f'"{name}"' for name in table.columns)
    return _typed(loaded, table, f"SELECT {listed} FROM {rows}")


def typed_frame(loaded: Loaded, table: Table, name: str) -> pd.DataFrame:
    """One column of the rows; a value beyond its limits is unknown."""
    return _typed(loaded, table, f'SELECT "{name}" FROM main.{table.table}')


def limit_frame(loaded: Loaded, table: Table, name: str) -> pd.DataFrame:
    """One column of the rows, with the values that were taken out for being beyond its limits."""
    checks = ", ".join(sql_literal(limit.check) for _, limit in schema_limits(table, name))
    kind = table.columns[name].sql_type
    read = day_of("f.written") if kind == "DATE" else f"TRY_CAST(f.written AS {kind})"
    value = f'coalesce(k."{name}", {read})'
    return _typed(loaded, table, _rows(table, name, value, f"fault IN ({checks})"))


def row_frame(loaded: Loaded, table: Table, name: str) -> pd.DataFrame:
    """One column of the rows as text; where a cell is at fault, what is written there."""
    text = f'coalesce(CAST(k."{name}" AS VARCHAR), f.written)'
    return _frame(loaded, _rows(table, name, text, "fault <> 'shorthand'")).astype("str")


def cell_frame(loaded: Loaded, table: Table, name: str) -> pd.DataFrame:
    """Every filled cell of one column: its value as text or, where it has none, what is written.

    A cell whose row is not in the table (an unknown word is no judgement) is
    among them. Yes and no are in the column's own words.
    """
    column = table.columns[name]
    text = f'CAST("{name}" AS VARCHAR)'
    if column.type == "boolean":
        yes, no = sql_literal(column.yes_words[0]), sql_literal(column.no_words[0])
        text = f'CASE WHEN "{name}" THEN {yes} ELSE {no} END'
    return _frame(
        loaded,
        f'SELECT {text} AS "{name}" FROM main.{table.table} WHERE "{name}" IS NOT NULL '
        f"UNION ALL SELECT written {_faulty(table, name, KEPT_AS_WRITTEN)}",
    ).astype("str")


def _rows(table: Table, name: str, value: str, faults: str) -> str:
    """SQL of one value for each row ``k``, which knows what is written in its cell at fault."""
    return (
        f'SELECT {value} AS "{name}" FROM main.{table.table} AS k LEFT JOIN '
        f"(SELECT _source, _row, any_value(written) AS written {_faulty(table, name, faults)} "
        "GROUP BY _source, _row) AS f ON f._source = k._source AND f._row = k._row"
    )


def _faulty(table: Table, name: str, faults: str) -> str:
    place = f"table_name = '{table.table}' AND column_name = '{name}'"
    return f"FROM extract_cells WHERE {place} AND {faults}"


def _typed(loaded: Loaded, table: Table, sql: str) -> pd.DataFrame:
    """Give each column its type; dates stay as they come: pandera's own kind ends in 2262."""
    frame = _frame(loaded, sql)
    kinds = {name: DTYPES[table.columns[name].type] for name in frame.columns}
    return frame.astype({name: kind for name, kind in kinds.items() if kind != DTYPES["date"]})


def _frame(loaded: Loaded, sql: str) -> pd.DataFrame:
    return loaded.connection.cursor().execute(sql).df()

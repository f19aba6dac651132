"""The tables of a run as frames for pandera: typed values, texts, and cells as they were read."""

from __future__ import annotations

from typing import Final

import pandas as pd

from qa_checks.catalogue.limits import schema_limits
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.opinions.pandera_schema import DTYPES
from qa_checks.reading.dates import day_of
from qa_checks.reading.loaded import Loaded
from qa_checks.sql_text import sql_literal

# A cell with one of these faults holds something, though the table has no value for it.
KEPT_AS_WRITTEN: Final = "('unreadable', 'unknown_code')"


def typed_frame(loaded: Loaded, table: Table, leaving_out: str = "") -> pd.DataFrame:
    """The rows of a canonical table; a value beyond its column's limits is unknown.

    Parameters
    ----------
    leaving_out
        A SELECT of the rows that are not to be among them.
    """
    listed = ", ".join(f'k."{name}"' for name in table.columns)
    left_out = f" WHERE (k._source, k._row) NOT IN ({leaving_out})" if leaving_out else ""
    return _typed(table, _frame(loaded, f"SELECT {listed} FROM main.{table.table} AS k{left_out}"))


def limit_frame(loaded: Loaded, table: Table, name: str) -> pd.DataFrame:
    """One column of the rows, with the values that were taken out for being beyond its limits."""
    value = _with_impossible(table, name)
    return _typed(table, _frame(loaded, f"SELECT {value} FROM main.{table.table} AS k"))


def row_frame(loaded: Loaded, table: Table, name: str) -> pd.DataFrame:
    """One column of the rows as text; where a cell is at fault, what is written there."""
    return _frame(
        loaded,
        f'SELECT coalesce(CAST(k."{name}" AS VARCHAR), f.written) AS "{name}" '
        f"FROM main.{table.table} AS k LEFT JOIN (SELECT _source, _row, any_value(written) AS "
        f"written FROM {_faulty(table, name)} AND fault <> 'shorthand' GROUP BY _source, _row) "
        "AS f ON f._source = k._source AND f._row = k._row",
    ).astype("str")


def cell_frame(loaded: Loaded, table: Table, name: str) -> pd.DataFrame:
    """Every filled cell of one column: its value as text or, where it has none, what is written.

    A cell whose row is not in the table (an unknown word is no judgement) is
    among them.
    """
    return _frame(
        loaded,
        f'SELECT {_as_written(table.columns[name], name)} AS "{name}" FROM main.{table.table} '
        f'WHERE "{name}" IS NOT NULL UNION ALL SELECT written FROM {_faulty(table, name)} '
        f"AND fault IN {KEPT_AS_WRITTEN}",
    ).astype("str")


def _typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Give each column its type; dates stay as they come: pandera's own kind ends in 2262."""
    kinds = {name: DTYPES[table.columns[name].type] for name in frame.columns}
    return frame.astype({name: kind for name, kind in kinds.items() if kind != DTYPES["date"]})


def _frame(loaded: Loaded, sql: str) -> pd.DataFrame:
    return loaded.connection.cursor().execute(sql).df()


def _faulty(table: Table, name: str) -> str:
    return f"extract_cells WHERE table_name = '{table.table}' AND column_name = '{name}'"


def _with_impossible(table: Table, name: str) -> str:
    checks = [limit.check for _, limit in schema_limits(table, name)]
    kind = table.columns[name].sql_type
    written = day_of("c.written") if kind == "DATE" else f"TRY_CAST(c.written AS {kind})"
    return (
        f'coalesce(k."{name}", (SELECT any_value({written}) FROM extract_cells AS c '
        f"WHERE c._source = k._source AND c._row = k._row "
        f'AND c.fault IN ({", ".join(map(sql_literal, checks))}))) AS "{name}"'
    )


def _as_written(column: Column, name: str) -> str:
    """SQL of a value as a file may write it: yes and no in the column's own words."""
    if column.type != "boolean":
        return f'CAST("{name}" AS VARCHAR)'
    yes, no = sql_literal(column.yes_words[0]), sql_literal(column.no_words[0])
    return f'CASE WHEN "{name}" THEN {yes} ELSE {no} END'

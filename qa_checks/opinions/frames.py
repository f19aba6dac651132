"""The tables of a run as frames for pandera: typed values, texts, and cells as they were read."""

from __future__ import annotations

import pandas as pd

from qa_checks.catalogue.schemas import Column, Table
from qa_checks.opinions.on_pandera import DTYPES
from qa_checks.reading.loaded import Loaded
from qa_checks.sql_text import sql_literal

# A cell with one of these faults holds something, though the table has no value for it.
KEPT_AS_WRITTEN = ("unreadable", "unknown_code")


def typed_frame(loaded: Loaded, table: Table) -> pd.DataFrame:
    """The rows of a canonical table with the values the engine judges.

    Dates stay as they come: pandera's own kind of date ends in 2262.
    """
    listed = ", ".join(f'"{name}"' for name in table.columns)
    frame = loaded.connection.cursor().execute(f"SELECT {listed} FROM main.{table.table}").df()
    kinds = {name: DTYPES[column.type] for name, column in table.columns.items()}
    return frame.astype({name: kind for name, kind in kinds.items() if kind != DTYPES["date"]})


def text_frame(loaded: Loaded, table: Table) -> pd.DataFrame:
    """The rows as text; where a cell is at fault, what is written there."""
    named = loaded.connection.cursor().execute(
        "SELECT DISTINCT column_name FROM extract_cells "
        f"WHERE table_name = '{table.table}' AND fault <> 'missing_word'"
    )
    faulty = {name for (name,) in named.fetchall()} & table.columns.keys()
    values, joins = [], []
    for number, name in enumerate(table.columns):
        text = f'CAST(k."{name}" AS VARCHAR)'
        if name in faulty:
            text = f"coalesce({text}, f{number}.written)"
            joins.append(
                " LEFT JOIN (SELECT _source, _row, any_value(written) AS written "
                f"FROM extract_cells WHERE table_name = '{table.table}' "
                f"AND column_name = '{name}' AND fault <> 'missing_word' "
                f"GROUP BY _source, _row) AS f{number} "
                f"ON f{number}._source = k._source AND f{number}._row = k._row"
            )
        values.append(f'{text} AS "{name}"')
    sql = f"SELECT {', '.join(values)} FROM main.{table.table} AS k{''.join(joins)}"
    return loaded.connection.cursor().execute(sql).df().astype("str")


def cell_frame(loaded: Loaded, table: Table, name: str) -> pd.DataFrame:
    """Every filled cell of one column: its value as text or, where it has none, what is written.

    A cell whose row is not in the table (an unknown word is no judgement) is
    among them.
    """
    faults = ", ".join(f"'{fault}'" for fault in KEPT_AS_WRITTEN)
    value = _as_written(table.columns[name], f'"{name}"')
    sql = (
        f'SELECT {value} AS "{name}" FROM main.{table.table} '
        f'WHERE "{name}" IS NOT NULL UNION ALL SELECT written FROM extract_cells '
        f"WHERE table_name = '{table.table}' AND column_name = '{name}' AND fault IN ({faults})"
    )
    return loaded.connection.cursor().execute(sql).df().astype("str")


def _as_written(column: Column, value: str) -> str:
    """SQL of a value as a file may write it: yes and no in the column's own words."""
    if column.type != "boolean":
        return f"CAST({value} AS VARCHAR)"
    yes, no = (sql_literal(words[0]) for words in yes_and_no(column))
    return f"CASE WHEN {value} THEN {yes} ELSE {no} END"


def yes_and_no(column: Column) -> tuple[list[str], list[str]]:
    """The words a column has for yes, and those for no."""
    return column.true_values or ["true"], column.false_values or ["false"]

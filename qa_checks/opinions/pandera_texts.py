"""The rows of a table and its cells at fault as texts, for pandera."""

from __future__ import annotations

from typing import Final

import pandas as pd

from qa_checks.catalogue.schemas import Column, Table
from qa_checks.reading.dates import day_of
from qa_checks.reading.loaded import Loaded
from qa_checks.sql_text import sql_literal

PLACE: Final = "_place"
AGAIN: Final = "_again"


def read_rows(loaded: Loaded, table: Table) -> pd.DataFrame:
    """The rows of a table, each with its place and whether its file has the same row before it."""
    values = ", ".join(
        f'{_text(name, column)} AS "{name}"' for name, column in table.columns.items()
    )
    again = "SELECT _source, _row FROM extract_rows WHERE fault = 'duplicate'"
    return _frame(
        loaded,
        f"SELECT {_place()}, ((_source, _row) IN ({again})) IS TRUE AS {AGAIN}, {values} "
        f"FROM main.{table.table}",
    )


def read_cells_at_fault(loaded: Loaded, table: Table) -> pd.DataFrame:
    """The cells of which the reader noted a fault, a day in them written as ISO has it.

    The row of such a cell need not be in the table: an unknown word is no judgement.
    """
    written = f"coalesce(CAST({day_of('written')} AS VARCHAR), written) AS written"
    return _frame(
        loaded,
        f"SELECT {_place()}, column_name, fault, {written} FROM extract_cells "
        f"WHERE table_name = {sql_literal(table.table)}",
    )


def _place() -> str:
    return f"concat_ws(' ', _source, _block, _row) AS {PLACE}"


def _text(name: str, column: Column) -> str:
    """SQL of a value as text, yes and no in the column's own words."""
    if column.type != "boolean":
        return f'CAST("{name}" AS VARCHAR)'
    yes, no = sql_literal(column.yes_words[0]), sql_literal(column.no_words[0])
    return f'CASE WHEN "{name}" THEN {yes} WHEN NOT "{name}" THEN {no} END'


def _frame(loaded: Loaded, sql: str) -> pd.DataFrame:
    return loaded.connection.cursor().execute(sql).df()

"""Cells of a row that has too few or too many: nobody can tell under which header each belongs."""

from __future__ import annotations

from qa_checks.reading.cell_faults import take_out
from qa_checks.reading.intake import Intake, insert_rows
from qa_checks.reading.wide import ROW, WRITTEN, Wide, WideColumn
from qa_checks.sql_text import sql_literal, sql_literals

SHIFTED = ("short", "long")  # what the form of such rows is called
SHIFTED_CELL = "shifted"  # and what is said of their cells


def take_out_shifted(intake: Intake, wide: Wide) -> None:
    """Record the cells of such rows as not known, but for one that names the row."""
    rows = [(number,) for number, fault, *_ in wide.faults.rows if fault in SHIFTED]
    if not rows:
        return
    intake.connection.execute("CREATE OR REPLACE TEMP TABLE shifted (_row BIGINT)")
    insert_rows(intake.connection, "shifted", rows)
    among = f"{ROW} IN (FROM shifted)"
    intake.connection.execute(f"UPDATE {wide.name} SET {WRITTEN} = NULL WHERE {among}")
    for item in wide.columns:
        where = f"{among} AND NOT ({_names_row(intake, item)})"
        take_out(intake, wide, item, SHIFTED_CELL, where)


def _names_row(intake: Intake, item: WideColumn) -> str:
    """SQL of whether a cell holds what names its row, as far as its column can tell."""
    table, column = intake.schemas.tables[item.target.table], item.column
    if item.target.column != table.key[0]:
        return "FALSE"
    if column.str_matches is not None:
        named = f'regexp_full_match("{item.name}", {sql_literal(column.str_matches)})'
    elif column.in_ is not None:
        codes = intake.schemas.codes[column.in_].codes
        named = f'"{item.name}" IN ({sql_literals(codes)})'
    else:
        named = f'"{item.name}" IS NOT NULL'
    return f"coalesce({named}, FALSE)"

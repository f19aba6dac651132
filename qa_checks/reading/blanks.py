"""Blanks around cells and noughts before numbers: nobody sees them, but systems differ in them."""

from __future__ import annotations

import re

from qa_checks.reading.contents import Relation, Sheet
from qa_checks.reading.intake import BLANKS_AROUND, Intake, insert_rows
from qa_checks.reading.typing_sql import clean
from qa_checks.reading.wide import ROW, Wide, WideColumn, value_column
from qa_checks.sql_text import sql_literal, sql_name

NOUGHTS = re.compile("^[-+]?0[0-9]")


def record_blanks(intake: Intake, sheet: Sheet, wide: Wide) -> None:
    """Note the cells of a sheet with blanks around their text, or noughts before a number."""
    relation = sheet.direct.below(wide.match.header_row) if sheet.direct else None
    if sheet.direct and sheet.direct.alone and relation:
        _record_in_place(intake, relation, wide)
    else:
        _record_by_row(intake, sheet, wide)


def _record_in_place(intake: Intake, relation: Relation, wide: Wide) -> None:
    for item in wide.columns:
        name, kind = relation.columns[(item.cell.position or 1) - 1]
        if kind != "VARCHAR":
            continue
        cell = sql_name(name)
        table, column, entry = (
            "NULL" if part is None else sql_literal(part) for part in _named(wide, item)
        )
        intake.connection.execute(
            f"INSERT INTO {BLANKS_AROUND} SELECT {wide.source}, {item.target.block}, "
            f"{relation.row} AS {ROW}, "
            f"{table}, {column}, {entry}, {cell} FROM {relation.sql} "
            f"WHERE {clean(cell)} <> {cell} OR ({_is_number(item)} "
            f"AND regexp_matches({cell}, '{NOUGHTS.pattern}'))"
        )


def _record_by_row(intake: Intake, sheet: Sheet, wide: Wide) -> None:
    places = [
        (item.cell.position - 1, _is_number(item), item.target.block, *_named(wide, item))
        for item in wide.columns
        if item.cell.position
    ]
    rows: list[tuple[object, ...]] = []
    for number, row in enumerate(sheet.rows(), start=1):
        if number <= wide.match.header_row:
            continue
        for place, is_number, block, *named in places:
            text = row[place] if place < len(row) else ""
            if _is_odd(text, is_number):
                rows.append((wide.source, block, number, *named, text))
    insert_rows(intake.connection, BLANKS_AROUND, rows)


def _is_number(item: WideColumn) -> bool:
    return item.column.type in ("integer", "number")


def _is_odd(text: str, is_number: bool) -> bool:
    stripped = text.strip()
    return bool(stripped) and (stripped != text or (is_number and NOUGHTS.search(text) is not None))


def _named(wide: Wide, item: WideColumn) -> tuple[str, str, str | None]:
    """Table, column and entry of a published column."""
    block = wide.match.layout.blocks[item.target.block]
    entry = item.target.column if block.unpivot else None
    return item.target.table, value_column(block, item.target), entry

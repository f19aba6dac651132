"""Blanks around cells and noughts before numbers: nobody sees them, but systems differ in them."""

from __future__ import annotations

import re

from qa_checks.reading.contents import Relation, Sheet, TypedRows
from qa_checks.reading.intake import BLANKS_AROUND, Intake, insert_rows
from qa_checks.reading.typing_sql import has_blanks
from qa_checks.reading.wide import ROW, Wide, WideColumn, value_column
from qa_checks.sql_text import sql_literals, sql_name

NOUGHTS = re.compile("^[-+]?0[0-9]")
SIGNS = frozenset("+-0")  # with which such a number begins


def record_blanks(intake: Intake, sheet: Sheet, wide: Wide) -> None:
    """Note the cells of a sheet with blanks around their text, or noughts before a number.

    Typed values that are read in place have been proven to have none.
    """
    if wide.is_view and isinstance(sheet.direct, TypedRows):
        return
    header_row = wide.match.header_row
    relation = sheet.direct.below(header_row) if sheet.direct and wide.is_in_place else None
    if relation:
        _record_in_place(intake, relation, wide)
    else:
        _record_by_row(intake, sheet, wide)


def _record_in_place(intake: Intake, relation: Relation, wide: Wide) -> None:
    """Note such cells in one pass over the file, of which no row is kept."""
    row = relation.number_below(wide.match.header_row)
    texts: dict[str, WideColumn] = {}
    for item in wide.columns:
        name, kind = relation.columns[item.position - 1]
        if kind == "VARCHAR":
            texts[sql_name(name)] = item
    if not texts:
        return
    odd = {name: _odd_sql(name, _is_number(item)) for name, item in texts.items()}
    cells = ", ".join(
        f"CASE WHEN {odd[name]} THEN struct_pack(place := {place}, written := {name}) END"
        for place, name in enumerate(texts)
    )
    places = ", ".join(
        f"({place}, {item.target.block}, {sql_literals(_named(wide, item))})"
        for place, item in enumerate(texts.values())
    )
    intake.connection.execute(
        f"INSERT INTO {BLANKS_AROUND} SELECT {wide.source}, p.block, {ROW}, "
        "p.table_name, p.column_name, p.entry, cell.written FROM "
        f"(SELECT {ROW}, unnest([{cells}]) AS cell FROM "
        f"(SELECT {row} AS {ROW}, {', '.join(texts)} FROM {relation.sql}) "
        f"WHERE {' OR '.join(odd.values())}) JOIN (VALUES {places}) AS "
        "p(place, block, table_name, column_name, entry) ON p.place = cell.place"
    )


def _odd_sql(cell: str, is_number: bool) -> str:
    noughts = f" OR regexp_matches({cell}, '{NOUGHTS.pattern}')" if is_number else ""
    return f"({has_blanks(cell)}{noughts})"


def _record_by_row(intake: Intake, sheet: Sheet, wide: Wide) -> None:
    places = [
        (item.position - 1, _is_number(item), item.target.block, *_named(wide, item))
        for item in wide.columns
    ]
    rows: list[tuple[object, ...]] = []
    numbers = [place for place, is_number, *_ in places if is_number]
    for number, row in enumerate(sheet.rows(), start=1):
        if number <= wide.match.header_row:
            continue
        # Nearly every row has nothing of the kind, and is told by one look.
        noughts = [place for place in numbers if row[place : place + 1] and row[place][:1] in SIGNS]
        if not noughts and row == [*map(str.strip, row)]:
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

"""The foot of a sheet that DuckDB reads from its file, of which only the end is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa_checks.catalogue.layouts import Layout
from qa_checks.reading.contents import Relation, TypedRows
from qa_checks.reading.foot import (
    FEW,
    LONGEST,
    LONGEST_NOTES,
    Row,
    find_foot,
    is_line,
)
from qa_checks.reading.intake import Intake
from qa_checks.reading.later_headers import Header
from qa_checks.reading.total_rows import FIRST_CELLS, is_declared
from qa_checks.reading.typing_sql import text_in
from qa_checks.reading.wide import Wide


def numbers_below(intake: Intake, typed: TypedRows, header: Header, wide: Wide) -> list[int]:
    """Rows that are no data: totals, and those of the foot."""
    layout = wide.match.layout
    tail = _last_rows(intake, typed, LONGEST)
    if are_lines(tail, header):
        tail = _last_rows(intake, typed, LONGEST_NOTES)
    foot = find_foot(tail, header, layout)
    wide.faults.foot = foot
    below = [number for number, _ in tail if foot.holds(number)]
    if layout.totals:
        below += _totals(intake, typed.relation, layout)
    return below


def _totals(intake: Intake, relation: Relation, layout: Layout) -> list[int]:
    """Rows that are totals by the words of a layout, wherever they stand."""
    ask = intake.connection.execute
    cells = ", ".join(text_in(name) for name, _ in relation.columns)
    first = f"list_filter([{cells}], lambda cell: cell IS NOT NULL)[:{FIRST_CELLS}]"
    texts = ask(f"SELECT DISTINCT unnest({first}) FROM {relation.sql}").fetchall()
    names = [text for (text,) in texts if is_declared([text], layout)]
    totals = ask(
        f"SELECT {relation.row} FROM {relation.sql} WHERE list_has_any({first}, $1)", [names]
    )
    return [number for (number,) in totals.fetchall()]


def are_lines(tail: Sequence[Row], header: Header) -> bool:
    """Whether the last rows of a wide table are all lines of text, so that more may stand above."""
    return header.named > FEW and all(is_line(row) for _, row in tail)


def _last_rows(intake: Intake, typed: TypedRows, most: int) -> list[Row]:
    """The last rows; no other part of the file is decoded."""
    last = f"{typed.relation.row} > {typed.rows - most}"
    return [(number, cells) for number, *cells in cells_of(intake, typed.relation, last)]


def cells_of(intake: Intake, relation: Relation, condition: str) -> list[list[Any]]:
    """Number and texts of some rows of a relation, in their order."""
    rows = intake.connection.execute(f"{relation.as_texts} WHERE {condition} ORDER BY 1")
    return [list(row) for row in rows.fetchall()]

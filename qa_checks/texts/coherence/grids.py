"""The tables that stand in a text, and whether their totals are the sums of their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from msgspec import Struct

from qa_checks.model.texts import (
    Block,
    BlockKind,
    NumberKind,
    PrintedNumber,
    Text,
    begin_within,
)
from qa_checks.texts.coherence.mending import are_one_digit_apart
from qa_checks.texts.coherence.relation import Relation
from qa_checks.texts.coherence.totals import add_up

_TOTAL = re.compile(r"(?:total|all|overall|england)\b", re.IGNORECASE)
_FEW = 2


class Row(Struct):
    """A row of a table in a text: its label and its numbers by column."""

    label: str
    numbers: dict[int, PrintedNumber] = {}


def read_grids(text: Text, numbers: Sequence[PrintedNumber]) -> list[list[Row]]:
    """The tables of a text, each as its rows."""
    grids: list[list[Row]] = []
    for is_table, blocks in groupby(text.blocks, key=lambda block: block.kind is BlockKind.CELL):
        if is_table:
            rows = groupby(blocks, key=lambda block: block.row)
            grids.append([_read_row(text, numbers, list(cells)) for _, cells in rows])
    return grids


def _read_row(text: Text, numbers: Sequence[PrintedNumber], cells: Sequence[Block]) -> Row:
    row = Row("")
    for column, blocks in groupby(cells, key=lambda block: block.column or 1):
        paragraphs = list(blocks)
        start, end = paragraphs[0].start, paragraphs[-1].end
        if column == 1:
            row.label = text.content[start:end]
        inside = [numbers[place] for place in begin_within(numbers, start, end)]
        if len(inside) == 1 and inside[0].kind is NumberKind.NUMBER and not inside[0].exempt:
            row.numbers[column] = inside[0]
    return row


def find_grid_totals(grids: Sequence[Sequence[Row]]) -> Iterator[Relation]:
    """Totals of tables beside the sums of the rows above or below them."""
    for rows in grids:
        for place, row in enumerate(rows):
            if not _TOTAL.match(row.label):
                continue
            for others in (rows[:place], rows[place + 1 :]):
                yield from _totals(row, [other for other in others if other.numbers])


def _totals(total: Row, others: Sequence[Row]) -> Iterator[Relation]:
    """What each column of a total must be; only where other columns close, it must be so."""
    columns = {
        column: [row.numbers[column] for row in others if column in row.numbers]
        for column in total.numbers
    }
    closing = {
        column
        for column, parts in columns.items()
        if len(parts) == len(others) >= _FEW and _sum(parts) == total.numbers[column].value
    }
    for column, parts in columns.items():
        if len(parts) < _FEW:
            continue
        relation, number = add_up(total.numbers[column], parts), total.numbers[column]
        is_sum = len(parts) == len(others) and _must_be(number, parts, len(closing))
        yield relation if is_sum else relation.likely()


def _must_be(total: PrintedNumber, parts: Sequence[PrintedNumber], closing: int) -> bool:
    """Whether a total is no average, and counts nothing once that stands in several rows.

    An average is no larger than all of its parts. A number of different things is smaller than its
    sum, and a row may be left out that only this column counts: then one digit must be wrong, or
    two other columns must close; of a smaller one both.
    """
    value, added = total.value or Decimal(0), _sum(parts)
    if not closing or any(number.unit or number.step != 1 for number in (total, *parts)):
        return False
    if value <= max(part.value or 0 for part in parts):
        return False
    is_slip = are_one_digit_apart(f"{value:f}", f"{added:f}")
    firm = closing >= _FEW
    return (is_slip or firm) if value >= added else (is_slip and firm)


def _sum(parts: Sequence[PrintedNumber]) -> Decimal:
    return sum((part.value or Decimal(0) for part in parts), Decimal(0))

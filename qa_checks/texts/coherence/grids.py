"""The tables that stand in a text, and whether their totals are the sums of their rows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from qa_checks.model.texts import BlockKind, NumberKind, PrintedNumber, Text
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
    starts = [number.start for number in numbers]
    grids: list[list[Row]] = []
    row_number, column = None, 0
    for block in text.blocks:
        if block.kind is not BlockKind.CELL:
            row_number = None
            continue
        if row_number is None:
            grids.append([])
        if block.row != row_number:
            row_number, column = block.row, 0
            grids[-1].append(Row(text.content[block.start : block.end]))
        inside = numbers[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        if len(inside) == 1 and inside[0].kind is NumberKind.NUMBER and not inside[0].exempt:
            grids[-1][-1].numbers[column] = inside[0]
        column += 1
    return grids


def find_grid_totals(grids: Sequence[Sequence[Row]]) -> Iterator[Relation]:
    """Totals of tables that are likely the sum of the rows above or below them."""
    for rows in grids:
        for place, row in enumerate(rows):
            if not _TOTAL.match(row.label):
                continue
            for column, total in row.numbers.items():
                for others in (rows[:place], rows[place + 1 :]):
                    parts = [other.numbers[column] for other in others if column in other.numbers]
                    if len(parts) >= _FEW:
                        yield add_up(total, parts).likely()

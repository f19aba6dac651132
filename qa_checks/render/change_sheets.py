"""What a comparison came to as two sheets of a workbook: its numbers, and the changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_checks.model.changes import CHANGE_HEADERS, ComparedTable
from qa_checks.render.change_lines import ComparedLine, compared_lines
from qa_checks.render.sheet_cells import Row
from qa_checks.render.spreadsheet import Sheet

COMPARISON = "Comparison"
CHANGES = "Changes"
WIDTHS = (18, 24, 10, 28, 28, 28, 16, 48, 28, 32, 24, 8)


def change_sheets(tables: Sequence[ComparedTable]) -> list[Sheet]:
    """The sheets of a report on a comparison; none of one on anything else."""
    if not tables:
        return []
    numbers = [row for line in compared_lines(tables) for row in _numbers(line)]
    changes: list[Row] = [("header", CHANGE_HEADERS)]
    changes += [("plain", change.cells(table.name)) for table in tables for change in table.changes]
    return [
        Sheet(COMPARISON, [48, 22, 22, 22, 22, 22], numbers),
        Sheet(CHANGES, list(WIDTHS), changes, table=True),
    ]


def _numbers(line: ComparedLine) -> Iterator[Row]:
    table = line.table
    yield "title", (table.title,)
    yield "plain", (line.totals,)
    for text in table.definitions:
        yield "plain", (text,)
    for moved in line.movements:
        movement = moved.movement
        yield "plain", ()
        yield "plain", (moved.sentence,)
        if moved.apart:
            yield "plain", (moved.apart,)
        yield "header", ("Before, then now", *movement.labels)
        for label, counts in zip(movement.labels, movement.counts, strict=True):
            yield "plain", (label, *counts)
    if line.classes:
        yield "plain", ()
        yield "header", ("Kind of change", "State", "Check", "Changes")
        for kind in line.classes:
            yield "plain", (kind.title, kind.state.value, kind.check or None, kind.count)
        yield "plain", (f"{line.listed}: see the sheet {CHANGES}",)
    if line.apart:
        yield "plain", ()
        yield "header", ("Not compared",)
        for text in line.apart:
            yield "plain", (text,)
    yield "plain", ()

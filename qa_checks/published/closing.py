"""Sums that must close among published tables, whatever the rows say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa_checks.catalogue.codes import fold
from qa_checks.model import PublishedCell
from qa_checks.published.cells import Table, tidy
from qa_checks.published.sums import Sum
from qa_checks.published.times import read_time
from qa_checks.words import grouped


@dataclass(frozen=True)
class Open:
    """A cell that is not the sum of its parts: both numbers, and what notes say of the parts."""

    cell: PublishedCell
    total: float | int
    parts: float | int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Closed:
    """How a sum ended: the cells compared, those not comparable, and those that do not close."""

    compared: int
    unknown: int
    open: tuple[Open, ...]


Index = Mapping[tuple[object, str], PublishedCell]


def index_cells(table: Table, cells: Sequence[Sequence[PublishedCell]]) -> Index:
    """The cells of a table by what their row and column are called."""
    kind = table.declared.time
    index: dict[tuple[object, str], PublishedCell] = {}
    for row in cells:
        for cell in row:
            time = read_time(cell.row_label, kind) if kind else None
            index.setdefault((time or fold(cell.row_label), fold(cell.column_label)), cell)
    return index


def close(item: Sum, tables: Mapping[str, Index]) -> Closed:
    """Add up the parts of each cell of a total; one that lacks a number is not comparable."""
    compared, unknown, left = 0, 0, []
    for key, cell in tables.get(item.total, {}).items():
        parts = [(sign, tables.get(name, {}).get(key)) for sign, name in item.parts]
        numbers = [
            sign * part.published for sign, part in parts if part and part.published is not None
        ]
        if cell.published is None or len(numbers) < len(parts):
            unknown += 1
            continue
        compared += 1
        if sum(numbers) != cell.published:
            notes = dict.fromkeys(
                part.reason for _, part in parts if part and part.reason.startswith("Note")
            )
            left.append(Open(cell, cell.published, tidy(sum(numbers)), tuple(notes)))
    return Closed(compared, unknown, tuple(left))


def say_open(item: Sum, left: Open) -> Iterator[str]:
    """A sentence on a sum that does not close."""
    parts = item.text.partition("=")[2].strip()
    cell = left.cell
    yield (
        f"Table {item.total}, {cell.row_label}, {cell.column_label}: {grouped(left.total)} is "
        f"published, and {parts} give {grouped(left.parts)}."
    )
    yield from left.notes

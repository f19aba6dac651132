"""Sums that must close among published tables, whatever the rows say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa_checks.catalogue.codes import fold
from qa_checks.model import PublishedCell
from qa_checks.published.cells import tidy
from qa_checks.published.sums import Sum
from qa_checks.published.times import read_time
from qa_checks.published.understood import Table
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
    """Add up the parts of each total; one that lacks a number is not comparable.

    An empty cell adds nothing: what did not exist was not counted.
    """
    compared, unknown, left = 0, 0, []
    for cell, parts in _totals(item, tables):
        if cell.published is None or any(part is None or _is_secret(part) for _, part in parts):
            unknown += 1
            continue
        compared += 1
        total = tidy(sum(sign * (part.published or 0) for sign, part in parts if part))
        if total != cell.published:
            cells = [cell, *(part for _, part in parts if part)]
            notes = tuple(dict.fromkeys(note for added in cells for note in added.notes))
            left.append(Open(cell, cell.published, total, notes))
    return Closed(compared, unknown, tuple(left))


Parts = list[tuple[int, PublishedCell | None]]


def _totals(item: Sum, tables: Mapping[str, Index]) -> Iterator[tuple[PublishedCell, Parts]]:
    """Each total with its parts: of the same row and column, or of the same row."""
    index = tables.get(item.shown, {})
    for (row, column), cell in index.items():
        if not item.table:
            yield (
                cell,
                [(sign, tables.get(name, {}).get((row, column))) for sign, name in item.parts],
            )
        elif column == fold(item.total):
            yield cell, [(sign, index.get((row, fold(name)))) for sign, name in item.parts]


def _is_secret(cell: PublishedCell) -> bool:
    """Whether a cell has no number although it is not empty."""
    return cell.published is None and bool(cell.printed.strip())


def lacking_columns(item: Sum, index: Index) -> list[str]:
    """Columns of a table that a sum names, and that are not there."""
    columns = {column for _, column in index}
    named = [item.total, *(name for _, name in item.parts)] if item.table else []
    return [name for name in named if fold(name) not in columns]


def say_open(item: Sum, left: Open, notes: Sequence[str]) -> str:
    """A sentence on a sum that does not close, and the notes of the table, which may say why."""
    parts = item.text.partition("=")[2].strip()
    cell = left.cell
    sentence = (
        f"Table {item.shown}, {cell.row_label}, {cell.column_label}: {grouped(left.total)} is "
        f"published, and {parts} give {grouped(left.parts)}."
    )
    told = dict.fromkeys([*left.notes, *notes])
    return " ".join([sentence, *(["Notes that may say why:"] if told else []), *told])

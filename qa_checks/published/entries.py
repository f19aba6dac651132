"""The cells of a published table, found by what their row and column are called."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.codes import fold
from qa_checks.model.published import CellState, PublishedCell
from qa_checks.published.located import Line
from qa_checks.published.printed import BELOW_UNIT, SHORTHAND, Printed, read_printed
from qa_checks.published.published_faults import Fault, fault_in
from qa_checks.published.terms import Term
from qa_checks.published.times import read_time
from qa_checks.published.understood import Table

Key = tuple[object, str]
Spot = tuple[str, int, int]
# Numbers that are there and not shown: what they may be is known.
WITHHELD = {SHORTHAND["[c]"], SHORTHAND["*"]}


class Entry(Struct, frozen=True):
    """A cell of a table: what it says, and how far the true number may be from it.

    One that ``is_apart`` stands in a column that the table ignores: it counts only where the column
    is named.
    """

    table: str
    cell: PublishedCell
    printed: Printed
    half: float
    is_apart: bool = False
    is_percentage: bool = False

    def fault(self, sentence: str) -> Fault:
        """A fault of it: what it says that is published, and what is wrong with that."""
        return fault_in(self.table, self.cell, f"{self.cell.printed.strip()} {sentence}")

    @property
    def spot(self) -> Spot:
        """Which cell of all tables it is."""
        return self.table, self.cell.row, self.cell.position

    @property
    def is_withheld(self) -> bool:
        """Whether there is a number that is not shown."""
        return self.printed.missing in WITHHELD or self.is_below_unit

    @property
    def says_something(self) -> bool:
        """Whether there is a number, shown or not."""
        return self.printed.value is not None or self.is_withheld

    @property
    def is_below_unit(self) -> bool:
        """Whether it says only that its number rounds to nought."""
        return self.printed.missing == BELOW_UNIT

    @property
    def range(self) -> tuple[float, float] | None:
        """The least and the greatest number of things that it may stand for; None if not known."""
        value = self.printed.value
        if value is None:
            return (0, self.half or math.inf) if self.is_withheld else None
        return max(value - self.half, min(value, 0)), value + self.half


Entries = Mapping[Key, Entry]


def index_cells(
    table: Table,
    cells: Sequence[Sequence[PublishedCell]],
    shorthand: Mapping[str, str],
    percentages: Collection[tuple[str, str]] = (),
) -> Entries:
    """The cells of a table by what their row and column are called.

    Parameters
    ----------
    percentages
        Keys of tables and columns (`Term.key`) that are declared to hold percentages.
    """
    kind = table.declared.time
    name = table.declared.name
    index: dict[Key, Entry] = {}
    for (line, row), cells_of_row in zip(table.rows, cells, strict=True):
        time = read_time(line.label, kind) if kind else None
        known = [
            (cell, table.selected(row, column))
            for (_, column), cell in zip(table.columns, cells_of_row, strict=True)
        ]
        for cell, selected in [*known, *((cell, None) for cell in _ignored_cells(table, line))]:
            keys = {Term(name).key, Term(name, cell.column_label).key}
            is_share = "share" in (selected or {}) or not keys.isdisjoint(percentages)
            printed = read_printed(cell.printed, shorthand)
            is_percentage = is_share or printed.percent
            rounded = None if is_percentage else table.declared.rounding(selected or {})
            half = _half(printed, is_percentage, rounded)
            entry = Entry(name, cell, printed, half, selected is None, is_percentage)
            index.setdefault((time or fold(line.label), fold(cell.column_label)), entry)
    return index


def _ignored_cells(table: Table, line: Line) -> Iterator[PublishedCell]:
    """The cells of a row in columns that the rows of the release say nothing of."""
    ignored = {fold(header) for header in table.declared.family.ignore}
    for header in table.located.headers:
        if fold(header.label) in ignored:
            text = line.cells[header.position - table.located.labels.position]
            yield PublishedCell(
                line.row, header.position, line.label, header.label, text, None,
                CellState.NOT_IN_DATA,
            )  # fmt: skip


def _half(printed: Printed, is_percentage: bool, rounded: int | None) -> float:
    """Half the unit of a number that is rounded; nought for a count as it is."""
    if printed.value is None:
        return (rounded or 0) / 2 if printed.missing == BELOW_UNIT else 0.0
    unit = printed.rounded_to(rounded)
    return unit / 2 if is_percentage or unit != 1 else 0.0

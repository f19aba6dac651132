"""Figures that stand in more than one published table: they have one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from qa_checks.catalogue.cubes import listed
from qa_checks.model.published import CellState
from qa_checks.published.causes import Compared
from qa_checks.published.closing import NEAR, Tables
from qa_checks.published.declared_tables import without_words
from qa_checks.published.entries import Entries, Entry, Spot
from qa_checks.published.labels import Selection
from qa_checks.published.published_faults import Fault
from qa_checks.published.understood import Table
from qa_checks.words import list_words

Values = frozenset[tuple[str, frozenset[tuple[str, object]]]]


class Figure(NamedTuple):
    """What a cell stands for: the cube, the measure or share, the release or time, the values."""

    cube: str
    counted: str
    is_share: bool
    time: object
    values: Values


class Contradiction(Struct, frozen=True):
    """A cell, and others that stand for the same figure and say something else."""

    cell: Entry
    others: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them."""
        return (self.cell, *self.others)

    @property
    def is_told(self) -> bool:
        """Whether one of them differs from the rows, which its table says."""
        return any(entry.cell.state is CellState.DIFFERS for entry in self.entries)


class SameFigures(Struct, frozen=True):
    """How many figures stand in several cells, and those of more than one value."""

    compared: int
    contradictions: tuple[Contradiction, ...]


def find_same_figures(every: Sequence[Compared], tables: Tables) -> SameFigures:
    """Compare the cells that stand for the same figure, also where the rows do not have it."""
    figures: dict[Figure, list[Entry]] = {}
    for item in every:
        for figure, entry in entries_of(item.table, tables[item.table.declared.name]):
            figures.setdefault(figure, []).append(entry)
    compared, contradictions = 0, []
    for alike in figures.values():
        saying = [entry for entry in alike if entry.says_something]
        if len(saying) > 1:
            compared += 1
            contradictions += _contradiction(saying)
    return SameFigures(compared, tuple(contradictions))


def entries_of(table: Table, entries: Entries) -> Iterator[tuple[Figure, Entry]]:
    """The cells of a table of a cube, each with the figure that it stands for."""
    by_spot = {entry.spot: entry for entry in entries.values()}
    for spot, figure in _figures(table) if table.declared.is_recomputed else ():
        if spot in by_spot:
            yield figure, by_spot[spot]


def _figures(table: Table) -> Iterator[tuple[Spot, Figure]]:
    """What each cell stands for."""
    declared = table.declared
    for line, row in table.rows:
        for header, column in table.columns:
            selected = table.selected(row, column)
            releases = table.snapshots(row, column)
            time = releases[0].database if releases else row.time or column.time
            counted = selected.get("measure") or next(iter(declared.cube.measures))
            share = selected.get("share")
            values = _values(selected)
            figure = Figure(declared.cube.cube, share or counted, bool(share), time, values)
            yield (declared.name, line.row, header.position), figure


def _values(selected: Selection) -> Values:
    """The values of dimensions; their kind tells 1 from true."""
    return frozenset(
        (name, frozenset((type(value).__name__, value) for value in listed(values)))
        for name, values in without_words(selected).items()
    )


def _contradiction(entries: Sequence[Entry]) -> list[Contradiction]:
    """The cell that the others contradict: of the value that fewest have, the last one."""
    against = [
        [other for other in entries if not have_one_value(entry, other)] for entry in entries
    ]
    most = max(map(len, against))
    if not most:
        return []
    at = max(place for place, others in enumerate(against) if len(others) == most)
    return [Contradiction(entries[at], tuple(against[at]))]


def have_one_value(first: Entry, second: Entry) -> bool:
    """Whether both print the same, or the one is the other with fewer digits."""
    a, b = first.printed, second.printed
    if a.value is None or b.value is None:
        return a.value is None and b.value is None
    if a.unit == b.unit and first.half == second.half:
        return a.value == b.value
    halves = [first.half, second.half]
    if a.unit != b.unit:
        coarser = 0 if a.unit > b.unit else 1
        halves[coarser] = max(halves[coarser], (first, second)[coarser].printed.unit / 2)
    return abs(a.value - b.value) <= sum(halves) + NEAR


def fault_of_contradiction(contradiction: Contradiction) -> Fault:
    """Such as: Table 2, Full, Visits: 3 is published; the same figure is 2 in table 1, …."""
    return contradiction.cell.fault(f"is published; {_say_others(contradiction.others)}")


def say_beside(contradictions: Sequence[Contradiction]) -> Mapping[Spot, str]:
    """What the finding of each cell that differs says of others for the same figure."""
    return {
        entry.spot: f"T{_say_others(others)[1:]}"
        for contradiction in contradictions
        for entry in contradiction.entries
        if entry.cell.state is CellState.DIFFERS
        and (
            others := [other for other in contradiction.entries if not have_one_value(entry, other)]
        )
    }


def _say_others(others: Sequence[Entry]) -> str:
    places = [
        f"{other.cell.printed.strip()} in table {other.table} ({other.cell.row_label}, "
        f"{other.cell.column_label})"
        for other in others
    ]
    return f"the same figure is {list_words(places)}."

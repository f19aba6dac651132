"""Numbers that a table withholds, although its own total and other cells tell what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence

from qa_checks.catalogue.cubes import listed
from qa_checks.published.closing import derive
from qa_checks.published.entries import Entries, Entry, Spot
from qa_checks.published.labels import Selection, each_of
from qa_checks.published.published_faults import Fault
from qa_checks.published.table_sides import Side
from qa_checks.published.understood import Table
from qa_checks.words import grouped_to


def find_withheld(table: Table, entries: Entries, told: Collection[Spot]) -> Iterator[Fault]:
    """Each number that is withheld in vain, other than those that a declared sum has told.

    It is what the rows give: values that are not shown, or not known, may be part of a total.
    """
    by_spot = {entry.spot: entry for entry in entries.values()}
    known = set(told)
    for others, spots in _sums(table):
        if not by_spot.keys() >= set(spots):
            continue  # a label stands there twice
        total, *parts = (by_spot[spot] for spot in spots)
        for derived in derive([(-1, total), *((1, part) for part in parts)]):
            entry = derived.entry
            if entry.spot not in known and derived.number == entry.cell.recomputed:
                known.add(entry.spot)
                yield _say(entry, total, others, derived.number)


def _sums(table: Table) -> Iterator[tuple[str, list[Spot]]]:
    """What other rows or columns are called, and cells: a total, and all that it is made of."""
    family, name = table.declared.family, table.declared.name
    rows = [(line.row, side) for line, side in table.rows]
    columns = [(header.position, side) for header, side in table.columns]
    for labels in (family.rows, *family.labels.values()):
        for numbers in _wholes(each_of(labels), rows):
            for position, _ in columns:
                yield "rows", [(name, row, position) for row in numbers]
    for positions in _wholes(each_of(family.columns), columns):
        for row, _ in rows:
            yield "columns", [(name, row, position) for position in positions]


def _wholes(each: str, sides: Sequence[tuple[int, Side]]) -> Iterator[list[int]]:
    """A row or column of all values of a dimension, and those of each that are like it else."""
    alike: dict[Hashable, list[tuple[int, Side]]] = defaultdict(list)
    for place, side in sides if each else ():
        alike[side.time, _without(each, side.selected)].append((place, side))
    for group in alike.values():
        parts = [place for place, side in group if each in side.selected]
        for place, side in group:
            if parts and each not in side.selected:
                yield [place, *parts]


def _without(each: str, selected: Selection) -> Hashable:
    """The rest of a selection; a text tells 1 from true."""
    return frozenset((name, str(listed(selected[name]))) for name in selected if name != each)


def _say(entry: Entry, total: Entry, others: str, number: float) -> Fault:
    label = total.cell.row_label if others == "rows" else total.cell.column_label
    whole = "" if entry is total else f"'{label}' and "
    return entry.fault(f"is published, but {whole}the other {others} make it {grouped_to(number)}.")

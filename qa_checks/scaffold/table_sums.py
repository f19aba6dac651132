"""Sums that published tables keep in every row: the parts count what the whole counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from qa_checks.catalogue.cubes import listed
from qa_checks.model.cube_numbers import Tabulation
from qa_checks.published.closing import close
from qa_checks.published.declared_tables import WORDS
from qa_checks.published.entries import Entries, index_cells
from qa_checks.published.labels import Selection
from qa_checks.published.sums import Sum
from qa_checks.published.terms import Term
from qa_checks.scaffold.readings import Reader, Reading

LEAST_PARTS, LEAST_CELLS = 2, 2
SIGNS = ("=", ":", " + ", " - ")  # what a label may not hold to be named in a sum


class Counted(Struct, frozen=True):
    """A table or column: what it selects, and which combinations of values it counts now."""

    name: str
    selection: Selection
    covers: frozenset[int]


def propose_sums(families: Sequence[Sequence[Reading]], reader: Reader) -> list[str]:
    """The sums of tables, and of the columns of each, that hold wherever they can be compared."""
    indexes: dict[str, Entries] = {}
    columns: dict[str, list[Counted]] = {}
    for reading in (reading for family in families for reading in family):
        table, cells = reader.compare(reading, reading.met)
        indexes[reading.name] = index_cells(table, cells, {})
        columns[reading.name] = [
            _counted(header.label, side.selected, reading, reader) for header, side in table.columns
        ]
    sums = []
    for family in families:
        tables = [_counted(item.name, item.selection, item, reader) for item in family]
        sums += list(_sums("", tables))
        for reading in family:
            sums += list(_sums(reading.name, columns[reading.name]))
    return [item.text for item in sums if _holds(item, indexes)]


def _holds(item: Sum, indexes: Mapping[str, Entries]) -> bool:
    closed = close(item, indexes)
    return closed.compared >= LEAST_CELLS and not closed.open


def _sums(table: str, counted: Sequence[Counted]) -> Iterator[Sum]:
    """Each whole that others make: those within it that are within no other part."""
    usable = [
        item
        for item in counted
        if not item.selection.keys() & set(WORDS) and not any(sign in item.name for sign in SIGNS)
    ]
    for whole in usable:
        within = [item for item in usable if item.covers and item.covers < whole.covers]
        parts = [item for item in within if not any(item.covers < other.covers for other in within)]
        if not whole.selection:  # then all else is a part, also what nothing is counted of now
            parts += [item for item in usable if not item.covers and item.selection]
        if len(parts) < LEAST_PARTS or any(a.covers & b.covers for a, b in combinations(parts, 2)):
            continue
        if frozenset[int]().union(*(item.covers for item in parts)) == whole.covers:
            names = [item.name for item in parts]
            text = f"{whole.name} = {' + '.join(names)}"
            shown = f"{table}: {text}" if table else text
            terms = [Term(table, name) if table else Term(name) for name in [whole.name, *names]]
            yield Sum(shown, "", terms[0], tuple((1, term) for term in terms[1:]))


def _counted(name: str, selection: Selection, reading: Reading, reader: Reader) -> Counted:
    tabulation = reader.numbers.of(reading.cube, reader.snapshot)
    assert isinstance(tabulation, Tabulation)  # noqa: S101  else the table was not read as its cube
    wanted = [
        (tabulation.dimensions.index(dimension), listed(value))
        for dimension, value in selection.items()
        if dimension in tabulation.dimensions
    ]
    covers = frozenset(
        number
        for number, row in enumerate(tabulation.rows)
        if all(row[place] in values for place, values in wanted)
    )
    return Counted(name, selection, covers)

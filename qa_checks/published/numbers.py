"""The numbers of cubes in every release at hand, each counted once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod
from typing import Any

from msgspec import Struct

from qa_checks.catalogue.cubes import Cube, listed
from qa_checks.catalogue.schemas import sensitive_columns
from qa_checks.engines.door import Engine, Row
from qa_checks.model.cube_numbers import Tabulation
from qa_checks.model.published import CountedRow
from qa_checks.published.declared_tables import without_words
from qa_checks.published.labels import Selection
from qa_checks.reading.loaded import NOWHERE, Loaded, Place, Snapshot
from qa_checks.tabulation.counts import (
    Collapsed,
    collapse,
    explain_gap,
    explain_unknown,
    kept,
    rows_behind,
    tabulate,
)
from qa_checks.words import show

Number = float | int
MOST_ROWS = 20  # of those behind a cell that are named


class Numbers(Struct):
    """What cubes count in the snapshots of a run."""

    engine: Engine
    loaded: Loaded
    tabulations: dict[tuple[str, str], Tabulation | str] = {}
    sums: dict[tuple[str, str, str, tuple[str, ...]], Collapsed] = {}

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The release that is checked, and every earlier one."""
        return (self.loaded.release, *self.loaded.earlier)

    def of(self, cube: Cube, snapshot: Snapshot) -> Tabulation | str:
        """A cube in a snapshot; a sentence where it is not known."""
        key = (cube.cube, snapshot.database)
        if key not in self.tabulations:
            counted = tabulate(self.engine, cube, snapshot)
            self.tabulations[key] = counted or explain_unknown(self.engine, cube, snapshot)
        return self.tabulations[key]

    def count(self, cube: Cube, snapshot: Snapshot, selected: Selection) -> Number | str:
        """The number a selection stands for, a share in percent; a sentence where it is unknown."""
        where = without_words(selected)
        share = cube.shares.get(str(selected.get("share", "")))
        if share is None:
            measure = str(selected.get("measure") or next(iter(cube.measures)))
            return self._add_up(cube, snapshot, measure, where)
        part = self._add_up(cube, snapshot, share.of, where)
        whole = self._add_up(cube, snapshot, share.of, kept(where, share.within))
        if isinstance(part, str) or isinstance(whole, str):
            return part if isinstance(part, str) else whole
        return 100 * part / whole if whole else "there is nothing it could be a share of"

    def _add_up(
        self, cube: Cube, snapshot: Snapshot, measure: str, where: Selection
    ) -> Number | str:
        tabulation = self.of(cube, snapshot)
        if isinstance(tabulation, str):
            return tabulation
        if measure not in tabulation.measures:
            return f"no file gives the measure {measure}"
        lacking = [name for name in where if name not in tabulation.dimensions]
        if lacking:
            needs = cube.dimensions[lacking[0]].needs
            return explain_gap(self.engine, cube, needs, snapshot)
        dimensions = tuple(sorted(where))
        key = (cube.cube, snapshot.database, measure, dimensions)
        if key not in self.sums:
            self.sums[key] = collapse(tabulation, measure, dimensions)
        cells, wanted = self.sums[key], [dict.fromkeys(listed(where[name])) for name in dimensions]
        asked: Iterable[tuple[object, ...]] = product(*wanted)
        if prod(map(len, wanted)) > len(cells):  # those that there are, then
            asked = (
                cell
                for cell in cells
                if all(value in allowed for value, allowed in zip(cell, wanted, strict=True))
            )
        return sum(cells.get(cell, 0) for cell in asked)

    def combinations(
        self, cube: Cube, snapshot: Snapshot, dimensions: Sequence[str]
    ) -> set[tuple[Any, ...]]:
        """The values of some dimensions that rows have together; none where that is unknown."""
        tabulation = self.of(cube, snapshot)
        if isinstance(tabulation, str) or not set(dimensions) <= set(tabulation.dimensions):
            return set()
        return set(collapse(tabulation, next(iter(tabulation.measures)), dimensions))

    def rows(
        self, cube: Cube, snapshot: Snapshot, selected: Selection
    ) -> tuple[int, list[CountedRow]]:
        """How many rows a selection counts, and the first of them."""
        rows = rows_behind(self.engine, cube, snapshot, without_words(selected))
        return len(rows), [self._name(row) for row in rows[:MOST_ROWS]]

    def count_rows(self, cube: Cube, snapshot: Snapshot, selections: Sequence[Selection]) -> int:
        """How many rows are counted by any of some selections."""
        behind = [
            row
            for selected in selections
            for row in rows_behind(self.engine, cube, snapshot, without_words(selected))
        ]
        return len({tuple(row.values()) for row in behind})

    def _name(self, row: Row) -> CountedRow:
        place, number = place_of(row, self.loaded)
        return CountedRow(name_row(row, self.loaded), place.file, place.sheet, number)


def name_row(row: Row, loaded: Loaded) -> str:
    """What names a row of a cube: the first of its values that may be shown."""
    masked = sensitive_columns(loaded.schemas.tables)
    shown = (value for name, value in row.items() if name not in masked and value is not None)
    return next(map(show, shown), "")


def place_of(row: Row, loaded: Loaded) -> tuple[Place, int | None]:
    """The file and sheet of a row of a cube, and its number there."""
    source, number = row.get("_source"), row.get("_row")
    place = loaded.places.get(source, NOWHERE) if isinstance(source, int) else NOWHERE
    return place, number if isinstance(number, int) else None

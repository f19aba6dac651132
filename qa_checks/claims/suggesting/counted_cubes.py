"""The numbers of every cube in every release that is known, at hand by what is fixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product

from msgspec import Struct

from qa_checks.catalogue.cubes import Cube, Value
from qa_checks.claims.relations import CUBES, HISTORY_CUBES, PREVIOUS_CUBES
from qa_checks.engines.door import Engine
from qa_checks.model.cube_numbers import Tabulation
from qa_checks.reading.loaded import Loaded, Snapshot
from qa_checks.tabulation.counts import Collapsed, collapse, tabulate

Fixed = tuple[tuple[str, tuple[Value, ...]], ...]
"""Dimensions by name, each with the values that rows may have."""


class CountedCube(Struct, frozen=True, dict=True):
    """A cube in one release, of which ``relation`` is what a claim selects from."""

    cube: Cube
    tabulation: Tabulation
    relation: str
    as_at: dt.date | None
    is_now: bool
    is_previous: bool = False
    _counts: dict[tuple[str, Fixed], float | None] = {}
    _sums: dict[tuple[str, tuple[str, ...]], Collapsed] = {}

    @property
    def measures(self) -> tuple[str, ...]:
        """What can be counted by any of its dimensions."""
        return self.tabulation.measures

    @cached_property
    def dimensions(self) -> frozenset[str]:
        """Those that are known."""
        return frozenset(self.tabulation.dimensions)

    def count(self, measure: str, fixed: Fixed) -> float | None:
        """A measure over the rows that have these values; None where it is not known."""
        key = (measure, fixed)
        if key not in self._counts:
            self._counts[key] = self._count(measure, fixed)
        return self._counts[key]

    def _count(self, measure: str, fixed: Fixed) -> float | None:
        names = tuple(name for name, _ in fixed)
        if measure not in self.measures or not self.dimensions.issuperset(names):
            return None
        key = (measure, names)
        if key not in self._sums:
            self._sums[key] = collapse(self.tabulation, measure, names)
        sums = self._sums[key]
        return sum(sums.get(cell, 0) for cell in product(*(values for _, values in fixed)))


class CubeOverTime(Struct, frozen=True):
    """A cube in the release that is checked, and in those before it."""

    now: CountedCube
    earlier: tuple[CountedCube, ...]


def count_cubes(engine: Engine, loaded: Loaded, cubes: Mapping[str, Cube]) -> list[CubeOverTime]:
    """Count every cube that the release gives."""
    counted: list[CubeOverTime] = []
    for cube in cubes.values():
        now = _count(engine, cube, loaded.release, CUBES, loaded)
        if now is not None:
            counted.append(CubeOverTime(now, tuple(_count_earlier(engine, cube, loaded))))
    return counted


def _count_earlier(engine: Engine, cube: Cube, loaded: Loaded) -> Iterator[CountedCube]:
    for snapshot in loaded.earlier:
        before = snapshot.database == loaded.previous.database
        prefix = PREVIOUS_CUBES if before else HISTORY_CUBES
        if (before or snapshot.facts.as_at) and (
            counted := _count(engine, cube, snapshot, prefix, loaded)
        ):
            yield counted


def _count(
    engine: Engine, cube: Cube, snapshot: Snapshot, prefix: str, loaded: Loaded
) -> CountedCube | None:
    tabulation = tabulate(engine, cube, snapshot)
    if tabulation is None or not tabulation.measures:
        return None
    return CountedCube(
        cube,
        tabulation,
        prefix + cube.cube,
        snapshot.facts.as_at,
        prefix == CUBES,
        snapshot.database == loaded.previous.database,
    )

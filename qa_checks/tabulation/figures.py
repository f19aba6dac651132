"""The numbers of the cubes that every report shows."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from qa_checks.catalogue import cube_sql
from qa_checks.catalogue.cubes import Cube, figures_of
from qa_checks.engines.door import Engine
from qa_checks.reading.loaded import Snapshot
from qa_checks.tabulation.counts import ask, explain_gap, explain_unknown, kept, rows_behind
from qa_checks.words import show

Number = float | int | None


class Figures(Struct, frozen=True):
    """Figures by name, null where they are not known, and those that are a share of a whole."""

    values: Mapping[str, Number] = {}
    shares: Mapping[str, float] = {}


def count_figures(engine: Engine, cubes: Mapping[str, Cube], snapshot: Snapshot) -> Figures:
    """Count every figure of a snapshot, those of a cube together."""
    values: dict[str, Number] = {name: None for name, _, _ in figures_of(cubes)}
    shares: dict[str, float] = {}
    for cube in cubes.values():
        numbers = _count_cube(engine, cube, snapshot)
        for name, figure in cube.figures.items():
            values[name] = numbers.get(name)
            whole = numbers.get(_whole(name)) if figure.share else None
            if whole:
                shares[name] = (numbers[name] or 0) / whole
    return Figures(values, {name: shares[name] for name in values if name in shares})


def _count_cube(engine: Engine, cube: Cube, snapshot: Snapshot) -> Mapping[str, Number]:
    if explain_unknown(engine, cube, snapshot):
        return {}
    numbers = {}
    for name, figure in cube.figures.items():
        measure = cube.measure(figure.measure)
        needs = cube.needs_of(figure.measure, list(figure.where))
        if explain_gap(engine, cube, needs, snapshot):
            continue
        numbers[name] = cube_sql.count(measure, figure.where)
        if figure.share:
            share = cube.shares[figure.share]
            whole = kept(figure.where, share.within)
            numbers[_whole(name)] = cube_sql.count(cube.measure(share.of), whole)
    if not numbers:
        return {}
    [row] = ask(engine, cube, cube_sql.count_once(cube, numbers), snapshot)
    return {
        name: value if value is None or isinstance(value, int) else float(value)
        for name, value in row.items()
    }


def _whole(name: str) -> str:
    return f"whole of {name}"


def name_counted(
    engine: Engine, cubes: Mapping[str, Cube], snapshot: Snapshot, figures: Figures
) -> dict[str, tuple[str, ...]]:
    """What each figure counts that says which, where there is any."""
    return {
        name: tuple(
            ", ".join(show(value) for value in row.values() if value is not None)
            for row in rows_behind(engine, cube, snapshot, figure.where, figure.which)
        )
        for name, cube, figure in figures_of(cubes)
        if figure.which and figures.values[name]
    }

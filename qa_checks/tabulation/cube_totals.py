"""All that the cubes of a catalogue come to in one run: figures, what they count, charts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from qa_checks.catalogue import cube_sql
from qa_checks.catalogue.cubes import Cube, DrawnChart, figures_of
from qa_checks.engines.door import Engine
from qa_checks.model.report import Chart
from qa_checks.reading.loaded import Snapshot
from qa_checks.tabulation.counts import ask, explain_gap, explain_unknown, kept, rows_behind
from qa_checks.words import show

Number = float | int | None


class Figures(Struct, frozen=True):
    """Figures by name, null where they are not known, and those that are a share of a whole."""

    values: Mapping[str, Number] = {}
    shares: Mapping[str, float] = {}


class CountedCubes(Struct, frozen=True):
    """The figures now and before, the texts that say what some of them count, and the charts."""

    figures: Figures
    figures_before: Figures
    named: Mapping[str, tuple[str, ...]]
    charts: tuple[Chart, ...]


def count_cubes(
    engine: Engine,
    cubes: Mapping[str, Cube],
    now: Snapshot,
    before: Snapshot,
    *,
    has_previous: bool,
) -> CountedCubes:
    """Count the cubes in a release, and their figures in the one before it, if there is any.

    It asks only for rows that are there before any check runs.
    """
    figures = count_figures(engine, cubes, now)
    return CountedCubes(
        figures,
        count_figures(engine, cubes, before) if has_previous else Figures(),
        name_counted(engine, cubes, now, figures),
        tuple(_draw_charts(engine, cubes, now, before)),
    )


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
    [row] = ask(engine, cube, cube_sql.count_by(cube, (), numbers), snapshot)
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


def _draw_charts(
    engine: Engine, cubes: Mapping[str, Cube], release: Snapshot, previous: Snapshot
) -> list[Chart]:
    """Every chart that has something to show, with the previous release's numbers beside it."""
    drawn = [
        (chart.place, name, chart, cube)
        for cube in cubes.values()
        for name, chart in cube.charts.items()
    ]
    charts = []
    for _, name, chart, cube in sorted(drawn, key=lambda item: item[:2]):
        now = _count(engine, cube, chart, release)
        if now:
            before = _count(engine, cube, chart, previous)
            charts.append(Chart(name, chart.title, tuple(chart.series), now, before))
    return charts


def _count(
    engine: Engine, cube: Cube, chart: DrawnChart, snapshot: Snapshot
) -> dict[str, tuple[int, ...]]:
    """The numbers of each category that has any."""
    dimensions = {chart.category, *(name for where in chart.series.values() for name in where)}
    needs = cube.needs_of(chart.measure, list(dimensions))
    if explain_unknown(engine, cube, snapshot) or explain_gap(engine, cube, needs, snapshot):
        return {}
    measure = cube.measure(chart.measure)
    numbers = {
        f"series {number}": cube_sql.count(measure, where)
        for number, where in enumerate(chart.series.values())
    }
    bars = {}
    for row in ask(engine, cube, cube_sql.count_by(cube, [chart.category], numbers), snapshot):
        category, *counted = row.values()
        if category is not None and any(counted):
            bars[str(category)] = tuple(round(number) for number in counted)
    return bars

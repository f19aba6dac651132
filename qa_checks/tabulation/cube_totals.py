"""All that the cubes of a catalogue come to in one run: figures, what they count, charts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from qa_checks.catalogue.cubes import Cube
from qa_checks.engines.door import Engine
from qa_checks.model.report import Chart
from qa_checks.reading.loaded import Snapshot
from qa_checks.tabulation.bars import draw_charts
from qa_checks.tabulation.figures import Figures, count_figures, name_counted


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
        tuple(draw_charts(engine, cubes, now, before)),
    )

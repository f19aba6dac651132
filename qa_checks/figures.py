"""The numbers and small charts every report of a catalogue shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.schemas import NamedChart, NamedFigure, has_all
from qa_checks.errors import CatalogueError
from qa_checks.model import Chart
from qa_checks.reading.loaded import OF_RELEASE, Loaded, Snapshot, within
from qa_checks.words import show


def count_figures(loaded: Loaded, database: str = OF_RELEASE) -> dict[str, float | int | None]:
    """Value of every figure; None where the release lacks what it needs or is given."""
    snapshot = loaded.snapshots[database]
    figures: dict[str, float | int | None] = {}
    for name, figure in loaded.schemas.figures.figures.items():
        figures[name] = None
        if _has_all(snapshot, figure) and _is_known(loaded, snapshot, name, figure):
            rows = _ask(loaded, snapshot, name, figure.sql)
            value: Any = rows[0][0] if rows else None
            figures[name] = value if value is None or isinstance(value, int) else float(value)
    return figures


def list_counted(
    loaded: Loaded, figures: Mapping[str, float | int | None]
) -> dict[str, tuple[str, ...]]:
    """What each figure of this release counts that says which, where there is any."""
    snapshot = loaded.release
    return {
        name: tuple(
            ", ".join(show(value) for value in row if value is not None)
            for row in _ask(loaded, snapshot, name, figure.which)
        )
        for name, figure in loaded.schemas.figures.figures.items()
        if figure.which is not None and figures.get(name)
    }


def share_figures(
    figures: Mapping[str, float | int | None], named: Mapping[str, NamedFigure]
) -> dict[str, float]:
    """The share of its whole, from 0 to 1, of every figure that has one and is known."""
    shares = {}
    for name, figure in named.items():
        value = figures.get(name)
        whole = sum(figures.get(part) or 0 for part in figure.of)
        if value is not None and whole:
            shares[name] = value / whole
    return shares


def draw_charts(loaded: Loaded) -> list[Chart]:
    """Every chart that has something to show, with the previous release's numbers beside it."""
    charts = []
    for name, chart in loaded.schemas.figures.charts.items():
        series = chart.series
        now, before = (
            _by_category(_ask(loaded, snapshot, name, chart.sql), series)
            if _has_all(snapshot, chart)
            else {}
            for snapshot in (loaded.release, loaded.previous)
        )
        if now:
            charts.append(Chart(name, chart.title, tuple(series), now, before))
    return charts


def _has_all(snapshot: Snapshot, wanted: NamedFigure | NamedChart) -> bool:
    return set(wanted.tables) <= snapshot.tables and has_all(wanted.needs, snapshot.columns)


def _is_known(loaded: Loaded, snapshot: Snapshot, name: str, figure: NamedFigure) -> bool:
    """Whether the release holds what the figure is given."""
    if not isinstance(figure.given, Given):
        return True
    return _ask(loaded, snapshot, name, f"SELECT ({figure.given.that})") == [(True,)]


def _ask(loaded: Loaded, snapshot: Snapshot, name: str, sql: str) -> list[tuple[Any, ...]]:
    import duckdb

    try:
        return within(loaded.connection, snapshot.database).execute(sql).fetchall()
    except duckdb.Error as fault:
        where = f"{loaded.schemas.folder / 'schemas' / 'figures.yml'}: {name}"
        raise CatalogueError(" ".join(str(fault).split()), where=where) from None


def _by_category(
    counted: Sequence[tuple[object, ...]], series: Sequence[str]
) -> dict[str, tuple[int, ...]]:
    rows: dict[str, list[int]] = {}
    for category, name, number in counted:
        if category is not None and name in series and isinstance(number, int):
            counts = rows.setdefault(str(category), [0] * len(series))
            counts[series.index(str(name))] += number
    return {category: tuple(counts) for category, counts in rows.items()}

"""The numbers and small charts every report of a catalogue shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qa_checks.catalogue.ruleset import PREVIOUS
from qa_checks.catalogue.schemas import has_all
from qa_checks.errors import CatalogueError
from qa_checks.model import Chart
from qa_checks.plan import Given
from qa_checks.reading.store import Store


def count_figures(store: Store, given: Given) -> dict[str, float | int | None]:
    """Value of every figure; None where the release lacks a table or column it needs."""
    figures: dict[str, float | int | None] = {}
    for name, figure in store.catalogue.figures.figures.items():
        figures[name] = None
        if set(figure.tables) <= given.tables and has_all(figure.needs, given.columns):
            found = _ask(store, name, figure.sql)
            value: Any = found[0][0] if found else None
            figures[name] = value if value is None or isinstance(value, int) else float(value)
    return figures


def draw_charts(store: Store, given: Given) -> list[Chart]:
    """Every chart that has something to show, with the previous release's numbers beside it.

    The same SQL is asked twice: the second time names mean the tables of the
    previous release.
    """
    charts = []
    for name, chart in store.catalogue.figures.charts.items():
        if not set(chart.tables) <= given.tables or not has_all(chart.needs, given.columns):
            continue
        rows = _rows(_ask(store, name, chart.sql), chart.series)
        before: Mapping[str, tuple[int, ...]] = {}
        if all(f"{PREVIOUS}{table}" in given.tables for table in chart.tables) and has_all(
            chart.needs, given.columns, PREVIOUS
        ):
            store.connection.execute("SET schema = 'previous'")
            before = _rows(_ask(store, name, chart.sql), chart.series)
            store.connection.execute("SET schema = 'main'")
        if rows:
            charts.append(Chart(name, chart.title, tuple(chart.series), rows, before))
    return charts


def _ask(store: Store, name: str, sql: str) -> list[tuple[Any, ...]]:
    import duckdb

    try:
        return store.connection.execute(sql).fetchall()
    except duckdb.Error as fault:
        where = f"{store.catalogue.folder / 'schemas' / 'figures.yml'}: {name}"
        raise CatalogueError(" ".join(str(fault).split()), where=where) from None


def _rows(found: Sequence[tuple[object, ...]], series: Sequence[str]) -> dict[str, tuple[int, ...]]:
    rows: dict[str, list[int]] = {}
    for category, name, number in found:
        if category is not None and name in series and isinstance(number, int):
            counts = rows.setdefault(str(category), [0] * len(series))
            counts[series.index(str(name))] += number
    return {category: tuple(counts) for category, counts in rows.items()}

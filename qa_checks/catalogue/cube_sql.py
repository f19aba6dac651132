"""The SQL of a cube: its rows counted, one by one, by its dimensions, or listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.cubes import Counted, Cube, Where, figures_of, listed
from qa_checks.sql_text import sql_literals, sql_names


class NamedFigure(Struct, frozen=True):
    """A figure as rules bound it: one number, and what it needs to be known."""

    title: str
    tables: Sequence[str]
    needs: Sequence[str]
    given: Given | None
    sql: str


def named_figures(cubes: Mapping[str, Cube]) -> dict[str, NamedFigure]:
    """Every figure of the cubes, in the order in which reports show them."""
    return {
        name: NamedFigure(
            figure.title,
            cube.tables,
            cube.needs_of(figure.measure, list(figure.where)),
            cube.given if isinstance(cube.given, Given) else None,
            f"SELECT {count(cube.measure(figure.measure), figure.where)} {_rows(cube)}",
        )
        for name, cube, figure in figures_of(cubes)
    }


def count(measure: Counted, where: Where) -> str:
    """Expression of a measure over the rows that meet a condition; nought where none does."""
    rows = f" FILTER (WHERE {condition(where)})" if where else ""
    if measure == "count":
        return f"count(*){rows}"
    if measure.sum is not None:
        return f'coalesce(sum("{measure.sum}"){rows}, 0)'
    return f'count(DISTINCT "{measure.count_distinct}"){rows}'


def condition(where: Where) -> str:
    """Condition on the rows of a cube that they have these values of dimensions."""
    return " AND ".join(_has(name, listed(values)) for name, values in where.items()) or "TRUE"


def _has(dimension: str, values: Sequence[object]) -> str:
    given = [value for value in values if value is not None]
    tests = [f'"{dimension}" IN ({sql_literals(given)})'] if given else []
    tests += [f'"{dimension}" IS NULL'] if None in values else []
    return f"({' OR '.join(tests)})" if tests else "FALSE"


def count_by(cube: Cube, dimensions: Sequence[str], numbers: Mapping[str, str]) -> str:
    """SELECT of numbers for each combination of values of dimensions that occurs, or of all rows.

    Each number has its name and its expression, as of `count`.
    """
    groups = [f'"{name}"' for name in dimensions]
    columns = [f'{expression} AS "{name}"' for name, expression in numbers.items()]
    listed = ", ".join(groups)
    grouped = f"GROUP BY {listed} ORDER BY {listed}" if groups else ""
    return f"SELECT {', '.join([*groups, *columns])} {_rows(cube)} {grouped}"


def list_rows(cube: Cube, where: Where, columns: Sequence[str] = ()) -> str:
    """SELECT of the rows that meet a condition, in the cube's order, with all columns or some."""
    shown = sql_names(columns) or "*"
    order = sql_names(cube.order)
    return f"SELECT {shown} {_rows(cube)} WHERE {condition(where)} ORDER BY {order}"


def _rows(cube: Cube) -> str:
    return f"FROM ({cube.select}) AS counted"

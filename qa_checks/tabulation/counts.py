"""A cube counted in one snapshot, its cells, the rows behind them, and why it is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa_checks.catalogue import cube_sql
from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.cubes import Cube, Where
from qa_checks.catalogue.schemas import has_all
from qa_checks.engines.door import Engine, Failure, Row
from qa_checks.errors import CatalogueError
from qa_checks.fields import read_need
from qa_checks.model.cube_numbers import Tabulation
from qa_checks.reading.loaded import Offer, Snapshot
from qa_checks.words import list_words

Number = float | int
Collapsed = Mapping[tuple[object, ...], Number]


def explain_unknown(engine: Engine, cube: Cube, snapshot: Snapshot) -> str:
    """Why a cube is not known in a snapshot; '' if it is."""
    lacking = [name for name in cube.tables if name not in snapshot.tables]
    if lacking:
        return f"no file has {lacking[0].replace('_', ' ')}"
    if isinstance(cube.given, Given):
        [answer] = ask(engine, cube, f"SELECT ({cube.given.that}) AS holds", snapshot)
        if not answer["holds"]:
            return cube.given.else_
    gaps = find_gaps(cube.needs, cube, snapshot)
    return say_lacking(cube.needs, snapshot) or next(iter(gaps.values()), "")


def explain_gap(engine: Engine, cube: Cube, needs: Sequence[str], snapshot: Snapshot) -> str:
    """What a part of a cube lacks in a snapshot where the cube itself is known; '' if nothing."""
    if why := say_lacking(needs, snapshot):
        return why
    gaps = find_gaps(needs, cube, snapshot)
    if not gaps or "_source" not in cube.order:
        return next(iter(gaps.values()), "")
    rows = ask(engine, cube, cube_sql.count_by(cube, ["_source"], {}), snapshot)
    return next((gaps[row["_source"]] for row in rows if row["_source"] in gaps), "")


def tabulate(engine: Engine, cube: Cube, snapshot: Snapshot) -> Tabulation | None:
    """Count a cube by all its dimensions; None where it is not known.

    Parameters
    ----------
    engine
        That has loaded what the snapshot is of.
    """
    if explain_unknown(engine, cube, snapshot):
        return None
    dimensions, numbers = _cells_of(engine, cube, snapshot)
    rows = ask(engine, cube, cube_sql.count_by(cube, dimensions, numbers), snapshot)
    return Tabulation(
        cube.cube, tuple(dimensions), tuple(numbers), tuple(tuple(row.values()) for row in rows)
    )


def collapse(tabulation: Tabulation, measure: str, dimensions: Sequence[str]) -> Collapsed:
    """A measure by some dimensions, over all others."""
    places = [tabulation.dimensions.index(name) for name in dimensions]
    at = len(tabulation.dimensions) + tabulation.measures.index(measure)
    sums: dict[tuple[object, ...], Number] = {}
    for row in tabulation.rows:
        key = tuple(row[place] for place in places)
        number = row[at]
        if isinstance(number, int | float):
            sums[key] = sums.get(key, 0) + number
    return sums


def count_all(engine: Engine, cube: Cube, snapshot: Snapshot) -> str:
    """SELECT of a cube by all its dimensions that are known in a snapshot, which it must be."""
    return cube_sql.count_by(cube, *_cells_of(engine, cube, snapshot))


def _cells_of(engine: Engine, cube: Cube, snapshot: Snapshot) -> tuple[list[str], dict[str, str]]:
    """The dimensions that are known in a snapshot, and the measures that add up, as SQL."""
    dimensions = [
        name
        for name, item in cube.dimensions.items()
        if not explain_gap(engine, cube, item.needs, snapshot)
    ]
    numbers = {
        name: cube_sql.count(measure, {})
        for name, measure in cube.measures.items()
        if cube.adds_up(name) and not explain_gap(engine, cube, cube.needs_of(name, ()), snapshot)
    }
    return dimensions, numbers


def kept(where: Where, within: Sequence[str]) -> Where:
    """The part of a condition that its whole keeps."""
    return {name: values for name, values in where.items() if name in within}


def rows_behind(
    engine: Engine, cube: Cube, snapshot: Snapshot, where: Where, columns: Sequence[str] = ()
) -> list[Row]:
    """The rows that a cell counts, in the cube's order; with all columns of its SELECT without any.

    There are none where the cube or a dimension of the condition is not known.
    """
    needs = [need for name in where for need in cube.dimensions[name].needs]
    if explain_unknown(engine, cube, snapshot) or explain_gap(engine, cube, needs, snapshot):
        return []
    return ask(engine, cube, cube_sql.list_rows(cube, where, columns), snapshot)


def ask(engine: Engine, cube: Cube, sql: str, snapshot: Snapshot) -> list[Row]:
    """What the engine answers about a cube.

    Raises
    ------
    CatalogueError
        If it cannot be counted.
    """
    answer = engine.select(sql, snapshot)
    if isinstance(answer, Failure):
        raise CatalogueError(
            f"It cannot be counted: {answer.reason}", where=f"schemas/cubes/{cube.cube}.yml"
        )
    return answer


def say_lacking(needs: Sequence[str], snapshot: Snapshot) -> str:
    """Which of the columns needed no file of a snapshot has; '' if all are there."""
    lacking = [need for need in needs if not has_all([need], snapshot.columns)]
    return _say(lacking[0], "no file") if lacking else ""


def find_gaps(needs: Sequence[str], cube: Cube, snapshot: Snapshot) -> dict[int, str]:
    """What sheets lack that may give rows to a cube, and whose layout knows it, by source."""
    offers = [offer for offer in snapshot.offers if _is_counted(offer, cube)]
    gaps: dict[int, str] = {}
    for need in needs:
        lacking = {offer.source: offer for offer in offers if _lacks(offer, need)}
        having = {offer.source for offer in offers if has_all([need], offer.given)}
        for source, offer in lacking.items():
            if source not in having:
                gaps.setdefault(source, _say(need, offer.file))
    return gaps


def _is_counted(offer: Offer, cube: Cube) -> bool:
    """Whether rows of its kind may be among those of the cube."""
    if not any(table in cube.tables for table, _ in offer.given):
        return False
    return all(
        offer.fixed[need[:2]] in need.values
        for need in map(read_need, cube.needs)
        if need.sign == "=" and need[:2] in offer.fixed
    )


def _lacks(offer: Offer, need: str) -> bool:
    is_known = any(given in offer.known for given in read_need(need).given)
    return is_known and not has_all([need], offer.given)


def _say(need: str, who: str) -> str:
    table, column, sign, values = read_need(need)
    if sign == "=":
        why = f"gives {table} with {column} {list_words(values, 'or')}"
    else:
        other = f" other than {values[0]}" if values else ""
        why = f"has the column {column}{other} of {table}"
    why = why.replace("_", " ")
    if who == "no file":
        return f"{who} {why}"
    return f"{who} {why.replace('gives', 'gives no', 1).replace('has the', 'has no', 1)}"

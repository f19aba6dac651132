"""The cells of a cube added up, to be held against other numbers."""

from __future__ import annotations

from qa_checks.catalogue.cubes import Where, listed
from qa_checks.model.cube_numbers import Tabulation


def add_up(tabulation: Tabulation | None, measure: str, where: Where) -> float | int | None:
    """A measure over the rows that have certain values of dimensions; nought where none has.

    None if the cube is not known, nor the measure or a dimension of the condition.
    """
    if (
        tabulation is None
        or measure not in tabulation.measures
        or not where.keys() <= set(tabulation.dimensions)
    ):
        return None
    wanted = [(tabulation.dimensions.index(name), listed(item)) for name, item in where.items()]
    at = len(tabulation.dimensions) + tabulation.measures.index(measure)
    total: float | int = 0
    for row in tabulation.rows:
        if all(row[position] in values for position, values in wanted):
            number = row[at]
            assert isinstance(number, int | float)  # measures are numbers
            total += number
    return total

"""Noughts in the place of numbers, which only a rounding that no number has makes equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_checks.model.published import CellState
from qa_checks.published.causes import Compared
from qa_checks.published.cells import LEAST
from qa_checks.published.published_faults import Fault, fault_in
from qa_checks.words import grouped, grouped_to


def find_noughts(alike: Sequence[Compared]) -> Iterator[Fault]:
    """Those of tables of one form, if none of their other numbers is rounded as they say."""
    rounded = alike[0].table.declared.family.rounded
    cells = [
        (item.table.declared.name, cell) for item in alike for row in item.cells for cell in row
    ]
    if not rounded or any(cell.published and cell.published % rounded == 0 for _, cell in cells):
        return
    for table, cell in cells:
        recomputed = cell.recomputed or 0
        if cell.state is CellState.EQUAL and not cell.published and abs(recomputed) > LEAST:
            yield fault_in(
                table,
                cell,
                f"{cell.printed.strip()} is published, the rows give {grouped_to(recomputed)}, and "
                f"no number is rounded to {grouped(rounded)}.",
            )

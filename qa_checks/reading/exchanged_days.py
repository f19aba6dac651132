"""Finds two columns of days that were exchanged: nearly every row has them the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator

from qa_checks.reading.intake import Intake
from qa_checks.reading.misplaced import MISPLACED, prepare, take_out_cells, take_out_column
from qa_checks.reading.wide import ColumnFault, Wide, WideColumn

LEAST = 10  # rows with both days; in fewer they may all be slips
WRONG = 0.9


def take_out_exchanged_days(intake: Intake, wide: Wide) -> Iterator[ColumnFault]:
    """Pairs of columns, each one fault of the first; none of their cells is judged any more."""
    lost: set[str] = set()
    for later, earlier, both, wrong in _count(intake, wide):
        if both < LEAST or wrong < WRONG * both or lost & {later.name, earlier.name}:
            continue
        lost |= {later.name, earlier.name}
        prepare(intake, wide)
        first, second = sorted((later, earlier), key=lambda item: item.position)
        detail = (
            f"it was exchanged with '{second.cell.text}', for in {wrong:,} of {both:,} rows the "
            f"day under '{later.cell.text}' comes before that under '{earlier.cell.text}'"
        )
        take_out_cells(intake, wide, second, MISPLACED)
        yield take_out_column(intake, wide, first, detail)


def _pairs(wide: Wide) -> Iterator[tuple[WideColumn, WideColumn]]:
    """Columns of days with those that they must not lie before; those with most of them first.

    Of three days in a row, the first and the last may be exchanged: then all pairs are wrong.
    """
    days = [item for item in wide.columns if item.column.type == "date"]
    for item in sorted(days, key=lambda item: -len(item.column.not_before)):
        for name in item.column.not_before:
            for other in days:
                target = other.target
                near = target.block == item.target.block or target.table != item.target.table
                if near and f"{target.table}.{target.column}" == name:
                    yield item, other


def _count(intake: Intake, wide: Wide) -> Iterator[tuple[WideColumn, WideColumn, int, int]]:
    """Each pair, how many rows have both days, and in how many they stand the wrong way round."""
    pairs = list(_pairs(wide))
    if not pairs:
        return
    wrong = [f'"{later.name}" < "{earlier.name}"' for later, earlier in pairs]
    counts = ", ".join(f"count({test}), count(*) FILTER ({test})" for test in wrong)
    [numbers] = intake.connection.execute(f"SELECT {counts} FROM {wide.name}").fetchall()
    for (later, earlier), both, exchanged in zip(pairs, numbers[::2], numbers[1::2], strict=True):
        yield later, earlier, both, exchanged

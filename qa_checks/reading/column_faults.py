"""Records what cells of a column have in common, so that one finding names the cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa_checks.reading.contents import Sheet
from qa_checks.reading.headers import HeaderCell
from qa_checks.reading.intake import Intake, insert_rows
from qa_checks.reading.wide import Wide


@dataclass(frozen=True, slots=True)
class ColumnFault:
    """A fault of several cells of one column: how many, and the row of the first."""

    cell: HeaderCell
    fault: str
    row: int
    cells: int


def record_column_faults(intake: Intake, sheet: Sheet, wide: Wide) -> None:
    """Fill ``extract_column_faults`` from a loaded sheet."""
    rows = [_as_row(wide, fault) for fault in _find_formulas(sheet, wide)]
    insert_rows(intake.connection, "extract_column_faults", rows)


def _as_row(wide: Wide, common: ColumnFault) -> tuple[object, ...]:
    cell, target = common.cell, common.cell.target
    named_as = (target.table, target.column) if target else (None, None)
    block = target.block if target else 0
    place = (wide.source, block, common.row, cell.position, cell.header)
    return (*place, *named_as, common.fault, common.cells)


def _find_formulas(sheet: Sheet, wide: Wide) -> Iterator[ColumnFault]:
    """Columns with formulas below the header."""
    below = wide.match.header_row + 1
    for cell in wide.match.cells:
        rows = [
            (max(run.first, below), run.last)
            for run in sheet.formulas
            if run.column == cell.position and run.last >= below
        ]
        if rows:
            count = sum(last - first + 1 for first, last in rows)
            yield ColumnFault(cell, "formula", min(rows)[0], count)

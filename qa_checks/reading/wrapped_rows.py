"""Rows that stand as a whole in one cell, because each was put in quotation marks or pasted so."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence

from qa_checks.errors import InputError
from qa_checks.reading.delimiters import DELIMITERS

LEAST_CELLS = 4
LEAST_ROWS = 2


def refuse_wrapped(rows: Iterable[Sequence[str]], where: str) -> None:
    """Refuse rows most of which are one cell that holds a whole row.

    Raises
    ------
    InputError
        If they are.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    widths = Counter(width for row in filled if (width := _width_within(row)) >= LEAST_CELLS)
    rows_wrapped = max(widths.values(), default=0)
    if rows_wrapped >= LEAST_ROWS and rows_wrapped * 2 > len(filled):
        raise InputError(
            "Each row stands as a whole in one cell: it was put in quotation marks, or pasted into "
            "the first column.",
            where=where,
            remedy="Take off the quotation marks around the rows, or split the first column into "
            "columns; best export the table again.",
        )


def _width_within(row: Sequence[str]) -> int:
    """How many cells the only filled cell of a row holds, if it is the first."""
    if len(row[0].splitlines()) != 1 or any(cell.strip() for cell in row[1:]):
        return 0
    return max(len(next(csv.reader([row[0]], delimiter=mark), [])) for mark in DELIMITERS)

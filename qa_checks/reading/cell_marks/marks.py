"""The marks of one sheet: what errors and formulas show, formulas worked out, merged cells."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

Cells: TypeAlias = "dict[int, dict[int, str]]"
Sheets: TypeAlias = "dict[int, Marks]"  # by the number of the sheet, from 0

ERROR = re.compile(r"#[A-Z][A-Z_]*[!?]?|#N/A|#DIV/0!|Err:\d{3}")
UNNAMED = "#VALUE!"


class Marks:
    """What is known of the cells of one sheet; rows and columns count from 0.

    Attributes
    ----------
    shown
        By row and column, what stands in a cell that has an error or waits to be worked out.
    formulas
        By column, first and last row of each run of formulas that have a value.
    merged
        First row, first column, last row and last column of cells merged into one.
    """

    def __init__(self) -> None:
        self.shown: Cells = {}
        self.formulas: dict[int, list[list[int]]] = {}
        self.merged: list[tuple[int, int, int, int]] = []

    def note_shown(self, row: int, column: int, text: str) -> None:
        """Note what a cell shows."""
        self.shown.setdefault(row, {})[column] = text

    def note_formula(self, row: int, column: int) -> None:
        """Note a formula that was worked out; rows come in order."""
        runs = self.formulas.setdefault(column, [])
        if runs and runs[-1][1] in (row, row - 1):
            runs[-1][1] = row
        else:
            runs.append([row, row])

    def as_record(self) -> dict[str, Any]:
        """What goes to the process that asked, with rows and columns counted from 1."""
        return {
            "formulas": [
                [column + 1, first + 1, last + 1]
                for column, runs in self.formulas.items()
                for first, last in runs
            ],
            "merged": [[number + 1 for number in area] for area in self.merged],
        }


def as_error(text: str) -> str:
    """The word of an error; one whose cell holds something else goes by the commonest."""
    return text if ERROR.fullmatch(text) else UNNAMED


def as_formula(text: str) -> str:
    """A formula as it is typed."""
    return f"={text}"

"""The marks of one sheet: errors, formulas, merged cells, marked-up tables, what formats show."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, TypeVar

from qa_checks.reading.cell_marks.label import Label
from qa_checks.reading.cell_marks.shown import Effect, Shown

Noted = TypeVar("Noted")
Cells: TypeAlias = "dict[int, dict[int, str]]"
Sheets: TypeAlias = "dict[int, Marks]"  # by the number of the sheet, from 0

ERROR = re.compile(r"#[A-Z][A-Z_]*[!?]?|#N/A|#DIV/0!|Err:\d{3}")
LINK = re.compile(r'(?:\w+:)?=?HYPERLINK\((?:[^()"]|"[^"]*")*[;,]\s*"[^"]*"\s*\)')
UNNAMED = "#VALUE!"
WHOLE = -1
"""In the place of a sheet's number: the workbook as a whole."""
# The words that the library which reads workbooks knows; at any other it gives up.
KNOWN_ERRORS = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE!".split())


class Named(NamedTuple):
    """A table that is marked up: its name, whether it has headers, and its cells.

    These are first row, first column, last row and last column; none where it does not say them.
    """

    name: str
    headed: bool
    area: tuple[int, ...]


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
    tables
        The tables that are marked up.
    numbers
        By column, first and last row of each run of numbers that a format shows otherwise, and how.
    unlike
        By column, first and last row of each run of cells that show something else, and what.
    comments
        Row, column and text of what is noted at cells.
    labels
        Texts outside the cells; those of all sheets stand at `WHOLE`.
    twice
        A row or cell that stands more than once in the sheet; '' if none does.
    has_unknown_error
        Whether an error cell holds no word of `KNOWN_ERRORS`.
    """

    def __init__(self) -> None:
        self.shown: Cells = {}
        self.formulas: dict[int, list[list[int]]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.tables: list[Named] = []
        self.numbers: dict[int, list[tuple[list[int], Shown]]] = {}
        self.unlike: dict[int, list[tuple[list[int], str]]] = {}
        self.comments: list[tuple[int, int, str]] = []
        self.labels: list[Label] = []
        self.twice = ""
        self.has_unknown_error = False

    def note_shown(self, row: int, column: int, text: str) -> None:
        """Note what a cell shows."""
        self.shown.setdefault(row, {})[column] = text

    def note_formula(self, row: int, column: int) -> None:
        """Note a formula that was worked out; rows come in order."""
        runs = self.formulas.setdefault(column, [])
        if not runs or not _lengthen(runs[-1], row):
            runs.append([row, row])

    def note_effect(self, row: int, column: int, effect: Effect | None) -> None:
        """Note what a format shows in the place of a value; rows come in order."""
        if isinstance(effect, Shown):
            _note(self.numbers.setdefault(column, []), row, effect)
        elif effect is not None:
            _note(self.unlike.setdefault(column, []), row, effect)

    def as_record(self) -> dict[str, Any]:
        """What goes to the process that asked, with rows and columns counted from 1."""
        return {
            "formulas": [
                [column + 1, first + 1, last + 1]
                for column, runs in self.formulas.items()
                for first, last in runs
            ],
            "numbers": [
                [column + 1, first + 1, last + 1, *shown]
                for column, runs in self.numbers.items()
                for (first, last), shown in runs
            ],
            "unlike": [
                [column + 1, first + 1, last + 1, effect]
                for column, runs in self.unlike.items()
                for (first, last), effect in runs
            ],
            "comments": [[row + 1, column + 1, text] for row, column, text in self.comments],
            "tables": [
                [table.name, table.headed, [number + 1 for number in table.area]]
                for table in self.tables
            ],
            "merged": [[number + 1 for number in area] for area in self.merged],
        }


def _note(runs: list[tuple[list[int], Noted]], row: int, noted: Noted) -> None:
    if not runs or runs[-1][1] != noted or not _lengthen(runs[-1][0], row):
        runs.append(([row, row], noted))


def _lengthen(run: list[int], row: int) -> bool:
    """Add a row to a run that it follows."""
    follows = run[1] in (row, row - 1)
    if follows:
        run[1] = row
    return follows


@lru_cache(maxsize=1 << 14)
def column_of(letters: str) -> int:
    """Number, from 0, of a column that is named by letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def as_error(text: str) -> str:
    """The word of an error; one whose cell holds something else goes by the commonest."""
    return text if ERROR.fullmatch(text) else UNNAMED


def as_formula(text: str) -> str:
    """A formula as it is typed."""
    return f"={text}"


def is_link(formula: str) -> bool:
    """Whether a formula is a link with its text written in it, so that its value cannot change."""
    return LINK.fullmatch(formula) is not None

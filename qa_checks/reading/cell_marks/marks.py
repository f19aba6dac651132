"""The marks of one sheet: errors, formulas, merged or hidden cells, tables, what formats show."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from qa_checks.reading.cell_marks.label import Label
from qa_checks.reading.cell_marks.shown import Effect, Shown

Cells: TypeAlias = "dict[int, dict[int, str]]"
Sheets: TypeAlias = "dict[int, Marks]"  # by the number of the sheet, from 0
# By column, runs of rows of which the same is noted: the first row, the last, and what is noted.
Runs: TypeAlias = dict[int, list[tuple[int, int, tuple[Any, ...]]]]

ERROR = re.compile(r"#[A-Z][A-Z_]*[!?]?|#N/A|#DIV/0!|Err:\d{3}")
LINK = re.compile(r'(?:\w+:)?=?HYPERLINK\((?:[^()"]|"[^"]*")*[;,]\s*"[^"]*"\s*\)')
_QUOTED = re.compile("'(.*)'", re.DOTALL)
UNNAMED = "#VALUE!"
WHOLE = -1
"""In the place of a sheet's number: the workbook as a whole."""
# The words that the library which reads workbooks knows; at any other it gives up.
KNOWN_ERRORS = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE!".split())


class Area(NamedTuple):
    """First row, first column, last row and last column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Named(NamedTuple):
    """A table that is marked up: its name, whether it has headers, and its cells if it says so."""

    name: str
    headed: bool
    area: Area | tuple[()]


class Marks:
    """What is known of the cells of one sheet; rows and columns count from 0.

    Attributes
    ----------
    shown
        By row and column, what stands in a cell that has an error or waits to be worked out.
    formulas
        Runs of formulas that have a value.
    merged
        Cells merged into one.
    hidden_rows, hidden_columns
        The first and the last of each run of rows, or columns, that are hidden.
    tables
        The tables that are marked up.
    numbers
        Runs of numbers that a format shows otherwise, and how.
    unlike
        Runs of cells that show something else, and what.
    texts
        Runs of texts that begin and end as numbers do.
    comments
        Row, column and text of what is noted at cells.
    labels
        Texts outside the cells; those of all sheets stand at `WHOLE`.
    unreadable
        What the sheet has of which the library reads only a part, and which; '' if nothing.
    is_misread
        Whether the library can read the sheet only once it is written otherwise.
    """

    def __init__(self) -> None:
        self.shown: Cells = {}
        self.formulas: Runs = {}
        self.merged: list[Area] = []
        self.hidden_rows: list[tuple[int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.tables: list[Named] = []
        self.numbers: Runs = {}
        self.unlike: Runs = {}
        self.texts: Runs = {}
        self.comments: list[tuple[int, int, str]] = []
        self.labels: list[Label] = []
        self.unreadable = ""
        self.is_misread = False

    def note_shown(self, row: int, column: int, text: str) -> None:
        """Note what a cell shows."""
        self.shown.setdefault(row, {})[column] = text

    def note_formula(self, row: int, column: int) -> None:
        """Note a formula that was worked out; rows come in order."""
        _note(self.formulas, row, column, ())

    def note_text(self, row: int, column: int) -> None:
        """Note a text that begins and ends as numbers and days do; rows come in order."""
        _note(self.texts, row, column, ())

    def note_effect(self, row: int, column: int, effect: Effect | None) -> None:
        """Note what a format shows in the place of a value; rows come in order."""
        if isinstance(effect, Shown):
            _note(self.numbers, row, column, effect)
        elif effect is not None:
            _note(self.unlike, row, column, (effect,))

    def as_record(self) -> dict[str, Any]:
        """What goes to the process that asked, with rows and columns counted from 1."""
        return {
            "formulas": _tell(self.formulas),
            "numbers": _tell(self.numbers),
            "unlike": _tell(self.unlike),
            "texts": _tell(self.texts),
            "comments": [[row + 1, column + 1, text] for row, column, text in self.comments],
            "tables": [
                [table.name, table.headed, [number + 1 for number in table.area] or None]
                for table in self.tables
            ],
            "merged": [[number + 1 for number in area] for area in self.merged],
            "hidden_rows": [[first + 1, last + 1] for first, last in self.hidden_rows],
            "hidden_columns": [[first + 1, last + 1] for first, last in self.hidden_columns],
            "labels": self.labels,
        }


def _note(runs: Runs, row: int, column: int, noted: tuple[Any, ...]) -> None:
    """Note a row, in the run that it follows if the same is noted of that."""
    listed = runs.setdefault(column, [])
    first, last, before = listed[-1] if listed else (row, -2, ())
    if last in (row, row - 1) and before == noted:
        listed[-1] = (first, row, noted)
    else:
        listed.append((row, row, noted))


def _tell(runs: Runs) -> list[list[Any]]:
    return [
        [column + 1, first + 1, last + 1, *noted]
        for column, listed in runs.items()
        for first, last, noted in listed
    ]


@lru_cache(maxsize=1 << 14)
def column_of(letters: str) -> int:
    """Number, from 0, of a column that is named by letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def area_of(left: str, top: str, right: str | None, bottom: str | None) -> Area:
    """The cells between two corners by their names, whatever the order of these, or one cell."""
    rows = sorted((int(top) - 1, int(bottom or top) - 1))
    columns = sorted((column_of(left), column_of(right or left)))
    return Area(rows[0], columns[0], rows[1], columns[1])


def bare_name(sheet: str) -> str:
    """The name of a sheet, without the quotation marks that addresses may have around it."""
    quoted = _QUOTED.fullmatch(sheet)
    return quoted[1].replace("''", "'") if quoted else sheet


def as_error(text: str) -> str:
    """The word of an error; one whose cell holds something else goes by the commonest."""
    return text if ERROR.fullmatch(text) else UNNAMED


def as_formula(text: str) -> str:
    """A formula as it is typed."""
    return f"={text}"


def is_link(formula: str) -> bool:
    """Whether a formula is a link with its text written in it, so that its value cannot change."""
    return LINK.fullmatch(formula) is not None

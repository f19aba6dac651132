"""Sheets that hold published tables are handed over as they stand: they are not rows of data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import PurePath

from msgspec import Struct

from qa_checks.reading.cell_marks.shown import PERCENT
from qa_checks.reading.contents import Area, MarkedTable, Sheet

NOTE_NUMBER = "note number"  # the header of a table of notes
# How a published table is called where nobody says, such as "Table 8a:"; in two parts.
TITLE = re.compile(
    r"\s*((?:table|figure|chart)\s+[a-z]?\d{1,4}[a-z]?(?:[.-]\d{1,4}[a-z]?){0,4})(?!\w)\s*([:.]?)",
    re.IGNORECASE,
)


class PublishedSheet(Struct, frozen=True):
    """The text rows of a sheet with a declared table, its merged cells and marked-up tables."""

    file: str
    sheet: str | None
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Area, ...] = ()
    tables: tuple[MarkedTable, ...] = ()

    def is_merged(self, row: int, column: int) -> bool:
        """Whether a cell is one of several that are merged."""
        return any(
            area.top <= row <= area.bottom and area.left <= column <= area.right
            for area in self.merged
        )


def take_published(sheet: Sheet, file: str, titles: Sequence[str]) -> PublishedSheet | None:
    """The rows of a sheet if a title begins a cell, or names the file, it or a marked-up table.

    A table of notes is taken too: published tables point at it.
    """
    if not titles:
        return None
    names = {file.casefold(), PurePath(file).name.casefold(), (sheet.name or "").casefold()}
    names |= {table.name.casefold() for table in sheet.tables}
    begins = title_pattern(titles)
    named = names.intersection(title.casefold() for title in titles)
    noted = any(row and row[0].strip().casefold() == NOTE_NUMBER for row in sheet.head)
    if not (named or noted) and not any(
        begins.match(cell) for row in sheet.rows() for cell in row if cell
    ):
        return None
    return _take(sheet, file)


def take_titled(sheet: Sheet, file: str) -> PublishedSheet | None:
    """The rows of a sheet in which a cell begins as titles do, though none is declared."""
    titles = (TITLE.match(cell) for row in sheet.rows() for cell in row if cell)
    return _take(sheet, file) if any(title and title[2] for title in titles) else None


def _take(sheet: Sheet, file: str) -> PublishedSheet:
    return PublishedSheet(file, sheet.name, _as_shown(sheet), sheet.merged, sheet.tables)


def _as_shown(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """The rows as a reader sees them: a format makes 67% of 0.67, or something else of a number."""
    rows = [list(row) for row in sheet.rows()]
    for run in sheet.unlike:
        for row in rows[run.first - 1 : run.last]:
            if len(row) >= run.column and row[run.column - 1]:
                row[run.column - 1] = _show(row[run.column - 1], run.effect)
    return tuple(map(tuple, rows))


def _show(text: str, effect: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return f"{number.scaleb(2):f}%" if effect == PERCENT else f"{text}, shown as something else"


def title_pattern(titles: Sequence[str]) -> re.Pattern[str]:
    """Matches a cell that begins with one of the titles, whatever its capitals and spaces."""
    listed = sorted(titles, key=len, reverse=True)
    words = (r"\s+".join(map(re.escape, title.split())) for title in listed)
    return re.compile(rf"\s*({'|'.join(words)})(?!\w)", re.IGNORECASE)

"""The cells of a sheet as XML: texts, numbers, and cells that people fill in.

A text that a spreadsheet would calculate once it has been saved as CSV (= + - @ in front) has a
look of its own: see `spreadsheet`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from qa_checks.render.report_words import clean
from qa_checks.render.xml_text import escape

FORMULA = ("=", "+", "-", "@")
CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ would be read as the character it codes
LONGEST = 32_767  # units of UTF-16 that a cell can hold
KNOWN = 20_000  # texts that are kept as they are written

Cell = str | int | float | None
Look = Literal["plain", "header", "title"]
Row = tuple[Look, Sequence[Cell]]

# The formats of cells, by their number in the styles of the workbook.
PLAIN, HEADER, TITLE, NUMBER, GUARDED, FRACTION, LINK, ENTRY = "01234567"
STYLED = {"header": HEADER, "title": TITLE}


class Texts(dict[str, str]):
    """The rest of each cell that holds a text, in one style; most texts occur many times."""

    def __init__(self, style: str | None) -> None:
        super().__init__()
        self.style = style

    def __missing__(self, value: str) -> str:
        if len(self) >= KNOWN:
            self.clear()
        text = _fit(clean(value))
        style = self.style or (GUARDED if text.lstrip().startswith(FORMULA) else PLAIN)
        space = ' xml:space="preserve"' if text != text.strip() else ""
        written = f's="{style}" t="inlineStr"><is><t{space}>{escape_text(text)}</t></is></c>'
        self[value] = written
        return written


class Column(NamedTuple):
    """Its letters, its texts, and whether people fill in its cells."""

    letters: str
    texts: Texts
    is_entry: bool


def write_row(number: int, columns: Sequence[Column], cells: Sequence[Cell]) -> str:
    """A row with its cells, as many as there are columns."""
    at = f'{number}" '
    written = [
        f'<c r="{letters}{at}{texts[cell]}'
        if isinstance(cell, str)
        else f'<c r="{letters}{at}{_no_text(cell, texts.style)}'
        for (letters, texts, is_entry), cell in zip(columns, cells, strict=True)
        if cell is not None or is_entry
    ]
    return f'<row r="{number}">{"".join(written)}</row>'


def _no_text(cell: float | None, style: str | None) -> str:
    """The rest of a cell that holds a number, or nothing yet."""
    if cell is None:
        return f's="{ENTRY}"/>'
    if not math.isfinite(cell):
        return f's="{style or PLAIN}" t="inlineStr"><is><t>{cell}</t></is></c>'
    style = style or (FRACTION if isinstance(cell, float) else NUMBER)
    return f's="{style}"><v>{cell}</v></c>'


def _fit(text: str) -> str:
    """The text, or as much of it as a cell can hold and a sign that there is more."""
    if len(text) <= LONGEST // 2:  # at most two units each
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def escape_text(text: str) -> str:
    """The text as it stands between tags."""
    if "_x" in text:
        text = CODED.sub("_x005F_", text)
    return escape(text)

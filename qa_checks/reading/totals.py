"""Tells the rows of a sheet that are totals, by the words in their first cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_checks.catalogue.layouts import Layout
from qa_checks.reading.header_text import normalise

FIRST_CELLS = 2  # one of which names a total: a code may stand before it
SHORT = 4  # letters of a cell that may be shorthand: [c], .., low
TOTALS = frozenset(("total", "totals", "grand total", "overall total", "sum", "sum total"))
NUMBER = re.compile(r"[-+£%]?\d[\d,./: -]*%?")
AMONG = re.compile(r"(.* )?(sub)?totals?|totals? (for|of|in|number) .*")
WRITTEN_SO = ("otal", "OTAL")  # what a text holds that names a total among the rows


def is_declared(row: Sequence[str], layout: Layout) -> bool:
    """Whether a row is a total by the words of its layout, wherever it stands."""
    if not layout.totals:
        return False
    first = [normalise(cell) for cell in row if cell.strip()][:FIRST_CELLS]
    return any(normalise(total) in first for total in layout.totals)


def is_below(filled: Sequence[str], usual: int) -> bool:
    """Whether one of the first cells says so; at length only in a row with few cells.

    It is asked of rows below the data only.
    """
    words = [normalise(cell) for cell in filled[:FIRST_CELLS]]
    few = len(filled) * 2 <= usual
    return any(
        (word in TOTALS and (few or _are_sums(filled[FIRST_CELLS:])))
        or (few and (word.startswith("total ") or word.endswith(" total")))
        for word in words
    )


def is_among(row: Sequence[str], width: int) -> bool:
    """Whether a row among the data is a total: few cells, a word that says so, sums beside it.

    A code before the word would name a record.
    """
    if (len(row) - row.count("")) * 2 > width:
        return False
    filled = [cell for cell in row if cell]
    for place, cell in enumerate(filled[:FIRST_CELLS]):
        if may_name_total(cell) and AMONG.fullmatch(normalise(cell)):
            return _are_sums(filled[place + 1 :])
        if any(map(str.isdigit, cell)):
            return False
    return False


def may_name_total(text: str) -> bool:
    """Whether a text, or one of some that stand in it, may name a total among the rows."""
    return any(sign in text for sign in WRITTEN_SO)


def _are_sums(cells: Sequence[str]) -> bool:
    return all(NUMBER.fullmatch(cell) or len(cell) <= SHORT for cell in cells)

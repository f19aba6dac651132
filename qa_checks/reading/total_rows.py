"""Tells the rows of a sheet that are totals, by the words in their first cells or by their sums."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_checks.catalogue.layouts import Layout
from qa_checks.reading.header_text import normalise

FIRST_CELLS = 2  # one of which names a total: a code may stand before it
SHORT = 4  # letters of a cell that may be shorthand: [c], .., low
TOTALS = frozenset(("total", "totals", "grand total", "overall total", "sum", "sum total"))
NUMBER = re.compile(r"[-+£%]?\d[\d,./: -]*%?")
PLAIN = re.compile(r"\d[\d,]*(\.\d+)?")  # a number that can be added up
# A sum that no program has worked out yet: its formula stands in the cell.
FORMULA = re.compile(r"=\s*(SUM|SUBTOTAL|AGGREGATE|COUNTA?)\(.*", re.IGNORECASE | re.DOTALL)
LEAST_ADDED = 3  # numbers above a sum; of fewer the next in a row may be one
COUNTRIES = frozenset(("england", "great britain", "united kingdom"))
AREA = re.compile(r"[A-Z]\d{8}")  # the code of a country or an area
AT_LENGTH = re.compile(r"total .*|.* total")
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
        or (few and AT_LENGTH.fullmatch(word) and not names_record(filled[:place]))
        for place, word in enumerate(words)
    )


def is_country(filled: Sequence[str], usual: int) -> bool:
    """Whether a row with few cells below the data is of a whole country, with nothing but sums."""
    first = [normalise(cell) for cell in filled[:FIRST_CELLS]]
    named = next((place for place, word in enumerate(first) if word in COUNTRIES), None)
    if named is None or len(filled) * 2 > usual:
        return False
    beside = [cell for cell in filled[named:] if normalise(cell) not in COUNTRIES]
    sums = [cell for cell in beside if not AREA.fullmatch(cell)]
    return _are_sums(sums) and not names_record(filled[:named])


def is_sum(row: Sequence[str], above: Sequence[Sequence[str]], usual: int) -> bool:
    """Whether a row has few cells, each at least the sum of the numbers above it."""
    places = [place for place, cell in enumerate(row) if cell]
    return len(places) * 2 < usual and all(
        _is_sum(row[place], [cells[place] for cells in above if len(cells) > place])
        for place in places
    )


def is_among(row: Sequence[str], width: int) -> bool:
    """Whether a row among the data is a total: few cells, a word that says so, sums beside it.

    Its cells are those that a layout wants, so many as ``width``, in the order of the sheet. A code
    before the word would name a record.
    """
    if (len(row) - row.count("")) * 2 > width:
        return False
    filled = [cell for cell in row if cell]
    for place, cell in enumerate(filled[:FIRST_CELLS]):
        if names_total_among(cell):
            return _are_sums(filled[place + 1 :])
        if names_record([cell]):
            return False
    return False


def names_record(cells: Sequence[str]) -> bool:
    """Whether one of the cells beside a sum is the code of a record, not of an area."""
    return any(any(map(str.isdigit, cell)) for cell in cells if not AREA.fullmatch(cell))


def names_total_among(text: str) -> bool:
    """Whether a text is the word for a total among the rows."""
    return may_name_total(text) and AMONG.fullmatch(normalise(text)) is not None


def may_name_total(text: str) -> bool:
    """Whether a text, or one of some that stand in it, may name a total among the rows."""
    return any(sign in text for sign in WRITTEN_SO)


def _is_sum(text: str, above: Sequence[str]) -> bool:
    if FORMULA.fullmatch(text):
        return True
    filled = [cell for cell in above if len(cell) > SHORT or PLAIN.fullmatch(cell)]
    if len(filled) < LEAST_ADDED or not all(map(PLAIN.fullmatch, [text, *filled])):
        return False
    number, *numbers = (float(cell.replace(",", "")) for cell in (text, *filled))
    return number >= sum(numbers) and number > max(numbers)


def _are_sums(cells: Sequence[str]) -> bool:
    return all(
        len(cell) <= SHORT or NUMBER.fullmatch(cell) or FORMULA.fullmatch(cell) for cell in cells
    )

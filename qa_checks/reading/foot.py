"""The foot of a sheet: totals, notes and further tables below its rows of data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from qa_checks.catalogue.layouts import Layout
from qa_checks.reading.header_text import normalise, visible
from qa_checks.reading.later_headers import Header
from qa_checks.reading.total_rows import NUMBER, is_below, is_country, is_declared, is_sum
from qa_checks.words import list_words, plural

LONGEST = 60  # rows from the end of a sheet that are looked at, besides lines of text
LONGEST_NOTES = 5_000  # with those
FEW = 2  # cells that a line of text fills
NOTES = (
    r"(sources?|notes?|footnotes?|key|symbols?|this table|figures|please note|contact|copyright|"
    r"crown copyright|end of (table|worksheet|data))\b|[(\[]?\d{1,2}[.)\]]|[*†‡§©]|\(c\) |"
    r"\[[a-z]{1,4}\]"
)
Row = tuple[int, list[str]]


class Foot(Struct, frozen=True):
    """What stands below the rows of a sheet, as row numbers.

    ``first`` is where it begins, with the blank rows before it; None if nothing stands there.
    ``declared`` says that the layout names all its totals and notes.
    """

    first: int | None = None
    totals: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    table: tuple[int, ...] = ()
    declared: bool = True

    def holds(self, number: int) -> bool:
        """Whether a row is part of it."""
        return self.first is not None and number >= self.first

    def describe(self) -> Iterator[tuple[int, str, str]]:
        """First row, fault and words of what stands there and no layout says."""
        rows = sorted((*self.totals, *self.notes))
        if rows and not self.declared:
            kinds = [_count(self.totals, "total"), _count(self.notes, "note")]
            yield rows[0], "below", f"{name_rows(rows)}: {' and '.join(filter(None, kinds))}"
        if self.table:
            first, last = self.table[0], self.table[-1]
            yield first, "second_table", f"rows {first:,} to {last:,}"


def name_rows(numbers: Sequence[int]) -> str:
    """'row 7', 'rows 7 and 9'."""
    listed = list_words([f"{row:,}" for row in numbers])
    return f"{'rows' if len(numbers) > 1 else 'row'} {listed}"


def _count(rows: Sequence[int], name: str) -> str:
    return plural(len(rows), name) if rows else ""


def is_line(row: Sequence[str]) -> bool:
    """Whether a row holds no more than a line of text, as notes do."""
    return len(row) - row.count("") <= FEW


def find_foot(tail: Sequence[Row], header: Header, layout: Layout) -> Foot:
    """Find the foot in the last rows of a sheet, those below its header."""
    rows = [(number, [visible(cell).strip() for cell in row]) for number, row in tail]
    usual = max((len(_filled(row)) for _, row in rows), default=0)
    start = _second_table(rows, header, usual)
    table = [number for number, row in rows[start:] if any(row)]
    totals: list[int] = []
    notes: list[int] = []
    alone: list[int] = []  # texts that are notes if a note or a blank row stands above them
    declared = True
    for place in range(start - 1, -1, -1):
        number, row = rows[place]
        filled = _filled(row)
        words = normalise(filled[0]) if filled else ""
        if any(words.startswith(normalise(note)) for note in layout.notes if filled):
            notes += [number, *alone]
        elif filled and (is_declared(row, layout) or _is_total(row, rows[:place], usual)):
            declared = declared and is_declared(row, layout)
            totals.append(number)
            notes += alone
        elif filled and _is_note(row, usual):
            declared = declared and bool(layout.notes)
            notes += [number, *alone]
        elif filled and _is_alone(row, rows[:place], usual):
            alone.append(number)
            continue
        elif filled:
            break
        elif alone:
            declared = declared and bool(layout.notes)
            notes += alone
        alone = []
    first = min((*totals, *notes, *table), default=None)
    for number, row in reversed(rows):
        if first is not None and number == first - 1 and not any(row):
            first = number
    return Foot(first, tuple(sorted(totals)), tuple(sorted(notes)), tuple(table), declared)


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell]


def _is_total(row: Sequence[str], above: Sequence[Row], usual: int) -> bool:
    """Whether a row below the data is a total: it says so, names the country, or adds up."""
    filled = _filled(row)
    return (
        is_below(filled, usual)
        or is_country(filled, usual)
        or is_sum(row, [cells for _, cells in above], usual)
    )


def _is_note(row: Sequence[str], usual: int) -> bool:
    """Whether a row of few cells begins as notes do, or is a sentence."""
    filled = _filled(row)
    if len(filled) > 2 or len(filled) * 2 > usual or NUMBER.fullmatch(filled[0]):
        return False
    sentence = len(filled) == 1 and usual > 2 and filled[0].endswith((".", ":"))
    return sentence or re.match(NOTES, filled[0], re.IGNORECASE) is not None


def _is_alone(row: Sequence[str], above: Sequence[Row], usual: int) -> bool:
    """Whether a text stands on its own in a row, and is none that its column holds above."""
    places = [place for place, cell in enumerate(row) if cell]
    if len(places) > 1 or usual < 3 or NUMBER.fullmatch(row[places[0]]):
        return False
    place = places[0]
    return all(place >= len(cells) or cells[place] != row[place] for _, cells in above)


def _second_table(rows: Sequence[Row], header: Header, usual: int) -> int:
    """Where a further table begins, its title included; behind the last row if there is none."""
    for place in range(1, len(rows) - 1):
        row, above, below = rows[place][1], rows[place - 1][1], rows[place + 1][1]
        filled = _filled(row)
        alone = len(_filled(above)) < 2
        if not alone or len(filled) < 2 or len(_filled(below)) < 2:
            continue
        if any(map(NUMBER.fullmatch, filled)) or header.compare(row) is not None:
            continue
        if header.compare(below) is not None:  # the title of a header that stands there again
            continue
        before = [cells for _, cells in rows[:place] if len(_filled(cells)) > 1]
        if not before:
            continue
        numbered = all(any(map(NUMBER.fullmatch, cells)) for cells in before)
        if len(filled) * 2 <= usual or (numbered and any(map(NUMBER.fullmatch, below))):
            while len(_filled(rows[place - 1][1])) == 1:
                place -= 1  # noqa: PLW2901
            return place
    return len(rows)

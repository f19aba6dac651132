"""Tells a header that stands again among the rows of data, however it is written there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from qa_checks.reading.header_text import LETTERS, normalise, visible

WORDS_OF_A_TITLE = 2  # cells that hold a title: a comma in it makes a second


class Header(Struct, frozen=True, dict=True):
    """The header of a sheet, to compare rows with.

    Attributes
    ----------
    cells
        As they are written.
    names
        Every header that is known, in the form `letters_of` gives.
    probes
        Columns (from 0) that are looked at in every row; the others only where one of these holds
        the name of a column.
    titles
        The rows above it, each as long as the header.
    """

    cells: tuple[str, ...]
    names: frozenset[str]
    probes: tuple[int, ...]
    titles: frozenset[tuple[str, ...]] = frozenset()

    @cached_property
    def unnamed(self) -> list[int]:
        """Columns (from 0) without a name."""
        return [place for place, text in enumerate(self.cells) if not visible(text).strip()]

    @cached_property
    def named(self) -> int:
        """How many columns have a name."""
        return len(self.cells) - len(self.unnamed)

    @cached_property
    def last_named(self) -> int:
        """The position, from 1, of the last column with a name."""
        return max(set(range(len(self.cells))).difference(self.unnamed), default=0) + 1

    @cached_property
    def fullest_title(self) -> int:
        """How many cells a row above it fills at most."""
        return max((len(title) - title.count("") for title in self.titles), default=0)

    @cached_property
    def _letters(self) -> tuple[str, ...]:
        return tuple(map(letters_of, self.cells))

    @cached_property
    def known(self) -> frozenset[str]:
        """Every header that is known, and those of the sheet, as `letters_of` gives them."""
        return self.names | frozenset(filter(None, self._letters))

    def may_repeat(self, row: Sequence[str]) -> bool:
        """Whether a row that has the header's length may be a header again."""
        return any(letters_of(row[place]) in self.known for place in self.probes)

    def is_title(self, row: Sequence[str]) -> bool:
        """Whether a row, whose blanks are taken off, repeats one above the header."""
        return bool(self.titles) and not row[self.probes[0]] and tuple(row) in self.titles

    def is_title_like(self, row: Sequence[str]) -> bool:
        """Whether a row may stand above a header: a line of text, a blank, one of its titles."""
        if row.count("") * 2 < len(row) and len(row) > WORDS_OF_A_TITLE:
            return False
        cells = [cell.strip() for cell in row]
        filled = len(cells) - cells.count("")
        if filled <= WORDS_OF_A_TITLE:
            return filled * 2 <= sum(map(bool, self._letters))
        width = len(self.cells)
        return tuple([*cells, *[""] * (width - len(cells))][:width]) in self.titles

    def compare(self, row: Sequence[str]) -> str | None:
        """How a header in a row differs from that of the sheet; None if the row is no header.

        Most cells of a header name columns, which those of no row of data do; one of few columns
        is that of another table.
        """
        letters = [letters_of(cell) for cell in row]
        filled = [name for name in letters if name]
        named = sum(map(bool, self._letters))
        if len(filled) < min(2, named) or len(filled) * 3 < named:
            return None
        if sum(name in self.known for name in filled) * 2 <= len(filled):
            return None
        width = max(len(letters), len(self._letters))
        here, there = (
            [*names, *[""] * (width - len(names))] for names in (letters, list(self._letters))
        )
        other = [place for place in range(width) if here[place] != there[place]]
        if not other:
            return ""
        first = other[0]
        return (
            f"column {first + 1} is '{_named(row, first)}' in it and '{_named(self.cells, first)}' "
            "above, so the rows below may stand under other names than their own"
        )


@lru_cache(maxsize=10_000)
def letters_of(text: str) -> str:
    """The letters and digits of a header, in lower case."""
    return LETTERS.sub("", normalise(text))


def find_invisible(row: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Position (from 1) and text of the cells of a header that hold what nobody sees."""
    for position, text in enumerate(row, start=1):
        if visible(text) != text:
            yield position, text


def _named(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""

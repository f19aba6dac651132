"""Which cells of a row are read into the tables, and what to look for in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from operator import itemgetter

from msgspec import Struct

from qa_checks.catalogue.layouts import Layout
from qa_checks.reading.later_headers import Header
from qa_checks.reading.total_rows import may_name_total

BETWEEN = "|"  # stands between texts that are looked at together; a sign that is seen
Pick = Callable[[Sequence[str]], tuple[str, ...]]


class Wanted(Struct, frozen=True, dict=True):
    """Which cells of a row are wanted (positions from 0), and what to look for in them.

    Blanks around a cell are taken off, except in the columns of ``codes``,
    where they are a finding. ``besides_numbers`` are the wanted columns that hold no numbers to
    add up. ``are_usual`` tells by wanted column whether values are written as nearly all are.
    """

    header: Header
    layout: Layout
    header_row: int
    positions: Sequence[int]
    codes: Sequence[int]
    besides_numbers: Sequence[int]
    are_usual: Mapping[int, Callable[[Collection[str]], bool]]
    missing: frozenset[str]
    look_for_odd: bool

    @cached_property
    def no_values(self) -> frozenset[str]:
        """What may stand in the place of a value, however values are written."""
        words = [word for word in self.missing if not any(map(str.isdigit, word))]
        return frozenset(("", *words))

    def is_usual(self, number: int, texts: Collection[str]) -> bool:
        """Whether the values among some texts of a wanted column are written as usual."""
        values = set(texts) - self.no_values if number in self.are_usual else ()
        return not values or self.are_usual[number](values)

    def may_be_total(self, cells: Sequence[str]) -> bool:
        """Whether a row of wanted cells may be a total: a text names one, or few are no numbers."""
        others = (number for number in self.besides_numbers if cells[number])
        are_few = None in (next(others, None), next(others, None))  # of most rows two are enough
        return are_few or may_name_total(BETWEEN.join(cells))

    @cached_property
    def beside(self) -> list[int]:
        """The other columns, if one of them has a name."""
        others = set(range(len(self.header.cells))).difference(self.positions)
        return [] if others <= set(self.header.unnamed) else sorted(others)

    @cached_property
    def pick(self) -> Pick:
        """What gives the wanted cells of a row that has the header's length."""
        return _picking(self.positions)

    @cached_property
    def pick_codes(self) -> Pick:
        """What gives those of them that hold a code."""
        return _picking([self.positions[number] for number in self.codes])

    @cached_property
    def places_of_codes(self) -> list[tuple[int, int]]:
        """Where a code stands among the wanted cells, behind the row number, and in its row."""
        return [(number + 1, self.positions[number]) for number in self.codes]


def _picking(places: Sequence[int]) -> Pick:
    """What gives the cells at some places; `itemgetter` is quick, but gives one cell bare."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[place] for place in places)

"""Rows below a header looked at column by column, many at a time: nearly all hold nothing odd."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from qa_checks.reading.foot import FEW, LONGEST, Row
from qa_checks.reading.later_headers import WORDS_OF_A_TITLE, letters_of
from qa_checks.reading.row_faults import RowFaults
from qa_checks.reading.total_rows import may_name_total
from qa_checks.reading.typing_sql import holds_odd
from qa_checks.reading.wanted import BETWEEN, Wanted

BLOCK = 256  # rows; more than may be looked at for the foot of a sheet


class PlainRows(Struct, frozen=True):
    """Rows of data that follow each other, of which none needs a look of its own.

    Each has the header's length and more wanted cells than a title or a note fills, all of signs
    that are seen; none names a column, and no code has blanks around it.

    Attributes
    ----------
    cells
        Number and wanted cells of each row.
    missing
        The words for a missing value in them, by wanted column.
    unusual
        Wanted columns with values that are not written as nearly all are.
    foreign
        The texts of columns with other signs than those of ASCII.
    under_no_header
        Positions (from 1) with data under no header.
    may_hold_totals
        Whether one of them may be a total.
    """

    cells: Sequence[Sequence[str]]
    missing: Mapping[int, frozenset[str]]
    unusual: Collection[int]
    foreign: Sequence[str]
    under_no_header: Sequence[int]
    may_hold_totals: bool

    def note(self, wanted: Wanted, faults: RowFaults) -> None:
        """Note what the rows hold that is worth knowing."""
        faults.blank_headers.update(self.under_no_header)
        for number, words in self.missing.items():
            faults.missing.setdefault(number, set()).update(words)
        faults.unusual.update(self.unusual)
        faults.may_hold_totals = faults.may_hold_totals or self.may_hold_totals
        if wanted.look_for_odd and not faults.odd:
            faults.odd = any(map(holds_odd, self.foreign))


class Stretches:
    """The rows below a header in turn: plain ones, and others that are looked at one by one.

    What a row is may depend on those around it: a title on the header below it, a broken row on
    the next, the foot on the last rows. So the others have plain rows before and behind them, and
    the last rows, be there any or none, are always among them.

    ``rows`` counts those that were taken so far; ``is_beside`` is whether they hold something in
    the columns beside the wanted ones.
    """

    def __init__(self, rows: Iterator[Row], wanted: Wanted) -> None:
        self.rows = 0
        self.is_beside = False
        self._blocks = self._take(rows, wanted)
        self._next: tuple[list[Row], PlainRows | None] | None = next(self._blocks, None)

    @property
    def are_over(self) -> bool:
        """Whether there are no more rows."""
        return self._next is None

    def plain(self) -> Iterator[PlainRows]:
        """Plain rows, as many as follow each other."""
        while self._next and self._next[1]:
            yield self._next[1]
            self._next = next(self._blocks, None)

    def others(self) -> Iterator[Row]:
        """Rows until plain ones follow."""
        while self._next and not self._next[1]:
            yield from self._next[0]
            self._next = next(self._blocks, None)

    def _take(
        self, rows: Iterator[Row], wanted: Wanted
    ) -> Iterator[tuple[list[Row], PlainRows | None]]:
        was_plain, beside = True, wanted.beside
        block = list(islice(rows, BLOCK))
        plain = look_at(block, wanted)
        while block:
            self.rows += len(block)
            self.is_beside = self.is_beside or any(
                len(row) > place and row[place].strip() for _, row in block for place in beside
            )
            following = list(islice(rows, BLOCK))
            after = look_at(following, wanted)
            amid = was_plain and after is not None and len(following) >= LONGEST
            yield block, plain if amid else None
            was_plain = plain is not None
            block, plain = following, after


def look_at(block: Sequence[Row], wanted: Wanted) -> PlainRows | None:
    """Rows, if they are plain."""
    header = wanted.header
    if wanted.layout.totals or {len(row) for _, row in block} != {len(header.cells)}:
        return None
    columns = list(zip(*(row for _, row in block), strict=True))
    cells: list[Iterable[str]] = [[str(number) for number, _ in block]]
    missing, unusual, foreign = {}, [], []
    names_total, whole = False, 0
    for number, place in enumerate(wanted.positions):
        seen = _strip(columns[place], is_code=number in wanted.codes)
        if seen is None:
            return None
        column, texts, text = seen
        if place in header.probes and any(letters_of(some) in header.known for some in texts):
            return None
        names_total = names_total or may_name_total(text)
        whole += number in wanted.besides_numbers and "" not in texts
        if words := wanted.missing & texts:
            missing[number] = words
        if not wanted.is_usual(number, texts):
            unusual.append(number)
        if not text.isascii():
            foreign.append(text)
        cells.append(column)
    rows = list(zip(*cells, strict=True))
    if max([row.count("") for row in rows]) + _most_of_no_data(wanted) >= len(wanted.positions):
        return None
    may_hold_totals = names_total or (
        whole < 2 and any(wanted.may_be_total(row[1:]) for row in rows)
    )
    under = [place + 1 for place in header.unnamed if any(map(str.strip, columns[place]))]
    return PlainRows(rows, missing, unusual, foreign, under, may_hold_totals)


def _strip(column: Sequence[str], is_code: bool) -> tuple[Sequence[str], set[str], str] | None:
    """The cells of a column without blanks around them, the different ones, and these as one text.

    None if one of them needs a look of its own.
    """
    texts = set(column)
    text = BETWEEN.join(texts)
    if not text.isprintable():
        return None
    if f"{BETWEEN} " not in text and f" {BETWEEN}" not in text and text == text.strip():
        return column, texts, text
    stripped = list(map(str.strip, column))
    return None if is_code else (stripped, set(stripped), text)


def _most_of_no_data(wanted: Wanted) -> int:
    """How many cells a row may fill that is a note, or a title above a header."""
    return max(FEW, WORDS_OF_A_TITLE, wanted.header.fullest_title)

"""Rows of text that a line break within a cell has broken apart are read as the one they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from qa_checks.reading.foot import NOTES, Row
from qa_checks.reading.row_lengths import Noted
from qa_checks.words import list_words, plural

Kind = tuple[bool, ...]  # whether a text has letters, digits, strokes, and whether digits alone


class WholeRows(Struct, frozen=True, dict=True):
    """What rows that are whole are like.

    ``least`` is the position of the header's last name, ``most`` how many cells it has; ``first``
    are the first rows below it.
    """

    least: int
    most: int
    first: Sequence[Sequence[str]]

    @cached_property
    def _kinds(self) -> list[set[Kind]]:
        """The kinds of texts that stand in each column."""
        columns: list[set[Kind]] = [set() for _ in range(self.most)]
        for row in self.first:
            if len(row) >= self.least:
                for kinds, cell in zip(columns, row, strict=False):
                    kinds.add(_kind_of(cell))
        return columns

    def count_misfits(self, row: Sequence[str]) -> int:
        """How many cells of a row are of a kind that stands in no whole row above or below."""
        return sum(
            _kind_of(cell) not in kinds for cell, kinds in zip(row, self._kinds, strict=False)
        )


def join_broken(rows: Iterable[Row], whole: WholeRows, noted: list[Noted]) -> Iterator[Row]:
    """Give rows, those that are pieces of one as that row; each such is noted.

    They must have the header's cells together, and fit under it together and not apart: rows whose
    last cells were left out may have as many by chance.
    """
    held: list[Row] = []
    for row in rows:
        if not held and len(row[1]) >= whole.least:  # nearly every row is whole
            yield row
            continue
        held.append(row)
        while held and not _may_go_on(held, whole.least):
            if _are_one(held, whole):
                noted.append(_note(held, whole.most))
                yield _joined(held)
                held.clear()
            else:
                yield held.pop(0)
    yield from held


def _may_go_on(held: Sequence[Row], least: int) -> bool:
    """Whether rows may be the beginning of one that goes on in the next."""
    first, last = held[0][1], held[-1][1]
    return (
        1 < len(first) < least
        and len(last) < least
        and _count(held) < least
        and any(map(str.strip, first))
    )


def _are_one(held: Sequence[Row], whole: WholeRows) -> bool:
    """Whether rows are the pieces of one."""
    pieces = [row for _, row in held]
    if len(pieces) < 2 or max(map(len, pieces)) >= whole.least or len(pieces[0]) < 2:
        return False
    if not whole.least <= _count(held) <= whole.most or any(map(_is_note, pieces[1:])):
        return False
    apart = sum(map(whole.count_misfits, pieces))
    return apart > 0 and whole.count_misfits(_joined(held)[1]) == 0


def _is_note(row: Sequence[str]) -> bool:
    return bool(row) and re.match(NOTES, row[0].strip(), re.IGNORECASE) is not None


def _kind_of(cell: str) -> Kind:
    signs = (any(map(str.isalpha, cell)), any(map(str.isdigit, cell)), "/" in cell)
    return (*signs, cell.strip().isdecimal())


def _count(held: Sequence[Row]) -> int:
    """Cells that rows have together: the last of each and the first of the next are one."""
    return sum(max(len(row), 1) - 1 for _, row in held) + 1


def _joined(held: Sequence[Row]) -> Row:
    number, cells = held[0]
    for _, row in held[1:]:
        cells = [*cells[:-1], "\n".join([cells[-1], *row[:1]]), *row[1:]]
    return number, cells


def _note(held: Sequence[Row], width: int) -> Noted:
    number, first = held[0]
    others = list_words([f"{len(row)} in row {later:,}" for later, row in held[1:]])
    detail = (
        f"{plural(len(first), 'cell')} and {others}, header has {width}; a line break stands "
        "within a cell, and they were read as one row"
    )
    return number, "broken", detail, len(first)

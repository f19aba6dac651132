"""Rows of text that a line break within a cell has broken apart are read as the one they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qa_checks.reading.foot import Row
from qa_checks.reading.row_lengths import Noted
from qa_checks.words import list_words, plural


def join_broken(rows: Iterable[Row], width: int, noted: list[Noted]) -> Iterator[Row]:
    """Give rows, those that together have the header's cells as one; each such is noted."""
    held: list[Row] = []
    for row in rows:
        if not held and len(row[1]) >= width:  # nearly every row is whole
            yield row
            continue
        held.append(row)
        while held and not _may_go_on(held, width):
            if _count(held) == width and len(held) > 1:
                noted.append(_note(held, width))
                yield _joined(held)
                held.clear()
            else:
                yield held.pop(0)
    yield from held


def _may_go_on(held: Sequence[Row], width: int) -> bool:
    """Whether rows may be the beginning of one that goes on in the next."""
    first, last = held[0][1], held[-1][1]
    return (
        1 < len(first) < width
        and len(last) < width
        and _count(held) < width
        and any(map(str.strip, first))
    )


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

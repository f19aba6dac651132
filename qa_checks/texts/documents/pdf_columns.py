"""Columns of a page of a PDF, where its lines are printed across them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from qa_checks.texts.documents.printed_lines import PrintedLine

_ROUNDED = 3.0  # points: parts that begin so near each other begin together
_FEWEST_LINES = 3
_LEAST_WORDS = 18  # characters of a column, about; the cells of a table are shorter


def read_columns(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put lines that run across columns in the order in which people read them.

    Most programs print one column after the other, and such a page stays as it is. Where strings
    of two columns take turns, all of the left one come first; a line across both parts them.
    """
    gutter = _find_gutter(lines)
    if gutter is None:
        return list(lines)
    ordered: list[PrintedLine] = []
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    for line in lines:
        before = tuple(part for part in line.parts if part[0].x < gutter - _ROUNDED)
        behind = line.parts[len(before) :]
        if before and before[-1][-1].end > gutter + _ROUNDED * 3:
            ordered += [*read_columns(left), *read_columns(right), line]
            left, right = [], []
            continue
        if before:
            left.append(PrintedLine(before))
        if behind:
            right.append(PrintedLine(behind))
    return [*ordered, *read_columns(left), *read_columns(right)]


def _find_gutter(lines: Sequence[PrintedLine]) -> float | None:
    """Where the right one of two columns begins; None if there are none."""
    starts = Counter(round(part[0].x / _ROUNDED) for line in lines for part in line.parts[1:])
    for start, count in starts.most_common(4):
        if count < _FEWEST_LINES:
            break
        gutter = start * _ROUNDED
        sides = [_lengths(line, gutter) for line in lines if len(line.parts) > 1]
        both = [(left, right) for left, right in sides if left and right]
        if len(both) >= _FEWEST_LINES and all(
            median(side) >= _LEAST_WORDS for side in zip(*both, strict=True)
        ):
            return gutter
    return None


def _lengths(line: PrintedLine, gutter: float) -> tuple[int, int]:
    """How many characters stand before and behind a place."""
    before = sum(part[0].x < gutter - _ROUNDED for part in line.parts)
    cells = line.cells
    return sum(map(len, cells[:before])), sum(map(len, cells[before:]))

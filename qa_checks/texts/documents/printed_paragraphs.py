"""Where paragraphs, headings and rows of tables begin among the lines of a PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from qa_checks.texts.documents.lines import ENDS, Line, split_row
from qa_checks.texts.documents.printed_lines import PrintedLine

_OTHER_SIZE = 1.1
_HEADING = 1.15  # times the size of most of the text
_WIDER = 1.25  # times the usual way to the next line: a new paragraph
_FARTHEST = 2.5  # times the size: no next line of the same paragraph
_ROOM = 0.25  # of the width of the column, left at the end of a line
_WIDTH = 0.5  # of a letter, as a part of its height
_MARK = re.compile(r"\W|o|\(?\w{1,3}[.)]")


def set_apart(pages: Sequence[Sequence[PrintedLine]]) -> list[Line]:
    """Give the lines of all pages, with an empty one where a paragraph ends."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.main.size] += len(line.words)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    lines: list[Line] = []
    for number, page in enumerate(pages, 1):
        for words, heading, cells in _set_page_apart(page, usual):
            lines.append(Line(words, len(lines), number, heading, cells))
    return lines


def _set_page_apart(
    lines: Sequence[PrintedLine], usual: float
) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    step = _usual_step(lines)
    before: PrintedLine | None = None
    for place, line in enumerate(lines):
        is_row = _is_row(line) and any(
            map(_is_row, (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]))
        )
        if before is not None and not is_row and _is_end(before, line, lines, step):
            yield "", False, ()
        cells = (split_row(line.words) or line.cells) if is_row else ()
        yield line.words, line.main.size > _HEADING * usual, cells
        before = None if is_row else line


def _usual_step(lines: Sequence[PrintedLine]) -> float:
    """How far below a line the next one usually stands."""
    steps = [_step(above, below) for above, below in pairwise(lines)]
    near = [
        step
        for step, line in zip(steps, lines, strict=False)
        if 0 < step < _FARTHEST * line.main.size
    ]
    return median_low(near) if near else 0.0


def _step(above: PrintedLine, below: PrintedLine) -> float:
    return above.main.y - below.main.y


def _is_row(line: PrintedLine) -> bool:
    """Whether a line has cells; the mark of an item is none."""
    if len(line.parts) == 1:
        return bool(split_row(line.words))
    return _MARK.fullmatch(line.cells[0]) is None


def _is_end(
    before: PrintedLine, line: PrintedLine, lines: Sequence[PrintedLine], usual_step: float
) -> bool:
    """Whether a paragraph ends before a line.

    It does where letters become larger or smaller, below a wider gap, where a column ends with a
    sentence, and where the first word would have had room in the line before it.
    """
    size = line.main.size
    if not 1 / _OTHER_SIZE < size / (before.main.size or 1) < _OTHER_SIZE:
        return True
    step = _step(before, line)
    if step > _WIDER * usual_step or (step < 0 and before.words.endswith(ENDS)):
        return True
    column = [other for other in lines if abs(other.x - before.x) < 2 * size]
    width = max(other.end for other in column) - before.x
    word = (len(line.words.split()[0]) + 1) * size * _WIDTH
    return before.x + width - before.end > max(_ROOM * width, word)

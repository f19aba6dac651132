"""What stands at the head and the foot of the pages of a PDF, and is none of its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qa_checks.texts.documents.printed_lines import PrintedLine

_EDGE = 3  # lines at the head, and at the foot
_ROUNDED = 5.0  # points up or down
_PART_OF_PAGES = 0.4  # left and right pages may differ
_PAGE_NUMBER = re.compile(r"(page )?\d{1,4}( ?(of|/|\|) ?\d{1,4})?", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
Place = tuple[str, int]


def without_furniture(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """Leave out lines that return at the same edge of other pages, and page numbers."""
    places = Counter(
        place
        for number, page in enumerate(pages)
        for place in {place for line in _edges(page) for place in _places(line, number)}
    )
    least = max(2.0, _PART_OF_PAGES * len(pages))
    kept: list[list[PrintedLine]] = []
    for number, page in enumerate(pages):
        by_height = sorted(page, key=lambda line: line.main.y)
        outermost = [*by_height[:1], *by_height[-1:]]
        gone = {
            id(line)
            for line in _edges(page)
            if any(places[place] >= least for place in _places(line, number))
            or (line in outermost and _PAGE_NUMBER.fullmatch(line.words))
        }
        left = [line for line in page if id(line) not in gone]
        kept.append(left or list(page))
    return kept


def _edges(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    by_height = sorted(page, key=lambda line: line.main.y)
    return [*by_height[:_EDGE], *by_height[_EDGE:][-_EDGE:]]


def _places(line: PrintedLine, page: int) -> set[Place]:
    """What a line says and how high it stands, also with a number that grows with the pages."""
    words, height = line.words, round(line.main.y / _ROUNDED)
    growing = (
        f"{words[: number.start()]}#{int(number[0]) - page}{words[number.end() :]}"
        for number in _NUMBER.finditer(words)
    )
    return {(told, height) for told in (words, *growing)}

"""PDF: the lines of its pages, in reading order, without what every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from msgspec.structs import replace

from qa_checks.errors import InputError
from qa_checks.texts.documents.document_format import Document, DocumentFormat
from qa_checks.texts.documents.lines import read_lines
from qa_checks.texts.documents.pdf_process import open_pages
from qa_checks.texts.documents.pieces import Piece
from qa_checks.texts.documents.printed_lines import PrintedLine, find_lines
from qa_checks.texts.documents.printed_paragraphs import set_apart

_SIGNATURE = b"%PDF-"
_START = 1024

_UNKNOWN = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_MOST_UNKNOWN = 0.2
# What stands at the head and the foot of the pages, and is none of the text.
_EDGE = 3  # lines at the head, and at the foot
_ROUNDED_HEIGHT = 5.0  # points up or down
_PART_OF_PAGES = 0.4  # left and right pages may differ
_PAGE_NUMBER = re.compile(r"(page )?\d{1,4}( ?(of|/|\|) ?\d{1,4})?", re.IGNORECASE)
_GROWING = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
Place = tuple[str, int]
# Columns, where lines are printed across them.
_ROUNDED = 3.0  # points: parts that begin so near each other begin together
_FEWEST_LINES = 3
_LEAST_WORDS = 18  # characters of a column, about; the cells of a table are shorter


def _recognises(document: Document) -> bool:
    return _SIGNATURE in document.content[:_START]


def _read(document: Document) -> Iterator[Piece]:
    pages = [find_lines(strings) for strings in open_pages(document)]
    words = "".join(line.words for page in pages for line in page)
    if len(_UNKNOWN.findall(words)) > _MOST_UNKNOWN * len(words):
        raise InputError(
            "Its fonts do not say which letters they show, so its text cannot be read.",
            where=document.place,
            remedy="Export the PDF again with its fonts, or give the text as DOCX or a web page.",
        )
    lines = set_apart([_read_columns(page) for page in _without_furniture(pages)])
    # A PDF has no lines of a file: its paragraphs are counted.
    return (replace(piece, line=count) for count, piece in enumerate(read_lines(lines), 1))


def _without_furniture(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
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
    words, height = line.words, round(line.main.y / _ROUNDED_HEIGHT)
    growing = (
        f"{words[: number.start()]}#{int(number[0]) - page}{words[number.end() :]}"
        for number in _GROWING.finditer(words)
    )
    return {(told, height) for told in (words, *growing)}


def _read_columns(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
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
            ordered += [*_read_columns(left), *_read_columns(right), line]
            left, right = [], []
            continue
        if before:
            left.append(PrintedLine(before))
        if behind:
            right.append(PrintedLine(behind))
    return [*ordered, *_read_columns(left), *_read_columns(right)]


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


PDF = DocumentFormat("PDF", _recognises, _read)

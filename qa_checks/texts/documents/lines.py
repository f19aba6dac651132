"""Paragraphs, items and table rows of a document that is written line by line, joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents.pieces import Piece

_BULLETS = "•●▪◦‣∙·*o«\uf0b7\uf0a7"
_BULLET = re.compile(rf"\s*([{_BULLETS}–—-])\s+(?=\S)")
_COUNTED = re.compile(r"\s*\(?(\d{1,3}|[a-z]|[ivx]{2,5})[.)]\s+(?=\S)")
_RULER = re.compile(r"\s*([-=_*~])\1{2,}\s*")
ENDS = (".", ":", ";", ")", "?", "!")
_NUMBER = re.compile(r"[£$€]?-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|\[[a-z]\]|[a-z:]|[-–—.]+")
_LONGEST_ROW = 500
_WIDTH_OF = 20  # lines of a paragraph that show how wide it is
_ROOM = 0.8  # letters are not equally wide
_LOOKED_AT = 80  # signs before a line end
_LAST_WORD = re.compile(r"\S+$")
_FIRST_WORD = re.compile(r"\S+")
_EDGE = re.compile(r"^\W+|\W+$")
_ADDRESS_LEFT = re.compile(r"(?:www\.|\w:/)\S*/$")
_NO_THOUSANDS = re.compile(
    r"(?:\d,? |\b(?:table|chart|figure|section|page|note|annex)s? )$", re.IGNORECASE
)
_THOUSANDS_LEFT = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*,$")
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)")
_DIGITS_LEFT = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*,(\d{1,2})$")
_DIGITS_RIGHT = re.compile(r"\d{1,2}(?!\d)")


class Line(Struct, frozen=True):
    """A line of a document, with its number and its page; one without words parts paragraphs.

    ``cells`` are those of a row of a table, where its form shows that it is one.
    """

    words: str
    number: int
    page: int | None = None
    heading: bool = False
    cells: tuple[str, ...] = ()


class _Paragraph(Struct):
    lines: list[Line] = []
    kind: BlockKind = BlockKind.PARAGRAPH
    mark: str = ""


def read_lines(lines: Sequence[Line]) -> Iterator[Piece]:
    """Find the pieces of a document from its lines.

    A paragraph ends at a line without words, where an item of a list begins, and where a sentence
    ends and the next word would have had room in its line. Neighbouring lines that end in equally
    many numbers are rows of a table, given cell by cell.
    """
    words_of_all = frozenset(word for line in lines for word in line.words.split())
    rows = _find_rows(lines)
    paragraph, row = _Paragraph(), 0
    for line in lines:
        cells = line.cells or rows.get(line.number)
        parts = not line.words.strip() or _RULER.fullmatch(line.words) is not None
        ended = _is_ended(paragraph.lines, line)
        item = None if parts or cells else _find_item(line.words, paragraph)
        if parts or ended or cells or item is not None:
            yield from _finish(paragraph, words_of_all)
            paragraph = _Paragraph()
        if cells:
            row += 1
            for column, cell in enumerate(cells, start=1):
                yield Piece(cell, BlockKind.CELL, line.number, line.page, row, column)
        elif item is not None:
            paragraph = _Paragraph([Line(item.words, line.number, line.page)], item.kind, item.mark)
        elif not parts:
            if not paragraph.lines and line.heading:
                paragraph.kind = BlockKind.HEADING
            paragraph.lines.append(line)
    yield from _finish(paragraph, words_of_all)


def _finish(paragraph: _Paragraph, words_of_all: frozenset[str]) -> Iterator[Piece]:
    if paragraph.lines:
        first = paragraph.lines[0]
        words = join_lines([line.words for line in paragraph.lines], words_of_all)
        yield Piece(words, paragraph.kind, first.number, first.page)


def _is_ended(before: Sequence[Line], line: Line) -> bool:
    """Whether the next word would have had room at the end of the sentence before it."""
    if not before or not line.words.strip() or not before[-1].words.rstrip().endswith(ENDS):
        return False
    width = max(len(other.words) for other in (*before[-_WIDTH_OF:], line))
    return len(before[-1].words) + 1 + len(line.words.split()[0]) < width * _ROOM


class _Item(Struct, frozen=True):
    words: str
    mark: str
    kind: BlockKind = BlockKind.ITEM


def _find_item(words: str, before: _Paragraph) -> _Item | None:
    """The item that begins with a line; None where the line goes on with what is before it.

    "20. Of these" may be the end of one sentence and the start of the next: inside a paragraph, an
    item begins only after another of the same list, or where a sentence may end. A bullet is taken
    off; a number stays, since it might be one.
    """
    fresh = not before.lines or before.lines[-1].words.rstrip().endswith(ENDS)
    if bullet := _BULLET.match(words):
        mark = bullet[1]
        return _Item(words[bullet.end() :], mark) if fresh or before.mark == mark else None
    if counted := _COUNTED.match(words):
        mark = counted[1]
        follows = before.mark.isdigit() and mark.isdigit() and int(mark) == int(before.mark) + 1
        first = mark in {"1", "a", "i"} and fresh
        if not before.lines or follows or first:
            return _Item(words, mark)
    return None


def _find_rows(lines: Iterable[Line]) -> dict[int, tuple[str, ...]]:
    """The cells of every line that is a row of a table, by its number."""
    rows: dict[int, tuple[str, ...]] = {}
    before: tuple[int, tuple[str, ...]] | None = None
    for line in lines:
        cells = split_row(line.words)
        if before is not None and cells and len(before[1]) == len(cells):
            rows[before[0]], rows[line.number] = before[1], cells
        before = (line.number, cells) if cells else None
    return rows


def split_row(words: str) -> tuple[str, ...]:
    """The label and the numbers of a line that may be a row; none if it is not."""
    if len(words) > _LONGEST_ROW:
        return ()
    tokens = words.split()
    label = len(tokens)
    while label > 0 and _NUMBER.fullmatch(tokens[label - 1]):
        label -= 1
    numbers = tokens[label:]
    if label == 0 or len(numbers) < 2 or not any(map(str.isdigit, "".join(numbers))):
        return ()
    return (" ".join(tokens[:label]), *numbers)


def join_lines(lines: Iterable[str], words_of_all: AbstractSet[str]) -> str:
    """Join the lines of a paragraph.

    A soft hyphen at a line end goes. A hyphen goes where the whole word stands elsewhere in the
    document, and otherwise stays as the hyphen of a compound ("re-inspections"); no blank follows
    it. A number broken at its comma or between two digits of a group is put together.
    """
    parts: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if parts:
            left = parts[-1]
            if left.endswith("\u00ad") or _hyphen_goes(left, line, words_of_all):
                parts[-1] = left[:-1]
            elif not _goes_on(left[-_LOOKED_AT:], line):
                parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _hyphen_goes(left: str, right: str, words_of_all: AbstractSet[str]) -> bool:
    """Whether a line ends in a hyphen and the word it splits stands elsewhere without it."""
    if left[-1] not in "-‐" or right[0].isdigit():
        return False
    before, after = _LAST_WORD.search(left[-_LOOKED_AT:]), _FIRST_WORD.match(right)
    if before is None or after is None:
        return False
    whole = _EDGE.sub("", before[0][:-1] + after[0])
    return not {whole, whole.lower(), whole.capitalize()}.isdisjoint(words_of_all)


def _goes_on(left: str, right: str) -> bool:
    """Whether a word or number goes on in the next line, without a blank."""
    if left[-1] in "-‐–" and left[-2:-1].isalnum() and right[0].isalnum():
        return True
    if _ADDRESS_LEFT.search(left):
        return True
    if left[-1].isdigit() and right[0] in ",." and right[1:2].isdigit():
        return True
    if thousands := _THOUSANDS_LEFT.search(left):
        listed = _NO_THOUSANDS.search(left[: thousands.start()])
        return listed is None and _THREE_DIGITS.match(right) is not None
    digits, rest = _DIGITS_LEFT.search(left), _DIGITS_RIGHT.match(right)
    return digits is not None and rest is not None and len(digits[1]) + len(rest[0]) == 3

"""Lines of words in styles: how wide they are, and where they break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Letters and stops that surely take one cell each: nearly every text there is.
NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2013\u2014\u2018-\u201d\u2026]*")
WORD = re.compile(r"\s*\S+\s*")


class Piece(NamedTuple):
    """Words in one style, which is named as rich does it: ``bold red``."""

    words: str
    style: str = ""


Line = tuple[Piece, ...]  # of one no piece is empty


def blanks(number: int) -> Line:
    """So many blanks."""
    return (Piece(" " * number),) if number > 0 else ()


def words_of(line: Line) -> str:
    """What a line says."""
    return "".join([piece.words for piece in line])


def cells_of(line: Line) -> int:
    """How wide a line is on a screen."""
    return sum(_cells(piece.words) for piece in line)


def cut(line: Line, start: int, end: int) -> Line:
    """The characters of a line from one place to another."""
    parts, at = [], 0
    for words, style in line:
        inside = words[max(start - at, 0) : max(end - at, 0)]
        if inside:
            parts.append(Piece(inside, style))
        at += len(words)
    return tuple(parts)


def wrap(line: Line, room: int) -> list[Line]:
    """Lines of words that are no wider than the room; a word that is wider goes on below."""
    text = words_of(line)
    if _cells(text) <= room:
        return [line]
    starts = list(_breaks(text, room))
    return [
        cut(line, start, end) for start, end in zip([0, *starts], [*starts, len(text)], strict=True)
    ]


def wrap_whole_words(line: Line, room: int) -> list[Line]:
    """The same, but a word that is wider than the room has a line to itself."""
    text = words_of(line)
    lines, start, end, at = [], 0, 0, 0
    for word in text.split(" "):
        if start == end:
            start = at
        elif _cells(text[start:end]) + 1 + _cells(word) > room:
            lines.append(cut(line, start, end))
            start = at
        end = at + len(word)
        at = end + 1
    return [*lines, cut(line, start, end)]


def _breaks(text: str, room: int) -> Iterator[int]:
    """Where each line but the first begins."""
    used = 0
    for word in WORD.finditer(text):
        start, width = word.start(), _cells(word[0].rstrip())
        if used + width <= room:
            used += _cells(word[0])
        elif width <= room:
            if used and start:
                yield start
                used = _cells(word[0])
        else:
            for part in _chop(word[0], room):
                if start:
                    yield start
                start += len(part)
                used = _cells(part)


def _cells(text: str) -> int:
    if NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _chop(word: str, room: int) -> list[str]:
    if NARROW.fullmatch(word):
        return [word[at : at + room] for at in range(0, len(word), room)]
    from rich.cells import chop_cells

    return chop_cells(word, room)

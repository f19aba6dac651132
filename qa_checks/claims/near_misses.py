"""What a text says in the place of a claim whose words do not stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_checks.claims.passages import LONGEST_WORDS, Prose
from qa_checks.claims.sayings import Gap, Hole, Piece
from qa_checks.texts.folding import fold, lower

WORD = re.compile(r"\w+")


def find_nearest(prose: Prose, pieces: Sequence[Piece]) -> tuple[str, int]:
    """The sentence that shares most words with a claim, and its line; '' if none shares any."""
    literal = " ".join(piece for piece in pieces if isinstance(piece, str))
    wanted = set(WORD.findall(lower(fold(literal))))
    most, nearest = 0.0, None
    for span in prose.sentences:
        words = set(WORD.findall(prose.plain[span.start : span.end]))
        shared = len(wanted & words) / len(wanted | words) if words else 0.0
        if shared > most:
            most, nearest = shared, span
    if nearest is None:
        return "", 0
    return prose.text.content[nearest.start : nearest.end], prose.line(nearest.start)


def find_unlike(prose: Prose, pieces: Sequence[Piece]) -> tuple[Hole, str, int] | None:
    """A hole that the text fills with something else than its kind, that, and where it starts."""
    first = next((piece for piece in pieces if isinstance(piece, str)), "")
    begin = prose.plain.find(_plain(first))
    while begin >= 0:
        for hole, start, end in _filled(prose.plain, pieces, begin):
            if not any(stop == end for stop, _ in prose.fill(hole, start)):
                return hole, prose.text.content[start:end], start
        begin = prose.plain.find(_plain(first), begin + 1)
    return None


def _filled(plain: str, pieces: Sequence[Piece], begin: int) -> list[tuple[Hole, int, int]]:
    """What stands between the words of a claim, each as near as can be; nothing if one is missing.

    ``begin`` is where the first words stand; a hole before them is not looked at.
    """
    filled: list[tuple[Hole, int, int]] = []
    place, open_hole, after_gap = -1, None, False
    for piece in pieces:
        if isinstance(piece, Hole):
            open_hole = piece if place >= 0 and not after_gap else None
        elif isinstance(piece, Gap):
            after_gap, open_hole = True, None
        else:
            words = _plain(piece)
            line = plain.find("\n", max(place, begin))
            start = begin if place < 0 else plain.find(words, place, line if line >= 0 else None)
            if start < 0:
                return []
            if open_hole:
                filled.append((open_hole, *_trimmed(plain, place, start)))
            place, open_hole, after_gap = start + len(words), None, False
    if open_hole:
        word = re.compile(r"\s*\S+").match(plain, place)
        end = word.end() if word else place
        filled.append((open_hole, *_trimmed(plain, place, end)))
    return [item for item in filled if 0 < item[2] - item[1] <= LONGEST_WORDS]


def _plain(words: str) -> str:
    return lower(fold(words)).strip()


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    """A part of the text without blanks around it, and without a stop at its end."""
    piece = plain[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip().rstrip(".,;:)!?"))

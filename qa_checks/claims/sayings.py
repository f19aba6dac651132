"""The words of a claim as they are looked for: text, holes in it, and words left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from qa_checks.words import list_words, suggest

HOLE = re.compile(r"\{([^{}]*)\}|(…)")
NAME = re.compile(r"[a-z][a-z0-9_]*")


class HoleKind(StrEnum):
    """What stands in a hole, and so how it is compared."""

    NUMBER = "number"
    FRACTION = "fraction"
    DIRECTION = "direction"
    MULTIPLE = "multiple"
    RANK = "rank"
    WORD = "word"


class Hole(Struct, frozen=True):
    """A place that the text fills, by the name of the column that says what belongs there."""

    name: str
    kind: HoleKind = HoleKind.NUMBER


class Gap(Struct, frozen=True):
    """Words that are left out."""


Piece = str | Hole | Gap


def read_saying(says: str) -> tuple[Piece, ...]:
    """The pieces of a `says`, in order.

    Raises
    ------
    ValueError
        With what is wrong with it.
    """
    pieces = tuple(_pieces(" ".join(says.split())))
    if not any(isinstance(piece, str) and piece.strip() for piece in pieces):
        raise ValueError("it has no words of the text, so it would match anywhere")
    for first, second in pairwise(pieces):
        if isinstance(first, Hole) and isinstance(second, Hole):
            raise ValueError("two holes stand beside each other without a blank between them")
        if isinstance(first, Gap) and isinstance(second, Gap):
            raise ValueError("'…' stands there twice without words between")
    return pieces


def holes_of(pieces: tuple[Piece, ...]) -> tuple[Hole, ...]:
    """The holes, in order."""
    return tuple(piece for piece in pieces if isinstance(piece, Hole))


def _pieces(says: str) -> Iterator[Piece]:
    end, after_gap = 0, False
    for match in HOLE.finditer(says):
        words = _words(says[end : match.start()])
        if words.strip() or (words and end and not match[2] and not after_gap):
            yield words
        after_gap = bool(match[2])
        yield Gap() if match[2] else _hole(match[1])
        end = match.end()
    words = _words(says[end:])
    if words.strip():
        yield words


def _words(text: str) -> str:
    if "{" in text or "}" in text:
        raise ValueError("its braces do not match; a hole is written {name} or {name:kind}")
    return text


def _hole(text: str) -> Hole:
    name, _, kind = text.partition(":")
    if not NAME.fullmatch(name):
        raise ValueError(
            f"'{{{text}}}' must be a name of lower-case letters, digits and underscores, with or "
            "without a kind: {homes} or {homes:direction}"
        )
    kinds = [str(known) for known in HoleKind]
    if kind and kind not in kinds:
        hint = suggest(kind, kinds, f"There are {list_words(kinds)}.")
        raise ValueError(f"'{kind}' in {{{text}}} is no kind of hole. {hint}")
    return Hole(name, HoleKind(kind or HoleKind.NUMBER))

"""A text held beside those of the last release."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qa_checks.texts.last_text import (
    Carried,
    Edition,
    Quoted,
    find_carried,
    find_quoted,
    find_stated,
)


class BesideLast(Struct, frozen=True):
    """What of a text stands in those of the last release.

    ``compared`` counts the sentences with numbers, ``carried`` are those that stand there too,
    each with the file; ``quoted`` are earlier figures that the text quotes.
    """

    compared: int = 0
    carried: tuple[tuple[str, Carried], ...] = ()
    quoted: tuple[Quoted, ...] = ()


def hold_beside(now: Edition, before: Sequence[Edition]) -> BesideLast:
    """Look for the sentences and the earlier figures of a text in those of the last release.

    A figure that one of them has is as printed then, whatever another says.
    """
    if not before:
        return BesideLast()
    carried = {
        sentence.start: (last.text.file, sentence)
        for last in before
        for sentence in find_carried(now, last)
    }
    quoted: dict[int, Quoted] = {}
    for last in before:
        for figure in find_quoted(now, last):
            if figure.holds or figure.start not in quoted:
                quoted[figure.start] = figure
    return BesideLast(
        sum(bool(find_stated(sentence)) for sentence in now.sentences),
        tuple(carried[start] for start in sorted(carried)),
        tuple(quoted[start] for start in sorted(quoted)),
    )

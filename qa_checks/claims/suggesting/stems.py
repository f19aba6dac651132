"""Words as they are compared: in small letters, without their ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa_checks.texts.folding import fold

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d{4}")
_ENDS = (("'s", ""), ("s'", ""), ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("s", ""))
SHORTEST = 4  # letters; shorter words keep their ends
_EMPTY = frozenset("the a an of and or in at on by for with to from is as that which".split())


class Word(NamedTuple):
    """A word of a text by its stem, and where it begins."""

    stem: str
    start: int


def find_words(text: str) -> list[Word]:
    """The words and years of a text, in order, without those that say nothing by themselves."""
    plain = fold(text).text.lower()
    return [
        Word(stem(match[0]), match.start())
        for match in _WORD.finditer(plain)
        if match[0] not in _EMPTY
    ]


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a name."""
    return tuple(word.stem for word in find_words(text.replace("_", " ")))


def stem(word: str) -> str:
    """A word without the end that tells one from many."""
    if len(word) >= SHORTEST and not word.endswith("ss"):
        for end, instead in _ENDS:
            if word.endswith(end):
                return word[: -len(end)] + instead
    return word

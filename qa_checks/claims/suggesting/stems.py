"""Words as they are compared: in small letters, without their ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa_checks.texts.folding import fold

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d{4}")
_MANY = (("'s", ""), ("s'", ""), ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("s", ""))
# Judgement and judged, inspection and inspected.
_MADE_OF_VERBS = ("ement", "ion", "ing", "ed", "e")
SHORTEST = 4  # letters; shorter words keep their ends
_LEAST_LEFT = 4
_EMPTY = frozenset("the a an of and or in at on by for with to from is as that which".split())


class Word(NamedTuple):
    """A word of a text by its stem, and where it begins."""

    stem: str
    start: int


def find_words(text: str) -> list[Word]:
    """The words and years of a text, in order, without those that say nothing by themselves."""
    plain = fold(text).lower()
    return [
        Word(stem(match[0]), match.start())
        for match in _WORD.finditer(plain)
        if match[0] not in _EMPTY
    ]


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a name."""
    return tuple(word.stem for word in find_words(text.replace("_", " ")))


def stem(word: str) -> str:
    """A word without the ends that tell one from many, and a deed from its doing."""
    if len(word) < SHORTEST or word.endswith("ss"):
        return word
    end, instead = next((pair for pair in _MANY if word.endswith(pair[0])), ("", ""))
    single = word[: len(word) - len(end)] + instead
    for verb in _MADE_OF_VERBS:
        if single.endswith(verb) and len(single) - len(verb) >= _LEAST_LEFT:
            return single[: -len(verb)]
    return single

"""Which way a text says that something went in other words: an increase on 2,300, unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_checks.texts.coherence.change_relations import relate_direction, relate_no_change
from qa_checks.texts.coherence.change_words import (
    FIRST,
    FROM_TO,
    MORE,
    NO_END,
    RANKING,
    RISE,
    SECOND,
    STOCK,
    THAN_FIRST,
    TO_FROM,
    WENT,
)
from qa_checks.texts.coherence.matched_parts import ends_in_time, is_sure, parts_of
from qa_checks.texts.coherence.relation import Relation
from qa_checks.texts.coherence.skeletons import Skeleton, words

_NAMED, _WITH = rf"(?P<verb>{RISE})", r"compared (?:with|to)"
# 2,500 homes (with new ones), an increase.
_AS_A = r"(?: \([a-z '-]+\))?(?:,| -| \(|) ?"
_ON = "(?:on|from|over)"
_ENDS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<verb>{WENT})(?: [a-z]+ly)?(?: again| further)? {TO_FROM}{NO_END}",
        rf"\b(?:an?|the) {_NAMED}{words(8)},? {FROM_TO}",
        rf"\b(?:rate|number|proportion|share|total|percentage) {_NAMED} {FROM_TO}",
        rf"\b(?:an?|the) {_NAMED} in{words(8)},? {TO_FROM}{NO_END}",
    )
)
# 2,500 homes, an increase on the 2,300 in 2020; compared with 2,300 in 2020, a rise.
_SINCE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{STOCK}{words(5)}{_AS_A}(?:which is )?an? {_NAMED} {_ON}{words(4)} {FIRST}{NO_END}",
        rf"{STOCK}{words(5)}{_AS_A}(?:which is )?an? {_NAMED} {_ON}{words(4)} \({FIRST}\)",
        rf"{STOCK}{words(7)},(?: which (?:is|was))? (?P<verb>{MORE}){THAN_FIRST}{NO_END}",
        rf"{STOCK}{words(7)},? {_WITH}{words(3)} {FIRST}{words(4)}, an? {_NAMED}(?=[.,;)]|\Z)",
    )
)
_SAME = (
    r"\b(?P<verb>(?:remain(?:ed|s)|stay(?:ed|s)|was|were|is|are) (?:the same|unchanged)|unchanged)"
)
_UNCHANGED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SAME}{words(6)},? {FROM_TO}",
        rf"{_SAME},? at{words(2)} {SECOND},?{words(5)},? \({FIRST}(?: in #x\d+#)?\)",
        rf"{_SAME},? at{words(2)} {SECOND}{words(5)},? (?:{_WITH}|from){words(3)} {FIRST}",
    )
)


def find_directions(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """An increase on 2,300, unless that is a place in a ranking; unchanged from 20 to 10."""
    for sentence in sentences:
        if not RANKING.search(sentence.words):
            yield from _ways(sentence)


def _ways(sentence: Skeleton) -> Iterator[Relation]:
    for pattern in (*_ENDS, *_SINCE, *_UNCHANGED):
        for place in pattern.finditer(sentence.words):
            if pattern in _SINCE and not is_sure(sentence, place):
                continue
            if not parts_of(sentence, place):
                continue
            first, second = ends_in_time(sentence, place)
            relate = relate_no_change if pattern in _UNCHANGED else relate_direction
            if relation := relate(first, second, place["verb"]):
                yield relation

"""Changes said as an amount and as a percentage, beside one end: up by 200 (8%), to 2,700."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_checks.texts.coherence.change_relations import relate_growth, relate_growth_from
from qa_checks.texts.coherence.change_words import CHANGE, MORE, SECOND, SINCE_FIRST, STOCK
from qa_checks.texts.coherence.matched_parts import is_sure, parts_of
from qa_checks.texts.coherence.relation import Relation
from qa_checks.texts.coherence.skeletons import Skeleton, number, words

_COUNT, _PERCENT = number("c", "amount"), number("p", "percent")
# 200 homes (8%), and not 200 in Wales (8%).
_THING = r"(?:(?! (?:in|of|at|for|from|on|since|than|up|down|more|fewer|among|per) ) [a-z'-]+){0,2}"
_BOTH = (
    rf"{_COUNT}{_THING} \((?:or )?{_PERCENT}\)",
    rf"{_COUNT}{_THING},? or {_PERCENT}",
    rf"{_PERCENT} \((?:or )?{_COUNT}{_THING}\)",
    rf"{_PERCENT},? or {_COUNT}{_THING}(?=,| (?:since|on|compared|from)\b)",
)
_NO_OTHER_END = rf",?(?!{words(6)},? (?:from|to){words(3)} #[cpu])"
# The end it led to is printed; the one it began with need not be.
_LED_TO = tuple(
    re.compile(pattern)
    for both in _BOTH
    for pattern in (
        rf"{STOCK}{words(9)}(?:,| \(| -) ?(?:an? )?{CHANGE}(?: by| of)? {both}{_NO_OTHER_END}",
        rf"{STOCK}{words(9)}(?:,| \(| -) ?{both} (?P<verb>{MORE}) than ",
        rf"{CHANGE} by {both}{words(6)},? to{words(3)} {SECOND}(?!{words(6)},? from )",
        rf"{both} (?P<verb>more|fewer){words(6)},? bringing{words(6)} to{words(3)} {SECOND}",
    )
)
_LED_FROM = tuple(
    re.compile(rf"{CHANGE}(?: by| of)? {both},?{words(3)} {SINCE_FIRST}") for both in _BOTH
)


def find_double_amounts(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """Percentages that must follow from the amount beside them and from one end of the change."""
    for sentence in sentences:
        if "#p" in sentence.words and "#c" in sentence.words:
            yield from _led_to(sentence)
            yield from _led_from(sentence)


def _led_to(sentence: Skeleton) -> Iterator[Relation]:
    """Down by 1,250 (5%) to 25,300."""
    for pattern in _LED_TO:
        for place in pattern.finditer(sentence.words):
            parts = parts_of(sentence, place)
            relation = parts and relate_growth(
                parts["percent"], parts["amount"], parts["second"], place["verb"]
            )
            if relation:
                is_behind = place.start("second") > place.start("verb")
                yield relation if is_behind or is_sure(sentence, place) else relation.likely()


def _led_from(sentence: Skeleton) -> Iterator[Relation]:
    """Down by 1,250 (5%) from 26,550."""
    for pattern in _LED_FROM:
        for place in pattern.finditer(sentence.words):
            parts = parts_of(sentence, place)
            relation = parts and relate_growth_from(
                parts["percent"], parts["amount"], parts["first"], place["verb"]
            )
            if relation:
                yield relation

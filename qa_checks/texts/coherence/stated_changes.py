"""Changes whose ends stand beside them: from a to b, up n%, three percentage points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.coherence.change_relations import (
    relate_change,
    relate_direction,
    relate_growth,
)
from qa_checks.texts.coherence.change_words import (
    AMOUNT,
    BY,
    CHANGE,
    EITHER,
    FIRST,
    FROM_TO,
    MORE,
    NO_END,
    ON,
    RISE,
    SECOND,
    SINCE_FIRST,
    TO_FROM,
    WENT,
)
from qa_checks.texts.coherence.changes_across import find_changes_across
from qa_checks.texts.coherence.relation import Relation
from qa_checks.texts.coherence.skeletons import Skeleton, is_hedged, number, words

_ALSO = rf"(?:(?: \(|,? or ){number('cpou', 'also')}\)?)?"
# The two ways to name a change: an increase of 9%, a 9% increase.
_NAMED = (rf"(?:an? )?{CHANGE}{BY} {AMOUNT}", rf"an? {AMOUNT} (?P<verb>{RISE})\b")
_AS_A = r"(?:,| \(| -) ?"
# "331 more homes (up 9% from 3,679 to 4,010)": the change is that of the homes, not of the 331.
_STOCK = rf"{SECOND}(?! (?:more|fewer|less|extra|additional|further)\b)"
_THAN_THEN = rf"(?: than{words(2)} #x\d+#|[.,;)]|\Z)"  # not than in Wales
_ASIDE = rf"(?:,{words(4)}(?=,))?"  # 2,209 homes, of all types, a 3% increase
# Each holds a verb, the amount of the change and its two ends.
# 2,500 homes, up 9% from 2,300; 2,500 homes, compared with 2,300 in 2020, an increase of 9%.
_SINCE = tuple(
    re.compile(pattern)
    for named in _NAMED
    for pattern in (
        rf"{_STOCK}{words(7)}{_ASIDE}{_AS_A}{named}{words(3)} {SINCE_FIRST}{NO_END}",
        rf"{_STOCK}{words(7)},? (?:up |down )?{ON}{words(3)} {FIRST}{words(7)}{_AS_A}{named}",
    )
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{CHANGE}{BY} {AMOUNT}{_ALSO}{words(6)},? {FROM_TO}",
        rf"{CHANGE}{BY} {AMOUNT}{words(6)},? {TO_FROM}",
        *(rf"{FROM_TO}{words(6)}{_AS_A}{named}{_ALSO}" for named in _NAMED),
        rf"{AMOUNT} (?P<verb>{RISE}){words(8)},? {FROM_TO}",
        rf"{FROM_TO}{words(6)}{_AS_A}(?:an? )?(?P<verb>{EITHER}) of {AMOUNT}",
        rf"\b(?P<verb>{EITHER}) (?:of|by) {AMOUNT}{words(8)},? {FROM_TO}",
        rf"{FROM_TO}{words(6)}{_AS_A}{AMOUNT} (?P<verb>{MORE}){_THAN_THEN}",
        rf"{AMOUNT} (?P<verb>{MORE}){words(6)} \({SECOND},?(?: up| down)? {ON} {FIRST}\)",
        rf"{AMOUNT} (?P<verb>{RISE}){words(8)} \(to {SECOND}\){words(6)} \({FIRST}\)",
    )
)
# By 1,250 (5%) to 25,300: the end it began with is not printed.
_COUNT, _PERCENT = number("c", "amount"), number("p", "percent")
_BOTH = (rf"{_COUNT} \({_PERCENT}\)", rf"{_PERCENT} \({_COUNT}\)")
_LED_TO = tuple(
    re.compile(pattern)
    for both in _BOTH
    for pattern in (
        rf"{_STOCK}{words(9)}{_AS_A}(?P<verb>up|down)(?: by)? {both}(?!{words(6)},? (?:from|to) )",
        rf"{CHANGE} by {both}{words(6)},? to{words(3)} {SECOND}(?!{words(6)},? from )",
        rf"{both} (?P<verb>more|fewer){words(6)},? bringing{words(6)} to{words(3)} {SECOND}",
    )
)
_ENDS = re.compile(rf"\b(?P<verb>{WENT})(?: [a-z]+ly)?(?: again| further)? {FROM_TO}")
# 2,500 homes, up from 2,300; rose to 1,695 (49%), compared with 1,570 last year.
_WAS = re.compile(rf"{_STOCK}{words(9)}{_AS_A}(?P<verb>up|down) from{words(3)} {FIRST}{NO_END}")
_BEFORE = r"(?:last|the previous|the prior) |a year (?:ago|earlier|before)"
_TIME = rf" (?:(?:(?:in|on|at|as at) )?#x|{_BEFORE})"
_WENT_TO = re.compile(
    rf"\b(?P<verb>{WENT})(?: [a-z]+ly)?(?: again| further)? to{words(3)} {SECOND}"
    rf"(?: \(#p\d+#\))?{words(5)},? (?:from|compared (?:with|to)){words(3)} {FIRST}"
    rf"(?: \(#p\d+#\))?(?={_TIME})"
)
_RANKING = re.compile(r"\b(?:rank|position|place\b|league)")
# To 2,500 by 200, or by 9% since 2018 (2,300): the other end may stand in the sentences before.
_BY_TO = re.compile(rf"{CHANGE}{BY} {AMOUNT}{words(4)},? to {SECOND}")
_BY_SINCE = re.compile(rf"{CHANGE}{BY} {AMOUNT}{words(3)} {SINCE_FIRST}")
_FEW = 2


def find_changes(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """What the words of a text say to be the change between two of its numbers."""
    for place, sentence in enumerate(sentences):
        if place and sentence.block == sentences[place - 1].block:
            yield from find_changes_across(sentences[place - 1], sentence)
        if len(sentence.numbers) < _FEW:
            continue
        yield from _amounts(sentence)
        yield from _led_to(sentence)
        yield from _directions(sentence)
        yield from _likely(sentence, sentences[max(0, place - 2) : place + 1])


def _amounts(sentence: Skeleton) -> Iterator[Relation]:
    for pattern in _PATTERNS:
        for place in pattern.finditer(sentence.words):
            yield from _changes(sentence, place)
    for pattern in _SINCE:
        for place in pattern.finditer(sentence.words):
            sure = _is_sure(sentence, place)
            for relation in _changes(sentence, place):
                yield relation if sure else relation.likely()


def _is_sure(sentence: Skeleton, place: re.Match[str]) -> bool:
    """Whether nothing else can have changed.

    In "2,500 places in 300 homes, up 9% from 2,200" the change is not that of the homes.
    """
    second = sentence.numbers[int(place["second"])]
    earlier = sentence.numbers[: int(place["second"])]
    return not any(
        other.unit == second.unit and other.kind is NumberKind.NUMBER and not other.exempt
        for other in earlier
    )


def _changes(sentence: Skeleton, place: re.Match[str]) -> Iterator[Relation]:
    """What a pattern has found: how much, and from what to what."""
    parts = _parts(sentence, place)
    for name in ("amount", "also"):
        relation = name in parts and relate_change(
            parts[name], parts["first"], parts["second"], place["verb"]
        )
        if relation:
            yield relation


def _parts(sentence: Skeleton, place: re.Match[str]) -> dict[str, PrintedNumber]:
    """The numbers of a pattern by their names; none where one of them is only about right."""
    named = {name: int(sign) for name, sign in place.groupdict().items() if sign and name != "verb"}
    if any(is_hedged(sentence.words, place.start(name) - 2) for name in named):
        return {}
    return {name: sentence.numbers[sign] for name, sign in named.items()}


def _led_to(sentence: Skeleton) -> Iterator[Relation]:
    """Down by 1,250 (5%) to 25,300."""
    for pattern in _LED_TO:
        for place in pattern.finditer(sentence.words):
            parts = _parts(sentence, place)
            relation = parts and relate_growth(
                parts["percent"], parts["amount"], parts["second"], place["verb"]
            )
            if relation:
                is_behind = place.start("second") > place.start("verb")
                yield relation if is_behind or _is_sure(sentence, place) else relation.likely()


def _directions(sentence: Skeleton) -> Iterator[Relation]:
    """Rose from 20 to 10, unless that is a place in a ranking."""
    if _RANKING.search(sentence.words):
        return
    for pattern in (_ENDS, _WAS, _WENT_TO):
        for place in pattern.finditer(sentence.words):
            if pattern is _WAS and not _is_sure(sentence, place):
                continue
            ends = _parts(sentence, place)
            relation = ends and relate_direction(ends["first"], ends["second"], place["verb"])
            if relation:
                yield relation


def _likely(sentence: Skeleton, nearby: Sequence[Skeleton]) -> Iterator[Relation]:
    """Up by 200 to 2,500: from a number that stands in the sentences before."""
    others = [
        other
        for near in nearby
        if near.block == sentence.block
        for other in near.numbers
        if other.kind is NumberKind.NUMBER and not other.exempt and other.value
    ]
    for pattern, missing in ((_BY_TO, "first"), (_BY_SINCE, "second")):
        for place in pattern.finditer(sentence.words):
            parts = _parts(sentence, place)
            for other in others if parts else ():
                if other in parts.values():
                    continue
                ends = {**parts, missing: other}
                relation = relate_change(
                    parts["amount"], ends["first"], ends["second"], place["verb"]
                )
                if relation:
                    yield relation.likely()

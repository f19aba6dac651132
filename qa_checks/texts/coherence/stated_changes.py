"""Changes whose ends stand beside them: from a to b, up n%, three percentage points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_checks.model.texts import NumberKind
from qa_checks.texts.coherence.change_relations import (
    relate_change,
    relate_direction,
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
    RANKING,
    RISE,
    SECOND,
    SINCE_FIRST,
    STOCK,
    THAN_FIRST,
    TO_END,
    TO_FROM,
    WENT,
)
from qa_checks.texts.coherence.changes_across import find_changes_across
from qa_checks.texts.coherence.matched_parts import ends_in_time, is_sure, parts_of
from qa_checks.texts.coherence.relation import Relation
from qa_checks.texts.coherence.skeletons import Skeleton, number, words

_ALSO = rf"(?:(?: \(|,? or ){number('cpou', 'also')}\)?)?"
# The ways to name a change: an increase of 9%, a 9% increase, an increase (9%), a gap of 9.
_NAMED = (
    rf"(?:an? )?{CHANGE}{BY} {AMOUNT}",
    rf"an? {AMOUNT} (?P<verb>{RISE})\b",
    rf"an? (?:[a-z]+ )?(?P<verb>{RISE}) \({AMOUNT}\)",
    rf"(?:an? )?(?P<verb>{EITHER}) of {AMOUNT}",
)
_AS_A = r"(?:,| \(| -) ?"
_THAN_THEN = rf"(?: than{words(2)} #x\d+#|[.,;)]|\Z)"  # not than in Wales
_ASIDE = rf"(?:,{words(4)}(?=,))?"  # 2,209 homes, of all types, a 3% increase
# Each holds a verb, the amount of the change and its two ends.
# 2,500 homes, up 9% from 2,300; 2,500 homes, compared with 2,300 in 2020, an increase of 9%.
_SINCE = tuple(
    re.compile(pattern)
    for named in _NAMED
    for pattern in (
        rf"{STOCK}{words(7)}{_ASIDE}{_AS_A}{named}{words(3)} {SINCE_FIRST}{NO_END}",
        rf"{STOCK}{words(7)},? (?:up |down )?{ON}{words(3)} {FIRST}{words(7)}{_AS_A}{named}",
    )
)
_MORE_THAN = re.compile(
    rf"{STOCK}{words(7)}{_AS_A}(?:which (?:is|was) )?{AMOUNT} (?P<verb>{MORE}){THAN_FIRST}{NO_END}"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{CHANGE}{BY} {AMOUNT}{_ALSO}{words(6)},? {FROM_TO}",
        rf"{CHANGE}{BY} {AMOUNT}{words(6)},? {TO_FROM}",
        rf"{CHANGE}{BY} {AMOUNT}{words(6)} \({FROM_TO}",
        rf"{CHANGE}{BY} {AMOUNT}{words(6)} \({TO_FROM}",
        rf"{CHANGE}{BY} {AMOUNT}{words(6)} \({SECOND}{words(3)},? from {FIRST}{words(3)}\)",
        rf"{CHANGE}{BY} {AMOUNT} \({FIRST} to {SECOND}\)",
        rf"\ban? (?:[a-z]+ )?(?P<verb>{RISE}) \({AMOUNT}\){words(6)},? {FROM_TO}",
        *(rf"{FROM_TO}{words(6)}{_AS_A}{named}{_ALSO}" for named in _NAMED),
        rf"{AMOUNT} (?P<verb>{RISE}){words(8)},? {FROM_TO}",
        rf"\b(?P<verb>{EITHER}) (?:of|by) {AMOUNT}{words(8)},? {FROM_TO}",
        rf"{FROM_TO}{words(6)}{_AS_A}{AMOUNT} (?P<verb>{MORE}){_THAN_THEN}",
        rf"{AMOUNT} (?P<verb>{MORE}){words(6)} \({SECOND},?(?: up| down)? {ON} {FIRST}\)",
        rf"{AMOUNT} (?P<verb>{RISE}){words(8)} \(to {SECOND}\){words(6)} \({FIRST}\)",
    )
)
_ENDS = re.compile(rf"\b(?P<verb>{WENT})(?: [a-z]+ly)?(?: again| further)?,? {FROM_TO}")
# 2,500 homes, up from 2,300; rose to 1,695 (49%), compared with 1,570 last year.
_WAS = re.compile(rf"{STOCK}{words(9)}{_AS_A}(?P<verb>up|down) from{TO_END} {FIRST}{NO_END}")
_BEFORE = r"(?:last|the previous|the prior) |a year (?:ago|earlier|before)"
_TIME = rf" (?:(?:(?:in|on|at|as at) )?#x|{_BEFORE})"
_WENT_TO = re.compile(
    rf"\b(?P<verb>{WENT})(?: [a-z]+ly)?(?: again| further)? to{words(3)} {SECOND}"
    rf"(?: \(#p\d+#\))?{words(5)},? (?:from|compared (?:with|to)){words(3)} {FIRST}"
    rf"(?: \(#p\d+#\))?(?={_TIME})"
)
# Rose to 2,500 (2,300 in 2020).
_WENT_TO_FROM = re.compile(
    rf"\b(?P<verb>{WENT})(?: [a-z]+ly)?(?: again| further)? to {SECOND}{words(3)} "
    rf"\({FIRST} (?:in |on |at )?#x\d+#\)"
)
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
        yield from _directions(sentence)
        yield from _likely(sentence, sentences[max(0, place - 2) : place + 1])


def _amounts(sentence: Skeleton) -> Iterator[Relation]:
    for pattern in _PATTERNS:
        for place in pattern.finditer(sentence.words):
            yield from _changes(sentence, place)
    for pattern in (*_SINCE, _MORE_THAN):
        for place in pattern.finditer(sentence.words):
            sure = is_sure(sentence, place)
            for relation in _changes(sentence, place):
                yield relation if sure else relation.likely()


def _changes(sentence: Skeleton, place: re.Match[str]) -> Iterator[Relation]:
    """What a pattern has found: how much, and from what to what."""
    parts = parts_of(sentence, place)
    first, second = ends_in_time(sentence, place)
    for name in ("amount", "also"):
        relation = name in parts and relate_change(parts[name], first, second, place["verb"])
        if relation:
            yield relation


def _directions(sentence: Skeleton) -> Iterator[Relation]:
    """Rose from 20 to 10, unless that is a place in a ranking."""
    if RANKING.search(sentence.words):
        return
    for pattern in (_ENDS, _WAS, _WENT_TO, _WENT_TO_FROM):
        for place in pattern.finditer(sentence.words):
            if pattern is _WAS and not is_sure(sentence, place):
                continue
            ends = parts_of(sentence, place)
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
            parts = parts_of(sentence, place)
            for other in others if parts else ():
                if other in parts.values():
                    continue
                ends = {**parts, missing: other}
                relation = relate_change(
                    parts["amount"], ends["first"], ends["second"], place["verb"]
                )
                if relation:
                    yield relation.likely()

"""Changes whose ends stand beside them: from a to b, up n%, unchanged, doubled, a net fall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_checks.model.texts import NumberKind
from qa_checks.texts.coherence.change_patterns import (
    AMOUNTS,
    BOTH_FROM,
    BOTH_TO,
    DIRECTIONS,
    DIRECTIONS_IN_TIME,
    MULTIPLES,
    NET_CHANGES,
    RANKING,
    UNCHANGED,
    WITHOUT_FIRST,
    WITHOUT_SECOND,
)
from qa_checks.texts.coherence.change_relations import (
    MORE_THAN,
    NEARLY,
    relate_change,
    relate_direction,
    relate_growth,
    relate_growth_from,
    relate_multiple,
    relate_net_change,
    relate_no_change,
)
from qa_checks.texts.coherence.changes_across import find_changes_across
from qa_checks.texts.coherence.pattern_matches import find_matches
from qa_checks.texts.coherence.relation import Relation
from qa_checks.texts.coherence.skeletons import Skeleton

_FEW = 2
_BACK = 15  # characters before a multiple that say how near it is


def find_changes(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """What the words of a text say to be the change between two of its numbers."""
    for place, sentence in enumerate(sentences):
        if place:
            yield from find_changes_across(sentences[place - 1], sentence)
        if len(sentence.numbers) < _FEW:
            continue
        yield from _amounts(sentence)
        yield from _directions(sentence)
        yield from _amounts_and_growths(sentence)
        yield from _multiples(sentence)
        yield from _net_changes(sentence)
        yield from _likely(sentence, sentences[max(0, place - 2) : place + 1])


def _amounts(sentence: Skeleton) -> Iterator[Relation]:
    """How much something changed, and from what to what."""
    for match in find_matches(sentence, AMOUNTS):
        parts = match.parts
        for amount in (parts[name] for name in ("amount", "also") if name in parts):
            for relation in relate_change(amount, *match.ends_in_time, match.verb):
                yield relation if match.is_sure else relation.likely()


def _amounts_and_growths(sentence: Skeleton) -> Iterator[Relation]:
    """Down by 1,250 (5%) to 25,300, or from 26,550: the percentage follows from the others."""
    if "#p" not in sentence.words or "#c" not in sentence.words:
        return
    for match in find_matches(sentence, BOTH_TO):
        if parts := match.parts:
            percent, amount, second = parts["percent"], parts["amount"], parts["second"]
            for relation in relate_growth(percent, amount, second, match.verb):
                yield relation if match.is_sure else relation.likely()
    for match in find_matches(sentence, BOTH_FROM):
        if parts := match.parts:
            percent, amount, first = parts["percent"], parts["amount"], parts["first"]
            yield from relate_growth_from(percent, amount, first, match.verb)


def _directions(sentence: Skeleton) -> Iterator[Relation]:
    """Rose from 20 to 10, unless that is a place in a ranking; unchanged from 20 to 10."""
    if RANKING.search(sentence.words):
        return
    for match in find_matches(sentence, DIRECTIONS):
        if match.parts and match.is_sure:
            first, second = match.numbers("first", "second")
            yield from relate_direction(first, second, match.verb)
    for match in find_matches(sentence, DIRECTIONS_IN_TIME):
        if match.parts and match.is_sure:
            yield from relate_direction(*match.ends_in_time, match.verb)
    for match in find_matches(sentence, UNCHANGED):
        if match.parts:
            yield from relate_no_change(*match.ends_in_time, match.verb)


def _multiples(sentence: Skeleton) -> Iterator[Relation]:
    """Doubled from two to four; three times as many (6) as in 2020 (2)."""
    for match in find_matches(sentence, MULTIPLES) if "#m" in sentence.words else ():
        multiple, first, second = match.numbers("multiple", "first", "second")
        before = match.before("multiple", _BACK)
        is_hedged = match.is_hedged("multiple") and not (
            MORE_THAN.search(before) or NEARLY.search(before)
        )
        for relation in relate_multiple(multiple, first, second, before) if match.is_sure else ():
            firm = not (is_hedged or match.is_hedged("first", "second"))
            yield relation if firm else relation.likely()


def _net_changes(sentence: Skeleton) -> Iterator[Relation]:
    """120 opened and 80 closed, a net increase of 40."""
    for match in find_matches(sentence, NET_CHANGES) if " net " in sentence.words else ():
        if parts := match.parts:
            net, came, went = parts["net"], parts["came"], parts["went"]
            yield from relate_net_change(net, came, went, match.verb)


def _likely(sentence: Skeleton, nearby: Sequence[Skeleton]) -> Iterator[Relation]:
    """Up by 200 to 2,500: from a number that stands in the sentences before."""
    others = [
        other
        for near in nearby
        if near.block == sentence.block
        for other in near.numbers
        if other.kind is NumberKind.NUMBER and not other.exempt and other.value
    ]
    for patterns, missing in ((WITHOUT_FIRST, "first"), (WITHOUT_SECOND, "second")):
        for match in find_matches(sentence, patterns):
            parts = match.parts
            for other in others if parts else ():
                if other not in parts.values():
                    ends = {**parts, missing: other}
                    first, second = ends["first"], ends["second"]
                    for relation in relate_change(parts["amount"], first, second, match.verb):
                        yield relation.likely()

"""Parts of a total that stand beside it in words: 26 inspections, of these two, sixteen, ..."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.pattern_matches import find_matches
from qa_checks.texts.coherence.relation import Bounds, ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import Skeleton, compiled, number, words

_COUNT = "#[cu]\\d+#"
_LIST = (
    rf"{_COUNT}{words(8)}(?:,{words(2)} {_COUNT}{words(8)})*,? (?:and|plus|\+){words(2)} {_COUNT}"
)
_TOTAL = number("cu", "total")
# The words say that the parts are all there is.
_ALL_OF = r"(?:comprising|consisting of|composed of|made up of)"
_MAKING = (
    r"(?:making|giving|adding up to|which makes)"
    r"(?: an? (?:total|overall total) of| in total| altogether)?"
)
_ALTOGETHER = "(?:in total|in all|altogether)"
_EXHAUSTIVE = compiled(
    rf"{_TOTAL}{words(6)},? {_ALL_OF}{words(2)} (?P<parts>{_LIST})",
    rf"(?P<parts>{_LIST}){words(6)},? {_MAKING} {_TOTAL}",
    rf"(?P<parts>{_LIST}){words(6)},? (?:so |or )?{_TOTAL}{words(2)} {_ALTOGETHER}\b",
    rf"\btotal of {_TOTAL}{words(6)} \((?P<parts>{_LIST}){words(8)}\)",
    rf"{_TOTAL} ?= ?(?P<parts>{_COUNT}(?: ?\+ ?{_COUNT})+)(?! ?[+*/-])",
    rf"(?P<parts>{_COUNT}(?: ?(?:\+|plus) ?{_COUNT})+) ?(?:=|is|are|makes?) ?{_TOTAL}",
)
# 80% were good or outstanding (15% outstanding, 65% good); the words of both parts are named.
_EITHER = compiled(
    rf"{number('p', 'total')}{words(5)} (?P<a>[a-z]+) or (?P<b>[a-z]+)\b{words(4)}[,:]? \(?"
    rf"{number('p', 'x')} (?P<of_x>[a-z]+)(?:,| and|, and) {number('p', 'y')} (?P<of_y>[a-z]+)\b"
)
# London (12%) and Leeds (9%) together had 21%.
_TOGETHER = compiled(
    rf"\({number('cpu', 'one')}\),? and{words(5)} \({number('cpu', 'other')}\),? "
    rf"(?:together|combined)(?: [a-z]+){{1,3}} {number('cpu', 'total')}"
)
_OF_THESE = re.compile(r"\bof (?:these|those|them|which|whom)\b|\A(?:these|they) ")
_OF_THE = compiled(rf"\bof (?:the |these |all )?{_TOTAL}")
_PARTS = re.compile(r"#[c](\d+)#(?! \(?#|%)")
_ADDING = re.compile(
    r"\b(?:because|including|additional|further|plus|total|remaining|rest|altogether|comprising"
    r"|accounts for)\b"
)
_MORE = re.compile(r"\b(?:additional|further) #c(\d+)#")
_FEW, _MANY, _SMALL, _LARGE = 2, 12, 2, 10  # of very many counts some add up by chance


def find_totals(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """The counts of a text that add up to another, beside which they stand."""
    said_twice = _said_twice(sentences)
    for place, sentence in enumerate(sentences):
        before = sentences[place - 1] if place else None
        if before and before.block != sentence.block:
            before = None
        for match in find_matches(sentence, _EXHAUSTIVE):
            parts = re.findall(r"#[cu](\d+)#", match.place["parts"])
            yield add_up(match.number("total"), [sentence.numbers[int(part)] for part in parts])
        yield from _either(sentence)
        yield from _together(sentence)
        yield from _of_these(sentence, before)
        yield from _of_the(sentence)
        yield from _adding(sentence, before)
        yield from _additional(sentence, said_twice)


def _together(sentence: Skeleton) -> Iterator[Relation]:
    """Two in brackets that are said to make so much together, where the list begins with them."""
    for match in find_matches(sentence, _TOGETHER):
        total, *parts = match.numbers("total", "one", "other")
        listed = "(#" in sentence.words[: match.place.start()]
        hedged = match.is_hedged("total")
        if not (listed or hedged) and {total.unit} == {part.unit for part in parts}:
            yield add_up(total, parts)


def add_up(total: PrintedNumber, parts: Sequence[PrintedNumber]) -> Relation:
    """Parts that must add up to a total."""
    return Relation(ClosingKind.TOTAL, (total, *parts), _adds_up, _say_sum)


def _adds_up(bounds: Sequence[Bounds]) -> bool:
    total, *parts = bounds
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return low <= total.high and high >= total.low


def _say_sum(numbers: Sequence[PrintedNumber]) -> str:
    total, *parts = numbers
    added = sum(part.value or 0 for part in parts)
    together = " + ".join(part.printed for part in parts)
    if added == total.value:
        return f"{together} is {total.printed}"
    return f"{together} is {added:,}, and the total is printed as {total.printed}"


def _either(sentence: Skeleton) -> Iterator[Relation]:
    for match in find_matches(sentence, _EITHER):
        place = match.place
        if {place["a"], place["b"]} == {place["of_x"], place["of_y"]}:
            total, *parts = match.numbers("total", "x", "y")
            yield add_up(total, parts)


def _of_these(sentence: Skeleton, before: Skeleton | None) -> Iterator[Relation]:
    """There were 26. Of these, two were outstanding, sixteen good, seven adequate and one not."""
    for these in _OF_THESE.finditer(sentence.words):
        parts = _counts(sentence, these.end())
        wholes = _counts(sentence, 0, these.start()) or (_counts(before, 0) if before else [])
        for whole in wholes[-_MANY:]:
            if _FEW <= len(parts) <= _MANY:
                yield add_up(whole, parts).likely()


def _of_the(sentence: Skeleton) -> Iterator[Relation]:
    for match in find_matches(sentence, _OF_THE):
        parts = _counts(sentence, match.place.end())
        if _FEW <= len(parts) <= _MANY:
            yield add_up(match.number("total"), parts).likely()


def _counts(sentence: Skeleton, start: int, end: int | None = None) -> list[PrintedNumber]:
    """The counts in a piece of a sentence."""
    places = _PARTS.findall(sentence.words[start : len(sentence.words) if end is None else end])
    return [sentence.numbers[int(place)] for place in places]


def _adding(sentence: Skeleton, before: Skeleton | None) -> Iterator[Relation]:
    """125 inspections; authorities were 119, because six were inspected again."""
    if not _ADDING.search(sentence.words):
        return
    earlier = _counts(before, 0) if before else []
    here = _counts(sentence, 0)
    if len(earlier) + len(here) > _MANY:
        return
    for whole in (*earlier, *here):
        for parts in combinations((*earlier, *here), 2):
            if (
                whole not in parts
                and any(part in here for part in parts)
                and _may_add(whole, parts)
            ):
                yield add_up(whole, parts).likely()


def _additional(
    sentence: Skeleton, said_twice: Mapping[Decimal, PrintedNumber]
) -> Iterator[Relation]:
    """121 inspections, and an additional four: 125 stands in other places."""
    for more in _MORE.finditer(sentence.words):
        part = sentence.numbers[int(more[1])]
        for first in _counts(sentence, 0, more.start())[-_MANY:]:
            whole = said_twice.get((first.value or Decimal(0)) + (part.value or Decimal(0)))
            if whole and _may_add(whole, (first, part)):
                yield add_up(whole, (first, part)).likely()


def _said_twice(sentences: Sequence[Skeleton]) -> dict[Decimal, PrintedNumber]:
    counts: dict[Decimal, list[PrintedNumber]] = {}
    for sentence in sentences:
        for count in _counts(sentence, 0):
            if count.value is not None:
                counts.setdefault(count.value, []).append(count)
    return {value: items[0] for value, items in counts.items() if len(items) > 1}


def _may_add(whole: PrintedNumber, parts: Sequence[PrintedNumber]) -> bool:
    """Whether a sum is more than what small numbers make by chance."""
    sizes = [part.value or 0 for part in parts]
    return (whole.value or 0) >= _LARGE and min(sizes) >= _SMALL and max(sizes) < (whole.value or 0)

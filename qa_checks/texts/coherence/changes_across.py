"""Changes of what the sentence before says: this is a rise of 7% since 2023, when it was 500."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    FIRST,
    FROM_TO,
    MORE,
    NO_END,
    ON,
    ONLY_TIME,
    RISE,
    THAN_FIRST,
    TO_END,
)
from qa_checks.texts.coherence.matched_parts import are_of_one_time, parts_of
from qa_checks.texts.coherence.relation import Relation
from qa_checks.texts.coherence.skeletons import Skeleton, is_hedged, number, words

_THIS = r"\A(?:this|that|it) (?:is|was|represents|represented|means|meant)(?: [a-z]+ly)?"
_WHEN = rf"{words(12)},? when{words(4)} {FIRST}{NO_END}"
_ON = rf"{words(3)} {ON}(?:{TO_END}|{words(6)} \() ?{FIRST}{NO_END}"
_THAN = rf"{THAN_FIRST}{NO_END}"
_ALSO = r"(?:(?: \(|,? or )#[cpo]\d+#\)?,?)?"
_AMOUNTS = tuple(
    re.compile(pattern)
    for back in (_WHEN, _ON)
    for pattern in (
        rf"{_THIS}(?: an?)? {CHANGE}{BY} {AMOUNT}{_ALSO}{back}",
        rf"{_THIS} an? {AMOUNT} (?P<verb>{RISE}){back}",
    )
) + tuple(re.compile(rf"{_THIS} {AMOUNT} (?P<verb>{MORE}){back}") for back in (_WHEN, _THAN))
_DIRECTIONS = tuple(
    re.compile(rf"{_THIS} {verb}{back}")
    for verb, back in (
        (rf"an? (?P<verb>{RISE})(?! of)", _WHEN),
        (rf"an? (?P<verb>{RISE})(?! of)", _ON),
        (r"(?P<verb>up|down)", _ON),
        (rf"(?P<verb>{MORE})", _WHEN),
        (rf"(?P<verb>{MORE})", _THAN),
    )
)
# Of the change whose ends the sentence before says.
_THIS_CHANGE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\Athis {AMOUNT} (?P<verb>{RISE})\b",
        rf"{_THIS} an? {AMOUNT} (?P<verb>{RISE}){ONLY_TIME}[.;]?\s*\Z",
        rf"{_THIS}(?: an?)? {CHANGE}{BY} {AMOUNT}{ONLY_TIME}[.;]?\s*\Z",
    )
)
# Of the only number that the sentence before says.
_THIS_BOTH = re.compile(
    rf"{_THIS}(?: an?)? {CHANGE}{BY} {number('c', 'amount')} \({number('p', 'percent')}\)"
    rf"{ONLY_TIME}[.;]?\s*\Z"
)
_FROM_TO = re.compile(FROM_TO)
_NO_THINGS = frozenset("this across less plus thus was has its always perhaps".split())
_WORDS_BEHIND = 3


def find_changes_across(before: Skeleton, sentence: Skeleton) -> Iterator[Relation]:
    """What a sentence says of the change that led to a number of the sentence before."""
    for pattern in _AMOUNTS:
        if place := pattern.search(sentence.words):
            yield from _changes(before, sentence, place)
    for pattern in _DIRECTIONS:
        if place := pattern.search(sentence.words):
            second = _find_second(before, sentence, place)
            parts = parts_of(sentence, place)
            relation = parts and second and relate_direction(parts["first"], second, place["verb"])
            if relation:
                yield relation
    yield from _of_ends(before, sentence)
    yield from _in_both_units(before, sentence)


def _of_ends(before: Skeleton, sentence: Skeleton) -> Iterator[Relation]:
    """From 2,000 to 2,400. This is a rise of 20%."""
    ends = _FROM_TO.findall(before.words)
    for pattern in _THIS_CHANGE if len(ends) == 1 else ():
        place = pattern.search(sentence.words)
        if place and are_of_one_time(sentence, before):
            first, second = (before.numbers[int(sign)] for sign in ends[0])
            amount = _number(sentence, place, "amount")
            if relation := relate_change(amount, first, second, place["verb"]):
                yield relation


def _in_both_units(before: Skeleton, sentence: Skeleton) -> Iterator[Relation]:
    """There were 2,437. This is a rise of 311 (15%): of the only number before."""
    place = _THIS_BOTH.search(sentence.words)
    counts = [other for other in before.numbers if not other.exempt]
    if place and len(counts) == 1 and _is_count(before):
        percent, amount = (_number(sentence, place, name) for name in ("percent", "amount"))
        if relation := relate_growth(percent, amount, counts[0], place["verb"]):
            yield relation


def _is_count(before: Skeleton) -> bool:
    """Whether a sentence has a count, and does not leave it open."""
    place = re.search(r"#c\d+#", before.words)
    return bool(place and not is_hedged(before.words, place.start()))


def _changes(before: Skeleton, sentence: Skeleton, place: re.Match[str]) -> Iterator[Relation]:
    """How much, and from what, with the number of the sentence before that it led to."""
    second, parts = _find_second(before, sentence, place), parts_of(sentence, place)
    if second and parts:
        relation = relate_change(parts["amount"], parts["first"], second, place["verb"])
        if relation:
            yield relation


def _find_second(
    before: Skeleton, sentence: Skeleton, place: re.Match[str]
) -> PrintedNumber | None:
    """The number of the sentence before that is of the same things, if only one is."""
    first = _number(sentence, place, "first")
    thing = _thing(sentence, int(place["first"]))
    alike = {
        number: other
        for number, other in enumerate(before.numbers)
        if other.unit == first.unit and other.kind is NumberKind.NUMBER and not other.exempt
    }
    if len(alike) > 1 or thing:
        alike = {
            number: other
            for number, other in alike.items()
            if _thing(before, number) == thing or (len(alike) == 1 and not _thing(before, number))
        }
    if len(alike) != 1:
        return None
    [(number, second)] = alike.items()
    behind = before.words.index(f"{number}#")
    return None if is_hedged(before.words, behind - 2) else second


def _thing(sentence: Skeleton, number: int) -> str:
    """What a number counts, as far as the words behind it tell: the first that is a plural."""
    behind = re.search(rf"#[a-z]{number}#((?: [a-z'-]+){{1,{_WORDS_BEHIND}}})", sentence.words)
    named = behind[1].split() if behind else []
    return next(
        (
            word
            for word in named
            if word.endswith("s") and not word.endswith("'s") and word not in _NO_THINGS
        ),
        "",
    )


def _number(sentence: Skeleton, place: re.Match[str], name: str) -> PrintedNumber:
    return sentence.numbers[int(place[name])]

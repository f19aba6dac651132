"""Changes that two sentences tell: there were 535, and this is a rise of 7% since 2023."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_checks.model.texts import BlockKind, NumberKind, PrintedNumber
from qa_checks.texts.coherence.change_patterns import (
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
    SECOND,
    THAN_FIRST,
    TO_END,
    WENT,
)
from qa_checks.texts.coherence.change_relations import (
    relate_change,
    relate_direction,
    relate_growth,
)
from qa_checks.texts.coherence.pattern_matches import Match, are_of_one_time, find_matches
from qa_checks.texts.coherence.relation import Relation
from qa_checks.texts.coherence.skeletons import Skeleton, compiled, is_hedged, number, words

_THIS = r"\A(?:this|that|it) (?:is|was|represents|represented|means|meant)(?: [a-z]+ly)?"
_WHEN = rf"{words(12)},? when{words(4)} {FIRST}{NO_END}"
_ON = rf"{words(3)} {ON}(?:{TO_END}|{words(6)} \() ?{FIRST}{NO_END}"
_THAN = rf"{THAN_FIRST}{NO_END}"
_ALSO = r"(?:(?: \(|,? or )#[cpo]\d+#\)?,?)?"
_AMOUNTS = compiled(
    rf"{_THIS}(?: an?)? {CHANGE}{BY} {AMOUNT}{_ALSO}{_WHEN}",
    rf"{_THIS} an? {AMOUNT} (?P<verb>{RISE}){_WHEN}",
    rf"{_THIS}(?: an?)? {CHANGE}{BY} {AMOUNT}{_ALSO}{_ON}",
    rf"{_THIS} an? {AMOUNT} (?P<verb>{RISE}){_ON}",
    rf"{_THIS} {AMOUNT} (?P<verb>{MORE}){_WHEN}",
    rf"{_THIS} {AMOUNT} (?P<verb>{MORE}){_THAN}",
)
_DIRECTIONS = compiled(
    rf"{_THIS} an? (?P<verb>{RISE})(?! of){_WHEN}",
    rf"{_THIS} an? (?P<verb>{RISE})(?! of){_ON}",
    rf"{_THIS} (?P<verb>up|down){_ON}",
    rf"{_THIS} (?P<verb>{MORE}){_WHEN}",
    rf"{_THIS} (?P<verb>{MORE}){_THAN}",
)
_END = r"[.;]?\s*\Z"
# Of the change whose ends the sentence before says.
_THIS_CHANGE = compiled(
    rf"\Athis {AMOUNT} (?P<verb>{RISE})\b",
    rf"{_THIS} an? {AMOUNT} (?P<verb>{RISE}){ONLY_TIME}{_END}",
    rf"{_THIS}(?: an?)? {CHANGE}{BY} {AMOUNT}{ONLY_TIME}{_END}",
)
# Of the only number that the sentence before says.
_THIS_BOTH = compiled(
    rf"{_THIS}(?: an?)? {CHANGE}{BY} {number('c', 'amount')} \({number('p', 'percent')}\)"
    rf"{ONLY_TIME}{_END}"
)
_FROM_TO = compiled(FROM_TO)
_NO_THINGS = frozenset("this across less plus thus was has its always perhaps".split())
_WORDS_BEHIND = 3
# Homes, secure homes; not homes in Wales, homes run by charities.
_OTHER = "in for with by from to at on of run who which that where than since compared has have"
_NO_MORE = rf"(?! (?:{'|'.join(_OTHER.split())})\b)"
_THINGS = rf"(?P<things>(?:{_NO_MORE} [a-z][a-z'-]*){{1,4}})"
_SAME = rf"(?P<things>(?:{_NO_MORE} [a-z][a-z'-]*){{0,4}}?)"
_THERE = r"(?:there (?:were|was|are|is|has been|have been) )?"
_NUMBER_OF = r"(?:the )?(?:(?:total|overall) )?(?:number|proportion|percentage|share) of"
_ANNOUNCED = compiled(
    *(
        rf"\A{start}{ONLY_TIME}[.:]?\s*\Z"
        for start in (
            rf"{_THERE}{AMOUNT} (?P<verb>{MORE}){_THINGS}",
            rf"{_NUMBER_OF}{_THINGS}(?: has| have)? (?P<verb>{WENT}){BY} {AMOUNT}",
            rf"{_THERE}(?:an? )?{AMOUNT} (?P<verb>{RISE}) in(?: {_NUMBER_OF})?{_THINGS}",
            rf"{_THERE}(?:an? )?(?P<verb>{RISE}) of {AMOUNT} in(?: {_NUMBER_OF})?{_THINGS}",
        )
    )
)
_ENDS = compiled(
    rf"\A(?:(?:on|at|in|as at|by) #x\d+#,? )?there (?:were|was|are) {SECOND}{_SAME}{ONLY_TIME},? "
    rf"(?:compared (?:with|to)|(?:up |down )?from|against) {FIRST}(?:{_NO_MORE} [a-z'-]+){{0,4}}?"
    rf"{ONLY_TIME}{_END}"
)
_ABOVE = (BlockKind.HEADING, BlockKind.ITEM)


def find_changes_across(before: Skeleton, sentence: Skeleton) -> Iterator[Relation]:
    """What a sentence and the one before say together of a change."""
    if before.block == sentence.block:
        yield from _to_number_before(before, sentence)
        yield from _of_ends(before, sentence)
        yield from _in_both_units(before, sentence)
    if before.block == sentence.block or (
        before.block + 1 == sentence.block and before.kind in _ABOVE
    ):
        yield from _announced(before, sentence)


def _announced(before: Skeleton, sentence: Skeleton) -> Iterator[Relation]:
    """25 fewer homes. There were 2,046 on 31 March 2025 compared with 2,071 a year before."""
    for ends in find_matches(sentence, _ENDS):
        for change in find_matches(before, _ANNOUNCED) if ends.parts else ():
            same = ends.place["things"] in ("", change.place["things"])
            if same and change.parts and are_of_one_time(before, sentence):
                amount = change.number("amount")
                yield from relate_change(amount, *ends.ends_in_time, change.verb)


def _to_number_before(before: Skeleton, sentence: Skeleton) -> Iterator[Relation]:
    """There were 535. This is a rise of 7% since 2023, when there were 500."""
    for match in find_matches(sentence, (*_AMOUNTS, *_DIRECTIONS)):
        second, parts = _find_second(before, match), match.parts
        if not (second and parts):
            continue
        if "amount" in parts:
            yield from relate_change(parts["amount"], parts["first"], second, match.verb)
        else:
            yield from relate_direction(parts["first"], second, match.verb)


def _of_ends(before: Skeleton, sentence: Skeleton) -> Iterator[Relation]:
    """From 2,000 to 2,400. This is a rise of 20%."""
    ends = list(find_matches(before, _FROM_TO))
    for match in find_matches(sentence, _THIS_CHANGE) if len(ends) == 1 else ():
        if are_of_one_time(sentence, before):
            first, second = ends[0].numbers("first", "second")
            yield from relate_change(match.number("amount"), first, second, match.verb)


def _in_both_units(before: Skeleton, sentence: Skeleton) -> Iterator[Relation]:
    """There were 2,437. This is a rise of 311 (15%): of the only number before."""
    counts = [other for other in before.numbers if not other.exempt]
    for match in find_matches(sentence, _THIS_BOTH):
        if len(counts) == 1 and _is_count(before):
            percent, amount = match.numbers("percent", "amount")
            yield from relate_growth(percent, amount, counts[0], match.verb)


def _is_count(before: Skeleton) -> bool:
    """Whether a sentence has a count, and does not leave it open."""
    place = re.search(r"#c\d+#", before.words)
    return bool(place and not is_hedged(before.words, place.start()))


def _find_second(before: Skeleton, match: Match) -> PrintedNumber | None:
    """The number of the sentence before that is of the same things, if only one is."""
    first = match.number("first")
    thing = _thing(match.sentence, int(match.place["first"]))
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

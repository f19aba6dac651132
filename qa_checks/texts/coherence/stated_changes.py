"""Changes whose ends stand beside them: from a to b, up n%, doubled, three percentage points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.coherence.relation import HUNDRED, Bounds, ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import Skeleton, is_hedged, number, places, words
from qa_checks.texts.digits import PERCENT, PERCENT_POINTS, POINTS

_UP = "rose|risen|rises?|grew|grown|grows?|growth|increases?|increased|increasing|climbed|up"
_DOWN = (
    "fell|fallen|falls?|decreases?|decreased|decreasing|drops?|dropped|declines?|declined"
    "|reductions?|reduced|down"
)
_CHANGE = rf"\b(?P<verb>{_UP}|{_DOWN})"
_BY = r"(?: [a-z]+ly)?(?: by| of)?(?: an? (?:further|additional))?"
_FIRST, _SECOND = number("cpu", "first"), number("cpu", "second")
_AMOUNT = number("cpou", "amount")
_ALSO = rf"(?:(?: \(|,? or ){number('cpou', 'also')}\)?)?"
_FROM_TO = rf"from{words(3)} {_FIRST}{words(7)},? to{words(3)} {_SECOND}"
_TO_FROM = rf"to{words(3)} {_SECOND}{words(7)},?(?: up| down)? from{words(3)} {_FIRST}"
_RISE = r"(?:rise|increase|growth|fall|decrease|drop|decline|reduction)"
# Each holds a verb, where there is one, the amount of the change and its two ends.
# 2,500 homes, up 9% from 2,300; 2,500 homes, compared with 2,300 in 2020, an increase of 9%.
_ON = r"(?:from|on|against|compared (?:with|to))"
_AS_A_CHANGE = rf"(?:,| \() ?(?:an? )?{_CHANGE}{_BY} {_AMOUNT}"
# "331 more homes (up 9% from 3,679 to 4,010)": the change is that of the homes, not of the 331.
_STOCK = rf"{_SECOND}(?! (?:more|fewer|less|extra|additional|further)\b)"
_NO_END = rf"(?!{words(7)},? to{words(3)} #)"
_SINCE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_STOCK}{words(7)}{_AS_A_CHANGE}{words(3)} {_ON}{words(3)} {_FIRST}{_NO_END}",
        rf"{_STOCK}{words(7)},? (?:up |down )?{_ON}{words(3)} {_FIRST}{words(7)}{_AS_A_CHANGE}",
    )
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_CHANGE}{_BY} {_AMOUNT}{_ALSO}{words(6)},? {_FROM_TO}",
        rf"{_CHANGE}{_BY} {_AMOUNT}{words(6)},? {_TO_FROM}",
        rf"{_FROM_TO}{words(6)}(?:,| \(| -) ?(?:an? )?{_CHANGE}{_BY} {_AMOUNT}{_ALSO}",
        rf"{_FROM_TO}{words(6)}(?:,| \(| -) ?an? {_AMOUNT} (?P<verb>{_RISE})\b",
        rf"{_AMOUNT} (?P<verb>{_RISE}){words(5)},? {_FROM_TO}",
    )
)
# Not the nouns: falls from 10 to 20 per cent may be anything between.
_WENT = "rose|risen|grew|grown|increased|climbed|up|fell|fallen|decreased|dropped|declined|down"
_ENDS = re.compile(rf"\b(?P<verb>{_WENT})(?: [a-z]+ly)?(?: again| further)? {_FROM_TO}")
_RANKING = re.compile(r"\b(?:rank|position|place\b|league)")
_MULTIPLE = re.compile(rf"{number('m', 'multiple')}{words(12)} {_FROM_TO}")
_BY_TO = re.compile(rf"{_CHANGE}{_BY} {_AMOUNT}{words(4)},? to {_SECOND}")
_FEW = 2
_SLACK = Decimal("0.2")  # what "doubled" may be off by
_IS_DOWN = re.compile(rf"{_DOWN}|fall|decrease|drop|decline|reduction")


def find_changes(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """What the words of a text say to be the change between two of its numbers."""
    for place, sentence in enumerate(sentences):
        yield from _units(sentence)
        if len(sentence.numbers) < _FEW:
            continue
        yield from _amounts(sentence)
        yield from _directions(sentence)
        yield from _multiples(sentence)
        yield from _likely(sentence, sentences[max(0, place - 2) : place + 1])


def _units(sentence: Skeleton) -> Iterator[Relation]:
    """2.7% percentage point: a percentage or points, it cannot be both."""
    for item in sentence.numbers:
        if item.unit == PERCENT_POINTS and not item.exempt:
            yield Relation(ClosingKind.UNIT, (item,), lambda _: False, _say_unit)


def _say_unit(numbers: Sequence[PrintedNumber]) -> str:
    value = numbers[0].printed.partition("%")[0].strip()
    return f"'{numbers[0].printed}' may be read as {value}% or as {value} percentage points"


def _amounts(sentence: Skeleton) -> Iterator[Relation]:
    for pattern in _PATTERNS:
        for place in pattern.finditer(sentence.words):
            yield from _changes(sentence, place)
    for pattern in _SINCE:
        for place in pattern.finditer(sentence.words):
            second = sentence.numbers[int(place["second"])]
            earlier = sentence.numbers[: int(place["second"])]
            # In "2,500 places in 300 homes, up 9% from 2,200" the change is not that of the homes.
            sure = not any(other.unit == second.unit and not other.exempt for other in earlier)
            for relation in _changes(sentence, place):
                yield relation if sure else relation.likely()


def _changes(sentence: Skeleton, place: re.Match[str]) -> Iterator[Relation]:
    """What a pattern has found: how much, and from what to what."""
    parts = {
        name: sentence.numbers[int(number)]
        for name, number in place.groupdict().items()
        if number and name != "verb"
    }
    if any(is_hedged(sentence.words, place.start(name) - 2) for name in parts):
        return
    down = bool(_IS_DOWN.fullmatch(place["verb"]))
    for name in ("amount", "also"):
        relation = name in parts and _change(parts[name], parts["first"], parts["second"], down)
        if relation:
            yield relation


def _change(
    amount: PrintedNumber, first: PrintedNumber, second: PrintedNumber, down: bool
) -> Relation | None:
    """How an amount must follow from both ends; None where they say nothing of it.

    Their units may not fit together, and nothing is a percentage of nought.
    """
    if first.unit != second.unit or (amount.unit == PERCENT and not _is_positive(first)):
        return None
    numbers = (amount, first, second)
    sign = -1 if down else 1
    if amount.unit == PERCENT:
        return Relation(
            ClosingKind.CHANGE,
            numbers,
            partial(_is_growth, sign=sign),
            partial(_say_growth, down=down),
        )
    if amount.unit == (POINTS if first.unit == PERCENT else first.unit):
        return Relation(
            ClosingKind.CHANGE,
            numbers,
            partial(_is_difference, sign=sign),
            partial(_say_difference, down=down),
        )
    return None


def _is_positive(number: PrintedNumber) -> bool:
    return number.value is not None and number.value > 0


def _is_growth(bounds: Sequence[Bounds], sign: int) -> bool:
    amount, first, second = bounds
    if first.low <= 0:
        return False
    ends = sorted(
        sign * HUNDRED * (after / before - 1)
        for before, after in ((first.high, second.low), (first.low, second.high))
    )
    return _meet(ends, amount)


def _is_difference(bounds: Sequence[Bounds], sign: int) -> bool:
    amount, first, second = bounds
    ends = sorted((sign * (second.low - first.high), sign * (second.high - first.low)))
    return _meet(ends, amount)


def _meet(ends: Sequence[Decimal], amount: Bounds) -> bool:
    """Whether two ranges have a value in common, the second as printed or without its sign."""
    size = sorted((abs(amount.low), abs(amount.high)))
    return (ends[0] <= amount.high and ends[1] >= amount.low) or (
        ends[0] <= size[1] and ends[1] >= size[0]
    )


def _say_growth(numbers: Sequence[PrintedNumber], down: bool) -> str:
    amount, first, second = numbers
    before, after = first.value or Decimal(1), second.value or Decimal(0)
    growth = HUNDRED * (after - before) / before
    size = f"{abs(growth):.{places(amount) + 1}f}%"
    if first.unit == PERCENT:
        size += f" or {abs(after - before)} percentage points"
    return _say_change(numbers, size, down)


def _say_difference(numbers: Sequence[PrintedNumber], down: bool) -> str:
    amount, first, second = numbers
    apart = abs((second.value or Decimal(0)) - (first.value or Decimal(0)))
    unit = " percentage points" if amount.unit == POINTS else ""
    return _say_change(numbers, f"{apart:,}{unit}", down)


def _say_change(numbers: Sequence[PrintedNumber], size: str, down: bool) -> str:
    """What the change from one end to the other is, and what is printed instead."""
    amount, first, second = numbers
    before, after = first.value or Decimal(0), second.value or Decimal(0)
    change = f"a {_name_change(after < before)} of {size}" if after != before else "no change"
    return (
        f"from {first.printed} to {second.printed} is {change}, "
        f"printed is a {_name_change(down)} of {amount.printed}"
    )


def _name_change(down: bool) -> str:
    return "fall" if down else "rise"


def _directions(sentence: Skeleton) -> Iterator[Relation]:
    """Rose from 20 to 10, unless that is a place in a ranking."""
    if _RANKING.search(sentence.words):
        return
    for place in _ENDS.finditer(sentence.words):
        first, second = (sentence.numbers[int(place[name])] for name in ("first", "second"))
        if first.unit == second.unit and min(first.value or 0, second.value or 0) >= 0:
            verb = place["verb"]
            yield Relation(
                ClosingKind.CHANGE,
                (first, second),
                partial(_goes, down=bool(_IS_DOWN.fullmatch(verb))),
                partial(_say_direction, verb=verb),
                proves=False,  # many other numbers go the same way
            )


def _say_direction(numbers: Sequence[PrintedNumber], verb: str) -> str:
    return f"'{verb}' from {numbers[0].printed} to {numbers[1].printed}"


def _goes(bounds: Sequence[Bounds], down: bool) -> bool:
    first, second = bounds
    return second.low < first.high if down else second.high > first.low


def _multiples(sentence: Skeleton) -> Iterator[Relation]:
    """Doubled from two to four."""
    for place in _MULTIPLE.finditer(sentence.words):
        multiple, first, second = (
            sentence.numbers[int(place[name])] for name in ("multiple", "first", "second")
        )
        if first.unit == second.unit and _is_positive(first):
            numbers = (multiple, first, second)
            firm = not is_hedged(sentence.words, place.start())
            yield Relation(ClosingKind.CHANGE, numbers, _is_multiple, _say_multiple, firm)


def _is_multiple(bounds: Sequence[Bounds]) -> bool:
    multiple, first, second = bounds
    if first.low <= 0:
        return False
    middle = (multiple.low + multiple.high) / 2
    return second.low / first.high <= middle * (
        1 + _SLACK
    ) and second.high / first.low >= middle * (1 - _SLACK)


def _say_multiple(numbers: Sequence[PrintedNumber]) -> str:
    multiple, first, second = numbers
    times = (second.value or Decimal(0)) / (first.value or Decimal(1))
    return (
        f"from {first.printed} to {second.printed} is {times:.2f} times as much, "
        f"printed is '{multiple.printed}'"
    )


def _likely(sentence: Skeleton, nearby: Sequence[Skeleton]) -> Iterator[Relation]:
    """Up by 200 to 2,500: from a number that stands in the sentences before."""
    for place in _BY_TO.finditer(sentence.words):
        amount, second = (sentence.numbers[int(place[name])] for name in ("amount", "second"))
        for near in nearby:
            for first in near.numbers:
                usable = first.kind is NumberKind.NUMBER and not first.exempt and first.value
                if usable and near.block == sentence.block and first not in (amount, second):
                    relation = _change(
                        amount, first, second, bool(_IS_DOWN.fullmatch(place["verb"]))
                    )
                    if relation:
                        yield relation.likely()

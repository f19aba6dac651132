"""Percent where percentage points are meant, or both at once: a change of 6.8%, 71.2% to 78.0%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.change_patterns import RISE
from qa_checks.texts.coherence.pattern_matches import Match, find_matches
from qa_checks.texts.coherence.relation import HUNDRED, Bounds, ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import Skeleton, compiled, number, places, words
from qa_checks.texts.digits import PERCENT, PERCENT_POINTS

_ONE, _OTHER, _AMOUNT = number("p", "one"), number("p", "other"), number("po", "amount")
_IN = r" in #x\d+#"
_AGAINST = r"(?:compared (?:with|to)|(?:up |down )?from|against)"
# Two shares of one thing at two times.
_LEVELS = (
    rf"from{words(3)} {_ONE}{words(7)},? to{words(3)} {_OTHER}",
    rf"to{words(3)} {_ONE}{words(7)},?(?: up| down)? from{words(3)} {_OTHER}",
    rf"{_ONE}{_IN},? (?:and|but|to|rising to|falling to){words(2)} {_OTHER}{_IN}",
    rf"{_ONE}{words(7)},? \(?{_AGAINST}{words(3)} {_OTHER}",
)
_NOUN = rf"(?:{RISE}|change|difference|improvement)"
_CHANGES = (rf"{_NOUN} of(?: an?)? {_AMOUNT}", rf"{_AMOUNT} {_NOUN}\b")
_IS = r"(?: (?:which|this|that) [a-z]+)?(?: an?)?(?: [a-z]+)?"
_WITHIN = compiled(
    *(rf"{pair}{words(6)}(?:,|;| -| \(){_IS} ?{change}" for pair in _LEVELS for change in _CHANGES)
)
_BETWEEN = compiled(*_LEVELS)
_NEXT = compiled(
    *(rf"\A(?:this|that|it)(?: [a-z'-]+){{1,3}} an?(?: [a-z]+)? {change}" for change in _CHANGES)
)


def find_units(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """Amounts in two units at once, and changes between two percentages in the other unit."""
    for place, sentence in enumerate(sentences):
        for item in sentence.numbers:
            if item.unit == PERCENT_POINTS and not item.exempt:
                yield Relation(ClosingKind.UNIT, (item,), lambda _: False, _say_both)
        for match in find_matches(sentence, _WITHIN):
            yield from _change(match, match)
        before = sentences[place - 1] if place else sentence
        if before is not sentence and before.block + 1 >= sentence.block:
            yield from _of_sentence_before(sentence, before)


def _of_sentence_before(sentence: Skeleton, before: Skeleton) -> Iterator[Relation]:
    """It rose from 71.2% to 78.0%. This is a change of 6.8%."""
    changes = list(find_matches(sentence, _NEXT))
    pairs = list(find_matches(before, _BETWEEN)) if changes else []
    if len({frozenset(pair.place.group("one", "other")) for pair in pairs}) == 1:
        yield from _change(changes[0], pairs[0])


def _say_both(numbers: Sequence[PrintedNumber]) -> str:
    value = numbers[0].printed.partition("%")[0].strip()
    return f"'{numbers[0].printed}' may be read as {value}% or as {value} percentage points"


def _change(change: Match, pair: Match) -> Iterator[Relation]:
    """A change and its two ends, which may stand in the sentence before."""
    if not (change.is_hedged("amount") or pair.is_hedged("one", "other")):
        numbers = (*change.numbers("amount"), *pair.numbers("one", "other"))
        holds = partial(_is_in_its_unit, is_percent=numbers[0].unit == PERCENT)
        yield Relation(ClosingKind.CHANGE, numbers, holds, _say_unit, proves=False)


def _is_in_its_unit(bounds: Sequence[Bounds], is_percent: bool) -> bool:
    """Whether a change fits in its own unit, or in neither: then it is of something else."""
    amount, one, other = bounds
    size = Bounds(*sorted((abs(amount.low), abs(amount.high))))
    points = _sizes(one.low - other.high, one.high - other.low)
    growths = [
        _sizes(HUNDRED * (after.low / before.high - 1), HUNDRED * (after.high / before.low - 1))
        for before, after in ((one, other), (other, one))
        if before.low > 0
    ]
    of_points, of_growth = points.meets(size), any(growth.meets(size) for growth in growths)
    return (of_growth or not of_points) if is_percent else (of_points or not of_growth)


def _sizes(low: Decimal, high: Decimal) -> Bounds:
    """A range without its sign: from nought on where it has both."""
    if low <= 0 <= high:
        return Bounds(Decimal(0), max(-low, high))
    return Bounds(*sorted((abs(low), abs(high))))


def _say_unit(numbers: Sequence[PrintedNumber]) -> str:
    amount, one, other = numbers
    before, after = one.value or Decimal(1), other.value or Decimal(0)
    growth = abs(HUNDRED * (after - before) / before)
    return (
        f"between {one.printed} and {other.printed} lie {abs(after - before)} percentage points or "
        f"{growth:.{places(amount) + 1}f}%, printed is a change of {amount.printed}"
    )

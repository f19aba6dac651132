"""Which one digit, printed otherwise, would mend what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.relation import Relation, bounds_of

_LARGE = 100


class Mend(NamedTuple):
    """A number, how it would be printed with one digit changed, and what else that mends."""

    number: PrintedNumber
    printed: str
    also: tuple[str, ...]


def find_mends(
    broken: Relation, relations: Sequence[Relation], rounding: Decimal
) -> tuple[Mend, ...]:
    """The changes of one digit that mend a relation and break none, those that mend most alone.

    ``relations`` are all of the text, of which some share a number with the broken one.
    """
    mends: list[Mend] = []
    for number in broken.numbers:
        others = [
            other
            for other in relations
            if other.numbers != broken.numbers
            and any(_is_same(number, one) for one in other.numbers)
        ]
        holding = [other for other in others if holds(other, rounding)]
        open_ones = [other for other in others if other not in holding]
        for changed in _change_digits(number):
            change = (number, changed)
            if holds(broken, rounding, change) and all(
                holds(other, rounding, change) for other in holding
            ):
                also = [
                    other.numbers[0].printed
                    for other in open_ones
                    if holds(other, rounding, change)
                ]
                mends.append(Mend(number, changed.printed, tuple(dict.fromkeys(also))))
    most = max((len(mend.also) for mend in mends), default=0)
    return tuple(mend for mend in mends if len(mend.also) == most)


def holds(
    relation: Relation,
    rounding: Decimal,
    change: tuple[PrintedNumber, PrintedNumber] | None = None,
) -> bool:
    """Whether a relation holds, as printed or with another number instead of one of its own."""
    numbers = relation.numbers
    if change:
        numbers = tuple(change[1] if _is_same(change[0], other) else other for other in numbers)
    return relation.holds([bounds_of(other, rounding) for other in numbers])


def _is_same(number: PrintedNumber, other: PrintedNumber) -> bool:
    """Whether two numbers are one, or a large one that is printed twice."""
    twice = (
        number.printed == other.printed and number.value is not None and abs(number.value) >= _LARGE
    )
    return number is other or (twice and not number.unit)


def _change_digits(number: PrintedNumber) -> Iterator[PrintedNumber]:
    """A number with each of its digits in turn printed as each other one."""
    digits = [place for place, sign in enumerate(number.printed) if sign in "0123456789"]
    if number.value is None:
        return
    for place in digits:
        weight = number.step * Decimal(10) ** sum(other > place for other in digits)
        old = int(number.printed[place])
        for new in range(10):
            leads = place == digits[0] and len(digits) > 1
            if new != old and not (new == 0 and leads):
                printed = number.printed[:place] + str(new) + number.printed[place + 1 :]
                more = (new - old) * weight
                value = number.value + (more if number.value >= 0 else -more)
                yield replace(number, printed=printed, value=value)

"""Which one digit, printed otherwise, would mend what contradicts itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.relation import Relation, bounds_of

_LARGE = 100
_MOST = 50


class Mend(NamedTuple):
    """A number, how it would be printed with one digit changed, and what else that mends."""

    number: PrintedNumber
    printed: str
    also: tuple[str, ...]


class Related:
    """The relations of a text by the numbers they hold against each other."""

    def __init__(self, relations: Sequence[Relation]) -> None:
        self._by_number: defaultdict[object, list[Relation]] = defaultdict(list)
        for relation in relations:
            for number in relation.numbers:
                self._by_number[_identity(number)].append(relation)

    def others(self, relation: Relation, number: PrintedNumber) -> list[Relation]:
        """Other relations that hold a number of a relation."""
        related = self._by_number[_identity(number)][:_MOST]
        return [other for other in related if other.numbers != relation.numbers]


def find_mends(broken: Relation, related: Related, rounding: Decimal) -> tuple[Mend, ...]:
    """The changes of one digit that mend a relation and break none, those that mend most alone."""
    mends: list[Mend] = []
    for number in broken.numbers:
        others = related.others(broken, number)
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
        same = _identity(change[0])
        numbers = tuple(change[1] if _identity(other) == same else other for other in numbers)
    return relation.holds([bounds_of(other, rounding) for other in numbers])


def are_one_digit_apart(text: str, other: str) -> bool:
    """Whether two texts are equally long and differ in one sign."""
    differing = sum(left != right for left, right in zip(text, other, strict=False))
    return len(text) == len(other) and differing == 1


def _identity(number: PrintedNumber) -> object:
    """What a number has in common with itself where it is printed twice, if it is a large one."""
    large = number.value is not None and abs(number.value) >= _LARGE and not number.unit
    return number.printed if large else number.start


def _change_digits(number: PrintedNumber) -> Iterator[PrintedNumber]:
    """A number with each of its digits in turn printed as each other one."""
    digits = [place for place, sign in enumerate(number.printed) if sign in "0123456789"]
    if number.value is None:
        return
    for place in digits:
        weight = number.step * Decimal(10) ** sum(other > place for other in digits)
        old = int(number.printed[place])
        for new in range(10):
            leads = place == digits[0]  # no text prints 012, nor 0 for a number of things
            if new != old and not (new == 0 and leads):
                printed = number.printed[:place] + str(new) + number.printed[place + 1 :]
                more = (new - old) * weight
                value = number.value + (more if number.value >= 0 else -more)
                yield replace(number, printed=printed, value=value)

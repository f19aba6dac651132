"""What numbers of a text must be to each other, where its words say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.model.texts import NumberKind, PrintedNumber

HUNDRED = Decimal(100)
_ROUNDINGS = tuple(map(Decimal, (1000, 100, 10, 5)))
_ENOUGH = 8  # counts of a text that must all be rounded before they are taken to be


class ClosingKind(StrEnum):
    """What of a text was held against what."""

    SHARE = "share"
    CHANGE = "change"
    TOTAL = "total"
    REPEAT = "repeat"
    POSSIBLE = "possible"
    WEEKDAY = "weekday"
    UNIT = "unit"


class Bounds(NamedTuple):
    """The values that a printed number may stand for, both ends among them."""

    low: Decimal
    high: Decimal

    def meets(self, other: Bounds) -> bool:
        """Whether both may stand for one value."""
        return self.low <= other.high and other.low <= self.high


class Relation(Struct, frozen=True):
    """Numbers of a text that say something together.

    ``holds`` says of what they may stand for whether it is true, ``say`` of the numbers what they
    say and what they would have to. A ``firm`` relation is what the words say: where it does not
    hold, the text contradicts itself. Another is only likely, and counts where it holds. One that
    ``proves`` nothing makes no number consistent where it holds. ``mends`` are what would mend it,
    where that is no digit of a number.
    """

    kind: ClosingKind
    numbers: tuple[PrintedNumber, ...]
    holds: Callable[[Sequence[Bounds]], bool]
    say: Callable[[Sequence[PrintedNumber]], str]
    firm: bool = True
    proves: bool = True
    mends: tuple[str, ...] = ()

    def likely(self) -> Relation:
        """The same relation where the words only make it likely."""
        return replace(self, firm=False)


def says(template: str) -> Callable[[Sequence[PrintedNumber]], str]:
    """What numbers say, in words with a {} for each of them as it is printed."""
    return lambda numbers: template.format(*(number.printed for number in numbers))


def are_same(bounds: Sequence[Bounds]) -> bool:
    """Whether two numbers may stand for one value."""
    first, second = bounds
    return first.meets(second)


def bounds_of(number: PrintedNumber, rounding: Decimal = Decimal(1)) -> Bounds:
    """What a number may stand for: half of its last place to both sides, nothing for a count.

    ``rounding`` is what the counts of the text are rounded to.
    """
    value = number.value or Decimal(0)
    if number.step != 1 or number.unit:
        half = number.step / 2
    elif rounding > 1 and abs(value) >= rounding:
        half = rounding / 2
    else:
        half = Decimal(0)
    return Bounds(value - half, value + half)


def rounding_of(numbers: Sequence[PrintedNumber]) -> Decimal:
    """What the counts of a text are rounded to: 1,000, 100, 10, 5, or 1 if they are not."""
    counts = [
        number.value
        for number in numbers
        if number.value is not None
        and number.value >= 20
        and number.kind is NumberKind.NUMBER
        and not (number.unit or number.exempt)
        and number.step == 1
    ]
    if len(counts) < _ENOUGH:
        return Decimal(1)
    return next(
        (base for base in _ROUNDINGS if all(count % base == 0 for count in counts)), Decimal(1)
    )

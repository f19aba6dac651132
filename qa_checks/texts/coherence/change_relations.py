"""What a change, its amount and its two ends must be to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.coherence.change_patterns import EITHER, says_fall
from qa_checks.texts.coherence.relation import HUNDRED, Bounds, ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import places
from qa_checks.texts.digits import PERCENT, POINTS

_ABOUT = Decimal(5)  # percentage points that "by a quarter" may be off by


def relate_change(
    amount: PrintedNumber, first: PrintedNumber, second: PrintedNumber, verb: str
) -> Iterator[Relation]:
    """How an amount must follow from both ends, where they say anything of it.

    Their units may not fit together, and nothing is a percentage of nought.
    """
    is_part = amount.kind is NumberKind.FRACTION
    is_growth = is_part or amount.unit == PERCENT
    if first.unit != second.unit or (is_growth and not is_positive(first)):
        return
    if not is_growth and amount.unit != (POINTS if first.unit == PERCENT else first.unit):
        return
    sign = _sign(amount, first, second, verb)
    if is_part:
        holds = partial(_is_part, sign=sign)
    else:
        holds = partial(_is_growth if is_growth else _is_difference, sign=sign)
    say = partial(_say_growth if is_growth else _say_difference, name=_name(verb))
    yield Relation(ClosingKind.CHANGE, (amount, first, second), holds, say)


def _sign(amount: PrintedNumber, first: PrintedNumber, second: PrintedNumber, verb: str) -> int:
    """Whether an amount is one of a rise (1) or of a fall (-1).

    A change to either side is what its ends say; where a minus is printed, it is nought: the amount
    has its own sign.
    """
    if not re.fullmatch(EITHER, verb):
        return -1 if says_fall(verb) else 1
    if (amount.value or 0) < 0:
        return 0
    return -1 if (second.value or 0) < (first.value or 0) else 1


def _name(verb: str) -> str:
    """What a word says that there was."""
    return "change" if re.fullmatch(EITHER, verb) else _name_change(says_fall(verb))


def relate_direction(first: PrintedNumber, second: PrintedNumber, verb: str) -> Iterator[Relation]:
    """How one end must be to the other; it proves nothing, for many numbers go the same way."""
    if first.unit == second.unit and min(first.value or 0, second.value or 0) >= 0:
        holds, say = partial(_goes, down=says_fall(verb)), partial(_say_direction, verb=verb)
        yield Relation(ClosingKind.CHANGE, (first, second), holds, say, proves=False)


def relate_no_change(first: PrintedNumber, second: PrintedNumber, verb: str) -> Iterator[Relation]:
    """Two ends between which nothing is said to have changed, which proves no more either."""
    if first.unit == second.unit:
        say = partial(_say_direction, verb=verb)
        yield Relation(ClosingKind.CHANGE, (first, second), _stays, say, proves=False)


def relate_growth(
    percent: PrintedNumber, amount: PrintedNumber, second: PrintedNumber, verb: str
) -> Iterator[Relation]:
    """How a percentage must follow from an amount and the end it led to: by 1,250 (5%), to 25,300.

    What ends in noughts may be rounded.
    """
    down = says_fall(verb)
    before = (second.value or 0) + (amount.value or 0) * (1 if down else -1)
    if not (amount.unit or second.unit) and percent.unit == PERCENT and before > 0:
        holds = partial(_follows, down=down, slack=(_half_step(amount), _half_step(second)))
        say = partial(_say_led_to, down=down)
        yield Relation(ClosingKind.CHANGE, (percent, amount, second), holds, say)


def relate_growth_from(
    percent: PrintedNumber, amount: PrintedNumber, first: PrintedNumber, verb: str
) -> Iterator[Relation]:
    """How a percentage must follow from an amount and the end it began with."""
    if not (amount.unit or first.unit) and percent.unit == PERCENT and is_positive(first):
        holds = partial(_is_part_of, slack=(_half_step(amount), _half_step(first)))
        say = partial(_say_led_from, name=_name(verb))
        yield Relation(ClosingKind.CHANGE, (percent, amount, first), holds, say)


def is_positive(number: PrintedNumber) -> bool:
    """Whether a number has a value above nought."""
    return number.value is not None and number.value > 0


def _half_step(number: PrintedNumber) -> Decimal:
    """Half of the last place of a count that is no nought."""
    value = number.value or Decimal(0)
    step = Decimal(1)
    while value and value % (step * 10) == 0:
        step *= 10
    return step / 2 if step > 1 else Decimal(0)


def _is_growth(bounds: Sequence[Bounds], sign: int) -> bool:
    amount, first, second = bounds
    return first.low > 0 and _meet(_growth(first, second, sign or 1), amount, signed=not sign)


def _growth(first: Bounds, second: Bounds, sign: int) -> list[Decimal]:
    return sorted(
        sign * HUNDRED * (after / before - 1)
        for before, after in ((first.high, second.low), (first.low, second.high))
    )


def _is_part(bounds: Sequence[Bounds], sign: int) -> bool:
    amount, first, second = bounds
    if first.low <= 0:
        return False
    low, high = _growth(first, second, sign or 1)
    middle = HUNDRED * (amount.low + amount.high) / 2
    return low <= middle + _ABOUT and high >= middle - _ABOUT


def _is_difference(bounds: Sequence[Bounds], sign: int) -> bool:
    amount, first, second = bounds
    side = sign or 1
    ends = sorted((side * (second.low - first.high), side * (second.high - first.low)))
    return _meet(ends, amount, signed=not sign)


def _meet(ends: Sequence[Decimal], amount: Bounds, *, signed: bool = False) -> bool:
    """Whether two ranges have a value in common, the second as printed or without its sign."""
    size = sorted((abs(amount.low), abs(amount.high)))
    return (ends[0] <= amount.high and ends[1] >= amount.low) or (
        not signed and ends[0] <= size[1] and ends[1] >= size[0]
    )


def _follows(bounds: Sequence[Bounds], down: bool, slack: tuple[Decimal, Decimal]) -> bool:
    percent, amount, second = bounds
    sizes = [
        HUNDRED * size / (end + size if down else end - size)
        for size, end in (
            (amount.low - slack[0], second.high + slack[1]),
            (amount.high + slack[0], second.low - slack[1]),
        )
        if down or end > size
    ]
    return bool(sizes) and _meet(sorted(sizes), percent)


def _is_part_of(bounds: Sequence[Bounds], slack: tuple[Decimal, Decimal]) -> bool:
    percent, amount, first = bounds
    low = HUNDRED * (amount.low - slack[0]) / (first.high + slack[1])
    most = first.low - slack[1]
    return most <= 0 or _meet([low, HUNDRED * (amount.high + slack[0]) / most], percent)


def _goes(bounds: Sequence[Bounds], down: bool) -> bool:
    first, second = bounds
    return second.low < first.high if down else second.high > first.low


def _stays(bounds: Sequence[Bounds]) -> bool:
    first, second = bounds
    return first.meets(second)


def _say_growth(numbers: Sequence[PrintedNumber], name: str) -> str:
    amount, first, second = numbers
    before, after = first.value or Decimal(1), second.value or Decimal(0)
    growth = HUNDRED * (after - before) / before
    digits = 1 if amount.kind is NumberKind.FRACTION else places(amount) + 1
    size = f"{abs(growth):.{digits}f}%"
    if first.unit == PERCENT:
        size += f" or {abs(after - before)} percentage points"
    return _say_change(numbers, size, name)


def _say_difference(numbers: Sequence[PrintedNumber], name: str) -> str:
    amount, first, second = numbers
    apart = abs((second.value or Decimal(0)) - (first.value or Decimal(0)))
    unit = " percentage points" if amount.unit == POINTS else ""
    return _say_change(numbers, f"{apart:,}{unit}", name)


def _say_change(numbers: Sequence[PrintedNumber], size: str, name: str) -> str:
    """What the change from one end to the other is, and what is printed instead."""
    amount, first, second = numbers
    before, after = first.value or Decimal(0), second.value or Decimal(0)
    change = f"a {_name_change(after < before)} of {size}" if after != before else "no change"
    return (
        f"from {first.printed} to {second.printed} is {change}, "
        f"printed is a {name} of {amount.printed}"
    )


def _say_led_to(numbers: Sequence[PrintedNumber], down: bool) -> str:
    percent, amount, second = numbers
    change, end = amount.value or Decimal(0), second.value or Decimal(0)
    before = end + change if down else end - change
    size = f"{HUNDRED * change / before:.{places(percent) + 1}f}%"
    return (
        f"a {_name_change(down)} of {amount.printed} to {second.printed} is one of {size}, "
        f"printed is {percent.printed}"
    )


def _say_led_from(numbers: Sequence[PrintedNumber], name: str) -> str:
    percent, amount, first = numbers
    size = HUNDRED * (amount.value or 0) / (first.value or 1)
    return (
        f"a {name} of {amount.printed} from {first.printed} is one of "
        f"{size:.{places(percent) + 1}f}%, printed is {percent.printed}"
    )


def _say_direction(numbers: Sequence[PrintedNumber], verb: str) -> str:
    return f"'{verb}' from {numbers[0].printed} to {numbers[1].printed}"


def _name_change(down: bool) -> str:
    return "fall" if down else "rise"

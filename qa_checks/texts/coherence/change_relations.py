"""What a change, its amount and its two ends must be to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.coherence.change_patterns import EITHER, says_fall
from qa_checks.texts.coherence.relation import (
    HUNDRED,
    Bounds,
    ClosingKind,
    Relation,
    are_same,
    bounds_of,
    says,
)
from qa_checks.texts.coherence.skeletons import places
from qa_checks.texts.digits import PERCENT, POINTS

_ABOUT = Decimal(5)  # percentage points that "by a quarter" may be off by
MORE_THAN = re.compile(r"\b(?:more than|over|at least) \Z")
NEARLY = re.compile(r"\b(?:almost|nearly|around|about|approximately|roughly|close to) \Z")
_SLACK, _NEARLY_SLACK = Decimal("0.2"), Decimal("0.3")  # that "doubled" may be off by, of it


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
        holds, say = partial(_goes, down=says_fall(verb)), says(f"'{verb}' from {{}} to {{}}")
        yield Relation(ClosingKind.CHANGE, (first, second), holds, say, proves=False)


def relate_no_change(first: PrintedNumber, second: PrintedNumber, verb: str) -> Iterator[Relation]:
    """Two ends between which nothing is said to have changed, which proves no more either."""
    if first.unit == second.unit:
        say = says(f"'{verb}' from {{}} to {{}}")
        yield Relation(ClosingKind.CHANGE, (first, second), are_same, say, proves=False)


def relate_growth(
    percent: PrintedNumber, amount: PrintedNumber, second: PrintedNumber, verb: str
) -> Iterator[Relation]:
    """How a percentage must follow from an amount and the end it led to: by 1,250 (5%), to 25,300.

    What ends in noughts may be rounded.
    """
    down = says_fall(verb)
    change = amount.value or Decimal(0)
    before = (second.value or Decimal(0)) + (change if down else -change)
    if not (amount.unit or second.unit) and percent.unit == PERCENT and before > 0:
        holds = partial(_follows, down=down, slack=(_half_step(amount), _half_step(second)))
        say = partial(_say_both, name=_name_change(down), before=before, link="to")
        yield Relation(ClosingKind.CHANGE, (percent, amount, second), holds, say)


def relate_growth_from(
    percent: PrintedNumber, amount: PrintedNumber, first: PrintedNumber, verb: str
) -> Iterator[Relation]:
    """How a percentage must follow from an amount and the end it began with."""
    if not (amount.unit or first.unit) and percent.unit == PERCENT and is_positive(first):
        holds = partial(_is_part_of, slack=(_half_step(amount), _half_step(first)))
        before = first.value or Decimal(1)
        say = partial(_say_both, name=_name(verb), before=before, link="from")
        yield Relation(ClosingKind.CHANGE, (percent, amount, first), holds, say)


def relate_multiple(
    multiple: PrintedNumber, first: PrintedNumber, second: PrintedNumber, before: str
) -> Iterator[Relation]:
    """How many times as much one end is as the other; ``before`` are the words before that."""
    if first.unit == second.unit and is_positive(first):
        numbers = (multiple, first, second)
        slack = _NEARLY_SLACK if NEARLY.search(before) else _SLACK
        holds = _is_at_least if MORE_THAN.search(before) else partial(_is_multiple, slack=slack)
        proves = _is_multiple([bounds_of(number) for number in numbers], _SLACK)
        yield Relation(ClosingKind.CHANGE, numbers, holds, _say_multiple, proves=proves)


def relate_net_change(
    net: PrintedNumber, came: PrintedNumber, went: PrintedNumber, verb: str
) -> Iterator[Relation]:
    """What came without what went."""
    if net.unit == came.unit == went.unit:
        down = says_fall(verb)
        holds, say = partial(_is_net, down=down), partial(_say_net, down=down)
        yield Relation(ClosingKind.CHANGE, (net, came, went), holds, say)


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


def _is_multiple(bounds: Sequence[Bounds], slack: Decimal) -> bool:
    multiple, first, second = bounds
    if first.low <= 0:
        return False
    middle = (multiple.low + multiple.high) / 2
    low, high = second.low / first.high, second.high / first.low
    return low <= middle * (1 + slack) and high >= middle * (1 - slack)


def _is_at_least(bounds: Sequence[Bounds]) -> bool:
    multiple, first, second = bounds
    middle = (multiple.low + multiple.high) / 2
    if first.low <= 0:
        return False
    # "More than halved" is less than a half.
    return second.high / first.low >= middle if middle >= 1 else second.low / first.high <= middle


def _is_net(bounds: Sequence[Bounds], down: bool) -> bool:
    net, came, went = bounds
    more, less = (went, came) if down else (came, went)
    return more.low - less.high <= net.high and net.low <= more.high - less.low


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


def _say_both(numbers: Sequence[PrintedNumber], name: str, before: Decimal, link: str) -> str:
    """What an amount is in percent of what there was before, and what is printed instead."""
    percent, amount, end = numbers
    size = f"{HUNDRED * (amount.value or 0) / before:.{places(percent) + 1}f}%"
    return (
        f"a {name} of {amount.printed} {link} {end.printed} is one of {size}, "
        f"printed is {percent.printed}"
    )


def _say_multiple(numbers: Sequence[PrintedNumber]) -> str:
    multiple, first, second = numbers
    times = (second.value or Decimal(0)) / (first.value or Decimal(1))
    return (
        f"from {first.printed} to {second.printed} is {times:.2f} times as much, "
        f"printed is '{multiple.printed}'"
    )


def _say_net(numbers: Sequence[PrintedNumber], down: bool) -> str:
    net, came, went = numbers
    change = (came.value or Decimal(0)) - (went.value or Decimal(0))
    return (
        f"{came.printed} less {went.printed} is a net {_name_change(change < 0)} of "
        f"{abs(change):,}, printed is a net {_name_change(down)} of {net.printed}"
    )


def _name_change(down: bool) -> str:
    return "fall" if down else "rise"

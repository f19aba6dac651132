"""Differences as a release makes them: of unrounded numbers, or of the numbers as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import permutations

NOISE = Decimal("1e-9")


def printed_differences(
    name: str,
    step: Decimal,
    values: Mapping[str, Decimal],
    printed: Mapping[str, Decimal],
    changes: Set[str],
) -> list[Decimal]:
    """What a difference of two others may be, if it is made of them as they are printed.

    There is none if the value is not the difference of two others that the query gives. Of three
    numbers each is that of the others: the change is the one among ``changes``, else the smallest.

    Parameters
    ----------
    name
        Of the column whose value may be a difference.
    step
        One in the last place in which the difference is printed.
    printed
        Those of them that the text prints, as it prints them.
    changes
        Those of which the text says a direction, or that have percentage points.
    """
    others = [other for other in values if other != name]
    return [
        minuend - subtrahend
        for more, less in permutations(others, 2)
        if abs(values[more] - values[less] - values[name]) <= NOISE
        and _is_change(name, (more, less), values, changes)
        for minuend in _printed(more, step, values, printed)
        for subtrahend in _printed(less, step, values, printed)
    ]


def _is_change(
    name: str, others: Sequence[str], values: Mapping[str, Decimal], changes: Set[str]
) -> bool:
    """Whether of three numbers this is the change from one to the other."""
    if name in changes or not changes.isdisjoint(others):
        return name in changes
    return all(abs(values[name]) <= abs(values[other]) for other in others)


def _printed(
    name: str, step: Decimal, values: Mapping[str, Decimal], printed: Mapping[str, Decimal]
) -> Iterator[Decimal]:
    """A number as it is printed, or would be in so many places."""
    if name in printed:
        yield abs(printed[name]) if values[name] >= 0 else -abs(printed[name])
        return
    rounded = {
        (values[name] / step).quantize(Decimal(1), way) * step
        for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)
    }
    yield from sorted(rounded)

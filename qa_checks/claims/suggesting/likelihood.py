"""How well the words around a number fit what a cube's number is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from qa_checks.claims.suggesting.counted_cubes import CountedCube
from qa_checks.claims.suggesting.fitting import Named
from qa_checks.claims.suggesting.named_values import NamedValue
from qa_checks.claims.suggesting.quantities import Quantity, QuantityKind
from qa_checks.claims.suggesting.stems import Word, stems_of

# What words are worth; tests/real/test_suggestions.py measures what comes of it.
_IN_HEADER, _HERE, _NEAR, _AROUND = 3.0, 1.2, 1.3, 0.3
_NOT_NAMED, _NOT_USED, _NOT_USED_IN_HEADER, _OTHER_CUBE = -3.0, -1.2, -2.0, -0.7
_SIDE_BY_SIDE, _APART = 0.4, -2.0
_MEASURE, _OTHER_MEASURE, _TITLE = 2.0, -1.5, 0.3
_YEAR, _OTHER_YEAR, _NO_YEAR, _BEFORE = 1.5, -1.0, -2.0, 1.0
_CHANGED, _UNCHANGED, _BY, _STEP = 2.0, -2.0, 2.0, -0.15
_FAR = -20.0  # from a fraction, for 1
_USED = 0.6  # by the numbers before it

_CHANGES = frozenset(
    (QuantityKind.CHANGE, QuantityKind.GROWTH, QuantityKind.POINTS, QuantityKind.RATIO)
)
_BY_BEFORE = re.compile(r"\bby (?:an? |about |around |nearly |almost |over |just )*$")
_FROM_BEFORE, _TO_BEFORE = re.compile(r"\bfrom (?:a |the )?$"), re.compile(r"\bto (?:a |the )?$")
_THAN_BEHIND = re.compile(r"^\S*(?: \S+){0,2} (?:more|fewer|less|higher|lower)\b")
_EARLIER = frozenset("earlier before previous last then".split())
LOOKED_AT = 40  # characters before and behind a number


class Surroundings(Struct, frozen=True):
    """The words around one number.

    ``place`` is how many words stand before it, ``header`` what its column is called; ``changed``
    are the places of words such as rose. ``fraction`` is the number where it is one, ``used`` which
    part of the numbers before it each cube seems to give.
    """

    words: Sequence[Word]
    context: Sequence[Word]
    place: int
    before: str
    behind: str
    changed: Sequence[int]
    header: Sequence[Word]
    fraction: float | None = None
    used: Mapping[str, float] = {}

    def nearness(self, first: int, last: int) -> float:
        """From 1, beside the number, down to 0."""
        apart = self.place - last - 1 if last < self.place else max(0, first - self.place)
        return 1 / (1 + apart / 3)


def weigh(
    quantity: Quantity,
    around: Surroundings,
    named: Named,
    in_header: Sequence[NamedValue],
    others: Iterable[NamedValue],
) -> float:
    """How likely a number of a passage is a quantity: the higher the likelier."""
    return (
        _weigh_values(quantity, around, named, in_header)
        + sum(_OTHER_CUBE * around.nearness(item.first, item.last) for item in others)
        + _weigh_measure(quantity, around)
        + _weigh_kind(quantity, around)
        + _weigh_time(quantity, around)
        + _USED * around.used.get(quantity.counted.cube.cube, 0.0)
    )


def _weigh_values(
    quantity: Quantity, around: Surroundings, named: Named, in_header: Sequence[NamedValue]
) -> float:
    """How well the values are named; words that name two of them count once."""
    score = _STEP * len(quantity.whole)
    used: list[NamedValue] = []
    for dimension, values in quantity.fixed:
        worth = 0.0
        places: list[NamedValue] = []
        for value in values:
            own = [
                item for item in named.here if (item.dimension, item.value) == (dimension, value)
            ]
            if _names(in_header, dimension, value):
                worth += _IN_HEADER
            elif own:
                best = max(own, key=lambda item: around.nearness(item.first, item.last))
                near = around.nearness(best.first, best.last)
                worth += 0.0 if _overlaps(best, used) else best.weight * (_HERE + _NEAR * near)
                places.append(best)
            else:
                worth += _AROUND if _names(named.around, dimension, value) else _NOT_NAMED
        used += places
        score += worth / len(values) + _STEP
        for first, second in pairwise(places):
            low, high = sorted((first, second), key=lambda item: item.first)
            score += _SIDE_BY_SIDE if high.first - low.last <= 2 else _APART
    for item in named.here:
        if not _overlaps(item, used):
            score += _NOT_USED * item.weight * around.nearness(item.first, item.last)
    fixed = dict(quantity.fixed)
    for item in in_header:
        if item.value not in fixed.get(item.dimension, ()):
            score += _NOT_USED_IN_HEADER * item.weight
    return score


def _overlaps(item: NamedValue, others: Iterable[NamedValue]) -> bool:
    return any(other.first <= item.last and item.first <= other.last for other in others)


def _names(named: Sequence[NamedValue], dimension: str, value: object) -> bool:
    return any((item.dimension, item.value) == (dimension, value) for item in named)


def _weigh_measure(quantity: Quantity, around: Surroundings) -> float:
    measures = quantity.counted.measures
    score = 0.0
    for place, measure in enumerate(measures):
        near = _nearest(stems_of(measure), around)
        if measure == quantity.measure:
            score += _MEASURE * near if near or place == 0 else _OTHER_MEASURE
        else:
            score += _OTHER_MEASURE * near
    beside = {word.stem for word in (*around.words, *around.header)}
    farther = {word.stem for word in around.context}
    title = set(stems_of(quantity.counted.cube.title))
    return score + _TITLE * (len(title & beside) + 0.2 * len(title & farther - beside))


def _nearest(stems: Sequence[str], around: Surroundings) -> float:
    """How near the nearest of some words stands."""
    near = [
        around.nearness(place, place)
        for place, word in enumerate(around.words)
        if word.stem in stems
    ]
    if any(word.stem in stems for word in around.header):
        near.append(1.0)
    if any(word.stem in stems for word in around.context):
        near.append(0.15)
    return max(near, default=0.0)


def _weigh_kind(quantity: Quantity, around: Surroundings) -> float:
    than = _THAN_BEHIND.search(around.behind) is not None
    by = than or _BY_BEFORE.search(around.before) is not None
    near = max((around.nearness(place, place) for place in around.changed), default=0.0)
    if quantity.kind in _CHANGES:
        if quantity.kind in {QuantityKind.POINTS, QuantityKind.RATIO}:
            return 0.0
        return _UNCHANGED + _CHANGED * max(near, than) + (_BY if by else 0.0)
    score = -1.5 if by and (near or than) else 0.0
    if quantity.kind is QuantityKind.SHARE and around.fraction is not None:
        score += _FAR * abs(quantity.value / 100 - around.fraction)
    return score - (0.3 if quantity.kind is QuantityKind.SHARE and not quantity.whole else 0.0)


def _weigh_time(quantity: Quantity, around: Surroundings) -> float:
    """How well a year that is named, or a word such as earlier, fits the release counted."""
    if quantity.before is not None:
        if near := _nearness_of_year(quantity.before, around):
            return _YEAR * near
        return 0.3 if quantity.before.is_previous else -0.3
    own = _nearness_of_year(quantity.counted, around)
    if quantity.counted.is_now:
        years = {word.stem for word in (*around.words, *around.header) if word.stem.isdigit()}
        score = 0.3 * own if own else _OTHER_YEAR * _nearest(tuple(years), around)
        score += 1.0 if _TO_BEFORE.search(around.before) and around.changed else 0.0
        return score - (1.5 if _FROM_BEFORE.search(around.before) and around.changed else 0.0)
    before = _BEFORE if any(word.stem in _EARLIER for word in around.words) else 0.0
    if _FROM_BEFORE.search(around.before) and around.changed:
        before += 2.5
    score = _YEAR * own if own else _NO_YEAR
    return score + before + (0.2 if quantity.counted.is_previous else 0.0)


def _nearness_of_year(counted: CountedCube, around: Surroundings) -> float:
    if counted.as_at is None:
        return 0.0
    return _nearest((str(counted.as_at.year),), around)

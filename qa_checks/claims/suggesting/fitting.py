"""Every number of the cubes that a passage may mean, by the values that its words name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.cubes import Cube, Value, values_of
from qa_checks.claims.agreement import as_decimal, rounds_to
from qa_checks.claims.suggesting.counted_cubes import CountedCube, CubeOverTime, Fixed
from qa_checks.claims.suggesting.named_values import NamedValue
from qa_checks.claims.suggesting.quantities import Quantity, QuantityKind
from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.digits import PERCENT, PERCENT_POINTS, POINTS

_MOST_VALUES = 5  # of a dimension, in one passage
_MOST_FIXED = 4
_MOST_CHOICES = 400
Told = tuple[QuantityKind, float, Fixed]
_NEAR_A_FRACTION = 0.05
_NEAR_A_MULTIPLE = 0.15
_OF_UNIT = {
    PERCENT_POINTS: (QuantityKind.POINTS, QuantityKind.GROWTH),
    PERCENT: (QuantityKind.SHARE, QuantityKind.GROWTH),
    POINTS: (QuantityKind.POINTS,),
    "": (QuantityKind.COUNT, QuantityKind.CHANGE),
}


class StandsFor:
    """Which values a printed number may stand for."""

    def __init__(self, number: PrintedNumber) -> None:
        assert number.value is not None  # noqa: S101  else it is not among those to bind
        self.number = number
        self._value, self._step = float(number.value), float(number.step)
        self._kinds = _OF_UNIT.get(number.unit, ())

    def holds(self, kind: QuantityKind, value: float) -> bool:
        """Whether the number may be printed for a value."""
        if self.number.kind is NumberKind.FRACTION:
            share = kind is QuantityKind.SHARE
            return share and abs(value / 100 - self._value) <= _NEAR_A_FRACTION
        if self.number.kind is NumberKind.MULTIPLE:
            ratio = kind is QuantityKind.RATIO
            return ratio and abs(value / self._value - 1) <= _NEAR_A_MULTIPLE
        if kind not in self._kinds or abs(abs(value) - self._value) > 0.51 * self._step:
            return False
        exact = as_decimal(abs(value))
        assert self.number.value is not None  # noqa: S101  as above
        return exact is not None and rounds_to(exact, self.number.value, self.number.step)


class Named(Struct, frozen=True):
    """What the words of a passage name of a cube, in it and in the words around it."""

    here: Sequence[NamedValue]
    around: Sequence[NamedValue]


def find_quantities(
    over_time: CubeOverTime,
    named: Named,
    codes: Mapping[str, CodeList],
    fits: Sequence[StandsFor],
) -> Iterator[Quantity]:
    """Counts, shares and changes that fit, of the values that words name, or of any one value."""
    now = over_time.now
    for fixed in _choose(now.cube, named, codes):
        if _names_nothing(now, fixed):
            continue
        for measure in now.measures:
            for counted in (now, *over_time.earlier):
                for kind, value, whole in _in_one_release(counted, measure, fixed):
                    if any(fit.holds(kind, value) for fit in fits):
                        yield Quantity(kind, value, counted, measure, fixed, whole)
            for before in over_time.earlier:
                for kind, value, whole in _over_time(now, before, measure, fixed):
                    if any(fit.holds(kind, value) for fit in fits):
                        yield Quantity(kind, value, now, measure, fixed, whole, before)


def _names_nothing(counted: CountedCube, fixed: Fixed) -> bool:
    """Whether one of several values of a dimension has no rows among the others that are fixed."""
    measure = counted.measures[0]
    for place, (dimension, values) in enumerate(fixed):
        if len(values) > 1:
            for value in values:
                alone = (*fixed[:place], (dimension, (value,)), *fixed[place + 1 :])
                if not counted.count(measure, alone):
                    return True
    return False


def _in_one_release(counted: CountedCube, measure: str, fixed: Fixed) -> Iterator[Told]:
    number = counted.count(measure, fixed)
    if number is None:
        return
    yield QuantityKind.COUNT, number, ()
    for whole in _wholes(fixed):
        share = _share(counted, measure, number, whole)
        if share is not None:
            yield QuantityKind.SHARE, share, whole


def _over_time(now: CountedCube, before: CountedCube, measure: str, fixed: Fixed) -> Iterator[Told]:
    number, was = now.count(measure, fixed), before.count(measure, fixed)
    if number is None or was is None:
        return
    yield QuantityKind.CHANGE, number - was, ()
    if was:
        yield QuantityKind.GROWTH, 100 * (number - was) / was, ()
        yield QuantityKind.RATIO, number / was, ()
    for whole in _wholes(fixed):
        share = _share(now, measure, number, whole)
        earlier = _share(before, measure, was, whole)
        if share is not None and earlier is not None:
            yield QuantityKind.POINTS, share - earlier, whole


def _share(counted: CountedCube, measure: str, part: float, whole: Fixed) -> float | None:
    total = counted.count(measure, whole)
    return 100 * part / total if total else None


def _wholes(fixed: Fixed) -> Iterator[Fixed]:
    """What the rows may be a share of: those without one of the values, or all."""
    yield from combinations(fixed, len(fixed) - 1) if fixed else ()
    if len(fixed) > 1:
        yield ()


def _choose(cube: Cube, named: Named, codes: Mapping[str, CodeList]) -> list[Fixed]:
    """Values of dimensions that rows may have, those that words name before any other."""
    choices: dict[str, list[tuple[Value, ...]]] = {}
    spans: dict[str, set[tuple[int, int]]] = {}
    for dimension in cube.dimensions:
        here = list(dict.fromkeys(_values(dimension, named.here)))[:_MOST_VALUES]
        around = dict.fromkeys(_values(dimension, named.around)) if not here else ()
        spans[dimension] = _spans(dimension, named)
        if alone := here or list(around)[:_MOST_VALUES]:
            several = [tuple(pair) for pair in combinations(here, 2)]
            whole = [tuple(here)] if len(here) > 2 else []
            choices[dimension] = [*((value,) for value in alone), *several, *whole]
    fixed = dict.fromkeys(_combine(choices, spans))
    for dimension, item in cube.dimensions.items():
        for value in values_of(item, codes):
            fixed.setdefault(((dimension, (value,)),))
    return list(fixed)


def _combine(
    choices: Mapping[str, list[tuple[Value, ...]]], spans: Mapping[str, set[tuple[int, int]]]
) -> Iterator[Fixed]:
    """Every choice of at most so many dimensions, with few dimensions first.

    Dimensions that the very same words name, as a judgement and its grade, are not both chosen.
    """
    left = _MOST_CHOICES
    for count in range(min(len(choices), _MOST_FIXED) + 1):
        for names in combinations(choices, count):
            if any(spans[first] == spans[second] for first, second in combinations(names, 2)):
                continue
            for values in product(*(choices[name] for name in names)):
                yield tuple(zip(names, values, strict=True))
                left -= 1
                if not left:
                    return


def _values(dimension: str, named: Sequence[NamedValue]) -> list[Value]:
    return [item.value for item in named if item.dimension == dimension]


def _spans(dimension: str, named: Named) -> set[tuple[int, int]]:
    """Where the words stand that name values of a dimension; those around count from behind."""
    return {(item.first, item.last) for item in named.here if item.dimension == dimension} | {
        (-item.first - 1, -item.last - 1) for item in named.around if item.dimension == dimension
    }

"""Which values of a cube a printed number may stand for."""

from __future__ import annotations

from qa_checks.claims.agreement import as_decimal, rounds_to
from qa_checks.claims.suggesting.quantities import QuantityKind
from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.digits import PERCENT, PERCENT_POINTS, POINTS

_NEAR_A_FRACTION = 0.05
_NEAR_A_MULTIPLE = 0.15

_OF_UNIT = {
    PERCENT_POINTS: (QuantityKind.POINTS, QuantityKind.GROWTH),
    PERCENT: (QuantityKind.SHARE, QuantityKind.GROWTH),
    POINTS: (QuantityKind.POINTS,),
    "": (QuantityKind.COUNT, QuantityKind.CHANGE),
}


class Fit:
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

"""Number formats that a sheet gives to cells under a condition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qa_checks.reading.cell_marks.marks import Area
from qa_checks.reading.cell_marks.number_formats import COMPARE, NumberFormat
from qa_checks.reading.cell_marks.shown import OTHER, Effect, Shown

BETWEEN, NOT_BETWEEN = "between", "not between"
_HOLDS_FOR_TEXTS = (">", ">=", "<>", NOT_BETWEEN)  # spreadsheets sort them behind all numbers


class Condition(NamedTuple):
    """How a cell compares with numbers; one without numbers cannot be told, and may hold."""

    sign: str = ""
    limits: tuple[float, ...] = ()

    def may_hold(self, value: float | None) -> bool:
        """Whether it may hold for a number, or for a text (None)."""
        if not self.limits:
            return True
        if value is None:
            return self.sign in _HOLDS_FOR_TEXTS
        if self.sign in (BETWEEN, NOT_BETWEEN):
            lies_between = min(self.limits) <= value <= max(self.limits)
            return lies_between == (self.sign == BETWEEN)
        return bool(COMPARE[self.sign](value, self.limits[0]))


class Conditional(NamedTuple):
    """A format that cells of an area have where a condition holds."""

    area: Area
    condition: Condition
    known: NumberFormat

    def judge(self, row: int, column: int, value: float | None) -> str | None:
        """What the format shows in the place of a value, where it may apply; else nothing."""
        top, left, bottom, right = self.area
        if not (top <= row <= bottom and left <= column <= right):
            return None
        return judge_under(self.condition, self.known, value)


def judge_under(condition: Condition, known: NumberFormat, value: float | None) -> str | None:
    """What a format shows in the place of a value for which its condition may hold."""
    if not condition.may_hold(value):
        return None
    effect = known.judge(value)
    return OTHER if isinstance(effect, Shown) else effect


def judge_cell(
    conditionals: Sequence[Conditional], place: tuple[int, int], value: float | None
) -> Effect | None:
    """What the first of a sheet's formats that changes it shows in the place of a cell's value."""
    effects = (item.judge(*place, value) for item in conditionals)
    return next(filter(None, effects), None)

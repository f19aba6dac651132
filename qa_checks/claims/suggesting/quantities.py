"""What a claim can say with the numbers of a cube: counts, shares and changes, with their SQL."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from qa_checks.catalogue.cubes import Value, say_value
from qa_checks.claims.relations import HISTORY_CUBES
from qa_checks.claims.suggesting.counted_cubes import CountedCube, Fixed
from qa_checks.sql_text import sql_literal, sql_literals


class QuantityKind(StrEnum):
    """How a number comes out of a cube."""

    COUNT = "count"
    SHARE = "share"
    CHANGE = "change"
    GROWTH = "growth"
    POINTS = "points"
    RATIO = "ratio"


class Quantity(Struct, frozen=True):
    """A number that a cube gives.

    ``fixed`` are the values its rows have, ``whole`` those of the rows that a share is of, and
    ``before`` the release that a change is since.
    """

    kind: QuantityKind
    value: float
    counted: CountedCube
    measure: str
    fixed: Fixed
    whole: Fixed = ()
    before: CountedCube | None = None

    @property
    def fraction_sql(self) -> str:
        """An expression that gives a share as a part of 1."""
        return self._share(self.counted, "1.0")

    @property
    def sql(self) -> str:
        """An expression that gives it; of a share the percentage."""
        now = self._count(self.counted)
        if self.kind is QuantityKind.COUNT:
            return now
        if self.kind is QuantityKind.SHARE:
            return self._share(self.counted)
        before = self.before
        assert before  # noqa: S101  a change is since an earlier release
        if self.kind is QuantityKind.POINTS:
            return _difference(self._share(self.counted), self._share(before), self.value)
        was = self._count(before)
        if self.kind is QuantityKind.RATIO:
            return f"{now} / {was}"
        difference = _difference(now, was, self.value)
        return difference if self.kind is QuantityKind.CHANGE else f"100.0 * ({difference}) / {was}"

    @property
    def told(self) -> str:
        """What it is, in words."""
        measure = self.measure.replace("_", " ")
        which = f" where {_say_fixed(self.fixed)}" if self.fixed else ""
        title = f"{self.counted.cube.title}: {measure}{which}"
        if self.kind in {QuantityKind.SHARE, QuantityKind.POINTS}:
            title += f", of {_say_fixed(self.whole) if self.whole else 'all'}"
        as_at = f" ({self.counted.as_at})" if self.counted.as_at else ""
        if self.before is None:
            return title + ("" if self.counted.is_now else as_at)
        since = f"since {self.before.as_at}" if self.before.as_at else "since the previous release"
        ways = {
            QuantityKind.CHANGE: "change",
            QuantityKind.GROWTH: "change in percent",
            QuantityKind.POINTS: "change in percentage points",
            QuantityKind.RATIO: "ratio to before",
        }
        return f"{title}; {ways[self.kind]} {since}"

    def _count(self, counted: CountedCube) -> str:
        total = _or_nought(f"sum({self.measure})", counted.count(self.measure, self.fixed))
        return f"(SELECT {total} FROM {_from(counted, self.fixed)})"

    def _share(self, counted: CountedCube, factor: str = "100.0") -> str:
        own = tuple(item for item in self.fixed if item not in self.whole)
        part = _or_nought(
            f"sum({self.measure}) FILTER (WHERE {_condition(own)})",
            counted.count(self.measure, self.fixed),
        )
        source = _from(counted, self.whole)
        return f"(SELECT {factor} * {part} / sum({self.measure}) FROM {source})"


def _or_nought(total: str, known: float | None) -> str:
    """A sum, which is null where there are no rows."""
    return total if known else f"coalesce({total}, 0)"


def _difference(now: str, was: str, value: float) -> str:
    """The change as the text says it: a fall of 3 is 3."""
    return f"{now} - {was}" if value >= 0 else f"{was} - {now}"


def _from(counted: CountedCube, fixed: Fixed) -> str:
    conditions = [_condition(fixed)] if fixed else []
    if counted.relation.startswith(HISTORY_CUBES):
        conditions.insert(0, f"as_at = DATE '{counted.as_at}'")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"{counted.relation}{where}"


def _condition(fixed: Fixed) -> str:
    return " AND ".join(_equals(name, values) for name, values in fixed)


def _equals(name: str, values: tuple[Value, ...]) -> str:
    if len(values) == 1 and isinstance(values[0], bool):
        return name if values[0] else f"NOT {name}"
    if len(values) > 1:
        return f"{name} IN ({sql_literals(values)})"
    return f"{name} IS NULL" if values[0] is None else f"{name} = {sql_literal(values[0])}"


def _say_fixed(fixed: Fixed) -> str:
    return " and ".join(f"{name} is {' or '.join(map(_say, values))}" for name, values in fixed)


def _say(value: Value) -> str:
    return "none" if value is None else say_value(value)

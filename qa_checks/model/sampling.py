"""A sample of a release compared with what was published, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from fractions import Fraction


class Level(Struct, frozen=True):
    """The level of acceptance: at most this share of errors, with this confidence."""

    max_error: Fraction
    confidence: Fraction

    @property
    def risk(self) -> float:
        """How likely more errors may at most be taken for acceptable."""
        return float(1 - self.confidence)


class Shares(Struct, frozen=True):
    """An error rate, and the ends of its interval; each 0 to 1."""

    rate: float
    lower: float
    upper: float


class Stratum(Struct, frozen=True):
    """One part of the sample, by itself."""

    name: str
    population: int
    compared: int
    errors: int
    shares: Shares


class Difference(Struct, frozen=True):
    """A value that is published otherwise: its number in the sheet, what it is of, both words."""

    number: int
    name: str
    release: str
    report: str
    note: str
    further: bool


class SampleResult(Struct, frozen=True):
    """What a filled-in sample shows.

    ``size`` is the proportional sample, whose ``errors`` give the rate and its interval;
    ``further`` are drawn for strata that have none of it. ``bound`` is the largest share of
    errors that the sample leaves possible at the level, counting the errors of both. ``sentence``
    says whether the level holds.
    """

    path: str
    sha256: str
    rows_are: str
    population: int
    size: int
    further: int
    seed: int
    level: Level
    allowed: int
    exact: bool
    errors: int
    further_errors: int
    shares: Shares
    bound: float
    holds: bool
    who: tuple[str, ...]
    strata: tuple[Stratum, ...]
    differences: tuple[Difference, ...]
    sentence: str


class SampleStanding(Struct, frozen=True):
    """How the sample that a release names stands.

    ``reason`` says what it shows, or, without a ``result``, why it shows nothing.
    """

    result: SampleResult | None
    reason: str

    @property
    def holds(self) -> bool:
        """Whether it is complete and the level of acceptance holds."""
        return self.result is not None and self.result.holds


class SampleSheet(Struct, frozen=True):
    """All that the workbook says.

    ``header`` ends with the columns that people fill in, ``entries`` of them; the second column
    of the ``rows`` is the address of the report. ``words`` may be chosen in the first of those.
    """

    title: str
    instructions: Sequence[str]
    lines: Sequence[tuple[str, str]]
    header: Sequence[str]
    entries: int
    rows: Sequence[Sequence[str | int | None]]
    words: Sequence[str]

"""A sample of a release compared with what was published, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Level:
    """The level of acceptance: at most this share of errors, with this confidence."""

    max_error: Fraction
    confidence: Fraction

    @property
    def risk(self) -> float:
        """How likely more errors may at most be taken for acceptable."""
        return float(1 - self.confidence)


@dataclass(frozen=True, slots=True)
class Shares:
    """An error rate, and the ends of its interval; each 0 to 1."""

    rate: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of the sample, by itself."""

    name: str
    population: int
    compared: int
    errors: int
    shares: Shares


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is published otherwise: its number in the sheet, what it is of, both words."""

    number: int
    name: str
    release: str
    report: str
    note: str
    further: bool


@dataclass(frozen=True, slots=True)
class SampleResult:
    """What a filled-in sample shows.

    ``size`` is the proportional sample, whose ``errors`` give the rate and its interval;
    ``further`` are drawn for strata that have none of it. ``bound`` is the largest share of
    errors that the sample leaves possible at the level, counting the errors of both.
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

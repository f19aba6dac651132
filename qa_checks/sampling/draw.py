"""A draw: proportional over the strata and at least one of each; the same seed, the same values.

The values stand stratum after stratum, within each in an order that the seed gives, and are
drawn at equal distances from a start that the seed gives too. So each is drawn with the same
chance, and each stratum has its share, rounded up or down: the rate of errors is that of the
release without weights. Strata that have none so, because they are small, get one value more;
these are counted apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import fields

from qa_checks.errors import UsageError
from qa_checks.model.sampling import Level
from qa_checks.sampling.acceptance import Acceptance, say_percent
from qa_checks.sampling.population import Population, Unit

MOST_SEEDS = 10**9


class Drawn(Struct, frozen=True):
    """A value of the sample, by its number in the sheet."""

    number: int
    unit: Unit
    further: bool


class Draw(Struct, frozen=True):
    """All that is needed to draw the same sample of the same release again."""

    release: str
    population: int
    population_sha256: str
    size: int
    further: int
    seed: int
    max_error: Fraction
    confidence: Fraction
    allowed: int

    @property
    def level(self) -> Level:
        """The level of acceptance."""
        return Level(self.max_error, self.confidence)

    @property
    def acceptance(self) -> Acceptance:
        """The level over the population it was drawn from."""
        return Acceptance(self.level, self.population)

    @property
    def sha256(self) -> str:
        """A digest of all of it."""
        told = "\n".join(f"{item.name}={getattr(self, item.name)}" for item in fields(self))
        return hashlib.sha256(told.encode()).hexdigest()


def plan_draw(
    release: str, population: Population, level: Level, wanted: tuple[int | None, int], seed: int
) -> tuple[Draw, tuple[Drawn, ...]]:
    """Draw as many values as a level needs, or as are wanted.

    Parameters
    ----------
    wanted
        The size, or None for the smallest one that shows the level; and how many errors may then
        be in it.

    Raises
    ------
    UsageError
        If a sample of that size cannot show the level, or the population is too small for it.
    """
    count = len(population.units)
    acceptance = Acceptance(level, count)
    size, allowed = wanted
    if size is None:
        size = acceptance.find_size(allowed)
    else:
        size = min(size, count)
        allowed = _allowed(acceptance, size)
    drawn = draw(population.units, size, seed)
    further = sum(item.further for item in drawn)
    planned = Draw(
        release, count, population.sha256, size, further, seed,
        level.max_error, level.confidence, allowed,
    )  # fmt: skip
    return planned, drawn


def _allowed(acceptance: Acceptance, size: int) -> int:
    allowed = acceptance.most_allowed(size)
    if allowed is None:
        level = acceptance.level
        raise UsageError(
            f"--size: a sample of {size:,} cannot show with {say_percent(level.confidence)} "
            f"confidence that at most {say_percent(level.max_error)} are wrong, not even without "
            "an error.",
            remedy=f"Draw {acceptance.find_size(0):,}, or leave --size out.",
        )
    return allowed


def draw_again(planned: Draw, units: Sequence[Unit]) -> tuple[Drawn, ...]:
    """Draw what a draw says that it has drawn.

    Raises
    ------
    ValueError
        If nothing can have been drawn so.
    """
    if planned.population != len(units) or not 1 <= planned.size <= len(units):
        raise ValueError("no such sample")
    drawn = draw(units, planned.size, planned.seed)
    if sum(item.further for item in drawn) != planned.further:
        raise ValueError("no such further values")
    return drawn


def draw(units: Sequence[Unit], size: int, seed: int) -> tuple[Drawn, ...]:
    """Draw a sample, in the order of the population.

    Parameters
    ----------
    units
        Sorted by stratum.
    size
        Of the proportional sample, at most that of the population.
    """
    shuffled = sorted(
        range(len(units)), key=lambda at: (units[at].stratum, _mix(seed, units[at].identity))
    )
    start = int(_mix(seed, "start"), 16) % len(units)
    chosen = {shuffled[(start + step * len(units)) // size] for step in range(size)}
    have = {units[at].stratum for at in chosen}
    further = set()
    for at in shuffled:
        if units[at].stratum not in have:
            have.add(units[at].stratum)
            further.add(at)
    listed = sorted(chosen | further)
    return tuple(
        Drawn(number, units[at], at in further) for number, at in enumerate(listed, start=1)
    )


def _mix(seed: int, text: str) -> str:
    """A text as good as drawn by lot, the same wherever it is drawn again."""
    return hashlib.sha256(f"{seed}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()

"""How large a sample must be, and what its errors say: exact tails, no approximation.

Of a large population each drawn value is in error by itself (binomial). Where the usual sample
would be more than a twentieth of all values, it is counted without replacement (hypergeometric).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction
from math import comb

from msgspec import Struct

from qa_checks.errors import UsageError
from qa_checks.model.sampling import Level, Shares
from qa_checks.words import grouped, plural

LARGE = 20  # times the sample; a population of so many values is as good as endless
MOST_ALLOWED = 1_000
ENDLESS = 10**12  # no sample is as large
SHARE = re.compile(r"[0-9]{0,3}(\.[0-9]{1,6})?", re.ASCII)


class Acceptance(Struct, frozen=True):
    """A level of acceptance over a population; over an endless one without its number."""

    level: Level
    population: int | None = None

    @property
    def exact(self) -> bool:
        """Whether the population is so small that it counts without replacement."""
        return self.population is not None and not self._holds_in_large(0, self.population // LARGE)

    def holds(self, errors: int, size: int) -> bool:
        """Whether a sample with so many errors shows that the level holds."""
        if not self.exact:
            return self._holds_in_large(errors, size)
        return self._chance(errors, size, self._too_many) <= self.level.risk

    def _holds_in_large(self, errors: int, size: int) -> bool:
        """The chance of so few errors, were the rate the largest one, is at most the risk."""
        return size > errors and (
            binomial_tail(errors, size, float(self.level.max_error)) <= self.level.risk
        )

    @property
    def _too_many(self) -> int:
        """The least number of errors in the population that is more than the level allows."""
        assert self.population is not None  # noqa: S101  else it is not exact
        return int(self.level.max_error * self.population) + 1

    def _chance(self, errors: int, size: int, wrong: int) -> float:
        assert self.population is not None  # noqa: S101  else it is not exact
        return hypergeometric_tail(errors, size, wrong, self.population)

    def bound(self, errors: int, size: int) -> float:
        """The largest share of errors that a sample with so many leaves possible."""
        if not self.exact:
            return _beta_quantile(errors + 1, size - errors, float(self.level.confidence))
        assert self.population is not None  # noqa: S101  else it is not exact
        most = self.population - (size - errors)
        # The more errors there are, the less likely is it to draw so few.
        first = _first(
            lambda wrong: self._chance(errors, size, wrong) <= self.level.risk, errors, most
        )
        return ((most + 1 if first is None else first) - 1) / self.population

    def find_size(self, allowed: int) -> int:
        """The smallest sample that shows the level with so many errors in it.

        Raises
        ------
        UsageError
            If the population is not large enough for it.
        """
        if not 0 <= allowed <= MOST_ALLOWED:
            raise UsageError(
                f"{plural(allowed, 'error')} cannot be allowed.",
                remedy=f"Allow 0 to {grouped(MOST_ALLOWED)}.",
            )
        size = _first(lambda size: self.holds(allowed, size), allowed + 1, self.population)
        if size is None:
            raise UsageError(
                f"With {plural(allowed, 'error')} not even a comparison of all "
                f"{self.population:,} shows that at most {say_percent(self.level.max_error)} are "
                "wrong.",
                remedy="Allow fewer errors.",
            )
        return size

    def most_allowed(self, size: int) -> int | None:
        """How many errors a sample of a size may have; None if even without one it is too small."""
        if not self.holds(0, size):
            return None
        first = _first(lambda errors: not self.holds(errors, size), 0, size)
        return size if first is None else first - 1


def binomial_tail(errors: int, size: int, rate: float) -> float:
    """The chance of at most so many errors among so many values."""
    from scipy.special import betainc

    return 1.0 if errors >= size else float(betainc(size - errors, errors + 1, 1 - rate))


def hypergeometric_tail(errors: int, size: int, wrong: int, population: int) -> float:
    """The same where so many of a population are wrong, each drawn at most once."""
    drawn = range(max(0, size - (population - wrong)), min(errors, wrong, size) + 1)
    ways = sum(comb(wrong, k) * comb(population - wrong, size - k) for k in drawn)
    return float(Fraction(ways, comb(population, size)))


def clopper_pearson(errors: int, size: int, confidence: Fraction) -> Shares:
    """The rate of errors with its two-sided interval."""
    tail = float(1 - confidence) / 2
    return Shares(
        errors / size,
        _beta_quantile(errors, size - errors + 1, tail),
        _beta_quantile(errors + 1, size - errors, 1 - tail),
    )


def _beta_quantile(first: int, second: int, share: float) -> float:
    from scipy.special import betaincinv

    if first == 0:
        return 0.0
    return 1.0 if second == 0 else float(betaincinv(first, second, share))


def _first(holds: Callable[[int], bool], low: int, most: int | None) -> int | None:
    """The first number from a low one on for which something holds that then goes on holding."""
    numbers = range(low, (ENDLESS if most is None else most) + 1)
    place = bisect_left(numbers, True, key=holds)
    return numbers[place] if place < len(numbers) else None


def read_share(text: str) -> Fraction:
    """A share between 0 and 1 from '1%' or '0.01'.

    Raises
    ------
    ValueError
        If it is none.
    """
    word = text.strip()
    number = word.removesuffix("%").strip()
    is_number = number and SHARE.fullmatch(number)
    share = Fraction(number) / (100 if word.endswith("%") else 1) if is_number else Fraction(0)
    if not 0 < share < 1:
        raise ValueError(f"no share between 0 and 1: {text!r}")
    return share


def say_percent(share: Fraction) -> str:
    """'1%', '0.5%': as `read_share` reads it."""
    return f"{float(share * 100):.12g}%"

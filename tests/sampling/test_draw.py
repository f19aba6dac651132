"""What is drawn: proportional, each with the same chance, at least one a stratum, by the seed."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from msgspec.structs import replace

from qa_checks.errors import UsageError
from qa_checks.model.sampling import Level
from qa_checks.sampling.draw import draw, draw_again, plan_draw
from qa_checks.sampling.population import Population
from tests.sampling.making import population

LEVEL = Level(Fraction(1, 100), Fraction(95, 100))
ALL = population(full=6_000, short=3_000, visit=997, rare=3)


def counted(seed: int, further: bool = False) -> dict[str, int]:
    drawn = draw(ALL.units, 300, seed)
    return Counter(item.unit.stratum[0] for item in drawn if item.further is further)


@pytest.mark.parametrize("seed", range(20))
def test_each_stratum_has_its_share_rounded_up_or_down(seed: int) -> None:
    counts = counted(seed)
    assert sum(counts.values()) == 300
    shares = {"full": 180, "short": 90, "visit": 29.91, "rare": 0.09}
    assert all(abs(counts[name] - share) < 1 for name, share in shares.items())


@pytest.mark.parametrize("seed", range(20))
def test_a_stratum_without_a_share_has_one_value_that_is_counted_apart(seed: int) -> None:
    counts, further = counted(seed), counted(seed, further=True)
    assert counts["rare"] + further.get("rare", 0) == 1
    assert set(further) <= {"rare"}


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    numbers = [[item.unit.shown for item in draw(ALL.units, 300, seed)] for seed in (7, 7, 8)]
    assert numbers[0] == numbers[1] != numbers[2]
    assert numbers[0][:3] == [("full0025", "full"), ("full0026", "full"), ("full0099", "full")]


def test_each_value_is_drawn_with_the_same_chance() -> None:
    """Over 4,000 seeds each of 60 is drawn 800 times of 4,000, give or take five deviations."""
    small = population(a=40, b=17, c=3)
    times: Counter[tuple[str, ...]] = Counter()
    for seed in range(4_000):
        times.update(item.unit.shown for item in draw(small.units, 12, seed) if not item.further)
    deviation = (4_000 * 0.2 * 0.8) ** 0.5
    assert len(times) == 60
    assert max(abs(count - 800) for count in times.values()) < 5 * deviation


def test_all_are_drawn_where_all_are_asked_for() -> None:
    small = population(a=40, b=2)
    assert {item.unit for item in draw(small.units, 42, 1)} == set(small.units)


def test_a_plan_names_all_that_is_needed_to_draw_it_again() -> None:
    planned, drawn = plan_draw("visits-2022", ALL, LEVEL, (None, 1), 5)
    assert (planned.size, planned.allowed, planned.seed) == (473, 1, 5)
    assert planned.population == 10_000
    assert drawn == draw(ALL.units, planned.size, planned.seed)
    assert planned.further == sum(item.further for item in drawn)


@pytest.mark.parametrize(
    "forged", [{"size": 0}, {"size": 10**12}, {"size": -1}, {"population": 9}, {"further": 3}]
)
def test_what_cannot_have_been_drawn_is_not_drawn_again(forged: dict[str, int]) -> None:
    """A sheet says what was drawn, and people can write anything there."""
    planned, drawn = plan_draw("visits-2022", ALL, LEVEL, (None, 0), 5)
    assert draw_again(planned, ALL.units) == drawn
    with pytest.raises(ValueError, match="no such"):
        draw_again(replace(planned, **forged), ALL.units)


def test_a_size_of_ones_own_says_how_many_errors_may_be_in_it() -> None:
    assert plan_draw("visits-2022", ALL, LEVEL, (500, 0), 5)[0].allowed == 1


def test_a_size_that_cannot_show_the_level_is_refused() -> None:
    with pytest.raises(
        UsageError, match=r"a sample of 298 cannot show .* not even without"
    ) as told:
        plan_draw("visits-2022", ALL, LEVEL, (298, 0), 5)
    assert told.value.remedy == "Draw 299, or leave --size out."


def test_the_digest_is_of_every_word_and_of_nothing_else() -> None:
    units = list(ALL.units)
    other = replace(units[7], word="Inadequate")
    assert Population(ALL.frame, tuple(units)).sha256 == ALL.sha256
    assert Population(ALL.frame, (*units[:7], other, *units[8:])).sha256 != ALL.sha256

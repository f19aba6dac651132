"""Sizes and intervals against closed forms and exact sums."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from qa_checks.errors import UsageError
from qa_checks.model.sampling import Level
from qa_checks.sampling.acceptance import (
    Acceptance,
    binomial_tail,
    clopper_pearson,
    hypergeometric_tail,
    read_share,
    say_percent,
)

USUAL = Level(Fraction(1, 100), Fraction(95, 100))
EXACT = 1e-12


def exact_binomial(errors: int, size: int, rate: Fraction) -> Fraction:
    return sum(
        (comb(size, k) * rate**k * (1 - rate) ** (size - k) for k in range(errors + 1)), Fraction(0)
    )


@pytest.mark.parametrize(("allowed", "size"), [(0, 299), (1, 473), (2, 628), (3, 773)])
def test_the_usual_plans_of_a_large_population(allowed: int, size: int) -> None:
    assert Acceptance(USUAL).find_size(allowed) == size
    assert exact_binomial(allowed, size, USUAL.max_error) <= Fraction(5, 100)
    assert exact_binomial(allowed, size - 1, USUAL.max_error) > Fraction(5, 100)


@pytest.mark.parametrize(
    ("max_error", "confidence", "size"),
    [("5%", "95%", 59), ("10%", "90%", 22), ("0.1%", "99%", 4603), ("50%", "50%", 1)],
)
def test_a_plan_without_errors_is_that_of_the_closed_form(
    max_error: str, confidence: str, size: int
) -> None:
    rate, sure = read_share(max_error), read_share(confidence)
    assert Acceptance(Level(rate, sure)).find_size(0) == size
    assert (1 - rate) ** size <= 1 - sure < (1 - rate) ** (size - 1)


def test_a_population_counts_as_large_from_twenty_samples_on() -> None:
    assert not Acceptance(USUAL, 20 * 299).exact
    assert Acceptance(USUAL, 20 * 299 - 1).exact
    assert Acceptance(USUAL, 20 * 299).find_size(0) == 299


@pytest.mark.parametrize("population", [40, 100, 1000])
@pytest.mark.parametrize("allowed", [0, 1])
def test_a_small_population_has_the_exact_plan(population: int, allowed: int) -> None:
    wrong = population // 100 + 1  # the least number that is more than 1%

    def chance(size: int) -> Fraction:
        ways = sum(
            comb(wrong, k) * comb(population - wrong, size - k)
            for k in range(min(allowed, size) + 1)
            if size - k <= population - wrong
        )
        return Fraction(ways, comb(population, size))

    sizes = [size for size in range(allowed + 1, population + 1) if chance(size) <= Fraction(1, 20)]
    if sizes:
        assert Acceptance(USUAL, population).find_size(allowed) == sizes[0]
    else:
        with pytest.raises(UsageError, match="not even a comparison of all"):
            Acceptance(USUAL, population).find_size(allowed)


def test_a_population_that_counts_as_large_may_be_too_small_for_many_errors() -> None:
    acceptance = Acceptance(Level(Fraction(5, 100), Fraction(95, 100)), 1_200)
    assert not acceptance.exact
    assert acceptance.find_size(45) == 1_148
    with pytest.raises(UsageError, match="With 100 errors not even a comparison of all 1,200"):
        acceptance.find_size(100)


def test_the_only_error_of_forty_is_found_in_thirty_eight() -> None:
    """One of 40 is 2.5%; it is left out of a sample of 38 in 2 cases of 40."""
    assert Acceptance(USUAL, 40).find_size(0) == 38
    assert hypergeometric_tail(0, 38, 1, 40) == pytest.approx(2 / 40, abs=EXACT)


@pytest.mark.parametrize(("errors", "size"), [(0, 10), (2, 50), (7, 299), (10, 10)])
def test_the_tail_of_the_binomial_is_the_exact_sum(errors: int, size: int) -> None:
    wanted = exact_binomial(errors, size, Fraction(3, 100))
    assert binomial_tail(errors, size, 0.03) == pytest.approx(float(wanted), abs=EXACT)


@pytest.mark.parametrize("size", [1, 10, 299, 5000])
def test_the_interval_without_errors_is_that_of_the_closed_form(size: int) -> None:
    shares = clopper_pearson(0, size, USUAL.confidence)
    assert (shares.rate, shares.lower) == (0.0, 0.0)
    assert shares.upper == pytest.approx(1 - 0.025 ** (1 / size), abs=EXACT)
    assert Acceptance(USUAL).bound(0, size) == pytest.approx(1 - 0.05 ** (1 / size), abs=EXACT)


def test_the_interval_where_all_are_wrong_is_its_mirror() -> None:
    shares = clopper_pearson(10, 10, USUAL.confidence)
    assert (shares.rate, shares.upper) == (1.0, 1.0)
    assert shares.lower == pytest.approx(0.025 ** (1 / 10), abs=EXACT)


def test_the_ends_of_an_interval_leave_half_of_the_risk_each() -> None:
    """What Clopper and Pearson (1934) define, counted with exact sums; 3 of 20 is in textbooks."""
    shares = clopper_pearson(3, 20, USUAL.confidence)
    assert (round(shares.lower, 4), round(shares.upper, 4)) == (0.0321, 0.3789)
    below = exact_binomial(3, 20, Fraction(shares.upper))
    above = 1 - exact_binomial(2, 20, Fraction(shares.lower))
    assert float(below) == pytest.approx(0.025, abs=EXACT)
    assert float(above) == pytest.approx(0.025, abs=EXACT)


@pytest.mark.parametrize("population", [None, 2_000])
@pytest.mark.parametrize("errors", [0, 1, 2, 5])
def test_a_level_holds_exactly_where_its_bound_is_no_more(
    population: int | None, errors: int
) -> None:
    acceptance = Acceptance(USUAL, population)
    for size in (100, 250, 299, 300, 473, 700, 1_200):
        assert acceptance.holds(errors, size) == (acceptance.bound(errors, size) <= 0.01)


def test_the_bound_of_a_small_population_is_a_number_of_its_values() -> None:
    acceptance = Acceptance(USUAL, 100)
    bound = round(acceptance.bound(1, 50) * 100)
    assert (
        hypergeometric_tail(1, 50, bound, 100) > 0.05 >= hypergeometric_tail(1, 50, bound + 1, 100)
    )


def test_whoever_compares_all_knows_the_rate() -> None:
    acceptance = Acceptance(USUAL, 50)
    assert acceptance.bound(2, 50) == 2 / 50
    assert not acceptance.holds(1, 50)
    assert acceptance.holds(0, 50)


def test_how_many_errors_a_size_allows() -> None:
    acceptance = Acceptance(USUAL)
    assert [acceptance.most_allowed(size) for size in (298, 299, 472, 473, 773)] == [
        None, 0, 0, 1, 3,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "1 in 100", "0", "100%", "1", "-1%", "1/100", "nan", "\uff11%", ".", "5e-2"]
)
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no share between 0 and 1"):
        read_share(text)


@pytest.mark.parametrize(("text", "message"), [("1%", "1%"), ("0.5 %", "0.5%"), (".025", "2.5%")])
def test_a_share_is_said_as_it_is_read(text: str, message: str) -> None:
    assert say_percent(read_share(text)) == message
    assert read_share(message) == read_share(text)

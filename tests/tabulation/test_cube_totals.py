"""What the cubes come to is counted beside the checks, and once more where that has failed."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from qa_checks import appraisal
from qa_checks.errors import CatalogueError
from qa_checks.tabulation.cube_totals import CountedCubes, Figures

NOTHING = CountedCubes(Figures(), Figures(), {}, ())


def ended(outcome: CountedCubes | Exception) -> Future[CountedCubes]:
    begun: Future[CountedCubes] = Future()
    if isinstance(outcome, Exception):
        begun.set_exception(outcome)
    else:
        begun.set_result(outcome)
    return begun


def test_what_was_counted_beside_the_checks_stands() -> None:
    assert appraisal._result(ended(NOTHING)) is NOTHING


def test_cubes_that_found_no_memory_beside_a_check_are_counted_again() -> None:
    assert appraisal._result(ended(CatalogueError("It cannot be counted"))) is None


def test_any_other_fault_is_told() -> None:
    with pytest.raises(ZeroDivisionError):
        appraisal._result(ended(ZeroDivisionError()))

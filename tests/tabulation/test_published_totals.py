"""The cubes of the built-in catalogue give the totals that Ofsted published of the same files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from qa_checks.engines import reference
from qa_checks.engines.door import Engine
from qa_checks.model.cube_numbers import Tabulation
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.opened import Opened, Options, opened
from qa_checks.published.production import Question, produce
from qa_checks.release import release_from_files
from qa_checks.tabulation.counts import explain_unknown, rows_behind, tabulate
from tests.real.judged import AS_AT, DATA, WHOLE
from tests.tabulation.adding import add_up

GRADES = (1, 2, 3, 4)
LATEST = {  # Table 8a of the 2025 workbook
    WHOLE: (658, 3059, 522, 54),
    AS_AT[2024]: (541, 2756, 519, 60),
    AS_AT[2021]: (564, 1796, 432, 45),
    AS_AT[2020]: (574, 1869, 469, 59),
}


Reading = Callable[[str], tuple[Opened, Engine]]


@pytest.fixture(scope="module")
def reading() -> Iterator[Reading]:
    """Reads a published file, once for all tests that count it."""
    with ExitStack() as stack:

        @cache
        def read(name: str) -> tuple[Opened, Engine]:
            if not (DATA / name).is_file():
                pytest.skip(f"{DATA / name} is not here")
            release = release_from_files([DATA / name], ReleaseFacts(id="test", title="Test"))
            there = stack.enter_context(opened(release, Options()))
            engine = reference.start(there.loaded, {})
            return there, engine

        yield read


def count(read: Opened, engine: Engine, cube: str) -> Tabulation | None:
    return tabulate(engine, read.catalogue.cubes[cube], read.loaded.release)


def by_grade(tabulation: Tabulation | None, **where: bool) -> tuple[float | int | None, ...]:
    return tuple(add_up(tabulation, "inspections", {"grade": grade, **where}) for grade in GRADES)


@pytest.mark.parametrize("name", LATEST)
def test_latest_judgements_are_those_of_table_8a(reading: Reading, name: str) -> None:
    read, engine = reading(name)
    assert by_grade(count(read, engine, "latest_judgements")) == LATEST[name]


def test_the_release_of_2025_counts_as_its_tables_do(reading: Reading) -> None:
    read, engine = reading(WHOLE)
    in_year = count(read, engine, "in_year_judgements")
    assert by_grade(in_year, homes=True) == (434, 2556, 494, 151)
    asked = Question(read.catalogue.cubes["in_year_judgements"], "homes", "grade")
    assert produce(engine, read.loaded, asked).lines[0] == (
        "true",
        (434, 2556, 494, 151, 3635),
    )
    register = count(read, engine, "register")
    assert [add_up(register, "providers", where) for where in ({}, {"homes": True})] == [
        5600,
        4009,
    ]
    assert add_up(register, "places", {"homes": True}) == 15742
    outcomes = count(read, engine, "latest_outcomes")
    assert [
        add_up(outcomes, "inspections", {"outcome": outcome})
        for outcome in (
            "Consistently strong service delivery",
            "Inconsistent quality of service delivery",
            "Serious or widespread weaknesses",
        )
    ] == [26, 19, 5]
    cube, snapshot = read.catalogue.cubes["in_year_judgements"], read.loaded.release
    rows = rows_behind(
        engine,
        cube,
        snapshot,
        {"grade": 4, "provision_type": "Secure children's home"},
    )
    assert len(rows) == add_up(
        in_year, "inspections", {"grade": 4, "provision_type": "Secure children's home"}
    )


def test_the_register_of_2021_is_its_list_and_other_years_have_none(reading: Reading) -> None:
    read, engine = reading(AS_AT[2021])
    assert add_up(count(read, engine, "register"), "providers", {}) == 3402
    read, engine = reading(AS_AT[2020])
    assert add_up(count(read, engine, "register"), "providers", {}) is None
    assert (
        explain_unknown(engine, read.catalogue.cubes["register"], read.loaded.release)
        == "the release lists no providers but those with an inspection"
    )

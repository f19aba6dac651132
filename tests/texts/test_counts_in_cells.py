"""Four digits alone in a cell: a year in a label or header, and below it a number."""

from __future__ import annotations

import pytest

from qa_checks.texts.prose_numbers import find_numbers
from tests.texts.coherence.test_totals import make_table


def find(*rows: str) -> list[tuple[str, str]]:
    """Each number of a table as it is printed, and why it is none."""
    return [(number.printed, number.exempt) for number in find_numbers(make_table(*rows))]


def test_a_count_below_a_header_is_a_number() -> None:
    assert find("Region|2023|2024", "North|1950|2010", "South|450|2001") == [
        ("2023", "year"),
        ("2024", "year"),
        ("1950", ""),
        ("2010", ""),
        ("450", ""),
        ("2001", ""),
    ]


def test_a_label_is_a_year() -> None:
    assert find("Year|Homes", "2023|1950", "2024|2010") == [
        ("2023", "year"),
        ("1950", ""),
        ("2024", "year"),
        ("2010", ""),
    ]


@pytest.mark.parametrize("header", ["Opened", "Year of registration", "Last inspected"])
def test_below_a_header_of_time_it_is_a_year(header: str) -> None:
    rows = (f"Home|{header}|Places", "A|1990|12", "B|2001|1990")
    assert find(*rows) == [("1990", "year"), ("12", ""), ("2001", "year"), ("1990", "")]


def test_a_first_row_with_other_numbers_is_no_header() -> None:
    assert find("Good|2013|62%", "Poor|1950|38%") == [
        ("2013", ""),
        ("62%", ""),
        ("1950", ""),
        ("38%", ""),
    ]


def test_a_year_among_words_of_a_cell_stays_one() -> None:
    assert find("Region|Homes", "North|in 2013", "South|2013 homes") == [
        ("2013", "year"),
        ("2013", ""),
    ]

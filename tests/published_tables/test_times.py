"""The days and periods that labels say."""

from __future__ import annotations

import pytest

from qa_checks.published.times import read_time


@pytest.mark.parametrize(
    ("label", "years"),
    [
        ("2024-25", (2024, 2025)),
        ("202425", (2024, 2025)),
        ("2024 to 2025", (2024, 2025)),
        ("1999-00", (1999, 2000)),
        ("1999/2000", (1999, 2000)),
        ("2024", (2024, 2024)),
    ],
)
def test_years_of_a_period(label: str, years: tuple[int, int]) -> None:
    assert read_time(label, "period") == years

"""Weekdays beside dates."""

from __future__ import annotations

import pytest

from tests.texts.coherence.closing import close


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "from week beginning 27 November 2010",
            "27 November 2010 is a Saturday, and a week begins on a Monday",
        ),
        (
            "the week commencing 3 March 2021",
            "3 March 2021 is a Wednesday, and a week begins on a Monday",
        ),
        ("on Monday 27 November 2010", "27 November 2010 is a Saturday, not a Monday"),
        ("on Monday, 27/11/2010", "27/11/2010 is a Saturday, not a Monday"),
        ("on Monday 27th of November 2010", "27th of November 2010 is a Saturday, not a Monday"),
        ("up to 31 of June 2012", "there is no 31 of June 2012"),
        ("on Monday 27 Nov. 2010", "27 Nov. 2010 is a Saturday, not a Monday"),
        ("up to 31 Sept. 2012", "there is no 31 Sept. 2012"),
        ("up to 31 June 2012", "there is no 31 June 2012"),
        ("up to 29 February 2011", "there is no 29 February 2011"),
    ],
)
def test_weekday_is_wrong(words: str, message: str) -> None:
    assert [(closing.holds, closing.message) for closing in close(words)] == [(False, message)]


def test_days_that_differ_in_one_digit_are_offered() -> None:
    (closing,) = close("from week beginning 27 November 2010")
    assert closing.mends == (
        "22 November 2010 instead of 27 November 2010",
        "29 November 2010 instead of 27 November 2010",
    )


@pytest.mark.parametrize(
    "words",
    [
        "week beginning 29 November 2010",
        "on Saturday 27 November 2010",
        "Saturday, 27 November 2010",
        "Saturday 27 Nov. 2010",
    ],
)
def test_weekday_is_right(words: str) -> None:
    assert [closing.holds for closing in close(words)] == [True]


@pytest.mark.parametrize(
    "words",
    [
        "week beginning 28 November 2010",
        "on Monday 27 November",
        "1 to 31 March 2012",
        "on 27 Nov. 2010",
    ],
)
def test_nothing_can_be_said(words: str) -> None:
    assert close(words) == []

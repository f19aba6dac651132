"""Changes beside their ends, and amounts in two units at once."""

from __future__ import annotations

import pytest

from qa_checks.texts.coherence import ClosingKind
from tests.texts.coherence.closing import close


@pytest.mark.parametrize(
    "sentence",
    [
        "Homes rose by 9% from 2,300 in March 2020 to 2,500 in March 2021.",
        "Homes rose by 8.7%, from 2,300 to 2,500.",
        "Homes went from 2,300 to 2,500, up 9%.",
        "Homes went from 2,300 to 2,500 (up 9%).",
        "Homes went from 2,300 to 2,500, an increase of 200.",
        "Homes went from 2,300 to 2,500, a 9% increase.",
        "There was a rise of 9% in homes, from 2,300 to 2,500.",
        "Homes rose 9% to 2,500, up from 2,300.",
        "Homes fell by 8% from 2,500 to 2,300.",
        "The share went from 79% to 82%, up 3 percentage points.",
        "The share went from 79% to 82%, up 2.4 percentage points.",
        "The cost rose by £0.3 million from £2.3 million to £2.6 million.",
        "There were 2,500 homes, up 9% from 2,300 in 2020.",
        "There were 331 more homes than last year (up 9% from 3,679 to 4,010).",
        "There were 2,500 homes, compared with 2,300 in 2020, an increase of 9%.",
        "The number doubled from two to four.",
        "The number of homes more than doubled over the period from 20 to 44.",
        "There were 2,300 homes in 2020. They rose by 200 to 2,500.",
    ],
)
def test_change_closes(sentence: str) -> None:
    assert [closing.holds for closing in close(sentence)] == [True]


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        (
            "Homes rose by 12% from 2,300 to 2,500.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 12%",
        ),
        (
            "Homes went from 2,300 to 2,500, an increase of 300.",
            "from 2,300 to 2,500 is a rise of 200, printed is a rise of 300",
        ),
        (
            "The share went from 79% to 82%, up 5 percentage points.",
            "from 79% to 82% is a rise of 3 percentage points, "
            "printed is a rise of 5 percentage points",
        ),
        (
            "There were 2,500 homes (up 12% on 2,300 in 2020).",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 12%",
        ),
        (
            "There were 2,500 homes, compared with 2,300 in 2020, an increase of 19%.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 19%",
        ),
        (
            "The share rose by 10% from 40% to 50%.",
            "from 40% to 50% is a rise of 25.0% or 10 percentage points, printed is a rise of 10%",
        ),
        (
            "Homes fell by 1.5%, from 2,582 to 2,622.",
            "from 2,582 to 2,622 is a rise of 1.55%, printed is a fall of 1.5%",
        ),
        (
            "Homes rose by 5 from 20 to 20.",
            "from 20 to 20 is no change, printed is a rise of 5",
        ),
        ("Homes rose from 20 to 10.", "'rose' from 20 to 10"),
        ("Homes rose from 10 to 10.", "'rose' from 10 to 10"),
        ("Homes fell slightly from 10 to 20.", "'fell' from 10 to 20"),
        (
            "It doubled from 20 to 70.",
            "from 20 to 70 is 3.50 times as much, printed is 'doubled'",
        ),
    ],
)
def test_change_contradicts(sentence: str, message: str) -> None:
    assert [(closing.holds, closing.message) for closing in close(sentence)] == [(False, message)]


def test_digit_that_mends_a_change_is_named() -> None:
    (closing,) = close("Homes went from 2,300 to 2,500, an increase of 300.")
    assert closing.mends == (
        "200 instead of 300",
        "2,200 instead of 2,300",
        "2,600 instead of 2,500",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Homes rose by about 12% from 2,300 to 2,500.",
        "Growth slowed from 20 to 10.",
        "There were 331 more homes, up 9% on 3,679.",
        "There were falls from 10 to 20 in all regions.",
        "London rose from 12 to 3 in the ranking.",
        "Homes rose from 10 to 20.",  # closes nothing either: any larger number would do
        "There were 2,500 places in 300 homes, up 12% from 2,300.",
        "Homes rose by 12% in the five years from 2015 to 2020.",
        "There were 2,500 homes in 12 areas, up from 2,300.",
        "Homes were moved from 20 areas to 10 others.",
        "The number doubled from 0 to 4.",  # nothing is a multiple or a percentage of nought
        "Homes rose by 50% from 0 to 20.",
        "The share rose from 10% to 10%.",  # rounded
    ],
)
def test_what_the_words_leave_open_contradicts_nothing(sentence: str) -> None:
    assert close(sentence) == []


def test_percentage_of_percentage_points_is_a_fault_of_unit() -> None:
    (closing,) = close("This was a rise of 2.7% percentage point.")
    assert (closing.kind, closing.holds, closing.message) == (
        ClosingKind.UNIT,
        False,
        "'2.7% percentage point' may be read as 2.7% or as 2.7 percentage points",
    )

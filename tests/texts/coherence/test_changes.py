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
        "There were 2,500 homes – an increase of 200 homes compared with 31 March 2016 (2,300).",
        "There were 2,500 homes, of all types, a 9% increase on the year before (2,300).",
        "Councils reduced the number of homes that they run by 8%, from 2,500 as at 31 March 2017 "
        "to 2,300 as at 31 March 2018.",
        "Homes fell by 200 over the last quarter, from 2,500 to a new low of 2,300.",
        "There were 2,300 homes, down from 2,500 at 30 September 2013, a loss of 200 homes.",
        "There was a 9% increase in homes (to 2,500) compared with 31 March 2022 (2,300).",
        "The number of places grew by a quarter from 2,000 to 2,500.",
        "There were 2,300 homes, down by 200 (8%) since 31 March 2024.",
        "The number of homes fell by 200 (8%) since 31 March 2024, to 2,300.",
        "There are 200 (8%) fewer homes since last year, bringing the total number to 2,300.",
        "There are 1.3 million places, up by 17,400 (1%) since 31 March 2024.",  # 1.36% of 1.28
        "There are one thousand (3%) fewer homes, bringing the total to 39,700.",  # rounded: 2.46%
        "The number went from 2,300 in 2022 to 2,500 in 2023. This 9% increase is the largest.",
        "There were 300 homes with 2,500 places. This is a 9% increase since 2023, when there were "
        "2,300 registered places.",
        "Of these, 25% moved at once. This is an increase of four percentage points since last "
        "year, when 21% of endings were sudden.",
        "There were 2,500 homes. This was a rise of 200 from 2,300 in 2020.",
        "Homes rose by 12%. This is an increase of 4 from 3 to 7 in each area.",
    ],
)
def test_change_closes(sentence: str) -> None:
    assert [closing.holds for closing in close(sentence, ClosingKind.CHANGE)] == [True]


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
            "There were 2,500 homes – an increase of 300 homes compared with 31 March (2,300).",
            "from 2,300 to 2,500 is a rise of 200, printed is a rise of 300",
        ),
        (
            "There were 2,500 homes, of all types, a 19% increase on the year before (2,300).",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 19%",
        ),
        (
            "Councils reduced the number of homes that they run by 3%, from 2,500 as at 31 March "
            "2017 to 2,300 as at 31 March 2018.",
            "from 2,500 to 2,300 is a fall of 8.0%, printed is a fall of 3%",
        ),
        (
            "There were 2,300 homes, down from 2,500 in 2013, a loss of 300 homes.",
            "from 2,500 to 2,300 is a fall of 200, printed is a fall of 300",
        ),
        (
            "There was a 19% increase in homes (to 2,500) compared with 31 March 2022 (2,300).",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 19%",
        ),
        (
            "The number of places grew by a third from 2,000 to 2,500.",
            "from 2,000 to 2,500 is a rise of 25.0%, printed is a rise of a third",
        ),
        (
            "There were 2,300 homes, down by 200 (18%) since 31 March 2024.",
            "a fall of 200 to 2,300 is one of 8.0%, printed is 18%",
        ),
        (
            "The number of homes rose by 213 (8%) since 31 March 2024, to 2,513.",
            "a rise of 213 to 2,513 is one of 9.3%, printed is 8%",
        ),
        (
            "There are 200 (18%) fewer homes since last year, bringing the total number to 2,300.",
            "a fall of 200 to 2,300 is one of 8.0%, printed is 18%",
        ),
        (
            "The number went from 2,300 in 2022 to 2,500 in 2023. This 19% increase is large.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 19%",
        ),
        (
            "There were 300 homes with 2,500 places. This is a 19% increase since 2023, when there "
            "were 2,300 registered places.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 19%",
        ),
        (
            "We had 780 complaints about 575 homes. This is a decrease on the year before, when "
            "there were 732 complaints about 529 homes.",
            "'decrease' from 732 to 780",
        ),
        ("There were 2,500 homes, down from 2,300 the year before.", "'down' from 2,300 to 2,500"),
        (
            "Homes rose to 2,300 (49%) in 2017–18 compared with 2,500 (46%) last year.",
            "'rose' from 2,500 to 2,300",
        ),
        (
            "It doubled from 20 to 70.",
            "from 20 to 70 is 3.50 times as much, printed is 'doubled'",
        ),
    ],
)
def test_change_contradicts(sentence: str, message: str) -> None:
    closings = close(sentence, ClosingKind.CHANGE)
    assert [(closing.holds, closing.message) for closing in closings] == [(False, message)]


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
        "There were 434 homes, a 3% increase on the year before (2 more than in 2016).",
        "There were 25 visits in 20 homes. This is an increase on last year, when there were 30.",
        "There were 25 visits. This is an increase of 4% since last year, when 21 homes closed.",
        "There were about 780 complaints. This is a fall from 732 complaints in 2020.",
        "The number went from 2,300 to 2,500. The 19% increase in places is another matter.",
        "It rose to 58% in London, compared with 70% in the South East.",
        "There were 2,000 homes with 410 places, up by 41 (30%).",
        "Homes were visited by 3 inspectors, from 4 regions to 9.",
        "There were 2,300 homes, down from around 2,200 the year before.",
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

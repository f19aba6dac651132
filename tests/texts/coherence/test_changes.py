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
            "There were 2,500 homes (with new ones), an increase from 2,600 in 2020.",
            "'increase' from 2,600 to 2,500",
        ),
        (
            "There were 2,500 homes – an increase on the previous year (2,700).",
            "'increase' from 2,700 to 2,500",
        ),
        (
            "It is up 105 (8%) from the spring 2012 total of 2,309.",
            "a rise of 105 from 2,309 is one of 4.5%, printed is 8%",
        ),
        (
            "The rate was 1.88, down from a thirty-year high of 1.46 in 2008.",
            "'down' from 1.46 to 1.88",
        ),
        ("It grew, increasing from a rate of 2% to 1%.", "'increasing' from 2% to 1%"),
        ("The age similarly rose, from 31 years to 28 years.", "'rose' from 31 to 28"),
        (
            "The year saw the closure rate increase from 4.3 per 1,000 homes in 2020, to 4.0 per "
            "1,000.",
            "'increase' from 4.3 to 4.0",
        ),
        (
            "Of these, 2,500 were the most serious, which is 18% higher than then (2,300 in 2019).",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 18%",
        ),
        (
            "There were 2,500 homes in 2020, compared with 2,300 in 2021, a decrease of 18%.",
            "from 2,500 to 2,300 is a fall of 8.0%, printed is a fall of 18%",
        ),
        (
            "There were 2,500 homes in 2020, compared with 2,300 in 2021, an increase.",
            "'increase' from 2,500 to 2,300",
        ),
        (
            "71% of homes were good, compared with 62% of schools, a gap of 7 percentage points.",
            "from 62% to 71% is a rise of 9 percentage points, "
            "printed is a change of 7 percentage points",
        ),
        (
            "There were 2,500 homes, an increase of 18% compared to the previous year when there "
            "were 2,300.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 18%",
        ),
        (
            "There were 2,500 homes, 300 more than in 2020, when there were 2,300.",
            "from 2,300 to 2,500 is a rise of 200, printed is a rise of 300",
        ),
        ("The share was falling from 12% to 15%.", "'falling' from 12% to 15%"),
        (
            "The gap narrowed from 8 percentage points to 9 percentage points.",
            "'narrowed' from 8 percentage points to 9 percentage points",
        ),
        (
            "There were 2,500 homes, an increase of 18% (200) since 2020.",
            "a rise of 200 to 2,500 is one of 8.7%, printed is 18%",
        ),
        (
            "There were 2,500 homes – up 200 homes or 18% since 2020.",
            "a rise of 200 to 2,500 is one of 8.7%, printed is 18%",
        ),
        (
            "There were 2,500 homes, 18% (200) more than in 2020.",
            "a rise of 200 to 2,500 is one of 8.7%, printed is 18%",
        ),
        (
            "Homes were up 200 (18%) from the total of 2,300.",
            "a rise of 200 from 2,300 is one of 8.7%, printed is 18%",
        ),
        (
            "Homes fell by 10,000 (6%) from 290,000.",
            "a fall of 10,000 from 290,000 is one of 3.4%, printed is 6%",
        ),
        (
            "There were 2,500 homes, 18% more than the 2,300 in 2020.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 18%",
        ),
        (
            "There were 2,500 homes, which is 300 more than in 2020 (2,300).",
            "from 2,300 to 2,500 is a rise of 200, printed is a rise of 300",
        ),
        (
            "The rate was 12%, 3 percentage points lower than the peak of 13%.",
            "from 13% to 12% is a fall of 1 percentage points, "
            "printed is a fall of 3 percentage points",
        ),
        ("There were 2,500 homes, lower than the 2,300 in 2020.", "'lower' from 2,300 to 2,500"),
        ("There were 2,500 homes, higher than in 2020 (2,700).", "'higher' from 2,700 to 2,500"),
        (
            "There were 2,500 homes. This is lower than in 2020, when there were 2,300.",
            "'lower' from 2,300 to 2,500",
        ),
        ("There were 2,500 homes. This is up from 2,700 then.", "'up' from 2,700 to 2,500"),
        (
            "There were 2,500 homes. That is 18% higher than the 2,300 in 2020.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 18%",
        ),
        (
            "Homes rose by 18% (from 2,300 to 2,500).",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 18%",
        ),
        (
            "Homes were up 18% (2,500 from 2,300) on the year before.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 18%",
        ),
        (
            "There was a slight increase (18%) from 2,300 to 2,500.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a rise of 18%",
        ),
        (
            "There were 2,500 homes, an increase on the previous year (2,700).",
            "'increase' from 2,700 to 2,500",
        ),
        (
            "There was a fall in the number of homes to 2,500 in May from 2,300 in April.",
            "'fall' from 2,300 to 2,500",
        ),
        (
            "There were 2,500 homes, more than double the 2,300 in 2020.",
            "from 2,300 to 2,500 is 1.09 times as much, printed is 'double'",
        ),
        (
            "It doubled from 20 to 70.",
            "from 20 to 70 is 3.50 times as much, printed is 'doubled'",
        ),
        (
            "The share rose from 71.2% to 78.0%, a change of 6.8%.",
            "from 71.2% to 78.0% is a rise of 9.55% or 6.8 percentage points, "
            "printed is a change of 6.8%",
        ),
        (
            "There was a 6.8% increase in the share of good homes, from 71.2% to 78.0%.",
            "from 71.2% to 78.0% is a rise of 9.55% or 6.8 percentage points, "
            "printed is a rise of 6.8%",
        ),
        (
            "It changed by -8% from 2,300 to 2,500.",
            "from 2,300 to 2,500 is a rise of 8.7%, printed is a change of -8%",
        ),
        (
            "Homes rose from 110 to 120, 20 more than in 2023.",
            "from 110 to 120 is a rise of 10, printed is a rise of 20",
        ),
        (
            "There were 20 fewer homes than in 2023 (110, down from 120).",
            "from 120 to 110 is a fall of 10, printed is a fall of 20",
        ),
        ("Homes increased to 2,300, from 2,500 in 2023.", "'increased' from 2,500 to 2,300"),
        ("There were 2,300 homes, up from 2,500 in 2023.", "'up' from 2,500 to 2,300"),
        (
            "There were 2,300 homes, an increase on the 2,500 then.",
            "'increase' from 2,500 to 2,300",
        ),
        ("There were 9 homes compared with 7 in 2023, a fall.", "'fall' from 7 to 9"),
        ("There was a decrease from 40 homes in 2023 to 45 in 2024.", "'decrease' from 40 to 45"),
        ("The fall from 40 to 45 homes was the largest.", "'fall' from 40 to 45"),
        ("Homes remained the same, from 20 to 21.", "'remained the same' from 20 to 21"),
        ("Homes were unchanged at 20 (21 in 2023).", "'were unchanged' from 21 to 20"),
        (
            "It doubled, from 200 to 300.",
            "from 200 to 300 is 1.50 times as much, printed is 'doubled'",
        ),
        (
            "It more than doubled, from 200 to 390.",
            "from 200 to 390 is 1.95 times as much, printed is 'doubled'",
        ),
        (
            "It tripled to 600 from 300.",
            "from 300 to 600 is 2.00 times as much, printed is 'tripled'",
        ),
        (
            "There were 3 times as many homes (300) as in 2020 (150).",
            "from 150 to 300 is 2.00 times as much, printed is '3 times'",
        ),
        (
            "It rose by a third, from 300 to 500.",
            "from 300 to 500 is a rise of 66.7%, printed is a rise of a third",
        ),
        (
            "It fell by half from 200 to 150.",
            "from 200 to 150 is a fall of 25.0%, printed is a fall of half",
        ),
        (
            "The number of homes nearly doubled from 1,200 to 1,500.",
            "from 1,200 to 1,500 is 1.25 times as much, printed is 'doubled'",
        ),
        (
            "There were 4,000 homes, almost three times the number (2,300) in 2020.",
            "from 2,300 to 4,000 is 1.74 times as much, printed is 'three times'",
        ),
        ("Homes rose to 2,000 (2,400 in 2024).", "'rose' from 2,400 to 2,000"),
    ],
)
def test_change_contradicts(sentence: str, message: str) -> None:
    closings = close(sentence, ClosingKind.CHANGE)
    assert [(closing.holds, closing.message) for closing in closings] == [(False, message)]


def test_of_two_amounts_the_one_that_contradicts_is_told() -> None:
    closings = close("There were 2,500 homes. That was up 200, or 18%, on the 2,300 in 2020.")
    assert [(closing.holds, closing.message) for closing in closings if not closing.holds] == [
        (False, "a rise of 200 from 2,300 is one of 8.7%, printed is 18%")
    ]


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
        "There were 2,500 places in 300 homes, up from 2,700.",
        "The time rose from 8 minutes to 8 minutes 30 seconds.",
        "There were 2,500 homes in 2020, compared with 2,300 in 2021, a decrease.",
        "There were 2,500 homes (with new ones), an increase from 2,400 in 2020.",
        "The first (12%) and second homes (9%) closed, an increase on the third (11%).",
        "The rate of increase from 5% in one to 3% in others slowed.",
        "There were 2,500 homes, higher than in 2020, when it was planned to have 3,000.",
        "There were 2,500 homes, an increase of 18% (20 in London) since 2020.",
        "There were 2,500 places in 300 homes, an increase of 18% (20) since 2020.",
        "There were 2,500 homes, 300 more than in the 20 smaller areas.",
        "There were 2,500 homes, 12% higher than the average of 10 years.",
        "There were 2,500 homes, lower than the 5-year average (2,600).",
        "There were 2,500 homes, lower than in 2020 (12 areas).",
        "There were 2,500 homes. This is more than half of the 4,000 planned.",
        "There were 2,500 homes. This is lower than in London (60%).",
        "There were 2,500 homes, twice the rate of the region (3).",
        "Homes rose by 9% in London (40 to 60 elsewhere).",
        "The stay rose from 2 years to 2 years and 3 months.",
        "It rose from 12 million 700 thousand to 12 million 837 thousand.",
        "There were 2,500 homes3, up from 2,300 in 2020.",
        "There were 2,500 homes, up from 2,300.",
        "Homes rose from 110 to 120, 20 more than in London.",
        "Homes remained the same, at 20, as in 2023 (20).",
        "Homes remained broadly the same, from 20 to 21.",
        "The share was unchanged at 80% (80.4% in 2023).",
        "It more than doubled, from 200 to 900.",
        "It rose by about a third, from 300 to 500.",
        "Homes less than doubled, from 1,000 to 1,200.",
        "Homes almost tripled, from 100 to 215.",
        "Homes rose to 2,000 (2,400 in London).",
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


def test_a_paragraph_may_say_what_the_one_before_changed_by() -> None:
    levels = "It was 76.5%, compared with 83.3% on 31 March 2021."
    [closing] = close(f"{levels}\nThat is a change of 6.8%.")
    assert (closing.holds, closing.message) == (
        False,
        "between 76.5% and 83.3% lie 6.8 percentage points or 8.89%, printed is a change of 6.8%",
    )
    assert close(f"{levels}\nThat is a change of 6.8 percentage points.") == []

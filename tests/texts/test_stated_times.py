"""The day or period that a sentence says its numbers hold for, and the other dates in it."""

from __future__ import annotations

import datetime as dt

import pytest

from qa_checks.texts.folding import fold, lower
from qa_checks.texts.prose_numbers import find_numbers
from qa_checks.texts.sentences import split_sentences
from qa_checks.texts.stated_times import StatedTime, find_stated_times
from tests.texts.writing import write_text

AUGUST = dt.date(2020, 8, 31)
MARCH = dt.date(2020, 3, 31)


def find(sentence: str) -> list[tuple[str, str, StatedTime]]:
    """Each time as it is printed, the number beside it, and what was read."""
    text = write_text(sentence)
    numbers = find_numbers(text)
    times = find_stated_times(lower(fold(sentence)), split_sentences(text), numbers)
    return [(sentence[time.start : time.end], numbers[time.number].printed, time) for time in times]


@pytest.mark.parametrize(
    ("sentence", "printed", "number", "day"),
    [
        ("On 31 August 2020 there were 2,622 homes.", "31 August 2020", "2,622", AUGUST),
        ("On Monday 31 August 2020, there were 2,622 homes.", "31 August 2020", "2,622", AUGUST),
        ("1. As at 31st August 2020 there were over 2,600.", "31st August 2020", "2,600", AUGUST),
        ("In England, at 2020-08-31, 9 homes were open.", "2020-08-31", "9", AUGUST),
        ("On 31 August 2020, homes had 2,622 places.", "31 August 2020", "2,622", AUGUST),
        ("There were 20 homes on 31 March 2020, a Tuesday.", "31 March 2020", "20", MARCH),
        ("There were 20 closed homes on 31 March 2020.", "31 March 2020", "20", MARCH),
        ("There were 20 registered homes (as at 31/03/2020).", "31/03/2020", "20", MARCH),
        ("Some 80% were judged good at 31 March 2020.", "31 March 2020", "80%", MARCH),
        ("Of 30 homes 20 were open as of 31 March 2020.", "31 March 2020", "20", MARCH),
        ("Between 1 April and 31 August 2020, 9 homes closed.", "31 August 2020", "9", AUGUST),
        ("From 1 April 2019 to 31 March 2020 we saw 9 homes.", "31 March 2020", "9", MARCH),
        ("We saw 9 homes between 1 April 2019 and 31 March 2020.", "31 March 2020", "9", MARCH),
        ("In the year ending 31 March 2020 there were 9 visits.", "31 March 2020", "9", MARCH),
    ],
)
def test_a_day_beside_its_number(sentence: str, printed: str, number: str, day: dt.date) -> None:
    [(time_printed, number_printed, time)] = find(sentence)
    assert (time_printed, number_printed, time.day, time.years) == (printed, number, day, None)


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("In 2019 to 2020 we saw 387 homes.", "2019 to 2020"),
        ("During 2019/20, 387 homes opened.", "2019/20"),
        ("We saw 387 homes in 2019-20.", "2019-20"),
        ("We saw 387 homes in the financial year 2019 to 2020.", "2019 to 2020"),
    ],
)
def test_two_years_beside_their_number(sentence: str, printed: str) -> None:
    [(time_printed, number, time)] = find(sentence)
    assert (time_printed, number, time.day, time.years) == (printed, "387", None, (2019, 2020))


@pytest.mark.parametrize(
    ("sentence", "printed", "years", "month"),
    [
        ("In 2023 there were 2,622 homes.", "2023", (2023, 2023), None),
        ("During the year 2023, 20 homes were open.", "2023", (2023, 2023), None),
        ("There were 20 homes in 2023.", "2023", (2023, 2023), None),
        ("In March 2023 there were 20 homes.", "march 2023", (2023, 2023), 3),
        ("There were 20 homes in Sept 2023, more than ever.", "sept 2023", (2023, 2023), 9),
    ],
)
def test_a_year_or_month_beside_its_number(
    sentence: str, printed: str, years: tuple[int, int], month: int | None
) -> None:
    [(time_printed, _, time)] = find(sentence)
    assert (time_printed.lower(), time.day, time.years, time.month) == (printed, None, years, month)


@pytest.mark.parametrize(
    ("sentence", "printed", "day"),
    [
        ("Between 1 April 2019 and 31 March 2020, 9 closed.", "1 April 2019", dt.date(2019, 4, 1)),
        ("Between 1 April and 31 August 2020, 9 homes closed.", "1 April", dt.date(2020, 4, 1)),
        ("From 1 April to 31 March 2020 we saw 9 homes.", "1 April", dt.date(2019, 4, 1)),
        (
            "In the year to 31 March 2020 there were 9 visits.",
            "year to 31 March 2020",
            dt.date(2019, 4, 1),
        ),
        (
            "In the 12 months ending 31 December 2020, we saw 9 homes.",
            "12 months ending 31 December 2020",
            dt.date(2020, 1, 1),
        ),
    ],
)
def test_the_first_day_of_a_period(sentence: str, printed: str, day: dt.date) -> None:
    [(_, _, time)] = find(sentence)
    assert time.first is not None
    assert (sentence[time.first.start : time.first.end], time.first.day) == (printed, day)


@pytest.mark.parametrize(
    "sentence",
    ["In the reporting period to 31 March 2020 there were 9.", "On 31 March 2020 there were 9."],
)
def test_a_first_day_that_is_not_stated(sentence: str) -> None:
    [(_, _, time)] = find(sentence)
    assert time.first is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Since April 2017 there were 2,622 homes.",
        "Since 1 April 2017, 20 homes were inspected.",
        "Of 20 homes 5 were inspected under the framework of 1 April 2012.",
        "There were 20 homes, 7% more than on 31 March 2020.",
        "There were 163 more homes than at 31 March 2020.",
        "There were 163 homes more at 31 March 2020.",
        "The number rose by 7% on 31 March 2020.",
        "Compared with 31 March 2020, there were 20 homes.",
        "On 1 April 2012 a framework came in; 20 homes were inspected.",
        "On 1 April 2017, the framework changed and 12 homes were inspected.",
        "On 1 April 2017, 12 homes moved to another one.",
        "On 1 April 2017 we opened 12 homes.",
        "12 homes closed on 31 March 2020.",
        "There were 12 homes that closed on 31 March 2020.",
        "There were 12 closed on 31 March 2020.",
        "It replaces the 12 measures introduced on 1 April 2019.",
        "There were 20 homes on 31 March 2020 and 31 March 2021.",
        "There were 20 homes on 31 March 2020 and 2021.",
        "There were 20 homes on 31 March 2020 and on 31 March 2021.",
        "There were 20 homes on 31 June 2020.",
        "There were 20 homes on 31 March.",
        "The number rose by 28% on 2019-20.",
        "We saw 20 homes in 2018-21.",
        "On 31 March 2020 nobody counted.",
        "We saw 20 faults in 2013 homes.",
        "Since 2019 there were 20 homes.",
        "12 homes closed in 2023.",
        "There were 20 homes in 2022 and 2023.",
        "There were 20 more homes than in 2022.",
        "Between 31 June 2020 and 31 August 2020, 9 homes closed.",
    ],
)
def test_other_dates_are_left_alone(sentence: str) -> None:
    assert find(sentence) == []


def test_each_number_has_its_own_day() -> None:
    sentence = "On 31 March 2021 there were 4 homes and on 31 March 2020 there were 5."
    assert [(printed, number) for printed, number, _ in find(sentence)] == [("31 March 2021", "4")]
    sentence = "There were 4 homes on 31 March 2021, compared with 5 on 31 March 2020."
    assert [(printed, number) for printed, number, _ in find(sentence)] == [
        ("31 March 2021", "4"),
        ("31 March 2020", "5"),
    ]

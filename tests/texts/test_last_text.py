"""A text beside that of the last release."""

from __future__ import annotations

import pytest

from qa_checks.texts.last_text import Edition, find_carried, find_quoted
from qa_checks.texts.prose_numbers import find_numbers
from tests.texts.writing import write_text

LAST = """As at 31 March 2020, there were 2,310 homes open.
Of these, 79% were good or outstanding.
There are 65 homes in London.
In 2019, 12 homes closed for good.
All the tables are in one workbook.
There were 12 inspections of secure homes."""


def edition(content: str) -> Edition:
    text = write_text(content)
    return Edition(text, find_numbers(text))


@pytest.mark.parametrize(
    ("content", "carried"),
    [
        ("There are 65 homes in London.", True),
        ("There are\u00a065 homes in London", True),
        ("There are 66 homes in London.", False),
        ("There are 65 homes in Leeds.", False),
        ("In 2019, 12 homes closed for good.", False),  # is true of 2019 for ever
        ("As at 31 March 2020, there were 2,310 homes open.", False),
        ("Homes in London are many.", False),
    ],
)
def test_sentence_carried_forward(content: str, carried: bool) -> None:
    now = edition(f"As at 31 March 2021 this is new.\n{content}")
    places = [now.text.content[item.start :] for item in find_carried(now, edition(LAST))]
    assert places == ([content] if carried else [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "As at 31 March 2021, there were 2,500 homes open, up from 2,300 in 2020.",
            "2,300 is quoted from then, and what was printed is 2,310: 'As at 31 March 2020, there "
            "were 2,310 homes open.' (text.txt)",
        ),
        (
            "As at March 2021, 82% were good or outstanding compared with 78% last year.",
            "78% is quoted from then, and what was printed is 79%: 'Of these, 79% were good or "
            "outstanding.' (text.txt)",
        ),
        (
            "In 2021 there were 9 inspections of secure homes, against 14 a year earlier.",
            "14 is quoted from then, and what was printed is 12: 'There were 12 inspections of "
            "secure homes.' (text.txt)",
        ),
        (
            "In March 2020, 2,301 homes were open.\nIn March 2021, more homes were open.",
            "2,301 is quoted from then, and what was printed is 2,310: 'As at 31 March 2020, there "
            "were 2,310 homes open.' (text.txt)",
        ),
    ],
)
def test_earlier_figure_was_printed_otherwise(content: str, message: str) -> None:
    quoted = find_quoted(edition(content), edition(LAST))
    assert [(figure.holds, figure.message) for figure in quoted] == [(False, message)]


@pytest.mark.parametrize(
    "content",
    [
        "As at 31 March 2021, there were 2,500 homes open, up from 2,310 in 2020.",
        "As at March 2021, 82% were good or outstanding compared with 79% last year.",
        "As at March 2021, 82% were good or outstanding compared with 79.3% last year.",
    ],
)
def test_earlier_figure_is_as_printed(content: str) -> None:
    quoted = find_quoted(edition(content), edition(LAST))
    assert [figure.holds for figure in quoted] == [True]


@pytest.mark.parametrize(
    "content",
    [
        "In 2021 there were 40 nurseries in Leeds, up from 31 in 2020.",
        "As at March 2021, 82% were good or outstanding compared with about 78% last year.",
        "In 2021 there were 2,500 homes open, up from 900 in 2020.",
        "In 2021 there were 2,500 homes open, up from 2,300 in 2018.",
    ],
)
def test_figure_that_the_last_text_does_not_have_is_left_alone(content: str) -> None:
    assert find_quoted(edition(content), edition(LAST)) == ()

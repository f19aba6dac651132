"""Changes that one sentence or heading says, and whose ends stand in the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.texts.coherence import close_numbers
from qa_checks.texts.documents import read_text
from qa_checks.texts.prose_numbers import find_numbers
from tests.texts.coherence.closing import close

ENDS = "On 31 March 2025 there were 2,046 homes compared with 2,081 on 31 March 2024."
BARE = "On 31 March 2025 there were 2,046 compared with 2,081."
FALL = "from 2,081 to 2,046 is a fall of"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"There were 25 fewer homes. {ENDS}", f"{FALL} 35, printed is a fall of 25"),
        (
            f"There were 25 fewer homes than in the previous year. {BARE}",
            f"{FALL} 35, printed is a fall of 25",
        ),
        (f"There were 35 more homes than in 2024. {ENDS}", f"{FALL} 35, printed is a rise of 35"),
        (
            f"The number of homes has fallen by 3% since 2024. {ENDS}",
            f"{FALL} 1.7%, printed is a fall of 3%",
        ),
        (
            f"There was a 3% fall in the number of homes. {ENDS}",
            f"{FALL} 1.7%, printed is a fall of 3%",
        ),
        (f"There was a fall of 25 in homes. {BARE}", f"{FALL} 35, printed is a fall of 25"),
        (
            "Homes went from 2,000 in 2024 to 2,400 in 2025. This is a 10% increase.",
            "from 2,000 to 2,400 is a rise of 20.0%, printed is a rise of 10%",
        ),
        (
            "Homes went from 2,000 in 2024 to 2,400 in 2025. This represents an increase of 300 on "
            "the previous year.",
            "from 2,000 to 2,400 is a rise of 400, printed is a rise of 300",
        ),
        (
            "There were 2,437 homes. This is an increase of 311 (18%) on the previous year.",
            "a rise of 311 to 2,437 is one of 14.6%, printed is 18%",
        ),
    ],
)
def test_a_change_unlike_its_ends_contradicts(content: str, message: str) -> None:
    assert [(item.holds, item.message) for item in close(content)] == [(False, message)]


@pytest.mark.parametrize(
    "content",
    [
        f"There were 35 fewer homes than in the previous year. {ENDS}",
        f"There was a 2% fall in homes. {BARE}",
        "Homes went from 2,000 in 2024 to 2,400 in 2025. This is a 20% increase on last year.",
    ],
)
def test_a_change_closes_with_its_ends(content: str) -> None:
    assert [item.holds for item in close(content)] == [True]


@pytest.mark.parametrize(
    "content",
    [
        f"There were 25 fewer homes in London. {ENDS}",
        f"There were 25 fewer secure homes. {ENDS}",
        f"There were 25 fewer homes run by charities. {BARE}",
        f"There were around 25 fewer homes. {ENDS}",
        f"There were 25 fewer homes than schools. {ENDS}",
        f"There were 25 fewer homes than in 2015. {ENDS}",
        f"There were 60 fewer homes than 2 years ago. {ENDS}",
        f"There were 12 fewer homes a year. {ENDS}",
        f"There was a 12% increase in places. {ENDS}",
        f"There were 25 fewer homes.\n{ENDS}",
        "Homes went from 2,000 in 2020 to 2,400 in 2025. This is a 5% increase on last year.",
        "Homes went from 2,000 in 2024 to 2,400 in 2025. This is an increase of 30% since 2010.",
        "Homes went from 2,000 in 2020 to 2,400 in 2025. This is an increase of 80 a year.",
        "There were 2,437 homes. This is an increase of 311 (18%) in London.",
    ],
)
def test_what_is_said_of_something_else_contradicts_nothing(content: str) -> None:
    assert [item.message for item in close(content) if not item.holds] == []


@pytest.mark.parametrize(
    "content",
    [
        f"# 25 fewer homes\n\n{ENDS}\n",
        f"- 25 fewer homes\n- {ENDS}\n",
    ],
)
def test_a_heading_or_item_announces_what_stands_below(tmp_path: Path, content: str) -> None:
    path = tmp_path / "findings.md"
    path.write_text(content, encoding="utf-8")
    text = read_text(path, path.name)
    [closing] = close_numbers(text, find_numbers(text))
    assert (closing.holds, closing.message) == (False, f"{FALL} 35, printed is a fall of 25")

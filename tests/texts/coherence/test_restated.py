"""Words beside the numbers that say the same in brackets."""

from __future__ import annotations

import pytest

from tests.texts.coherence.closing import close


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("Thirty-seven (35) homes closed.", "'Thirty-seven' stands beside 35"),
        ("More than 2,500 homes (2,450) were open.", "'more than 2,500' stands beside 2,450"),
        ("At least 80% of homes (78%) were good.", "'at least 80%' stands beside 78%"),
        ("Fewer than 100 homes (112) closed.", "'fewer than 100' stands beside 112"),
        ("Up to 100 homes (112) closed.", "'up to 100' stands beside 112"),
        ("All 20 homes were good (18 of 20).", "'All' stands beside 18 of 20"),
        ("Every home was good (18 out of 20).", "'Every' stands beside 18 of 20"),
        ("None of the homes were good (2 of 20).", "'None' stands beside 2 of 20"),
        (
            "Two thirds of homes (150 of 300) were good.",
            "'Two thirds' stands beside 150 of 300, which is 50.0%",
        ),
        (
            "One in five of the 125 homes (40) were good.",
            "'One in five' stands beside 40 of 125, which is 32.0%",
        ),
        ("One in five homes (25%) were good.", "'One in five' stands beside 25%"),
        ("A third of homes (43%) were good.", "'A third' stands beside 43%"),
        (
            "Of the 100 homes, one in five (35) were good.",
            "'one in five' stands beside 35 of 100, which is 35.0%",
        ),
        ("Most homes (45%) were good.", "'Most' stands beside 45%"),
        ("The majority of homes (45%) were good.", "'majority' stands beside 45%"),
        ("A minority of homes (55%) were good.", "'minority' stands beside 55%"),
        ("Nearly a quarter (26%) were new.", "'a quarter' stands beside 26%"),
        ("About a tenth of homes (14%) were new.", "'a tenth' stands beside 14%"),
        (
            "80% were good or outstanding (15% outstanding, 60% good).",
            "15% + 60% is 75, and the total is printed as 80%",
        ),
        (
            "Overall, 80% were judged good or outstanding: 15% outstanding and 60% good.",
            "15% + 60% is 75, and the total is printed as 80%",
        ),
    ],
)
def test_what_stands_beside_it_contradicts(sentence: str, message: str) -> None:
    broken = [closing.message for closing in close(sentence) if not closing.holds]
    assert broken == [message]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thirty-seven (37) homes closed.",
        "Two (1) homes closed.",  # the number of a note
        "More than 2,500 homes (2,510) were open.",
        "More than 2,500 homes (450 large ones) were open.",
        "More than 2,500 homes (120) were open.",  # of other things
        "More than 80% of homes (78) were good.",
        "At least 80% of homes (80%) were good.",
        "All 20 homes were good (20 of 20).",
        "Almost all homes (18 of 20) were good.",
        "Not all homes (18 of 20) were good.",
        "None of the homes were good (0 of 20).",
        "Two thirds of homes (200 of 300) were good.",
        "Over half of the 300 homes (170) were good.",
        "One in five homes (23%) were good.",
        "About one in five homes (24%) were good.",
        "80% were good or outstanding (15% in London, 60% elsewhere).",
        "Most homes (51%) were good.",
        "Most homes in London (45%) were good.",
        "The most common type (45%) was private.",
        "It was no majority (45%) that was private.",
        "Not most homes (45%) were good.",
        "Where most homes (45%) stand empty, fees fall.",
        "Fees fell in towns where most homes (45%) stand empty.",
        "A minority of homes (45%) were good.",
    ],
)
def test_what_stands_beside_it_may_be_so(sentence: str) -> None:
    assert [closing.message for closing in close(sentence) if not closing.holds] == []


def test_a_fraction_closes_only_with_a_percentage_that_is_near() -> None:
    assert [closing.holds for closing in close("One in five homes (21%) were good.")] == [True]
    assert close("One in five homes (23%) were good.") == []

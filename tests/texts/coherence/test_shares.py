"""A percentage beside its count and whole, in one sentence."""

from __future__ import annotations

import pytest

from qa_checks.texts.coherence import ClosingKind
from tests.texts.coherence.closing import close as close_text


def close(content: str) -> list[tuple[bool, str, tuple[str, ...]]]:
    closings = close_text(content, ClosingKind.SHARE, ClosingKind.POSSIBLE)
    return [(closing.holds, closing.message, closing.mends) for closing in closings]


@pytest.mark.parametrize(
    "sentence",
    [
        "They hold 66% of places (20,550 of 31,125).",
        "66% (20,550 out of 31,125) were good.",
        "20 of the 125 inspections (16%) were inadequate.",
        "20 of the 125 inspections were inadequate, or 16%.",
        "20 (16%) of the 125 inspections were inadequate.",
        "16% (20) of the 125 inspections were inadequate.",
        "16% of the 125 inspections (20) were inadequate.",
        "Of the 125 inspections of safeguarding, 20 (16%) were inadequate.",
        "There were 125 inspections. Of these, 20 (16%) were inadequate.",
        "We made 125 inspections, 20 of which (16%) found fault.",
        "We found fault in 16% of inspections (20/125).",
        "12.5% (1 of the 8 homes) closed.",
        "1 of the 8 homes closed (13%).",
        "1 of the 8 homes closed (12%).",
    ],
)
def test_share_closes(sentence: str) -> None:
    assert [holds for holds, _, _ in close(sentence)] == [True]


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        (
            "33⅓% (10 out of 40) were good.",
            "33⅓% stands beside 10 of 40, which is 25.00%",
        ),
        (
            "59% (20,550 out of 31,125) were good.",
            "59% stands beside 20,550 of 31,125, which is 66.0%",
        ),
        (
            "Of the 125 inspections, 21 (16%) were inadequate.",
            "16% stands beside 21 of 125, which is 16.8%",
        ),
        (
            "Of the 20 homes, 33% were good.",
            "no whole number of 20 is 33%: 6 of 20 is 30.0% and 7 of 20 is 35.0%",
        ),
        ("More than half of the homes (46%) closed.", "'half' stands beside 46%"),
        ("We found fault in 17% of inspections (20/125).", "'20/125' stands beside 17%"),
        *(
            (sentence, "17% stands beside 20 of 125, which is 16.0%")
            for sentence in (
                "Of the 125 inspections, 20 (or 17%) found fault.",
                "Of the 125 inspections, 20, or 17%, found fault.",
                "Of the 125 inspections, 17% (or 20) found fault.",
                "We made 125 inspections, of which 20 (17%) found fault.",
                "We made 125 inspections, of which 17% (20) found fault.",
                "We made 125 inspections. Of these, 20 (17%) found fault.",
                "We made 125 inspections of homes. Of these inspections, 17% (20) found fault.",
                "There were 20 bad inspections, accounting for 17% of the total of 125.",
                "20 of 125 inspections found fault, representing 17%.",
                "Bad inspections made up 17% (20) of the 125 inspections.",
            )
        ),
        (
            "We made 125 inspections, 20 of which (17%) found fault.",
            "17% stands beside 20 of 125, which is 16.0%",
        ),
        ("Out of 40 homes, 12 (25%) were good.", "25% stands beside 12 of 40, which is 30.0%"),
        ("Of all 40 homes, 12 (25%) were good.", "25% stands beside 12 of 40, which is 30.0%"),
        (
            "There were 40 homes, 12 (25%) of which were good.",
            "25% stands beside 12 of 40, which is 30.0%",
        ),
        (
            "There were 12 good homes (25% of the 40 inspected).",
            "25% stands beside 12 of 40, which is 30.0%",
        ),
        (
            "12 homes, or 25% of all 40 homes, were good.",
            "25% stands beside 12 of 40, which is 30.0%",
        ),
        (
            "The 12 good homes make up 25% of the 40 homes.",
            "25% stands beside 12 of 40, which is 30.0%",
        ),
    ],
)
def test_share_contradicts(sentence: str, message: str) -> None:
    assert [(holds, message) for holds, message, _ in close(sentence)] == [(False, message)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Around 60% of places (20,550 out of 31,125) are private.",
        "The number rose by 16% (20 of the 125 homes are new).",
        "4 of the 125 homes closed (up 12%).",
        "Of the 125 homes, 12 opened, of which 4 (33%) were private.",
        "Of the 20 homes, almost 33% were good.",
        "We saw 33% of the 20 providers' homes.",
        "Of the 20 beds, 33% were taken on average.",
        "There are 125 homes in 40 areas, 20 of which (16%) are large.",
        "Of the 20 homes, 12 lost staff; turnover was 33%.",
        "There were 125 homes with staff. Of these staff, 20 (40%) were new.",
        "There were 125 homes, most of them good. Of these, 20 (40%) were new.",
        "There were about 125 homes. Of these, 20 (20%) were new.",
        "There were 125 homes in 40 areas. Of these, 20 (50%) were large.",
        "20 of the 125 homes closed, which is 5% fewer than in 2020.",
        "Out of 40 homes, 12 were good, 3 (25%) of which were new.",
        "The 3 largest owners make up 25% of the 2,400 homes.",
        "The 10 largest companies make up 30% of the 100 companies' income.",
        "There were 300 places in 12 homes (25% of 1,200 places).",
        "In 2025, 12 authorities held, or 25% of 400 places.",
        "There were 40 homes in 12 areas, 3 (25%) of which were rural.",
    ],
)
def test_what_the_words_leave_open_contradicts_nothing(sentence: str) -> None:
    assert all(holds for holds, _, _ in close(sentence))


def test_one_digit_mends_two_percentages_of_one_whole() -> None:
    closings = close("They were 59% (20,550 out of 31,125) and 18% (6,322 of 31,125).")
    assert [(holds, mends) for holds, _, mends in closings] == [
        (False, ("35,125 instead of 31,125, which mends 18% as well",)),
        (False, ("35,125 instead of 31,125, which mends 59% as well",)),
    ]


def test_percentage_of_the_same_whole_without_its_own_points_to_the_digit() -> None:
    ((holds, _, mends),) = close("They were 59% (20,550 out of 31,125); 18% (6,322) moved.")
    assert (holds, mends) == (False, ("35,125 instead of 31,125, which mends 18% as well",))


def test_of_many_mends_those_of_the_percentage_are_told() -> None:
    ((holds, message, mends),) = close("Of 1,200 homes inspected, 300 (26%) were good.")
    assert (holds, message, mends) == (
        False,
        "26% stands beside 300 of 1,200, which is 25.0%",
        ("25% instead of 26%",),
    )


def test_nothing_is_mended_into_none() -> None:
    ((_, _, mends),) = close("33.4% of the 9 homes were good.")
    assert mends == ("33.3% instead of 33.4%",)


def test_rounded_counts_of_a_text_leave_room() -> None:
    rounded = "\nThere were 40, 60, 80, 120, 250 and 1,300 of them, and 90 and 70."
    sentence = "20 of the 120 homes (18%) closed."
    assert [holds for holds, _, _ in close(sentence)] == [False]
    assert [holds for holds, _, _ in close(sentence + rounded)] == [True]

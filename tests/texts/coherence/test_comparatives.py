"""What is said to be more or less than another, or to come first."""

from __future__ import annotations

import pytest

from tests.texts.coherence.closing import close


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("More homes (9%) than schools (12%) closed.", "'more' stands between 9% and 12%"),
        (
            "Homes (9%) were more likely to close than schools (12%).",
            "'more' stands between 9% and 12%",
        ),
        (
            "The rate was higher for homes than for schools (9% compared with 12%).",
            "'higher' stands between 9% and 12%",
        ),
        (
            "Homes were less likely to open (4%) and more likely to close (6%) compared with "
            "schools (7%).",
            "'more' stands between 6% and 7%",
        ),
        ("There were fewer homes (40) than schools (30).", "'fewer' stands between 40 and 30"),
        (
            "The highest rate was in London (12%), followed by Leeds (19%) and York (7%).",
            "'followed by' stands between 12% and 19%",
        ),
        (
            "The highest rate was in London (12%), followed by Leeds (9%) and York (17%).",
            "'followed by' stands between 9% and 17%",
        ),
        (
            "The most common grade was good (40%), followed by adequate (60%).",
            "'followed by' stands between 40% and 60%",
        ),
        (
            "The largest rise was in London, up by 40 homes, followed by Leeds (50).",
            "'followed by' stands between 40 and 50",
        ),
        (
            "London had the highest rate at 0.27, followed by Leeds with 0.31.",
            "'followed by' stands between 0.27 and 0.31",
        ),
        (
            "The lowest rate was in London (12%), followed by Leeds (9%).",
            "'followed by' stands between 12% and 9%",
        ),
    ],
)
def test_order_of_two_numbers_contradicts(sentence: str, message: str) -> None:
    assert [(closing.holds, closing.message) for closing in close(sentence)] == [(False, message)]


@pytest.mark.parametrize(
    "sentence",
    [
        "More homes (12%) than schools (9%) closed.",
        "Homes were no more likely to close (5%) than schools (6%).",
        "Homes were not more likely to close (5%) than schools (6%).",
        "A higher proportion of homes (120) than schools (130) closed.",
        "More homes (about 5%) than schools (6%) closed.",
        "More homes (12) than schools (16%) closed.",
        "More homes (12%) than schools (12%) closed.",  # rounded
        "A larger fall was seen in homes (-5%) than in schools (-4%).",
        "The highest rate was in London (12%), followed by Leeds (12%).",
        "The largest rise was in London, where homes rose to 40, followed by Leeds (50).",
        "The rise of 5% in London was followed by one of 6%.",
        "The highest and the lowest rates were in London (5%), followed by Leeds (6%).",
        "The largest fall was in London (-4%), followed by Leeds (-5%).",
        "Homes with fewer places (40%) closed more often than those with more (20%).",
        "More deprived areas (9%) had fewer homes than less deprived areas (12%).",
        "The most deprived areas (12%), followed by the next ones (14%), had few.",
        "The largest rise was in homes with 5 places, followed by those with 12 places.",
    ],
)
def test_order_that_the_words_leave_open_contradicts_nothing(sentence: str) -> None:
    assert close(sentence) == []

"""What remains beside the parts that are taken from a whole, and net changes."""

from __future__ import annotations

import pytest

from qa_checks.texts.coherence import ClosingKind
from tests.texts.coherence.closing import close

REMAINING = [
    ("60% were good and the remaining {}% were not.", 40, "60% of 100% leaves 40%"),
    ("Of the 26 homes, 19 were good and the remaining {} new.", 7, "19 of 26 leaves 7"),
    ("Of the 26 homes in 8 regions, 19 were good and the other {} new.", 7, "19 of 26 leaves 7"),
    ("Of the 26 homes, 19 (73%) were good; the rest ({}) were new.", 7, "19 of 26 leaves 7"),
    (
        "There were 26 homes. Of these, 15 were good, 4 poor and the remaining homes ({}) new.",
        7,
        "15 and 4 of 26 leave 7",
    ),
    (
        "30% were good. A further 25% were poor. The remaining {}% were new.",
        45,
        "30% and 25% of 100% leave 45%",
    ),
    ("Of the 20% that closed, 8% were good and the remaining {}% poor.", 12, None),
]


@pytest.mark.parametrize(("sentence", "left", "message"), REMAINING)
def test_the_rest_closes_and_contradicts(sentence: str, left: int, message: str | None) -> None:
    closings = close(sentence.format(left), ClosingKind.TOTAL)
    assert {closing.holds for closing in closings} == {True}
    (broken,) = close(sentence.format(left + 5), ClosingKind.TOTAL)
    assert not broken.holds
    unit = "%" if "{}%" in sentence else ""
    printed = f", the rest is printed as {left + 5}{unit}"
    assert broken.message.endswith(printed)
    assert message is None or broken.message == message + printed


@pytest.mark.parametrize(
    "sentence",
    [
        "Most of the 26 homes were good; the remaining 5 were not.",
        "Half were good, 33% poor and the remaining 12% new.",
        "About 60% were good and the remaining 45% were not.",
        "Homes rose by 60%, and the remaining 45% were good.",
        "The remaining 45% were good.",
        "There were 26 homes in 12 regions, and the other 8 regions had 30.",
        "Of the 26 homes in 12 regions, those in the remaining 8 regions were good.",
        "Homes opened in 12 regions. The other 8 were new.",
    ],
)
def test_a_rest_that_the_words_leave_open_contradicts_nothing(sentence: str) -> None:
    assert close(sentence, ClosingKind.TOTAL) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "In the year 120 homes opened and 80 closed, a net increase of 40.",
        "In the year 120 homes opened and 80 closed, which is a net gain of 40 homes.",
        "There were 80 closures and 60 new homes, an overall net loss of 20.",
    ],
)
def test_net_change_closes(sentence: str) -> None:
    assert [closing.holds for closing in close(sentence)] == [True]


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        (
            "In the year 120 homes opened and 80 closed, a net increase of 50.",
            "120 less 80 is a net rise of 40, printed is a net rise of 50",
        ),
        (
            "There were 60 closures and 80 new homes, a net loss of 20.",
            "80 less 60 is a net rise of 20, printed is a net fall of 20",
        ),
    ],
)
def test_net_change_contradicts(sentence: str, message: str) -> None:
    assert [(closing.holds, closing.message) for closing in close(sentence)] == [(False, message)]


@pytest.mark.parametrize(
    "sentence",
    [
        "There were 500 homes in 20 areas, a net increase of 40.",
        "In the year 120 homes opened and 80 closed, a net increase of about 50.",
        "In the year 120 homes opened and 80 were inspected, a net increase of 50.",
    ],
)
def test_net_change_that_the_words_leave_open_contradicts_nothing(sentence: str) -> None:
    assert close(sentence) == []

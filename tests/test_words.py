"""How sentences are filled."""

from __future__ import annotations

import datetime as dt

import pytest

from qa_checks.words import end_sentence, fill, list_words


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("Inspection [{number} ]of {urn}.", "Inspection 100 of SC1."),
        ("Inspection [{none} ]of {urn}.", "Inspection of SC1."),
        ("{urn}[, registered {none}] on {day}.", "SC1 on 10/05/2022."),
        ("{none} stays visible outside brackets.", "(none) stays visible outside brackets."),
        ("The word [c] and an {unknown} name stay.", "The word [c] and an {unknown} name stay."),
        ("{header}: '{value}'", "Latest date: '[c] and {urn}'"),
    ],
)
def test_fill(template: str, filled: str) -> None:
    values = {
        "number": "100",
        "urn": "SC1",
        "none": None,
        "day": dt.date(2022, 5, 10),
        "header": "\nLatest\n date",
        "value": "[c] and {urn}",
    }
    assert fill(template, values) == filled


def test_a_list_ends_in_the_word_that_links_it() -> None:
    assert list_words(["a", "b", "c"]) == "a, b and c"
    assert list_words(["a", "b", "c"], "or") == "a, b or c"
    assert list_words(["a"], "or") == "a"


@pytest.mark.parametrize(
    ("text", "ended"),
    [("Wrong", "Wrong."), ("Wrong.", "Wrong."), ("Did you mean 'a'?", "Did you mean 'a'?")],
)
def test_a_sentence_ends_once(text: str, ended: str) -> None:
    assert end_sentence(text) == ended

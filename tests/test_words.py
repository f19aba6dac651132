"""How sentences are filled."""

from __future__ import annotations

import datetime as dt

import pytest

from qa_checks.words import fill


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

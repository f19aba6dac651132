"""How sentences are filled."""

from __future__ import annotations

import datetime as dt

import pytest

from qa_checks.placeholders import fill, fill_each
from qa_checks.words import show, show_each


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
    other = {**values, "urn": "SC2", "number": None}
    columns = {name: [value, other[name]] for name, value in values.items()}
    assert list(fill_each(template, columns, 2)) == [filled, fill(template, other)]


DAY = dt.date(2022, 5, 10)


@pytest.mark.parametrize(
    "values",
    [
        [1, 2_000, -1],
        [1, True, 2.0, 2.5],
        ["Ann", "⟨", ""],
        ["A\u00a0nn", "Ann", "Ann\n"],
        ["Ann", None, 3],
        [DAY, DAY, dt.date(2022, 5, 9)],
        [DAY, dt.datetime(2022, 5, 10, 9, 30, tzinfo=dt.UTC)],
        [],
    ],
)
def test_many_values_are_shown_as_each_is(values: list[object]) -> None:
    assert list(show_each(values)) == [show(value) for value in values]
    for template in ("{value}", " of {value}, {value} ", "{value} inspections"):
        filled = [fill(template, {"value": value}) for value in values]
        assert list(fill_each(template, {"value": values}, len(values))) == filled


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        (
            "The sheet has {many} rows; the other had {one} rows.",
            "The sheet has 5,600 rows; the other had 1 row.",
        ),
        ("{urn} has {one} places.", "SC1 has 1 place."),
        ("{whole} places of {many} local authorities", "1 place of 5,600 local authorities"),
        ("{one} local authorities", "1 local authority"),
        ("{one} cases of {one} houses", "1 case of 1 house"),
        ("{one} addresses, {one} statuses", "1 address, 1 status"),
        ("{one} branches, {one} classes, {one} boxes", "1 branch, 1 class, 1 box"),
        ("{one} is less than {many}, {one} out of bounds", "1 is less than 5600, 1 out of bounds"),
        ("{many} from the providers", "5600 from the providers"),
        ("{share} days, {urn} rows, {yes} rows", "0.5 days, SC1 rows, yes rows"),
        ("the year {many}", "the year 5600"),
        ("{many} of its cells, {one} of them", "5,600 of its cells, 1 of them"),
        ("{many} of another office", "5600 of another office"),
        ("first in row {many}, row {one}: arrow {many}", "first in row 5,600, row 1: arrow 5600"),
    ],
)
def test_a_whole_number_before_a_plural_is_a_count(template: str, filled: str) -> None:
    values = {"one": 1, "whole": 1.0, "many": 5600, "urn": "SC1", "share": 0.5, "yes": True}
    assert fill(template, values) == filled


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_is_no_count(number: float) -> None:
    assert fill("{number} places", {"number": number}) == f"{number} places"


def test_messages_show_what_cannot_be_seen_in_values() -> None:
    shown = fill("Sector is '{written}'; it was read as {read_as}.",
                 {"written": "Local\u00a0Authority", "read_as": "Local Authority"})  # fmt: skip
    assert shown == "Sector is 'Local⟨U+00A0⟩Authority'; it was read as Local Authority."

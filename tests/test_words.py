"""How sentences are filled."""

from __future__ import annotations

import datetime as dt

import pytest

from qa_checks.words import (
    end_sentence,
    fill,
    fill_each,
    grouped,
    list_some,
    list_words,
    plural,
    reveal,
    show,
    show_each,
    show_moment,
    suggest,
)


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
    ],
)
def test_a_whole_number_before_a_plural_is_a_count(template: str, filled: str) -> None:
    values = {"one": 1, "whole": 1.0, "many": 5600, "urn": "SC1", "share": 0.5, "yes": True}
    assert fill(template, values) == filled


@pytest.mark.parametrize(
    ("number", "singular", "many", "message"),
    [
        (0, "error", "", "0 errors"),
        (1, "error", "", "1 error"),
        (2797, "inspection", "", "2,797 inspections"),
        (1, "local authority", "", "1 local authority"),
        (152, "local authority", "", "152 local authorities"),
        (2, "day", "", "2 days"),
        (2, "branch", "", "2 branches"),
        (1, "file could not be read", "files could not be read", "1 file could not be read"),
        (
            1200,
            "file could not be read",
            "files could not be read",
            "1,200 files could not be read",
        ),
    ],
)
def test_plural(number: int, singular: str, many: str, message: str) -> None:
    assert plural(number, singular, many) == message


def test_thousands_are_grouped() -> None:
    assert (grouped(1234567), grouped(0.5)) == ("1,234,567", "0.5")


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_is_no_count(number: float) -> None:
    assert fill("{number} places", {"number": number}) == f"{number} places"


def test_the_first_of_many_are_named_and_the_rest_counted() -> None:
    assert list_some(["a", "b"], 2) == "a, b"
    assert list_some(["a", "b", "c"], 2) == "a, b and 1 more"
    assert list_some([str(n) for n in range(1202)], 2, "; ") == "0; 1 and 1,200 more"


def test_a_list_ends_in_the_word_that_links_it() -> None:
    assert list_words(["a", "b", "c"]) == "a, b and c"
    assert list_words(["a", "b", "c"], "or") == "a, b or c"
    assert list_words(["a"], "or") == "a"


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Wrong", "Wrong."),
        ("Wrong.", "Wrong."),
        ("Wrong. ", "Wrong."),
        ("Did you mean 'a'?", "Did you mean 'a'?"),
    ],
)
def test_a_sentence_ends_once(text: str, ended: str) -> None:
    assert end_sentence(text) == ended


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Café — “Łódź”, 中文, 😀 – £5", "Café — “Łódź”, 中文, 😀 – £5"),
        ("Local\u00a0Authority", "Local⟨U+00A0⟩Authority"),
        ("thin\u2009or narrow\u202fspace", "thin⟨U+2009⟩or narrow⟨U+202F⟩space"),
        ("Priv\u0430te", "Priv⟨U+0430⟩te"),
        ("\u0420\u0430rk", "⟨U+0420⟩⟨U+0430⟩rk"),
        ("Приют, Αθήνα", "Приют, Αθήνα"),
        ("re\u0301sume\u0301", "re⟨U+0301⟩sume⟨U+0301⟩"),
        ("co\u2011op\u3164\u2800", "co⟨U+2011⟩op⟨U+3164⟩⟨U+2800⟩"),
        ("a\tb", "a\tb"),
    ],
)
def test_what_cannot_be_seen_or_told_apart_is_shown(text: str, shown: str) -> None:
    assert reveal(text) == shown
    assert reveal(shown) == shown


def test_messages_show_what_cannot_be_seen_in_values() -> None:
    shown = fill("Sector is '{written}'; it was read as {read_as}.",
                 {"written": "Local\u00a0Authority", "read_as": "Local Authority"})  # fmt: skip
    assert shown == "Sector is 'Local⟨U+00A0⟩Authority'; it was read as Local Authority."


@pytest.mark.parametrize(
    ("written", "most", "suggested"),
    [
        ("setcor", 1, "Did you mean 'sector'?"),
        ("SECTOR", 1, "Did you mean 'sector'?"),
        ("region", 2, "Did you mean 'Region' or 'Region name'?"),
        ("places", 1, "See the list."),
        ("", 1, "See the list."),
    ],
)
def test_what_may_have_been_meant_is_suggested(written: str, most: int, suggested: str) -> None:
    known = ["sector", "Region", "Region name"]
    assert suggest(written, known, "See the list.", most) == suggested
    assert suggest("nothing like it", []) == ""


def test_a_moment_says_its_zone_if_it_has_one() -> None:
    moment = dt.datetime(2021, 11, 6, 0, 0, 5, 999_999, tzinfo=dt.UTC)
    assert show_moment(moment) == "06/11/2021 00:00:05 UTC"
    assert show_moment(moment, "minutes") == "06/11/2021 00:00 UTC"
    assert show_moment(moment.replace(tzinfo=None), "minutes") == "06/11/2021 00:00"


@pytest.mark.parametrize("year", [1, 999, 2021])
def test_a_year_has_four_digits(year: int) -> None:
    assert show(dt.date(year, 3, 1)) == f"01/03/{year:04}"

"""How values, counts and lists are written."""

from __future__ import annotations

import datetime as dt

import pytest

from qa_checks.words import (
    end_sentence,
    grouped,
    list_some,
    list_words,
    plural,
    reveal,
    show,
    show_moment,
    suggest,
)


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

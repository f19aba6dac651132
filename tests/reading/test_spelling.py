"""Which code a spelling means, and whether it is written as the rest of the sheet writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.catalogue.codes import CodeList
from qa_checks.reading.spelling import CodeReading, read_spellings

CODES = CodeList(
    "sectors",
    Path("sectors.csv"),
    ("code", "aliases"),
    (
        {"code": "Local Authority", "aliases": "Local authority|LA"},
        {"code": "Private", "aliases": ""},
    ),
)
MISSING = {"NULL": "missing_word", "[z]": "shorthand"}


def read(**counts: int) -> dict[str, CodeReading]:
    return read_spellings({name.replace("_", " "): n for name, n in counts.items()}, CODES, MISSING)


def test_a_code_and_its_declared_spelling_are_right_when_alone() -> None:
    assert read(Private=3) == {"Private": CodeReading("Private")}
    assert read(Local_authority=3) == {"Local authority": CodeReading("Local Authority")}


def test_the_rarer_of_two_declared_spellings_is_odd() -> None:
    assert read(Local_authority=568, Local_Authority=1) == {
        "Local authority": CodeReading("Local Authority"),
        "Local Authority": CodeReading("Local Authority", "Local authority", "spelling"),
    }
    assert read(Local_authority=1, Local_Authority=9)["Local authority"] == CodeReading(
        "Local Authority", "Local Authority", "spelling"
    )


def test_of_two_equally_frequent_spellings_the_code_is_right() -> None:
    assert read(Local_authority=2, Local_Authority=2) == {
        "Local authority": CodeReading("Local Authority", "Local Authority", "spelling"),
        "Local Authority": CodeReading("Local Authority"),
    }


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("private", CodeReading("Private", "Private", "spelling")),
        ("PRIVATE ", CodeReading("Private", "Private", "spelling")),
        ("Private ", CodeReading("Private", "Private", "spaces")),
        ("\u00a0Private", CodeReading("Private", "Private", "spaces")),
        ("Local  Authority", CodeReading("Local Authority", "Local Authority", "spaces")),
        ("LA ", CodeReading("Local Authority", "LA", "spaces")),
        ("Privat", CodeReading(None, None, "unknown_code")),
        ("NULL", CodeReading(None, None, "missing_word")),
        (" NULL", CodeReading(None, None, "missing_word")),
        ("[z]", CodeReading(None, None, "shorthand")),
        ("null", CodeReading(None, None, "unknown_code")),
    ],
)
def test_case_and_blanks_are_forgiven_and_named(text: str, reading: CodeReading) -> None:
    assert read_spellings({text: 1}, CODES, MISSING) == {text: reading}

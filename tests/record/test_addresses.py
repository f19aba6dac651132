"""Two texts that name one person, however they are written."""

from __future__ import annotations

import pytest

from qa_checks.record.addresses import is_same_person

PRODUCER = "Zoë Ann Smith <zoe.smith@example.org>"


@pytest.mark.parametrize(
    "who",
    [
        "zoë ann smith",
        "ZOE ANN SMITH",
        "  Zoe   Ann\tSmith ",
        "Smith, Zoe Ann",
        "Zoe\u0308 Ann Smi\u200bth",
        "\uff3aoe Ann Smith",
        "Zoe Ann Smith (producing.elsewhere@example.org)",
        "someone else <ZOE.Smith@EXAMPLE.org>",
        "zoe.smith@example.org",
        "Zoe Smith",
        "Dr Zoe Ann Smith",
        "Zoe B. Smith",
        "Zoe Ann Smith, second analyst",
        "Smith, Zoe Ann (Statistics)",
        "Bob Jones and Zoe Ann Smith",
        "Bob Jones / Zoe Smith",
        "zoeannsmith",
        "zoe.smith+qa@example.org",
        "zoe.smith (at) example.org",
        "zoe.smith @ example.org",
        "z\u043ee.smith@example.org",
        "\u0396oe Ann Smith",
        "mailto:zoe.smith@example.org",
    ],
)
def test_the_producer_is_known_however_written(who: str) -> None:
    assert is_same_person(who, PRODUCER)


@pytest.mark.parametrize(
    "who",
    [
        "",
        "Second Analyst",
        "second.analyst@example.org",
        "Ann",
        "Zoe Anne Smith",
        "smith",
        "Zoe and Ann",
        "Bob Smith and Zoe Jones",
        "bob+zoe.smith@example.org",
        "Dr",
        "analyst",
    ],
)
def test_others_are_others(who: str) -> None:
    assert not is_same_person(who, PRODUCER)


def test_an_address_is_called_by_what_stands_before_the_at() -> None:
    assert is_same_person("Producing Analyst", "producing.analyst@example.org")
    assert not is_same_person("Analyst", "producing.analyst@example.org")
    assert not is_same_person("second@x.org", "first@x.org")


def test_nobody_is_no_person() -> None:
    assert not is_same_person("Ann", None)
    assert not is_same_person("", "")


@pytest.mark.parametrize("producer", ["Ann Smith and Bob Jones", "Ann Smith, Bob Jones <b@x.org>"])
def test_each_of_several_producers_is_one(producer: str) -> None:
    assert is_same_person("Ann Smith", producer)
    assert is_same_person("Jones, Bob", producer)
    assert not is_same_person("Ann Jones", producer)

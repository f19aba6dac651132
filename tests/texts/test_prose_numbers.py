"""Every number of a text, and what is none: on each side of the line, phrase by phrase."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence import close_numbers
from qa_checks.texts.prose_numbers import find_numbers
from tests.texts.writing import write_text

LINES = Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8").splitlines()
PHRASES = [line.partition(" =>") for line in LINES if not line.startswith("#")]


def test_each_phrase() -> None:
    for phrase, _, expected in PHRASES:
        numbers = find_numbers(write_text(phrase))
        assert (phrase, " | ".join(map(describe, numbers))) == (phrase, expected.strip())


def describe(number: PrintedNumber) -> str:
    if number.exempt:
        return f"~{number.printed} ({number.exempt})"
    value = "" if number.value is None else f" {number.value:.4f}".rstrip("0").rstrip(".")
    unit = f" {number.unit}" if number.unit else ""
    return f"{number.printed} ({number.kind.value}{value}{unit})"


def test_table_holds_both_sides() -> None:
    exempt = sum("~" in expected for _, _, expected in PHRASES)
    assert (exempt > 100, len(PHRASES) - exempt > 200) == (True, True)


@pytest.mark.parametrize(
    ("printed", "step"),
    [
        ("12", "1"),
        ("12.50%", "0.01"),
        ("2,300", "1"),
        ("1.2 million", "100000"),
        ("£450k", "1000"),
        ("two hundred and six", "1"),
        ("twenty-five thousand", "1000"),
        ("half a million", "500000"),
        ("two point five million", "100000"),
    ],
)
def test_step_is_one_in_the_last_place(printed: str, step: str) -> None:
    (number,) = find_numbers(write_text(f"There were {printed} of them"))
    assert (number.printed, number.step) == (printed, Decimal(step))


def test_numbers_stand_where_they_are_printed_and_do_not_overlap() -> None:
    text = write_text("\n".join(phrase for phrase, _, _ in PHRASES))
    numbers = find_numbers(text)
    assert len(numbers) > len(PHRASES)
    assert all(text.content[number.start : number.end] == number.printed for number in numbers)
    assert all(before.end <= after.start for before, after in pairwise(numbers))


def test_typographic_signs_are_read_as_plain_ones() -> None:
    text = write_text(
        "It fell by \u221212.5\u00a0% to 2\u00a0300 and 20\u2009550, two\u2011thirds of them"
    )
    assert [(number.value, number.unit) for number in find_numbers(text)] == [
        (Decimal("-12.5"), "%"),
        (2300, ""),
        (20550, ""),
        (Decimal(2) / 3, ""),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "a" * 100_000,
        "1" * 50_000,
        "1." * 30_000,
        "1," * 30_000,
        "12 345 " * 10_000,
        "a.b@" * 20_000,
        "one " * 5_000,
        "from 1 to 2 " * 2_000,
        "of the 12 " * 2_000,
        f"20 of the 125 {'word ' * 20_000}(16%)",
        f"There were {', '.join(f'{number} homes' for number in range(1000))} in total.",
    ],
    ids=lambda content: content[:12],
)
def test_hostile_text_is_read_in_the_time_of_its_length(content: str) -> None:
    text = write_text(content)
    assert close_numbers(text, find_numbers(text)) == ()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("26.7 Infant classes were over the limit", ["26.7 (number 26.7)"]),
        ("3.1 Homes\n\n3.2 Visits", ["~3.1 (list number)", "~3.2 (list number)"]),
        ("3.9 Homes\n3.10. Visits", ["~3.9 (list number)", "~3.10. (list number)"]),
        ("26.7 Infant classes\n26.9 Junior classes", ["26.7 (number 26.7)", "26.9 (number 26.9)"]),
        ("2.1.1 Homes\n2.1.2 Visits", ["~2.1.1 (list number)", "~2.1.2 (list number)"]),
    ],
)
def test_a_section_has_another_before_or_after_it(content: str, expected: list[str]) -> None:
    assert list(map(describe, find_numbers(write_text(content)))) == expected

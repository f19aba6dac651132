"""The key findings of the 2012 release, as they were scanned: what the text itself proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa_checks.model.texts import PrintedNumber, Text
from qa_checks.texts.coherence import Closing, close_numbers
from qa_checks.texts.documents import read_text
from qa_checks.texts.prose_numbers import find_numbers

FILE = Path(__file__).parents[3] / "shared" / "data" / "texts" / "slac_2012.txt"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"{FILE} is not here")

# A piece of the text, with the numbers in it that the text itself proves between [ ].
PROVEN = """
there were [125] inspections of safeguarding and [121] inspections of services
was smaller, at [119], because [six] local authorities
Of the [125] inspections of safeguarding, [3%] were outstanding for Overall effectiveness and [35%]
Almost [half] of all inspections ([46%]) found Overall effectiveness to be adequate and [16%] were
Of the [121] inspections of services for looked after children, [53%] were good
A further [45%] were adequate and [2%] were inadequate
[Four] local authority inspections found Overall effectiveness
to be outstanding and [20] found it to be inadequate
accounts for [18] local authorities, as [two] of them
There were [26] inspections of safeguarding between
Of these, [two] were found to be outstanding
while [sixteen] were good, [seven] were adequate and [one] was inadequate
[doubled] the total number of outstanding judgements over the whole period from [two] to [four]
there were [26] inspections of services for looked after children
Of these, [nineteen] authorities were found to be good for Overal/ effectiveness and [seven] were
all [152] local authorities should have been inspected
2012, [119] local authorities had been inspected
There had been [121] inspections of safeguarding
"""


@pytest.fixture(scope="module")
def text() -> Text:
    return read_text(FILE, FILE.name)


@pytest.fixture(scope="module")
def numbers(text: Text) -> tuple[PrintedNumber, ...]:
    return find_numbers(text)


@pytest.fixture(scope="module")
def closings(text: Text, numbers: tuple[PrintedNumber, ...]) -> tuple[Closing, ...]:
    return close_numbers(text, numbers)


@pytest.mark.parametrize("piece", PROVEN.strip().splitlines())
def test_numbers_that_the_text_proves_are_consistent(
    text: Text, numbers: tuple[PrintedNumber, ...], closings: tuple[Closing, ...], piece: str
) -> None:
    consistent = {place for closing in closings if closing.holds for place in closing.numbers}
    start = text.content.index(re.sub(r"[\[\]]", "", piece))
    end = start + len(re.sub(r"[\[\]]", "", piece))
    proven = [
        number.printed
        for number in numbers
        if start <= number.start < end and number.start in consistent
    ]
    assert proven == re.findall(r"\[(.*?)\]", piece)


def test_table_in_the_text_closes(closings: tuple[Closing, ...]) -> None:
    messages = {closing.message for closing in closings}
    assert messages >= {
        "4 + 44 + 57 + 20 is 125",
        "14 + 55 + 44 + 12 is 125",
        "0 + 64 + 54 + 3 is 121",
        "15 + 64 + 41 + 1 is 121",
    }


def test_the_saturday_that_begins_a_week_is_all_that_contradicts(
    closings: tuple[Closing, ...],
) -> None:
    assert [closing.message for closing in closings if not closing.holds] == [
        "27 November 2010 is a Saturday, and a week begins on a Monday"
    ]


def test_faults_of_scanning_are_survived(numbers: tuple[PrintedNumber, ...]) -> None:
    reasons = {number.printed: number.exempt for number in numbers}
    assert reasons["Tables 3and 4"] == "number of a table, chart or note"


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("(46%) found", "(36%) found"),
        ("was smaller, at 119", "was smaller, at 118"),
        ("and 20 found it", "and 21 found it"),
        ("sixteen were good", "fifteen were good"),
        ("from two to four", "from two to five"),
    ],
)
def test_number_that_is_changed_is_proven_no_more(
    tmp_path: Path, printed: str, instead: str
) -> None:
    scanned = FILE.read_text(encoding="utf-8")
    (copy := tmp_path / "text.txt").write_text(scanned.replace(printed, instead), encoding="utf-8")
    changed = read_text(copy, copy.name)
    closed = close_numbers(changed, find_numbers(changed))
    place = changed.content.index(instead)
    held = [c for c in closed if c.holds for start in c.numbers if place <= start < place + 19]
    words = instead.split()
    assert not [c for c in held if any(word.strip("()") in c.message for word in words)]

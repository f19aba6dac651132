"""What a text refers to, phrase by phrase, and what it numbers itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.texts.cross_references import find_references
from qa_checks.texts.folding import fold
from qa_checks.texts.prose_numbers import find_numbers
from tests.texts.writing import write_text

LINES = Path(__file__).with_name("references.txt").read_text(encoding="utf-8").splitlines()
PHRASES = [tuple(line.split(" =>")) for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("phrase", "made", "titles"), PHRASES)
def test_each_phrase(phrase: str, made: str, titles: str) -> None:
    text = write_text(phrase)
    references = find_references(text, fold(phrase), find_numbers(text))
    named = sorted(f"{item.kind} {item.number}" for item in references.made)
    titled = sorted(f"{kind} {number}" for kind, number in references.titles)
    assert (", ".join(named), ", ".join(titled)) == (made.strip(), titles.strip())


def test_a_long_text_of_references_is_read_in_the_time_of_its_length() -> None:
    text = write_text("Table 3 " * 20_000)
    references = find_references(text, fold(text.content), find_numbers(text))
    assert {(item.kind, item.number) for item in references.made} == {("table", "3")}

"""docs/texts.md: each sentence of its tables closes, contradicts or is exempt as it says."""

from __future__ import annotations

import pytest

from qa_checks.texts import calendar, citations, idioms
from qa_checks.texts.coherence import close_numbers
from qa_checks.texts.prose_numbers import find_numbers
from tests import markdown
from tests.texts.writing import write_text

PAGE = markdown.read("docs/texts.md")
ROWS, EXEMPT = (
    [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.split(f"## {heading}")[1].split("\n## ")[0].splitlines()
        if line.startswith("|") and "---" not in line
    ][1:]
    for heading in ("What closes, and what contradicts", "What is no statement on the data")
)
CLOSING = [row[1:] for row in ROWS if len(row) > 2]
CONTRADICTING = [row[1] for row in ROWS if len(row) == 2 and row[0]]


@pytest.mark.parametrize("contradicts", CONTRADICTING)
def test_sentences_only_contradict(contradicts: str) -> None:
    assert close(contradicts) == {False}


@pytest.mark.parametrize(("closes", "contradicts"), CLOSING)
def test_sentences_close_and_contradict(closes: str, contradicts: str) -> None:
    assert close(closes) == {True}
    assert False in close(contradicts)


def close(sentence: str) -> set[bool]:
    text = write_text(sentence)
    return {closing.holds for closing in close_numbers(text, find_numbers(text))}


@pytest.mark.parametrize(("reason", "words"), EXEMPT)
def test_what_is_no_statement_has_its_reason(reason: str, words: str) -> None:
    assert reason in {number.exempt for number in find_numbers(write_text(words))}


def test_page_names_every_reason() -> None:
    entries = (*citations.ENTRIES, *idioms.ENTRIES, *calendar.ENTRIES)
    reasons = {entry.sort for entry in entries} | {reason for reason, _ in citations.ANYWHERE}
    assert {reason for reason, _ in EXEMPT} == reasons | {calendar.YEAR, idioms.PRONOUN}

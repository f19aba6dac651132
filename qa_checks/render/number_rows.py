"""The numbers of the texts as rows of a spreadsheet, those that nobody has looked at first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qa_checks.model.texts import CheckedNumber, CheckedText, NumberState
from qa_checks.render.coverage_lines import plain, say_value
from qa_checks.render.sheet_cells import Cell

HEADERS = (
    "Text", "Line", "State", "Printed", "Sentence", "Why", "Recomputed", "Right from", "Right to",
    "Claim", "Hole", "Query",
)  # fmt: skip
COVERAGE_HEADERS = (
    "Text", "SHA-256", "Numbers", *(state.capitalize() for state in NumberState)
)  # fmt: skip


def list_numbers(texts: Iterable[CheckedText]) -> Iterator[tuple[Cell, ...]]:
    """A row for each number, text by text and state by state."""
    for checked in texts:
        queries = {claim.number: claim.query for claim in checked.claims}
        for state in NumberState:
            for number in checked.of(state):
                yield _row(checked, number, queries)


def list_coverage(texts: Iterable[CheckedText]) -> Iterator[tuple[Cell, ...]]:
    """A row for each text: how many of its numbers end in each state."""
    for checked in texts:
        states = checked.states
        counts = (states[state] for state in NumberState)
        yield (checked.text.file, checked.text.sha256, len(checked.numbers), *counts)


def _row(checked: CheckedText, number: CheckedNumber, queries: dict[int, str]) -> tuple[Cell, ...]:
    query = queries.get(number.claim) if number.claim else None
    return (
        checked.text.file, number.line, number.state.value, plain(number.number.printed),
        plain(number.sentence), number.reason or None, say_value(number.recomputed),
        say_value(number.low), say_value(number.high), number.claim, number.hole or None,
        query or None,
    )  # fmt: skip

"""Columns are called as spreadsheets call them."""

from __future__ import annotations

from qa_checks.column_letters import column_letters
from qa_checks.reading.cell_marks.marks import column_of


def test_letters_of_columns() -> None:
    named = {0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16_383: "XFD"}
    assert {column: column_letters(column) for column in named} == named


def test_letters_lead_back_to_their_column() -> None:
    assert [column_of(column_letters(column)) for column in range(2_000)] == list(range(2_000))

"""Signs in the place of a value, or behind it, are no part of the value."""

from __future__ import annotations

import duckdb
import pytest

from qa_checks.catalogue.schemas import Column
from qa_checks.reading.shorthand import without_signs

SIGNS = ["[c]", "[r]", ":", "..", "-", "p"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("12.3 p", "12.3"),
        ("12.3 [r]", "12.3"),
        ("[c] [r]", None),
        (": p", None),
        ("..\u00a0p", None),
        (": ", None),
        (":p", ":p"),
        ("...", "..."),
        ("--", "--"),
        ("- 5", "- 5"),
        ("12.3p", "12.3p"),
    ],
)
def test_a_cell_with_nothing_but_signs_has_no_value(text: str, left: str | None) -> None:
    column = Column(title="T", type="number")
    sql = f"SELECT {without_signs(column, 'v', SIGNS)} FROM (SELECT $1 AS v)"
    assert duckdb.execute(sql, [text]).fetchall() == [(left,)]

"""SQL that reads values, beside Python saying the same."""

from __future__ import annotations

import duckdb
import pytest

from qa_checks.reading.typing_sql import clean

BLANKS = " \t\n\r\xa0\u2003\x1f\x85"
TEXTS = [
    "",
    "a",
    "~",
    "!",
    "é",
    "'q'",
    "a b",
    "a\xa0b",
    "\x7f",
    "éa",
    "aé",
    "\U0001f600",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("before", ["", *BLANKS, " \xa0"])
@pytest.mark.parametrize("after", ["", *BLANKS, "\r\n"])
def test_blanks_are_taken_off_as_python_does(text: str, before: str, after: str) -> None:
    raw = f"{before}{text}{after}"
    sql = f"SELECT {clean('raw')} FROM (SELECT CAST($1 AS VARCHAR) AS raw)"
    assert duckdb.execute(sql, [raw]).fetchall() == [(raw.strip() or None,)]


def test_no_text_stays_none() -> None:
    assert duckdb.execute(f"SELECT {clean('CAST(NULL AS VARCHAR)')}").fetchall() == [(None,)]

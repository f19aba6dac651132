"""SQL that reads values, beside Python saying the same."""

from __future__ import annotations

import sys

import duckdb
import pytest

from qa_checks.catalogue.schemas import Column
from qa_checks.reading.typing_sql import (
    BLANKS,
    ODD,
    clean,
    has_blanks,
    holds_odd,
    is_odd,
    typed,
)
from qa_checks.sql_text import sql_literal

SOME_BLANKS = " \t\n\r\xa0\u2003\x1f\x85"
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


def test_every_blank_of_python_is_one_in_sql() -> None:
    blanks = filter(str.isspace, map(chr, range(sys.maxunicode + 1)))
    assert sql_literal("".join(blanks)) == BLANKS


def test_blanks_are_taken_off_as_python_does() -> None:
    raw = [
        f"{before}{text}{after}"
        for text in TEXTS
        for before in ("", *SOME_BLANKS, " \xa0")
        for after in ("", *SOME_BLANKS, "\r\n")
    ]
    sql = f"SELECT raw, {clean('raw')} FROM (SELECT unnest(CAST($1 AS VARCHAR[])) AS raw)"
    assert duckdb.execute(sql, [raw]).fetchall() == [(text, text.strip() or None) for text in raw]
    filled = [text for text in raw if text.strip()]
    sql = f"SELECT raw, {has_blanks('raw')} FROM (SELECT unnest(CAST($1 AS VARCHAR[])) AS raw)"
    assert duckdb.execute(sql, [filled]).fetchall() == [
        (text, text != text.strip()) for text in filled
    ]


def test_no_text_stays_none() -> None:
    assert duckdb.execute(f"SELECT {clean('CAST(NULL AS VARCHAR)')}").fetchall() == [(None,)]


@pytest.mark.parametrize(
    ("texts", "kind", "odd"),
    [
        ("SC012 | 007 | a-b | a b | é | 1e | E5 | 1.5", "identifier", False),
        ("n/a | 99 | 1E5 | 12.0 | a\u200b | \ufffd | Ã© | \x07", "identifier", True),
        ("SC012 | 1E5 | 12.0 | a b | ~ | été", "text", False),
        ("n/a | 99 | a\u200bb | \ufffd | a\tb\x07", "text", True),
    ],
)
def test_a_text_is_odd_unless_it_is_simply_its_value(texts: str, kind: str, odd: bool) -> None:
    column = Column(title="T", type=kind)  # type: ignore[arg-type]
    sql = f"SELECT {is_odd(column, 'v', ['n/a', '99', 'not known'], True)} FROM (SELECT $1 AS v)"
    for text in texts.split(" | "):
        assert (text, duckdb.execute(sql, [text]).fetchall()) == (text, [(odd,)])
    assert (
        duckdb.execute(sql, [" a"]).fetchall() == duckdb.execute(sql, [""]).fetchall() == [(True,)]
    )


@pytest.mark.parametrize(
    ("texts", "damaged"),
    [
        (["É", "Ü", "Ö", "é", "Ŵ", "ŵ", "Ŷ", "ŷ", "£", "€", "’", "–"], True),
        (["é", "Éire", "Ŵ", "São", "Ångström", "£5", "1–2", "Â", "Ã", "Å"], False),
    ],
)
def test_utf_8_read_as_windows_1252_is_damaged(texts: list[str], damaged: bool) -> None:
    written = [text.encode().decode("cp1252") for text in texts] if damaged else texts
    sql = "SELECT regexp_matches(unnest(CAST($1 AS VARCHAR[])), $2)"
    in_sql = [matches for (matches,) in duckdb.execute(sql, [written, ODD]).fetchall()]
    assert in_sql == [holds_odd(text) for text in written] == [damaged] * len(texts)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", 1234.5),
        ("-.5e-1", -0.05),
        ("1e308", 1e308),
        ("1e309", None),
        ("nan", None),
        ("inf", None),
        ("e5", None),
        ("0,5", None),
        ("0,125", None),
        ("01,250", None),
        ("0.125", 0.125),
    ],
)
def test_a_number_is_one_that_can_be_held(text: str, number: float | None) -> None:
    column = Column(title="T", type="number")
    sql = f"SELECT {typed(column, 'v', ())} FROM (SELECT $1 AS v)"
    assert duckdb.execute(sql, [text]).fetchall() == [(number,)]


@pytest.mark.parametrize(
    ("text", "number"), [("1,250", 1250), ("0,125", None), ("-0,125", None), ("0125", 125)]
)
def test_no_thousands_begin_with_nought(text: str, number: int | None) -> None:
    column = Column(title="T", type="integer")
    sql = f"SELECT {typed(column, 'v', ())} FROM (SELECT $1 AS v)"
    assert duckdb.execute(sql, [text]).fetchall() == [(number,)]


def test_every_character_is_as_odd_in_sql_as_in_python() -> None:
    signs = [
        before + chr(code)
        for before in ("", "\xc2", "\xc3", "\xc5", "\xe2")
        for code in (*range(1, 0xD800), *range(0xE000, 0x10000), *range(0xE0000, 0xE0100))
    ]
    sql = "SELECT list(sign) FROM (SELECT unnest($1) AS sign) WHERE regexp_matches(sign, $2)"
    [(odd,)] = duckdb.execute(sql, [signs, ODD]).fetchall()
    assert odd == list(filter(holds_odd, signs))

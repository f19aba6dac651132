from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_checks.model.inputs import Role
from qa_checks.model.report import Verdict
from qa_checks.render import report_words
from tests.render import reports, runs


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain — text, Café, 中文, 😀", "plain — text, Café, 中文, 😀"),
        ("a\tb\r\nc\x00", "a␉b␍␊c␀"),
        ("\x1b[31m\x7f", "␛[31m␡"),
        ("\x9b2J", "⟨U+009B⟩2J"),
        ("\u202egpj.exe\u2066", "⟨U+202E⟩gpj.exe⟨U+2066⟩"),
        ("a\u200bb\ufeff\u00ad\u2028", "a⟨U+200B⟩b⟨U+FEFF⟩⟨U+00AD⟩⟨U+2028⟩"),
        ("\udc96\ud800", "\ufffd\ufffd"),
        ("\uffff\U000e0041", "⟨U+FFFF⟩⟨U+E0041⟩"),
        ("no\u00a0break", "no⟨U+00A0⟩break"),
    ],
)
def test_clean_shows_what_cannot_be_seen(text: str, clean: str) -> None:
    assert report_words.clean(text) == clean


@given(st.text(st.characters()))
def test_clean_text_can_be_encoded_is_one_line_and_stays_as_it_is(text: str) -> None:
    once = report_words.clean(text)
    assert len(once.encode().splitlines()) <= 1
    assert report_words.clean(once) == once


@pytest.mark.parametrize(
    ("table", "noun"),
    [
        ("providers", "provider"),
        ("local_authorities", "local authority"),
        ("extract_cells", "cell"),
        ("school_places", "school place"),
        ("joiners_and_leavers", "joiner and leaver"),
        ("premises", "premises"),
    ],
)
def test_noun(table: str, noun: str) -> None:
    assert report_words.noun(table) == noun


@pytest.mark.parametrize(
    ("table", "things", "rows"),
    [
        ("joiners_and_leavers", "2 joiners and leavers", "2 joiner and leaver rows"),
        ("premises", "2 premises", "2 premises rows"),
        ("local_authorities", "2 local authorities", "2 local authority rows"),
        ("extract_cells", "2 cells", "2 cells"),
    ],
)
def test_two_of_a_table(table: str, things: str, rows: str) -> None:
    assert (report_words.things(2, table), report_words.rows(2, table)) == (things, rows)


def test_date() -> None:
    assert (report_words.date(dt.date(2018, 3, 1)), report_words.date(None)) == ("01/03/2018", "")


def test_verdict_gives_the_reason_when_it_is_incomplete_and_counts_otherwise() -> None:
    assert report_words.verdict(runs.all_well()) == "PASS"
    assert report_words.verdict(runs.nothing_read()) == "INCOMPLETE: no file could be read"
    unsaid = reports.report((), verdict=Verdict.INCOMPLETE, reason="", problems=(runs.UNREAD,))
    assert report_words.verdict(unsaid) == "INCOMPLETE: 1 file not read"
    assert report_words.verdict(runs.every_ending()) == (
        "FAIL: 2 errors, 2 warnings, 1 check errored, 1 file not read"
    )


@pytest.mark.parametrize(
    ("n", "table", "message"),
    [
        (4557, "providers", "4,557 provider rows"),
        (1, "local_authorities", "1 local authority row"),
        (2, "extract_sheets", "2 sheets"),
        (1, "extract_rows", "1 row"),
        (1, "classes_and_cases", "1 class and case row"),
    ],
)
def test_rows_are_counted_as_rows(n: int, table: str, message: str) -> None:
    assert report_words.rows(n, table) == message


@pytest.mark.parametrize(
    ("table", "place", "counts", "message"),
    [
        ("inspections", {}, {}, "1 of 2,797 inspection rows"),
        ("inspections", {}, {"failed": 12}, "12 of 2,797 inspection rows"),
        ("inspections", {"row": None}, {}, "1 finding on 2,797 inspection rows"),
        ("inspections", {"role": Role.PREVIOUS}, {}, "1 finding on 2,797 inspection rows"),
        ("local_authorities", {"row": None, "file": None}, {"checked": 1}, "1 finding"),
        ("extract_columns", {"row": None}, {"checked": 29}, "1 of 29 columns"),
    ],
)
def test_what_is_no_row_that_was_looked_at_is_not_counted_as_one(
    table: str, place: dict[str, object], counts: dict[str, object], message: str
) -> None:
    check = reports.check(table=table)
    outcome = reports.outcome(check, "failed", [reports.finding(check, **place)], **counts)
    assert report_words.extent(outcome, outcome.failed) == message

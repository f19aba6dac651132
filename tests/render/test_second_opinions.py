"""The second opinion reads the same wherever it is shown, and is nowhere unless asked for."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from qa_checks.model.checks import Opinion, SecondOpinion
from qa_checks.model.report import Report
from qa_checks.render import as_github, as_html, as_json, as_junit
from tests.render import runs
from tests.render.test_as_html import words_of
from tests.render.test_as_json import SCHEMA
from tests.render.test_as_terminal import shown

AGREE = tuple(Opinion(f"OK{n:03}", "Great Expectations", 0, 0, agrees=True) for n in range(1, 4))
WITHOUT = Opinion("a.b.spelling", "pandera", None, 2, agrees=None, reason="pandera cannot <say>")
APART = Opinion("DAT004", "Great Expectations", 1_003, 1, agrees=False)


def asked(*opinions: Opinion) -> Report:
    return replace(runs.every_ending(), second_opinion=SecondOpinion(opinions))


@pytest.mark.parametrize(
    ("opinions", "line"),
    [
        (AGREE, "Second opinion: 3 of 3 checks agree."),
        (AGREE[:1], "Second opinion: 1 of 1 check agree."),
        ((*AGREE, WITHOUT), "Second opinion: 3 of 4 checks agree, 1 without a second opinion."),
        (
            (*AGREE, WITHOUT, APART),
            "Second opinion: 3 of 5 checks agree, 1 disagrees, 1 without a second opinion.",
        ),
        ((APART, APART), "Second opinion: 0 of 2 checks agree, 2 disagree."),
    ],
)
def test_one_line_says_how_many_agree(opinions: tuple[Opinion, ...], line: str) -> None:
    report = asked(*opinions)
    assert f"\n{line}\n" in shown(report)
    assert f" {line} " in words_of(as_html.render(report))


def test_both_counts_of_a_disagreement_are_shown() -> None:
    report = asked(*AGREE, APART)
    assert "          DAT004: Great Expectations counts 1,003, qa-checks 1.\n" in shown(report)
    assert " DAT004 Great Expectations 1,003 1 " in words_of(as_html.render(report))


def test_the_page_lists_what_has_no_second_opinion_and_why() -> None:
    page = as_html.render(asked(*AGREE, WITHOUT))
    assert "pandera cannot &lt;say&gt;" in page
    assert " 1 check without a second opinion, and why " in words_of(page)
    section = page[page.index('<section id="second-opinion"') :]
    assert "<details><summary>" in section  # the filter of the page hides what is `more`


def test_json_holds_every_count() -> None:
    text = as_json.render(asked(AGREE[0], WITHOUT, APART))
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert list(schema.iter_errors(json.loads(text))) == []
    name = "Great Expectations"
    assert json.loads(text)["second_opinion"] == {
        "agreed": 1,
        "disagreed": 1,
        "without": 1,
        "checks": [
            {"id": "OK001", "engine": name, "counted": 0, "here": 0, "agrees": True, "reason": ""},
            {
                "id": "a.b.spelling",
                "engine": "pandera",
                "counted": None,
                "here": 2,
                "agrees": None,
                "reason": "pandera cannot <say>",
            },
            {
                "id": "DAT004",
                "engine": name,
                "counted": 1003,
                "here": 1,
                "agrees": False,
                "reason": "",
            },
        ],
    }


def test_a_disagreement_is_an_error_of_its_own_for_ci() -> None:
    plain, report = runs.every_ending(), asked(*AGREE, WITHOUT, APART)
    suite, before = (ET.fromstring(as_junit.render(item))[0] for item in (report, plain))  # noqa: S314
    for name, more in (("tests", 1), ("errors", 1), ("failures", 0), ("skipped", 0)):
        assert int(suite.attrib[name]) == int(before.attrib[name]) + more
    [case] = suite.findall("testcase[@classname='second opinion']")
    assert (case.attrib["name"], case[0].tag, case[0].attrib) == (
        "DAT004",
        "error",
        {"message": "Great Expectations counts 1,003, qa-checks 1.", "type": "disagreement"},
    )
    told = as_github.render(report).splitlines()
    line = "::error title=DAT004 second opinion::Great Expectations counts 1,003, qa-checks 1."
    assert [finding for finding in told if "second opinion" in finding] == [line]


def test_nobody_speaks_of_it_unless_it_was_asked_for() -> None:
    report = runs.every_ending()
    assert json.loads(as_json.render(report))["second_opinion"] is None
    assert "second opinion" not in shown(report).lower()
    for text in (as_html, as_junit, as_github):
        assert "second opinion" not in text.render(report).lower()

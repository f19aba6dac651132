from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa_checks.model.checks import State
from qa_checks.model.inputs import Problem
from qa_checks.render import as_github
from qa_checks.render.report_words import clean
from tests.render import marked_texts, reports, runs

COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")


def read(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner does."""
    annotations = []
    for line in text.removesuffix("\n").split("\n"):
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (word.split("=", 1) for word in match["properties"].split(","))
        properties = {name: unescape(value, colons=True) for name, value in pairs}
        annotations.append((match["level"], properties, unescape(match["message"])))
    return annotations


def unescape(text: str, *, colons: bool = False) -> str:
    signs = {"%0D": "\r", "%0A": "\n"} | ({"%3A": ":", "%2C": ","} if colons else {})
    for escaped, sign in signs.items():
        text = text.replace(escaped, sign)
    return text.replace("%25", "%")


def test_the_verdict_comes_first_and_every_check_has_its_turn() -> None:
    lines = as_github.render(runs.every_ending()).splitlines()
    assert len(lines) == 11
    assert lines[0] == (
        "::error title=qa-checks homes-spring-2018::"
        "FAIL: 2 errors, 2 warnings, 1 check errored, 1 file not read"
    )
    assert lines[1] == (
        "::error file=data/old.xls,title=not read::"
        "The file is encrypted. Save it without a password."
    )
    assert lines[2] == (
        "::error file=data/providers_as_at.csv,line=1312,"
        "title=DAT004 published-before-inspected::Inspection 10000029 of SC394478: report "
        "published 27/07/2017, before the inspection on 28/07/2017."
    )
    assert lines[4] == (
        "::error title=FIG001 graded-do-not-add-up::"
        "Conversion Error: Could not convert 'x' to INT32"
    )
    titles = [properties["title"].split()[0] for _, properties, _ in read("\n".join(lines[2:]))]
    assert titles == [
        "DAT004", "JDG007", "FIG001", "LAT002", "providers.sector.spelling",
        "LAT002", "LAT002", "LAT002", "LAT002",
    ]  # fmt: skip


def test_warnings_are_warnings_and_waived_findings_are_left_out() -> None:
    warnings = [
        annotation
        for annotation in read(as_github.render(runs.every_ending()))
        if annotation[0] == "warning"
    ]
    assert [properties["line"] for _, properties, _ in warnings] == ["3", "9", "4", "5", "6", "7"]
    assert "REG003" not in as_github.render(runs.every_ending())


def test_what_is_not_shown_is_counted() -> None:
    check = reports.check()
    findings = tuple(reports.finding(check, row=row, sheet="Table 1") for row in range(1, 51))
    failed = reports.outcome(check, State.FAILED, failed=2797, findings=findings)
    lines = read(as_github.render(reports.report([failed])))
    assert len(lines) == 12
    message = (
        "2,797 of 2,797 inspection rows, 10 of them shown: "
        "The report is published on or after the inspection"
    )
    assert lines[1] == ("error", {"title": "DAT004 published-before-inspected"}, message)
    assert lines[2][2].startswith("Sheet Table 1: Inspection 10000001")


def test_a_clean_release_is_one_notice() -> None:
    assert as_github.render(runs.all_well()) == (
        "::notice title=qa-checks homes-spring-2018::PASS\n"
    )


def test_an_incomplete_one_is_an_error() -> None:
    assert as_github.render(runs.nothing_read()).splitlines()[0] == (
        "::error title=qa-checks old::INCOMPLETE: no file could be read"
    )


def test_text_from_the_data_cannot_give_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_github, "SHOWN", 100)
    report = runs.attacks()
    text = as_github.render(report)
    assert not {character for character in text if ord(character) < 32 and character != "\n"}
    lines = read(text)
    assert len(lines) == 1 + 1 + 14 + 1
    messages = [clean(finding.message) for finding in report.findings]
    shown = [line for line in lines if line[1].get("line")]
    assert [message.removeprefix(f"Sheet {clean(runs.ATTACK)}: ") for _, _, message in shown] == (
        messages
    )
    assert {annotation[1]["file"] for annotation in shown} == {clean(f"da,ta:{runs.ATTACK}.csv")}


def test_files_are_named_from_the_working_directory() -> None:
    check = reports.check()
    findings = (reports.finding(check, file="data/a.csv", row=3),)
    unread = Problem("data/b.csv", "Damaged.")
    report = reports.report(
        [reports.outcome(check, State.FAILED, findings=findings)], problems=(unread,)
    )
    lines = read(as_github.render(report, base=Path("releases/spring")))
    assert [line[1].get("file") for line in lines] == [
        None, "releases/spring/data/b.csv", "releases/spring/data/a.csv",
    ]  # fmt: skip


def test_a_text_is_annotated_where_nobody_has_looked_first() -> None:
    commands = read(as_github.render(marked_texts.with_text()))
    assert commands[1] == (
        "notice",
        {"file": "main-findings.html", "line": "9", "title": "Text"},
        "Nobody has looked at 2 of 10 numbers; 2 wrong, 2 verified, 3 consistent, 1 outside, "
        "2 exempt. First: 140 in: London | 140",
    )


def test_a_hostile_text_is_one_command() -> None:
    [_, (level, place, message)] = read(as_github.render(marked_texts.hostile()))
    assert (level, place["line"]) == ("notice", "1")
    assert "First: 12 in: ::error::12 </script>" in message
    assert "abc⟨U+202E⟩gpj.exe␀␛[31m" in message

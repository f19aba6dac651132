"""A release with a text: its checks, verdict, decisions, checklist, coverage and sign-off."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from qa_checks.errors import ReleaseError
from qa_checks.model.checks import State
from qa_checks.model.report import Report, Verdict
from qa_checks.model.texts import TEXT_CHECKS
from qa_checks.plan import Choice
from qa_checks.reading.contents import Limits
from qa_checks.record.identity import identify
from qa_checks.release_file import read_release
from qa_checks.render import as_github, as_junit
from qa_checks.sign_off.private_copy import copy_release
from tests.claims.making import run, write_text, write_visits
from tests.loaded_modules import Loaded
from tests.small_catalogue import write_yaml

TEXT = "There were 4 visits. We took 14 calls. They rose by 2% in 2022.\n"
CLAIMS: list[dict[str, Any]] = [
    {"says": "There were {n} visits", "query": "SELECT count(*) AS n FROM visits"},
    {"says": "We took {n} calls", "outside": "calls are not in these files"},
]
ITEMS = [
    {
        "id": "findings-traced",
        "title": "The findings were traced",
        "checks": ["text.*"],
        "attest": "Trace them.",
    }
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    written = write_visits(tmp_path, TEXT, CLAIMS)
    areas = [{"area": "findings", "title": "Findings", "items": ITEMS}]
    write_yaml(tmp_path / "catalogue" / "schemas" / "checklist.yml", {"areas": areas})
    return written


def change(path: Path, **more: Any) -> None:
    """Change what release.yml says."""
    write_yaml(path, {**yaml.safe_load(path.read_text(encoding="utf-8")), **more})


def outcomes(report: Report) -> dict[str, tuple[str, int, int]]:
    return {
        outcome.check.id: (str(outcome.state), outcome.checked, outcome.failed)
        for outcome in report.outcomes
        if outcome.check.theme == "texts"
    }


def test_every_check_of_texts_has_an_outcome(path: Path) -> None:
    report = run(path)
    assert outcomes(report) == {
        "text.number": ("failed", 1, 1),
        "text.conclusion": ("skipped", 0, 0),
        "text.loose_word": ("passed", 1, 0),
        "text.claim": ("passed", 2, 0),
        "text.day": ("skipped", 0, 0),
        "text.reference": ("skipped", 0, 0),
        "text.status": ("skipped", 0, 0),
        "text.contradiction": ("skipped", 0, 0),
        "text.unit": ("skipped", 0, 0),
        "text.weekday": ("skipped", 0, 0),
        "text.carried_forward": ("skipped", 0, 0),
        "text.earlier_figure": ("skipped", 0, 0),
        "text.coverage": ("passed", 3, 0),
    }
    assert outcomes(report).keys() == set(TEXT_CHECKS)
    assert report.verdict is Verdict.FAIL
    [text] = report.texts
    assert {str(state): count for state, count in text.states.items()} == {
        "wrong": 1,
        "outside": 1,
        "unbound": 1,
        "exempt": 1,
    }
    assert (text.text.file, text.claims[0].scope) == ("findings.md", ("visits",))
    assert "text.number" in as_junit.render(report)
    [line] = [line for line in as_github.render(report).splitlines() if "text.number" in line]
    assert "file=findings.md,line=1" in line


def test_a_true_text_passes_and_its_checklist_item_waits_for_the_numbers_nobody_looked_at(
    path: Path,
) -> None:
    write_text(path.parents[1], TEXT.replace("4", "3"), CLAIMS)
    report = run(path)
    assert outcomes(report)["text.number"] == ("passed", 1, 0)
    [item] = report.checklist
    assert (item.state, item.reason) == (
        "not checked",
        "nobody has looked at 1 number of the text",
    )
    write_text(path.parents[1], "There were 3 visits. We took 14 calls.\n", CLAIMS)
    [item] = run(path).checklist
    assert item.state == "proven"


def test_a_provisional_release_is_told_where_its_text_does_not_say_so(path: Path) -> None:
    change(path, status="provisional")
    report = run(path)
    assert outcomes(report)["text.status"] == ("failed", 1, 1)
    told = [finding.message for finding in report.findings if finding.check == "text.status"]
    assert told == ["findings.md: release.yml says provisional, and the text says it nowhere."]
    change(path, status="final")
    assert outcomes(run(path))["text.status"] == ("skipped", 0, 0)


def test_a_release_without_a_text_attests_the_item(path: Path) -> None:
    release = yaml.safe_load(path.read_text(encoding="utf-8"))
    del release["claims"]
    write_yaml(path, release)
    report = run(path)
    [item] = report.checklist
    assert (item.state, item.asks, item.needs_attestation) == ("open", "Trace them.", True)
    assert any("claims.yml lies beside release.yml" in note for note in report.notes)


def test_an_empty_claims_file_is_coverage_nought(path: Path) -> None:
    for claims in ([], {"text": "findings.md"}):
        write_text(path.parents[1], TEXT, claims)
        report = run(path)
        assert outcomes(report)["text.coverage"] == ("failed", 3, 1)
        assert outcomes(report)["text.number"] == ("skipped", 0, 0)
        [finding] = [
            finding for outcome in report.outcomes for finding in outcome.findings
            if finding.check == "text.coverage"
        ]  # fmt: skip
        assert finding.message == "findings.md: none of its 3 numbers is verified."
        assert report.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("coverage", "messages"),
    [
        ({"verified": "33%"}, []),
        ({"verified": "34%"}, [
            "findings.md: 33.3% of its numbers are verified (1 of 3); release.yml asks for at "
            "least 34%."
        ]),
        ({"unbound": "33.4%"}, []),
        ({"unbound": "33.33%"}, [
            "findings.md: 33.333% of its numbers are unbound (1 of 3); release.yml asks for at "
            "most 33.33%."
        ]),
        ({"verified": "0%", "unbound": "0%"}, [
            "findings.md: 33.3% of its numbers are unbound (1 of 3); release.yml asks for at most "
            "0%."
        ]),
    ],
)  # fmt: skip
def test_coverage_below_what_is_asked_for_fails(
    path: Path, coverage: dict[str, str], messages: list[str]
) -> None:
    write_text(path.parents[1], TEXT.replace("4 visits", "3 visits"), CLAIMS)
    change(path, coverage=coverage)
    given = [
        finding.message
        for outcome in run(path).outcomes
        for finding in outcome.findings
        if finding.check == "text.coverage"
    ]
    assert given == messages


def test_a_decision_waives_a_finding_of_a_text(path: Path) -> None:
    [finding] = next(
        outcome for outcome in run(path).outcomes if outcome.check.id == "text.number"
    ).findings
    [identity] = identify([finding], {})
    decision = {
        "rule": "text.number",
        "keys": ["There were {n} visits / n"],
        "findings": [{"file": "findings.md", "digest": identity.digest}],
        "decision": "accepted",
        "reason": "The fourth visit comes in the next release.",
        "who": "analyst@example.org",
        "when": dt.datetime.now(dt.UTC).date(),
        "until": dt.datetime.now(dt.UTC).date(),
    }
    write_yaml(path.with_name("decisions.yml"), {"decisions": [decision]})
    change(path, decisions="decisions.yml")
    report = run(path)
    [outcome] = [outcome for outcome in report.outcomes if outcome.check.id == "text.number"]
    assert (outcome.state, outcome.waived) == (State.WAIVED, 1)
    write_text(path.parents[1], TEXT.replace("4", "5"), CLAIMS)
    again = {outcome.check.id: outcome.state for outcome in run(path).outcomes}
    assert again["text.number"] is State.FAILED


def test_checks_of_texts_are_selected_by_id_and_theme(path: Path) -> None:
    for choice, chosen in (
        (Choice(rules=("text.number",)), {"text.number"}),
        (Choice(themes=("texts",)), set(TEXT_CHECKS)),
        (Choice(rules=("text.c*",)), {c for c in TEXT_CHECKS if c[:6] == "text.c"}),
    ):
        report = run(path, selection=choice)
        assert {outcome.check.id for outcome in report.outcomes} == chosen


def test_two_texts_are_judged_each_by_its_claims(path: Path) -> None:
    (path.parent / "more.md").write_text("There were 3 visits.\n", encoding="utf-8")
    more = {"text": "more.md", "claims": CLAIMS[:1]}
    write_yaml(path.parent / "more.yml", more)
    change(path, claims=["claims.yml", "more.yml"])
    report = run(path)
    assert [text.text.file for text in report.texts] == ["findings.md", "more.md"]
    assert outcomes(report)["text.number"] == ("failed", 2, 1)


def test_the_private_copy_takes_claims_and_text_along(path: Path) -> None:
    (path.parent / "text").mkdir()
    (path.parent / "findings.md").rename(path.parent / "text" / "findings.md")
    (path.parent / "claims.yml").rename(path.parent / "text" / "claims.yml")
    change(path, claims="text/claims.yml")
    catalogue = path.parents[1] / "catalogue"
    with copy_release(path, catalogue, Limits()) as copied:
        assert copied.faults == ()
        assert {"text/claims.yml", "text/findings.md"} <= copied.subjects.keys()
        before = copied.subjects["text/findings.md"]
        assert copied.release
        report = run(copied.release.path or path, catalogue=copied.catalogue)
        assert [text.text.file for text in report.texts] == ["text/findings.md"]
    (path.parent / "text" / "findings.md").write_text(TEXT.replace("4", "3"), encoding="utf-8")
    with copy_release(path, catalogue, Limits()) as copied:
        assert copied.subjects["text/findings.md"] != before
    (path.parent / "text" / "findings.md").unlink()
    with copy_release(path, catalogue, Limits()) as copied:
        assert copied.faults == ("text/findings.md is not there",)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"claims": "claim.yml"}, "There is no claims file 'claim.yml'."),
        ({"coverage": {"verified": "60"}}, "a share is written in percent, such as 60%"),
        ({"coverage": {"verified": 0.6}}, "a share is written in percent, such as 60%"),
        ({"coverage": {"verified": "160%"}}, "less than or equal to 1"),
        ({"coverage": {"verifed": "60%"}}, "'verifed' is not a key of this file. Did you mean"),
        ({"claims": []}, "'claims': list should have at least 1 item"),
        ({"claims": [""]}, "at least 1 character"),
    ],
)
def test_what_release_yml_says_wrongly_of_texts_is_refused(
    path: Path, more: dict[str, Any], message: str
) -> None:
    change(path, **more)
    with pytest.raises(ReleaseError) as caught:
        read_release(path)
    assert message in str(caught.value)
    assert "release.yml:" in str(caught.value)


def test_a_run_without_a_text_imports_none_of_it(loaded: Loaded) -> None:
    rooms = ("qa_checks.claims", "qa_checks.texts", "text_to_num")
    assert [name for name in loaded["a run"] if name.startswith(rooms)] == []

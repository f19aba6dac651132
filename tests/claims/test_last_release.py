"""A text beside that of the last release, in a run and in `check`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import qa_checks as package
from qa_checks.model.checks import State
from qa_checks.model.report import Report
from qa_checks.reading.contents import Limits
from qa_checks.release_file import read_release
from qa_checks.sign_off.private_copy import copy_release
from tests.claims.making import run, write_visits
from tests.small_catalogue import write_yaml

LAST = "There were 3 visits in England. Of these, 67% were short. There were 4 full visits then.\n"
NOW = (
    "There were 3 visits in England. There were 4 full visits then. "
    "Of these, 33% were short, compared with 66% last year.\n"
)
CLAIMS = [
    {"says": "There were {all} visits in England", "query": "SELECT count(*) AS all FROM visits"}
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("visits")
    path = write_visits(folder, NOW, CLAIMS)
    (folder / "2021" / "last.md").write_text(LAST, encoding="utf-8")
    write_yaml(folder / "2021" / "claims.yml", {"text": "last.md", "claims": []})
    before = folder / "2021" / "release.yml"
    write_yaml(before, {**yaml.safe_load(before.read_text("utf-8")), "claims": "claims.yml"})
    return path


def messages(report: Report, check: str) -> list[str]:
    outcome = next(outcome for outcome in report.outcomes if outcome.check.id == check)
    return [finding.message for finding in outcome.findings]


def test_carried_sentence_is_looked_at_unless_its_number_is_verified(path: Path) -> None:
    assert messages(run(path), "text.carried_forward") == [
        "'There were 4 full visits then.' stands in ../2021/last.md with the same numbers, and "
        "nobody has looked whether they still hold."
    ]


@pytest.mark.parametrize(
    ("entry", "now"),
    [
        ({"query": "SELECT 2 * count(*) + 1 AS full FROM visits"}, "now 7"),
        ({"query": "SELECT count(*) / 7 AS full FROM visits"}, "now 0.428571"),
        ({"empty": "SELECT number FROM visits WHERE $full > 3"}, "wrong now"),
    ],
)
def test_carried_sentence_whose_value_changed_is_told_with_the_value(
    path: Path, entry: dict[str, str], now: str
) -> None:
    claims = path.parent / "claims.yml"
    kept = claims.read_text("utf-8")
    entry = {"says": "There were {full} full visits", **entry}
    write_yaml(claims, {"text": "findings.md", "claims": [*CLAIMS, entry]})
    try:
        told = messages(run(path), "text.carried_forward")
    finally:
        claims.write_text(kept, "utf-8")
    assert told == [
        "'There were 4 full visits then.' stands in ../2021/last.md with the same numbers, and 4 "
        f"is {now}."
    ]


def test_earlier_figure_that_was_printed_otherwise_is_found(path: Path) -> None:
    assert messages(run(path), "text.earlier_figure") == [
        "'Of these, 33% were short, compared with 66% last year.': 66% is quoted from then, and "
        "what was printed is 67%: 'Of these, 67% were short.' (../2021/last.md)."
    ]


def test_sign_off_takes_the_last_text_along(path: Path) -> None:
    with copy_release(path, path.parents[1] / "catalogue", Limits()) as copied:
        assert copied.release is not None
        assert [copy.name for copy in copied.release.claims_before] == ["claims.yml"]
        names = {name.partition(": ")[2] for name in copied.subjects}
        assert {"../2021/claims.yml", "../2021/last.md"} <= names


def test_last_release_whose_claims_are_not_kept_is_held_beside_nothing(path: Path) -> None:
    claims = path.parents[1] / "2021" / "claims.yml"
    kept = claims.read_text("utf-8")
    claims.unlink()
    try:
        release = read_release(path)
    finally:
        claims.write_text(kept, "utf-8")
    assert release.claims_before == ()


def test_check_takes_the_last_text_with_previous(tmp_path: Path) -> None:
    (tmp_path / "now.md").write_text(NOW, encoding="utf-8")
    (tmp_path / "last.md").write_text(LAST, encoding="utf-8")
    report = package.check(tmp_path / "now.md", previous=tmp_path / "last.md")
    states = {outcome.check.id: outcome.state for outcome in report.outcomes}
    assert states["text.earlier_figure"] is State.FAILED
    assert len(messages(report, "text.carried_forward")) == 2

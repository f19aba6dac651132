"""The shelf of releases that tests of commands share gives what a run of its own would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock, patch

import pytest

from tests import opened_once
from tests.cli.running import qa_checks
from tests.small_catalogue import HEADER, rule, write_catalogue, write_yaml

DECISION = {"rule": "ABC001", "keys": ["2"], "decision": "accepted", "reason": "So it is.",
            "who": "second@example.org", "when": "2022-06-01"}  # fmt: skip


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release with one visit at fault, which is decided on."""
    write_catalogue(tmp_path / "catalogue", [rule(1, severity="warning")])
    write_visits(tmp_path, -1)
    files = [{"path": "visits.csv"}]
    told = {"release": "a", "title": "A", "files": files, "decisions": "decisions.yml"}
    write_yaml(tmp_path / "release.yml", told)
    write_yaml(tmp_path / "decisions.yml", {"decisions": []})
    return tmp_path


def write_visits(folder: Path, score: int) -> None:
    rows = [HEADER, ["1", "", "Full", "5"], ["2", "", "Full", str(score)]]
    lines = (",".join([*row, *[""] * (len(HEADER) - len(row))]) for row in rows)
    (folder / "visits.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def done() -> Iterator[tuple[Mock, Mock]]:
    """How often a release was read, and how often judged, with nothing on the shelf before."""
    opened_once.close()
    with (
        patch.object(opened_once, "_open", wraps=opened_once._open) as read,
        patch.object(opened_once, "_judge", wraps=opened_once._judge) as judged,
    ):
        yield read, judged


def run(folder: Path, *words: str) -> tuple[str, int, int, dict[str, int]]:
    """The verdict, how many findings and decisions there are, and how often each check failed."""
    words = ("run", "--catalogue", "catalogue", "--no-files", "--format", "json", *words)
    report = qa_checks(*words, cwd=folder).report
    outcomes = {check["id"]: check["failed"] for check in report["checks"] if check["failed"]}
    return report["verdict"], report["summary"]["findings"], len(report["decisions"]), outcomes


def test_a_release_is_read_and_judged_once(release: Path, done: tuple[Mock, Mock]) -> None:
    assert run(release) == run(release) == ("pass", 1, 0, {"ABC001": 1})
    assert [each.call_count for each in done] == [1, 1]


def test_decisions_are_those_of_each_command(release: Path, done: tuple[Mock, Mock]) -> None:
    assert run(release)[2] == 0
    write_yaml(release / "decisions.yml", {"decisions": [DECISION]})
    assert run(release)[2] == 1
    assert [each.call_count for each in done] == [1, 1]


def test_changed_bytes_and_a_changed_rulebook_are_read_anew(
    release: Path, done: tuple[Mock, Mock]
) -> None:
    assert run(release)[1] == 1
    write_visits(release, 5)
    assert run(release)[1] == 0
    write_catalogue(release / "catalogue", [rule(1, require="score > 5")])
    assert run(release)[3] == {"ABC001": 2}
    assert [each.call_count for each in done] == [3, 3]


def test_other_checks_and_more_findings_than_were_kept_are_judged_anew(
    release: Path, done: tuple[Mock, Mock]
) -> None:
    write_catalogue(release / "catalogue", [rule(1, require="score > 5", severity="warning")])
    assert run(release, "--max-findings", "1")[1] == 2
    assert run(release)[1] == 2
    assert run(release)[1] == 2
    assert run(release, "--rules", "visits.*")[3] == {}
    assert [each.call_count for each in done] == [1, 3]

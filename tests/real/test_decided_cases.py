"""Decisions that once covered too much, or that a stopped command left half written."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml

from tests.cli.running import qa_checks

HOSTILE = Path(__file__).parents[3] / "shared" / "cases" / "hostile"
TODAY = dt.datetime.now(dt.UTC).date()
pytestmark = pytest.mark.skipif(
    not HOSTILE.is_dir(),
    reason=f"the hostile cases are not there ({HOSTILE}); they stand beside the project, not in it",
)


def release(name: str, folder: Path) -> Path:
    """A copy of the release of a case, to be decided on."""
    return Path(shutil.copytree(HOSTILE / name / "r", folder / "r"))


def test_a_decision_does_not_survive_another_value(tmp_path: Path) -> None:
    folder = release("decision_survives_another_value", tmp_path)
    done = qa_checks("run", "release.yml", "--no-files", "--format", "json", cwd=folder)
    assert done.code == 1
    assert [(finding["check"], finding["waived_by"]) for finding in done.report["findings"]] == [
        ("decisions.in_force", None),
        ("PLC005", None),
    ]


def test_a_decision_covers_the_finding_of_one_file(tmp_path: Path) -> None:
    folder = release("decision_covers_the_same_row_of_another_file", tmp_path)
    words = ("decide", "STR017", "--keys", "row 21, Sector in data/homes.csv")
    until = (TODAY + dt.timedelta(30)).isoformat()
    given = ("--decision", "accepted", "--reason", "Looked at.", "--who", "s@x.org")
    assert qa_checks(*words, *given, "--until", until, cwd=folder).code == 0
    report = qa_checks("run", "release.yml", "--no-files", "--format", "json", cwd=folder).report
    assert [decision["covers"] for decision in report["decisions"]] == [1]
    assert [
        (finding["file"], finding["waived_by"])
        for finding in report["findings"]
        if finding["check"] == "STR017"
    ] == [("data/homes.csv", 1), ("data/year.csv", None)]


def test_decide_goes_on_with_the_file_that_a_killed_one_left(tmp_path: Path) -> None:
    folder = release("decide_after_a_killed_decide", tmp_path)
    path, named = folder / "decisions.yml", folder / "release.yml"
    first = yaml.safe_load(path.read_text())["decisions"][0]
    path.write_text(yaml.safe_dump({"decisions": [{**first, "when": TODAY}]}))
    named.write_text(named.read_text().replace("decisions: decisions.yml\n", ""))
    given = ("--decision", "accepted", "--reason", "x", "--who", "s@x.org")
    done = qa_checks("decide", "PLC005", "--keys", "all", *given, cwd=folder)
    assert done.code == 0
    assert done.out.startswith("release.yml names the decisions.yml beside it now.\n")
    assert done.err == (
        "Decision 1 on PLC005 no longer holds (without its findings): "
        "the new one takes its place.\n"
    )
    assert qa_checks("run", "release.yml", "--no-files", "-q", cwd=folder).code == 0
    assert len(yaml.safe_load(path.read_text())["decisions"]) == 1

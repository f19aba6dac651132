"""docs/comparing.md is followed to the letter, and then the demo is compared and explained."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from qa_checks.demo_release import unpack
from tests import markdown
from tests.cli.running import Ended, qa_checks
from tests.little import keep_few_providers

PAGE = markdown.read("docs/comparing.md")
GONE = "compare.latest.gone_without_reason"
LEFT = ("SC914766", "9093953")


def test_the_two_files_of_the_page_print_what_it_says(tmp_path: Path) -> None:
    for name, content in markdown.files(PAGE).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    [command] = markdown.commands(markdown.between(PAGE, "prints"))
    ended = qa_checks(*command.text.split()[1:], cwd=tmp_path)
    assert (ended.code, ended.out.rstrip().splitlines()) == (0, list(command.prints))
    with (tmp_path / "changes.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [line[:5] for line in csv.reader(stream)][1:] == [
            ["L0004", "added", "", "", ""],
            ["L0002", "gone", "", "", ""],
            ["L0003", "changed", "Visits", "30000", "33000"],
        ]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(tmp_path_factory.mktemp("demo")).parent


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The demo with few providers, and two that are gone since the last release."""
    release = unpack(tmp_path / "few")
    keep_few_providers(release, 60, LEFT)
    return release.parent


def compare(folder: Path) -> Ended:
    return qa_checks(
        "compare", "previous/release.yml", "release.yml", "--format", "json", cwd=folder
    )


@pytest.mark.usefixtures("few_rules")
def test_what_is_explained_is_a_decision_that_a_run_leaves_alone(small: Path) -> None:
    before = compare(small).report
    gone = next(check for check in before["checks"] if check["id"] == GONE)
    assert (gone["outcome"], gone["failed"]) == ("failed", len(LEFT))
    note = next((small / "reports").rglob("revisions.html")).read_text(encoding="utf-8")
    assert "Draft, not to be published" in note
    told = ("--decision", "accepted", "--reason", "Closed", "--who", "b@example.org")
    qa_checks("decide", GONE, "--release", "release.yml", "--keys", "all", *told, cwd=small)
    after = compare(small).report
    states = {check["id"]: (check["outcome"], check["waived"]) for check in after["checks"]}
    assert states[GONE] == ("waived", len(LEFT))
    assert states["decisions.in_force"] == ("passed", 0)
    run = qa_checks("run", "release.yml", "--format", "json", "--no-files", cwd=small).report
    assert [decision["state"] for decision in run["decisions"] if decision["rule"] == GONE] == [
        "in force"
    ]
    assert "failed" not in [c["outcome"] for c in run["checks"] if c["id"] == "decisions.in_force"]


def test_the_demo_has_the_changes_that_were_planted(demo: Path) -> None:
    report = compare(demo).report
    tables = {table["name"]: table for table in report["compared"]}
    numbers = ("both", "gone", "added", "changed")
    assert [tables["latest"][name] for name in numbers] == [3187, 84, 130, 1119]
    assert [tables["authorities"][name] for name in numbers] == [149, 2, 2, 14]
    assert tables["in_year"]["reason"] == (
        "the in-year views of the two releases cover different periods"
    )
    states = {kind["check"] or kind["title"]: kind["count"] for kind in tables["latest"]["classes"]}
    assert (states["PRV006"], states["PRV004"]) == (1, 1)
    kinds = yaml.safe_load((markdown.ROOT / "schemas/comparisons/latest.yml").read_text())
    assert {meaning["rule"] for meaning in kinds["meanings"] if "rule" in meaning} >= {"PRV006"}

"""docs/sign-off-walk.md is followed to the letter, from the failing run to the green gate."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests import markdown
from tests.cli.running import Ended, environment
from tests.cli.terminal import at_terminal, converse
from tests.sign_off.making import run_once

PAGE = markdown.read("docs/sign-off-walk.md")
STEPS = re.split(r"^## \d+\. ", PAGE, flags=re.MULTILINE)[1:]
REPORT = "reports/la-and-childrens-homes-autumn-2021"
CODES = [1, 0, 0, 0, 0, 0, 0, 0, 0]
pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not there")


def folded(text: str) -> str:
    return " ".join(text.split())


def answers(step: str) -> list[str]:
    if "<!-- answers -->" not in step:
        return []
    [block] = markdown.blocks(markdown.between(step, "answers"), "text")
    return block.split("\n")[:-1]


def take(command: str, folder: Path, typed: list[str]) -> Ended:
    """Take a step at a terminal: in this process where it is one of qa-checks."""
    program, *words = shlex.split(command)
    if program != "qa-checks":
        assert typed == []
        return converse(["bash", "-c", command], folder, [], environment())
    with patch("qa_checks.sign_off.examination.run", run_once):
        return at_terminal(*words, cwd=folder, answers=typed)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Ended]]:
    """The folder at the end, and how each step ended. Reports are kept after every run."""
    folder = tmp_path_factory.mktemp("walk")
    ended = []
    for number, step in enumerate(STEPS, start=1):
        [command] = markdown.blocks(step, "sh")
        ended.append(take(command, folder, answers(step)))
        report = folder / REPORT / "report.json"
        if report.exists():
            shutil.copy(report, folder / f"after-{number}.json")
    return folder, ended


def report(folder: Path, step: int) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / f"after-{step}.json").read_text())
    return read


def test_there_are_nine_commands() -> None:
    assert len(STEPS) == 9


def test_each_step_ends_as_it_should(walked: tuple[Path, list[Ended]]) -> None:
    assert [step.code for step in walked[1]] == CODES, walked[1]


@pytest.mark.parametrize("number", range(1, 10))
def test_each_step_says_what_the_page_shows(walked: tuple[Path, list[Ended]], number: int) -> None:
    step, printed = STEPS[number - 1], folded(walked[1][number - 1].out)
    if not answers(step):
        for block in markdown.blocks(step, "text"):
            for line in block.splitlines():
                assert folded(line) in printed


def test_the_first_run_fails_and_much_is_open(walked: tuple[Path, list[Ended]]) -> None:
    first = report(walked[0], 1)
    assert first["verdict"] == "fail"
    errors, warnings = first["summary"]["errors"], first["summary"]["warnings"]
    assert f"FAIL: {errors} errors, {warnings} warnings." in markdown.between(STEPS[0], "demo")
    states = {entry["state"] for entry in first["checklist"]}
    assert states == {"failed", "open"}


def test_in_the_end_every_warning_has_its_decision_and_every_item_is_settled(
    walked: tuple[Path, list[Ended]],
) -> None:
    last = report(walked[0], 5)
    assert last["verdict"] == "pass"
    assert (last["summary"]["warnings"], last["summary"]["decided_warnings"]) == (0, 4)
    decided = [
        (decision["rule"], decision["decision"], decision["covers"])
        for decision in last["decisions"]
    ]
    assert decided == [
        ("FRM003", "accepted", 1),
        ("FRM005", "accepted", 1),
        ("POS004", "accepted", 1),
        ("PRV004", "false alarm", 1),
    ]
    assert {entry["state"] for entry in last["checklist"]} == {"proven", "attested"}
    notes = [entry["note"] for entry in last["checklist"] if entry["state"] == "attested"]
    assert notes == answers(STEPS[3])[:8]
    assert last["assurance"]["statement"] == answers(STEPS[3])[-1]
    assert len(last["assurance"]["assumptions"]) == 1
    assert len(last["assurance"]["limitations"]) == 2


def test_the_history_tells_the_way(walked: tuple[Path, list[Ended]]) -> None:
    lines = (walked[0] / REPORT / "history.jsonl").read_text().splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["fail", "pass"]

"""No text from a file acts on a terminal or a CI job, whichever command shows it."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from qa_checks.catalogue import Catalogue
from tests.cli.running import ROOT, qa_checks
from tests.cli.terminal import at_terminal

# Clears a screen, renames it, turns it round; and is an error of a CI job.
WIPE = "\x1b[2J\x1b]0;title\x07\x9b2J\u202e##[error]"
SIGNS = ("\x1b", "\x07", "\x9b", "\u202e", "##[")
SHOWN = "␛[2J␛]0;title␇⟨U+009B⟩2J⟨U+202E⟩## [error]"
SAID = {"reason": f"so {WIPE}", "who": f"second {WIPE}", "when": "2021-10-05"}


def change(path: Path, **changes: Any) -> None:
    read = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(yaml.safe_dump({**read, **changes}, sort_keys=False), "utf-8")


@pytest.fixture(scope="module")
def hostile_texts(releases: Path, few: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A faulty release and a catalogue, with escape sequences in every text of theirs."""
    folder = tmp_path_factory.mktemp("hostile") / "faulty"
    shutil.copytree(releases / "few_faulty", folder)
    comparisons = shutil.ignore_patterns("comparisons")  # they name rules that are left out
    shutil.copytree(ROOT / "schemas", folder / "catalogue/schemas", ignore=comparisons)
    for bound in few.rules.values():
        rule = yaml.safe_load(bound.path.read_text("utf-8"))
        words = {key: f"{rule[key]} {WIPE}" for key in ("title", "message", "why", "remedy")}
        rule |= words | {"source": [*rule["source"], WIPE]}
        rule.pop("yields_to", None)  # names rules that are left out
        path = folder / "catalogue" / bound.path.relative_to(ROOT)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(rule, sort_keys=False), "utf-8")
    areas = [{"area": "a", "title": f"A {WIPE}", "items": [
        {"id": "looked", "title": f"Looked {WIPE}", "attest": f"Look {WIPE}"},
        {"id": "ran", "title": f"Ran {WIPE}", "checks": ["DAT*"]},
    ]}]  # fmt: skip
    change(folder / "catalogue/schemas/checklist.yml", areas=areas)
    decision = {"rule": "DAT002", "keys": [f"gone {WIPE}"], "decision": "accepted", **SAID}
    change(folder / "decisions.yml", decisions=[decision])
    change(folder / "checklist.yml", assumptions=[f"fine {WIPE}"], limitations=[f"none {WIPE}"])
    change(
        folder / "release.yml", title=f"Release {WIPE}", producer=f"producer {WIPE}",
        decisions="decisions.yml", checklist="checklist.yml",
    )  # fmt: skip
    providers = next((folder / "data").glob("*providers_as_at*.csv"))
    lines = providers.read_text("utf-8-sig").split("\n")
    lines[5] = lines[5].replace("Private", f"Private {WIPE}").replace("Good", f"Good {WIPE}")
    providers.write_text("\n".join(lines), "utf-8")
    return folder


@pytest.fixture
def hostile(hostile_texts: Path, tmp_path: Path) -> Path:
    """A copy of them."""
    return Path(shutil.copytree(hostile_texts, tmp_path / "faulty"))


def harmless(text: str) -> bool:
    return not any(sign in text for sign in SIGNS)


WITH_CATALOGUE = ("--catalogue", "catalogue")


@pytest.mark.parametrize(
    "words",
    [
        ("run", *WITH_CATALOGUE),
        ("run", *WITH_CATALOGUE, "--format", "github"),
        ("run", *WITH_CATALOGUE, "--format", "json"),
        ("rules", *WITH_CATALOGUE),
        ("rules", "list", *WITH_CATALOGUE, "--format", "json"),
        ("rules", "show", "DAT004", *WITH_CATALOGUE),
        ("decide", "DAT004", *WITH_CATALOGUE, "--keys", "none", "--decision", "accepted",
         "--reason", "x", "--who", "x", "--until", "2999-01-01"),
        ("attest", "loooked", *WITH_CATALOGUE, "--note", "x", "--by", "x"),
        ("attest", "looked", *WITH_CATALOGUE, "--note", "x", "--by", f"producer {WIPE}", "--debug"),
        ("attest", "looked", *WITH_CATALOGUE, "--note", "x", "--by", f"producer {WIPE}"),
    ],
)  # fmt: skip
def test_escape_sequences_are_shown_and_do_nothing(
    hostile_texts: Path, words: tuple[str, ...]
) -> None:
    ended = qa_checks(*words, cwd=hostile_texts)
    assert harmless(ended.out + ended.err)
    if "json" not in words and "loooked" not in words:
        assert SHOWN in ended.out + ended.err


def test_history_shows_them_and_they_do_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "::error::x"
    folder.mkdir()
    run = {
        "started": "2021-10-05T09:30:00+00:00", "verdict": "incomplete", "reason": f"so {WIPE}",
        "summary": {}, "checks": {}, "failing": {}, "inputs": {}, "rulebook_sha256": "", "tool": "",
        "partial": False,
    }  # fmt: skip
    (folder / "history.jsonl").write_text(json.dumps(run) + "\n", "utf-8")
    shown = qa_checks("history", folder, cwd=tmp_path)
    assert SHOWN in shown.out
    assert shown.out.startswith(": :error::x: 1 run")
    told = qa_checks("history", folder, "--format", "json", cwd=tmp_path)
    assert json.loads(told.out)["runs"][0]["reason"] == f"so {WIPE}"
    assert harmless(shown.out + told.out)


@pytest.mark.parametrize("words", [("attest", "--by", "x"), ("decide", "DAT004", "--who", "x")])
def test_nor_do_they_where_somebody_is_asked(hostile: Path, words: tuple[str, ...]) -> None:
    until = dt.datetime.now(dt.UTC).date() + dt.timedelta(30)
    answers = ["", "", "", "", ""] if words[0] == "attest" else ["accepted", "so", f"{until}"]
    seen = at_terminal(*words, *WITH_CATALOGUE, cwd=hostile, answers=answers).out
    assert SHOWN in seen
    assert harmless(seen)


def test_commands_print_by_one_function() -> None:
    """What is printed otherwise is made by a renderer, whose tests look at the same."""
    others = {
        path.name
        for path in (ROOT / "qa_checks/cli").glob("*.py")
        if re.search(r"(sys\.stdout|stream)\.write", path.read_text("utf-8"))
    }
    assert others == {"asking.py", "history.py", "session.py", "signing_options.py"}

"""The workflow, the job and the hooks that are ready to be copied: their commands are run."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest
import yaml

from qa_checks import __version__
from qa_checks.catalogue import builtin
from qa_checks.demo_release import unpack
from tests.cli.running import Ended, environment, qa_checks
from tests.little import keep_few_providers, leave_providers_out
from tests.markdown import ROOT, blocks, read
from tests.sign_off.making import ANALYST, APPROVER, NOTE, allowed, run_once, write_key
from tests.small_catalogue import write_yaml

ID = "la-and-childrens-homes-autumn-2021-clean"
GITHUB = yaml.safe_load(read("docs/ci/github-workflow.yml"))
GITLAB = yaml.safe_load(read("docs/ci/gitlab-job.yml"))
WHEEL = f"qa_checks-{__version__}-py3-none-any.whl"
# Stands for qa-checks on the path of a job: notes its words and ends as it is told.
NOTING = """#!/bin/sh
printf '%s\\n' "$PWD" "$@" > "$NOTED"
echo told
exit "$CODE"
"""
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(read(".pre-commit-hooks.yaml"))}


def sh(script: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    tools = {**environment(**more), "PATH": f"{cwd.parent / 'bin'}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=cwd,
        env=tools,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of a repository that holds the demo release, signed by two people."""
    folder = tmp_path_factory.mktemp("ci")
    command = folder / "bin" / "qa-checks"
    command.parent.mkdir()
    command.write_text(NOTING)
    command.chmod(0o755)
    work = folder / "work"
    release = unpack(work, clean=True)
    keep_few_providers(release, 60)
    leave_providers_out(release)
    attest(work)
    (work / "allowed_signers").write_text(allowed())
    (work / "tools").mkdir()
    (work / "tools" / WHEEL).write_bytes(b"the wheel")
    sign(work, "analyst", "approver")
    done = sh(
        "git init -q -b main . && git config user.name me && git config user.email me@x.org && "
        "git add -A && git commit -qm release && git init -q --bare ../origin && "
        "git remote add origin ../origin && git push -q origin main && git fetch -q origin",
        work,
    )
    assert done.returncode == 0, done.stderr
    return work


@pytest.fixture(scope="module")
def forged(checkout: Path) -> Path:
    """The same release changed, signed by strangers whom its own list of signers allows."""
    work = checkout.parent / "forged" / "work"
    shutil.copytree(checkout, work, ignore=shutil.ignore_patterns(".git"))
    release = work / "release.yml"
    release.write_text(release.read_text().replace("title: ", "title: Other ", 1))
    lines = {
        "one": f'{ANALYST} namespaces="qa-checks/second-analyst"',
        "other": f'{APPROVER} namespaces="qa-checks/approver"',
    }
    (work / "allowed_signers").write_text(allowed(**lines))
    sign(work, *lines)
    assert gate(work, "--require", "approver", "-q").code == 0  # by that list
    return work


def sign(work: Path, analyst: str, approver: str) -> None:
    """Run the release and have it signed with two keys."""
    keys = [write_key(work.parent, name) for name in (analyst, approver)]
    words = ["sign-off", "-q", "--key"]
    with patch("qa_checks.sign_off.examination.run", run_once):
        for step in (["run", "-q"], [*words, keys[0]], [*words, keys[1], "--role", "approver"]):
            ended = qa_checks(*step, cwd=work)
            assert ended.code == 0, ended.out + ended.err


def attest(work: Path) -> None:
    areas = yaml.safe_load((builtin() / "schemas/checklist.yml").read_text())["areas"]
    items = [item["id"] for area in areas for item in area["items"] if "attest" in item]
    # Which no check can prove of a release without providers, and without a sample.
    items += ["providers-described", "compared-with-reports"]
    notes = [{"item": item, **NOTE, "when": dt.date(2022, 6, 1)} for item in items]
    record = {"attested": notes, "assurance": "It is fit."}
    write_yaml(work / "checklist.yml", record)


def github_script() -> tuple[str, dict[str, str]]:
    """The steps between installing and keeping what was said."""
    [job] = GITHUB["jobs"].values()
    named = {step.get("name"): step["run"] for step in job["steps"] if "run" in step}
    install = named.pop("Install qa-checks")
    assert install == 'python -m pip install --quiet "$RUNNER_TEMP/$WHEEL"'
    return "\n".join(named.values()), GITHUB["env"]


def gitlab_script() -> tuple[str, dict[str, str]]:
    job = GITLAB["gate"]
    *before, install = job["before_script"]
    assert install == 'python -m pip install --quiet "../$WHEEL"'
    return "\n".join([*before, *job["script"]]), job["variables"]


@dataclass(frozen=True)
class Job:
    """A job in a clone of its own."""

    script: str
    variables: dict[str, str]
    work: Path

    def gate(self) -> Ended:
        """How the gate ends that the job asks for, run in this process.

        The job ends with the same code, whichever that is.
        """
        noted = self.work.parent / "noted"
        variables = {**self.variables, "RUNNER_TEMP": str(self.work.parent), "NOTED": str(noted)}
        for code in (0, 1, 2):
            noted.unlink(missing_ok=True)
            done = sh(self.script, self.work, **variables, CODE=str(code))
            assert (done.returncode, done.stdout) == (code, "told\n"), done.stderr
            folder, command, *words = noted.read_text().splitlines()
            assert (folder, command) == (str(self.work), "gate")
        return gate(self.work, *words)

    def links(self) -> ET.Element:
        return ET.parse(self.work / "reports" / ID / "gate.xml").getroot()  # noqa: S314  our own


@pytest.mark.parametrize("of", [github_script, gitlab_script], ids=["github", "gitlab"])
def test_the_job_runs(checkout: Path, forged: Path, tmp_path: Path, of: Any) -> None:
    job = Job(*of(), tmp_path / "work")
    done = sh(f"git clone -q -b main {checkout.parent / 'origin'} {job.work}", tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "bin").symlink_to(checkout.parent / "bin")
    ended = job.gate()
    assert ended.code == 0, ended.out + ended.err
    assert "PASS: all 24 links hold" in ended.out
    [taken] = tmp_path.glob("*.whl")
    assert (taken.name, taken.read_bytes()) == (WHEEL, b"the wheel")
    links = job.links()
    assert (links.get("tests"), links.get("failures"), links.get("errors")) == ("24", "0", "0")

    # Whoever changes the release and lets themselves sign it is refused all the same.
    shutil.copytree(forged, job.work, dirs_exist_ok=True)
    ended = job.gate()
    assert ended.code == 1
    assert "FAIL: " in ended.out
    cases = job.links().iter("testcase")
    broken = {case.get("name") for case in cases if case.find("failure") is not None}
    assert broken == {"second-analyst/key", "approver/key", "page"}


def gate(checkout: Path, *words: str) -> Ended:
    """Run the gate as a job does, in this process; its checks run once for all of them."""
    with patch("qa_checks.sign_off.examination.run", run_once):
        return qa_checks("gate", *words, cwd=checkout)


def test_the_workflow_annotates(checkout: Path) -> None:
    done = gate(checkout, "--format", "github", "--no-files", "--require", "approver")
    assert (done.code, done.out) == (
        0,
        f"::notice title=qa-checks gate {ID}::PASS: all 24 links hold\n",
    )
    done = gate(checkout, "--format", "github", "--no-files", "--max-age", "0")
    first, *rest = done.out.splitlines()
    assert done.code == 1
    assert first == (
        f"::error title=qa-checks gate {ID}::FAIL: 2 of 24 links are broken: "
        "second-analyst/time, approver/time"
    )
    assert [line.split("::")[1] for line in rest] == [
        "error title=second-analyst/time",
        "error title=approver/time",
    ]


def test_the_table_names_what_is_broken(checkout: Path) -> None:
    done = gate(checkout, "--no-files", "--max-age", "0")
    assert done.out.splitlines()[-1] == (
        "FAIL: 2 of 24 links are broken: second-analyst/time, approver/time"
    )
    lines = [line for line in done.out.splitlines() if line.startswith("BROKEN")]
    assert [line.split()[1] for line in lines] == ["second-analyst/time", "approver/time"]
    done = gate(checkout, "--no-files", "--quiet")
    assert done.out == "PASS: all 24 links hold\n"


def test_the_gate_leaves_the_report_as_it_is(checkout: Path) -> None:
    assert gate(checkout, "-q").out == "PASS: all 24 links hold\n"
    assert sh("git status --short", checkout).stdout == f"?? reports/{ID}/gate.xml\n"
    (checkout / "reports" / ID / "gate.xml").unlink()


def test_the_files_are_as_their_services_want_them() -> None:
    assert set(GITHUB) == {"name", True, "permissions", "env", "jobs"}  # YAML 1.1 reads on as true
    assert GITHUB["permissions"] == {"contents": "read"}
    for step in GITHUB["jobs"]["gate"]["steps"]:
        assert ("uses" in step) is not ("run" in step)
        assert re.fullmatch(r"actions/[a-z-]+@v\d+", step.get("uses", "actions/x@v1"))
    assert GITLAB["gate"]["artifacts"]["reports"] == {"junit": "reports/*/gate.xml"}


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_what_pre_commit_wants(hook: str) -> None:
    given = HOOKS[hook]
    assert {"id", "name", "entry", "language"} <= set(given)
    assert given["language"] == "python"
    assert given["entry"].startswith("qa-checks ")
    re.compile(given["files"])


def test_the_hooks_run(checkout: Path) -> None:
    files = sorted(
        path.relative_to(checkout).as_posix()
        for path in (checkout / "data").iterdir()
        if re.search(HOOKS["qa-checks"]["files"], path.name) and "tables" not in path.name
    )
    assert len(files) == 4
    check = shlex.split(HOOKS["qa-checks"]["entry"])[1:]
    ended = qa_checks(*check, "-q", *files, cwd=checkout)
    assert ended.code == 0, ended.out + ended.err
    assert qa_checks(*check, "-q", "README.md", cwd=checkout).code == 2
    rules = shlex.split(HOOKS["qa-checks-rules"]["entry"])[1:]
    assert qa_checks(*rules, "--help", cwd=checkout).code == 0


def test_the_page_names_the_hooks() -> None:
    [config] = [yaml.safe_load(text) for text in blocks(read("docs/sign-off.md"), "yaml")]
    [repository] = config["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= set(HOOKS)
    assert re.search(repository["hooks"][0]["files"], "data/providers.csv")


def test_the_page_names_every_link(checkout: Path) -> None:
    done = gate(checkout, "--format", "json", "--no-files")
    names = re.findall(r'"name": "([^"]+)"', done.out)
    table = read("docs/sign-off.md").split("## The gate")[1].split("## In CI")[0]
    named = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    elsewhere = ("approver/…", "examples")  # of another signer; of a catalogue of one's own
    assert [name for name in names if not name.startswith("approver/")] == [
        name for name in named if name not in elsewhere
    ]
    assert APPROVER not in table
    assert (ROOT / "docs/json-schema/gate.json").is_file()

"""The workflow, the job and the hooks that are ready to be copied: their commands are run."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import subprocess
import sys
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
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m qa_checks "$@"\n')
    command.chmod(0o755)
    work = folder / "work"
    release = unpack(work, clean=True)
    keep_few_providers(release, 60)
    leave_providers_out(release)
    attest(work)
    (work / "allowed_signers").write_text(allowed())
    (work / "tools").mkdir()
    (work / "tools" / WHEEL).write_bytes(b"the wheel")
    keys = [write_key(folder, name) for name in ("analyst", "approver")]
    sign = ["sign-off", "-q", "--key"]
    with patch("qa_checks.sign_off.examination.run", run_once):
        for words in (["run", "-q"], [*sign, keys[0]], [*sign, keys[1], "--role", "approver"]):
            ended = qa_checks(*words, cwd=work)
            assert ended.code == 0, ended.out + ended.err
    done = sh(
        "git init -q -b main . && git config user.name me && git config user.email me@x.org && "
        "git add -A && git commit -qm release && git init -q --bare ../origin && "
        "git remote add origin ../origin && git push -q origin main && git fetch -q origin",
        work,
    )
    assert done.returncode == 0, done.stderr
    return work


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


@pytest.mark.parametrize("of", [github_script, gitlab_script], ids=["github", "gitlab"])
def test_the_job_runs(checkout: Path, tmp_path: Path, of: Any) -> None:
    script, variables = of()
    work = tmp_path / "work"
    done = sh(f"git clone -q -b main {checkout.parent / 'origin'} {work}", tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "bin").symlink_to(checkout.parent / "bin")
    more = {**variables, "RUNNER_TEMP": str(tmp_path)}
    done = sh(script, work, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PASS: all 24 links hold" in done.stdout
    [taken] = tmp_path.glob("*.whl")
    assert (taken.name, taken.read_bytes()) == (WHEEL, b"the wheel")
    links = ET.parse(work / "reports" / ID / "gate.xml").getroot()  # noqa: S314  our own
    assert (links.get("tests"), links.get("failures"), links.get("errors")) == ("24", "0", "0")

    # Whoever changes the release and lets themselves sign it is refused all the same.
    (work / "allowed_signers").write_text(allowed(stranger=f'{ANALYST} namespaces="qa-checks/*"'))
    (work / "decisions.yml").write_text("decisions: []\n")
    done = sh(script, work, **more)
    assert done.returncode == 1
    assert "FAIL: " in done.stdout
    assert "second-analyst/digests" in done.stdout
    links = ET.parse(work / "reports" / ID / "gate.xml").getroot()  # noqa: S314  our own
    broken = {
        case.get("name") for case in links.iter("testcase") if case.find("failure") is not None
    }
    assert {"report", "second-analyst/digests", "approver/digests"} <= broken


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
    assert [name for name in names if not name.startswith("approver/")] == [
        name for name in named if name != "approver/…"
    ]
    assert APPROVER not in table
    assert (ROOT / "docs/json-schema/gate.json").is_file()

"""A plain check loads nothing of what only releases need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.running import environment

# Says what it has loaded when it ends, which it does at once by `os._exit`.
LOADED = """
import os, runpy, sys
def end(code, at_once=os._exit):
    with open("loaded", "w") as loaded:
        print(*sorted(sys.modules), sep="\\n", file=loaded)
    at_once(code)
os._exit = end
sys.argv = ["qa-checks", *sys.argv[1:]]
runpy.run_module("qa_checks", run_name="__main__")
"""
ONLY_RELEASES = {
    "qa_checks.record.attestations",
    "qa_checks.record.ledger",
    "qa_checks.review.attesting",
    "qa_checks.review.deciding",
    "qa_checks.review.evidence",
    "qa_checks.review.past_runs",
}
NOT_NEEDED = {
    "pandas",
    "pydantic",
    "pyarrow",
    "rich",
    "scipy",
    "sqlglot",
    "yaml",
    "great_expectations",
}


def loaded(*words: str | Path, cwd: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *map(str, words)],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set((cwd / "loaded").read_text().split())


def test_a_check_of_files_loads_nothing_of_checklists_and_history(
    releases: Path, tmp_path: Path
) -> None:
    data = releases / "few_clean" / "data" / "providers_as_at_31_august_2021.csv"
    assert loaded("check", data, cwd=tmp_path) & {*ONLY_RELEASES, *NOT_NEEDED} == set()


def test_a_run_of_a_release_does(releases: Path, tmp_path: Path) -> None:
    found = loaded("run", releases / "few_clean" / "release.yml", cwd=tmp_path)
    assert {
        "qa_checks.review.evidence",
        "qa_checks.review.past_runs",
        "qa_checks.record.attestations",
    } <= found
    assert (
        not {"qa_checks.review.deciding", "qa_checks.review.attesting", "qa_checks.record.ledger"}
        & found
    )

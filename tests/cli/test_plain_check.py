"""A plain check loads nothing of what only releases need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.running import environment
from tests.loaded_modules import Loaded

ONLY_RELEASES = {
    "qa_checks.record.attestations",
    "qa_checks.record.ledger",
    "qa_checks.review.attesting",
    "qa_checks.review.deciding",
    "qa_checks.review.evidence",
    "qa_checks.review.past_runs",
}
NOT_NEEDED = {
    "difflib",
    "gzip",
    "html",
    "pandas",
    "pydantic",
    "pyarrow",
    "qa_checks.reading.workbook",
    "rich",
    "scipy",
    "sqlglot",
    "subprocess",
    "typer",
    "yaml",
    "great_expectations",
}
BESIDE_READING = {
    "qa_checks.appraisal",
    "qa_checks.conclusion",
    "qa_checks.engines.embedded",
    "qa_checks.judging",
    "qa_checks.model.report",
    "qa_checks.record.decisions",
    "qa_checks.tabulation",
    "qa_checks.verdict",
}
# Only a process of its own has loaded nothing before.
WITH_NO_FILE = """
import json, sys
from qa_checks.cli.main import run_from_shell
sys.argv = ["qa-checks", "check", "no.csv"]
try:
    run_from_shell()
except SystemExit:
    names = ["msgspec", "qa_checks.opened", "typing_extensions"]
    print(json.dumps([name for name in names if name in sys.modules]))
    import typing_extensions
"""


def test_a_check_of_files_loads_nothing_of_checklists_and_history(loaded: Loaded) -> None:
    assert loaded["a check"] & {*ONLY_RELEASES, *NOT_NEEDED} == set()


def test_a_run_of_a_release_does(loaded: Loaded) -> None:
    assert {
        "qa_checks.review.evidence",
        "qa_checks.review.past_runs",
        "qa_checks.record.attestations",
    } <= loaded["a run"]
    assert (
        not {"qa_checks.review.deciding", "qa_checks.review.attesting", "qa_checks.record.ledger"}
        & loaded["a run"]
    )


def test_no_file_waits_for_what_judges_it(loaded: Loaded) -> None:
    assert loaded["what reads"] & BESIDE_READING == set()
    assert loaded["what judges"] >= BESIDE_READING


def test_large_plain_text_is_taken_in_by_what_nothing_before_has_loaded(loaded: Loaded) -> None:
    needed = {"duckdb", "pyarrow.csv"}
    assert loaded["a run with a sample"] & needed == set()
    assert loaded["a check of large plain text"] >= needed


def test_a_check_does_not_wait_for_typing_extensions_and_leaves_it_to_others(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITH_NO_FILE], cwd=tmp_path, env=environment(),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (json.loads(done.stdout), done.returncode) == (["msgspec", "qa_checks.opened"], 0)
    assert done.stderr.startswith("Cannot read: no.csv: ")

"""A plain check loads nothing of what only releases need."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import modules_loaded

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


def test_a_check_of_files_loads_nothing_of_checklists_and_history(
    releases: Path, tmp_path: Path
) -> None:
    data = releases / "few_clean" / "data" / "providers_as_at_31_august_2021.csv"
    assert modules_loaded("check", data, cwd=tmp_path) & {*ONLY_RELEASES, *NOT_NEEDED} == set()


def test_a_run_of_a_release_does(loaded_by_a_run: set[str]) -> None:
    assert {
        "qa_checks.review.evidence",
        "qa_checks.review.past_runs",
        "qa_checks.record.attestations",
    } <= loaded_by_a_run
    assert (
        not {"qa_checks.review.deciding", "qa_checks.review.attesting", "qa_checks.record.ledger"}
        & loaded_by_a_run
    )

"""A plain check loads nothing of what only releases need."""

from __future__ import annotations

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

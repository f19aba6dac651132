"""Percentages of few cases: told where tables.yml says how few, and no note does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from qa_checks.errors import ReleaseError
from qa_checks.model.checks import State
from qa_checks.model.report import Report
from tests.published_tables.making import changed, publish
from tests.published_tables.test_percentages import COUNTS, FAMILY, OF_ALL, SHARES
from tests.small_catalogue import outcome

NOTES = [["Note number", "Note text"], ["1", "Of fewer than 10 homes."]]


def published(folder: Path, *tables: Sequence[Sequence[str]], **declared: Any) -> Report:
    return publish(folder, tables, dict(FAMILY), **{**OF_ALL, **declared})


def told(report: Report) -> list[tuple[int | None, str]]:
    return [(item.row, item.message) for item in report.findings if item.check == "few_cases"]


@pytest.mark.parametrize(
    ("few", "messages"),
    [
        (3, []),
        (
            10,
            [
                "Table 2, Voluntary, Good: 33% and 1 other are published, of 3 cases: fewer than "
                "10, and no note says so."
            ],
        ),
        (
            201,
            [
                "Table 2, Private, Good: 46 and 1 other are published, of 200 cases: fewer than "
                "201, and no note says so.",
                "Table 2, Voluntary, Good: 33% and 1 other are published, of 3 cases: fewer than "
                "201, and no note says so.",
            ],
        ),
    ],
)
def test_percentages_of_few_cases_are_told_once_a_base(
    tmp_path: Path, few: int, messages: list[str]
) -> None:
    report = published(tmp_path, COUNTS, SHARES, few=few)
    assert [message for _, message in told(report)] == messages
    ended = outcome(report, "few_cases")
    assert (ended.state, ended.checked) == (State.FAILED if messages else State.PASSED, 4)
    assert ended.check.title == f"Percentages of fewer than {few} cases have a note"


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [(3, 0, "Voluntary [note 1]"), (3, 1, "33% [note 1]"), (1, 2, "Bad [note 1]")],
)
def test_a_note_says_so(tmp_path: Path, row: int, column: int, text: str) -> None:
    report = published(tmp_path, COUNTS, changed(SHARES, row, column, text), NOTES, few=10)
    assert told(report) == []


def test_one_that_is_withheld_is_none(tmp_path: Path) -> None:
    shares = changed(changed(SHARES, 3, 1, "[c]"), 3, 2, "[c]")
    assert told(published(tmp_path, COUNTS, shares, few=10)) == []


def test_without_a_number_of_cases_there_is_no_such_check(tmp_path: Path) -> None:
    report = published(tmp_path, COUNTS, SHARES)
    assert "few_cases" not in {item.check.id for item in report.outcomes}


def test_without_percentages_it_is_skipped(tmp_path: Path) -> None:
    ended = outcome(published(tmp_path, COUNTS, percentages=[], few=10), "few_cases")
    assert (ended.state, ended.reason) == (State.SKIPPED, "no percentage stands beside its base")


def test_a_single_case_is_not_few(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="few"):
        published(tmp_path, COUNTS, SHARES, few=1)

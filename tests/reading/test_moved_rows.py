"""Single rows that stand one column beside their headers are one finding that names the cause."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.small_catalogue import run_on, visits, write_catalogue

PLAIN = [[f"{n}", "11/05/2022", "Full", "4", "0.5", "No", "Ben"] for n in range(10, 20)]
RIGHT = ["1", "", "10/05/2022", "Full", "5", "0.5", "Yes"]
LEFT = ["2", "Full", "5", "0.5", "Yes", "Ann"]


def told(folder: Path, *rows: Sequence[str]) -> list[tuple[str, int | None, str]]:
    write_catalogue(folder)
    report = run_on(folder, visits(*rows, *PLAIN))
    return [(finding.check, finding.row, finding.message) for finding in report.findings]


def test_rows_that_moved_are_one_finding_for_each_way(tmp_path: Path) -> None:
    again = ["3", *RIGHT[1:]]
    assert told(tmp_path, RIGHT, ["9", *PLAIN[0][1:]], LEFT, again) == [
        (
            "STR043",
            2,
            "From column 'Kind' on, the values stand 1 column further right than their headers in "
            "2 rows (2, 5): what stands under 'Kind' reads like 'Day'. None of these 10 cells was "
            "checked.",
        ),
        (
            "STR043",
            4,
            "From column 'Day' on, the values stand 1 column further left than their headers in "
            "1 row (4): what stands under 'Day' reads like 'Kind'. None of these 6 cells was "
            "checked.",
        ),
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["1", "", "10/05/2022", "Full", "5", "perhaps", "Yes"],  # one cell fits nowhere
        ["1", "", "10/05/2022", "Full", "5", "No", "Yes"],  # two cells are no evidence
        ["1", "soon", "Fill", "five", "half", "perhaps", "Ann"],
    ],
)
def test_a_row_with_other_faults_is_told_cell_by_cell(tmp_path: Path, row: list[str]) -> None:
    checks = {check for check, _, _ in told(tmp_path, row)}
    assert "STR043" not in checks
    assert "visits.kind.in" in checks

"""A title that names another value than the table is declared to show is a finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.published_tables.making import KINDS, publish
from tests.small_catalogue import outcome

FULL: dict[str, Any] = {**KINDS, "where": {"kind": "Full"}}


def findings(folder: Path, title: str, family: dict[str, Any]) -> list[tuple[int | None, str]]:
    table = [[title], ["Kind", "Visits"], ["All", "2"]]
    ended = outcome(publish(folder, [table], family), "tables.2")
    return [(finding.row, finding.message) for finding in ended.findings]


def test_a_title_of_another_value_is_a_finding(tmp_path: Path) -> None:
    title = "Table 2: Short visits"
    assert findings(tmp_path, title, FULL) == [
        (
            1,
            "Table 2: The title names 'Short', but the table is declared to show 'Full': "
            "'Table 2: Short visits'.",
        )
    ]
    of_title = {**KINDS, "titles": {"Table 2:": {"kind": "Full"}}}
    assert len(findings(tmp_path / "title", title, of_title)) == 1


@pytest.mark.parametrize(
    "title",
    [
        "Table 2: Full visits",
        "Table 2: Whole visits",  # an alias
        "Table 2: Visits",
        "Table 2: Full and Short visits",
        "Table 2: Visits other than Short ones",
        "Table 2: A short list of visits",
    ],
)
def test_a_title_of_the_value_or_of_none(tmp_path: Path, title: str) -> None:
    assert findings(tmp_path, title, FULL) == []

"""Noughts of tables that are rounded, as they say."""

from __future__ import annotations

from pathlib import Path

from qa_checks.model.checks import State
from tests.published_tables.making import SERIES, TABLE_1, publish
from tests.small_catalogue import outcome

ROUNDED = {**SERIES, "rounded": 1000}
NOUGHTS = [*TABLE_1[:2], ["31 March 2022", "0", "0", "0"], TABLE_1[3]]


def test_noughts_that_no_other_number_shows_to_be_rounded_are_findings(tmp_path: Path) -> None:
    findings = outcome(publish(tmp_path, [NOUGHTS], ROUNDED), "tables.1").findings
    assert [finding.message for finding in findings] == [
        "Table 1, 31 March 2022, Full: 0 is published, the rows give 2, and no number is rounded "
        "to 1,000.",
        "Table 1, 31 March 2022, Short: 0 is published, the rows give 1, and no number is rounded "
        "to 1,000.",
        "Table 1, 31 March 2022, All: 0 is published, the rows give 3, and no number is rounded to "
        "1,000.",
    ]
    assert (findings[0].row, findings[0].key) == (3, "1 / 31 March 2022 / Full")


def test_one_number_of_the_tables_of_an_entry_that_is_rounded_is_enough(tmp_path: Path) -> None:
    """5 scores, of which 8 and 1 round to 10 and 0."""
    titles = {"Table 1:": {}, "Table 3:": {"measure": "scores"}}
    scores = [["Table 3: Scores"], TABLE_1[1], ["31 March 2022", "10", "0", "10"]]
    report = publish(tmp_path, [NOUGHTS, scores], {**ROUNDED, "titles": titles, "rounded": 10})
    assert [outcome(report, f"tables.{name}").state for name in "13"] == [State.PASSED] * 2

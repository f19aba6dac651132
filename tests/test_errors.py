"""What the program says of an error never repeats the data that it failed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.model import State
from tests.small_catalogue import outcome, rule, run_on, visits, write_catalogue

PERSON = "Ann(Smith"


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("regexp_matches(kind, person)", "Invalid Input Error: missing )"),
        ("regexp_extract(kind, person) = ''", "Invalid Input Error: missing )"),
        (
            "date_trunc(person, day) IS NOT NULL",
            "Conversion Error: extract specifier (a value) not recognized",
        ),
        ("make_date(score, 13, 1) IS NOT NULL", "Conversion Error: Date out of range"),
    ],
)
def test_the_value_that_a_rule_fails_on_is_not_told(tmp_path: Path, sql: str, reason: str) -> None:
    folder = write_catalogue(tmp_path, [rule(require=sql)])
    row = ["1", "2022-05-10", "Full", "2031", "0.5", "Yes", PERSON]
    judged = outcome(run_on(folder, visits(row)), "ABC001")
    assert (judged.state, judged.reason) == (State.ERRORED, reason)

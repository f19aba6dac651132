"""What a draft expects is what the data says; where it says nothing, an example stands there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from qa_checks.scaffold import draft_release
from tests.published import write_csv
from tests.small_catalogue import HEADER, write_catalogue, write_yaml

UNSCORED = {
    "tables": ["visits"],
    "sql": "SELECT number AS name, NULL AS reason FROM visits WHERE score IS NULL AND $as_at > day",
    "unexplained": "say why it has no score",
    "example": {"1": "not held"},
}
HIGHEST = {
    "tables": ["visits"],
    "sql": "SELECT max(score) AS value FROM visits WHERE $as_at > day",
    "example": 5,
}
NONE_AT_ALL = {**HIGHEST, "sql": "SELECT score AS value FROM visits WHERE $as_at < day"}


def draft(folder: Path, score: str, **expect: Any) -> tuple[str, Any]:
    """The draft of a release of one visit: as text, and what it expects."""
    own = write_catalogue(folder / "own")
    write_yaml(own / "schemas" / "expectations.yml", {"expect": expect})
    path = folder / "visits_as_at_31_march_2023.csv"
    write_csv(path, [HEADER, ["1", "10/05/2022", "Full", score, "", "", ""]])
    text = draft_release([path], folder, own).release
    return text, yaml.safe_load(text).get("expect")


def test_numbers_and_lists_are_worked_out(tmp_path: Path) -> None:
    _, expected = draft(tmp_path, "5", highest=HIGHEST, unscored=UNSCORED)
    assert expected == {"highest": 5}


def test_a_list_names_each_for_a_person_to_say_why(tmp_path: Path) -> None:
    _, expected = draft(tmp_path, "", highest=HIGHEST, unscored=UNSCORED)
    assert expected == {"unscored": {"1": "FILL IN: say why it has no score"}}


@pytest.mark.parametrize(
    ("score", "expect", "example"),
    [
        ("5", {"unscored": UNSCORED}, '#   unscored:\n#     "1": not held\n'),
        ("", {"highest": HIGHEST}, "#   highest: 5\n"),
        ("5", {"highest": NONE_AT_ALL}, "#   highest: 5\n"),
    ],
)
def test_where_nothing_is_known_an_example_stands_commented_out(
    tmp_path: Path, score: str, expect: dict[str, Any], example: str
) -> None:
    text, expected = draft(tmp_path, score, **expect)
    assert expected is None
    assert f"\n# expect:  # what rules compare with\n{example}" in text

"""What changes mean and how they are shown, of columns of every type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.running import qa_checks
from tests.published import write_csv
from tests.small_catalogue import HEADER, TABLE, rule, write_catalogue, write_yaml

CHANGED = (
    "SELECT v.* FROM visits AS v JOIN previous.visits AS p ON p.number = v.number "
    "WHERE p.score <> v.score"
)
COMPARISON = {
    "comparison": "visits",
    "title": "Visits",
    "table": "visits",
    "rows_are": "visits",
    "tables": ["visits"],
    "key": ["number"],
    "select": "SELECT v.number, v.day, v.open, v.score, v._source, v._row FROM visits AS v",
    "columns": {
        "score": {"title": "Score", "needs": ["visits.score"]},
        "open": {"title": "Open", "needs": ["visits.open"]},
    },
    "meanings": [{"name": "found", "title": "Found", "of": ["score"], "rule": "ABC001"}],
}


def compare(folder: Path, old: list[list[str]], new: list[list[str]]) -> dict[str, Any]:
    """Compare two files of visits; their key in findings has a day and a yes."""
    table = {**TABLE, "key": ["number", "day", "open"]}
    own = write_catalogue(folder / "own", [rule(query=CHANGED)], table=table)
    (own / "schemas" / "comparisons").mkdir()
    write_yaml(own / "schemas" / "comparisons" / "visits.yml", COMPARISON)
    write_csv(folder / "old.csv", [HEADER, *old])
    write_csv(folder / "new.csv", [HEADER, *new])
    words = ("compare", "old.csv", "new.csv", "--catalogue", "own", "--format", "json")
    return qa_checks(*words, "--no-files", cwd=folder).report


def visit(number: str, score: str, is_open: str = "Yes") -> list[str]:
    return [number, "10/05/2022", "Full", score, "", is_open, ""]


def test_a_rule_names_its_change_by_a_key_with_a_day_and_a_yes(tmp_path: Path) -> None:
    report = compare(
        tmp_path, [visit("1", "4"), visit("2", "4")], [visit("1", "5"), visit("2", "5")]
    )

    keys = [item["key"] for item in report["findings"] if item["check"] == "ABC001"]
    assert keys == ["1 / 10/05/2022 / yes", "2 / 10/05/2022 / yes"]
    [compared] = report["compared"]
    assert [(kind["check"], kind["count"]) for kind in compared["classes"]] == [("ABC001", 2)]


def test_what_is_neither_yes_nor_no_is_blank(tmp_path: Path) -> None:
    [compared] = compare(tmp_path, [visit("1", "4", "No")], [visit("1", "4", "")])["compared"]
    [change] = compared["changes"]
    assert (change["column"], change["before"], change["now"]) == ("Open", "no", None)

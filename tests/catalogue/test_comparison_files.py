"""A comparison that is not well formed is refused with file and line, and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import load
from qa_checks.catalogue.rulebook import builtin
from qa_checks.errors import CatalogueError
from tests.small_catalogue import rule, write_catalogue, write_yaml

SELECT = "SELECT v.number, v.score, v.kind, v._source, v._row FROM visits AS v"
GRADES = {
    "grade": "score",
    "labels": ["One", "Two"],
    "rows": {"All": "TRUE"},
    "comparable": "t.kind = o.kind",
    "apart": "'another kind'",
}
COMPARISON: dict[str, Any] = {
    "comparison": "visits",
    "title": "Visits",
    "table": "visits",
    "rows_are": "visits",
    "tables": ["visits"],
    "key": ["number"],
    "select": SELECT,
    "columns": {"score": {"title": "Score", "needs": ["visits.score"]}},
    "meanings": [
        {"name": "higher", "title": "Higher", "of": ["score"], "when": "t.score > o.score"}
    ],
    "movement": GRADES,
}


def read(folder: Path, **changes: Any) -> None:
    catalogue = write_catalogue(folder, [rule()])
    place = catalogue / "schemas" / "comparisons"
    place.mkdir()
    write_yaml(place / "visits.yml", {**COMPARISON, **changes})
    load(catalogue)


def meaning(**changes: Any) -> dict[str, Any]:
    return {"meanings": [{"name": "higher", "title": "Higher", "of": ["score"], **changes}]}


def test_a_comparison_that_is_well_formed_is_read(tmp_path: Path) -> None:
    read(tmp_path / "own")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"comparison": "visit"}, "name the file so"),
        (
            {"columns": {"score": {"title": "Score", "needs": ["visits.scor"]}}},
            "It needs 'visits.scor', but there is no column 'visits.scor'.",
        ),
        (
            {"definitions": [{"needs": ["visit.day"], "select": "SELECT 1", "message": "So."}]},
            "It needs 'visit.day', but there is no column 'visit.day'.",
        ),
        ({"select": SELECT.replace("v.score, ", "")}, "The SELECT gives no column 'score'"),
        ({"select": "SELECT * FROM visits"}, "must name its columns one by one"),
        (
            {"select": SELECT.replace("visits AS", "previous.visits AS")},
            "cannot name previous.visits",
        ),
        (
            {"select": SELECT.replace("v.kind", "v.person")},
            "would show 'person', which reports mask",
        ),
        ({"select": f"{SELECT} WHERE v.number = $as_at"}, "cannot name $as_at"),
        ({"select": "DELETE FROM visits"}, "Only one SELECT is allowed"),
        (
            {"select": "SELECT 1 FROM read_csv('/etc/passwd')"},
            "Table function in FROM is not allowed",
        ),
        (meaning(of=["scores"]), "'scores' is not compared. Did you mean 'score'?"),
        (meaning(when="t.points > 1"), "Column 'points' is not in"),
        (meaning(when="1 = 1) OR (1 = 1"), "parentheses"),
        (meaning(when="TRUE --"), "comment"),
        (meaning(rule="ABC009"), "There is no rule 'ABC009'. Did you mean 'ABC001'?"),
        (meaning(rule="ABCD001"), "There is no rule 'ABCD001'. Did you mean 'ABC001'?"),
        (meaning(rule="AB001"), "There is no rule 'AB001'. Did you mean 'ABC001'?"),
        (meaning(rule="ABC001", when="TRUE"), "say neither when nor is"),
        (meaning(keyed_by={"number": "kind"}), "name the rule"),
        (
            {
                "meanings": [
                    {
                        "name": "a",
                        "title": "A",
                        "of": ["score"],
                        "rule": "ABC001",
                        "keyed_by": {"number": "kinds"},
                    }
                ]
            },
            "The SELECT gives no column 'kinds'. Did you mean 'kind'?",
        ),
        (
            {"meanings": [meaning()["meanings"][0], meaning()["meanings"][0]]},
            "'higher' names another meaning",
        ),
        ({"movement": {**GRADES, "grade": "mark"}}, "The SELECT gives no column 'mark'"),
        ({"movement": {**GRADES, "comparable": "t.sort = o.sort"}}, "Column 'sort' is not in"),
        ({"definitions": [{"select": "SELECT x FROM nowhere", "message": "x"}]}, "nowhere"),
        ({"given": "nothing_like_it"}, "has no condition 'nothing_like_it'"),
        ({"tables": ["visit"]}, "There is no table 'visit'. Did you mean 'visits'?"),
    ],
)
def test_what_is_wrong_with_a_comparison_is_said_with_its_place(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(CatalogueError) as refused:
        read(tmp_path / "own", **changes)
    message = str(refused.value)
    assert told in message
    assert "visits.yml" in message


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"meanings": [meaning()["meanings"][0], {**meaning(when="x")["meanings"][0],
                                                     "name": "lower"}]},
            "  when: x",
        ),
        (
            {"definitions": [{"select": "SELECT 1", "message": "x"},
                             {"select": "SELECT x FROM nowhere", "message": "x"}]},
            "- select: SELECT x FROM nowhere",
        ),
        (
            {"definitions": [{"select": "SELECT 1", "message": "x"},
                             {"needs": ["visit.day"], "select": "SELECT 1", "message": "x"}]},
            "- needs:",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_list_is_said_with_the_line_of_its_entry(
    tmp_path: Path, changes: dict[str, Any], line: str
) -> None:
    with pytest.raises(CatalogueError) as refused:
        read(tmp_path / "own", **changes)
    path, _, number = refused.value.where.rpartition(":")
    assert Path(path).read_text().splitlines()[int(number) - 1] == line


def test_each_meaning_of_the_built_in_comparisons_can_be_reached() -> None:
    """None stands behind another that takes everything it could take."""
    for comparison in load(builtin()).comparisons.values():
        closed: set[str] = set()
        for item in comparison.meanings:
            assert not set(item.of) <= closed, (comparison.comparison, item.name)
            if item.when is None and item.rule is None:
                closed |= set(item.of)

"""A row in which a better check finds something is not found once more by one that yields to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.catalogue import load
from qa_checks.engines.embedded.database import Database
from qa_checks.errors import CatalogueError
from qa_checks.model.checks import State
from tests.own_rules import parser
from tests.small_catalogue import outcome, rule, run_on, visits, write_catalogue

SCORES = {"1": "9", "2": "9", "3": "7", "4": "5"}
ROWS = [["1", "", "", "9"], ["2", "", "", "7"], ["3", "", "", "5"]]


@pytest.mark.parametrize(
    "logic",
    [
        {"require": "score < 6"},
        {"query": "SELECT t.* FROM visits AS t WHERE t.score > 6"},
    ],
)
def test_a_rule_leaves_what_another_tells_to_it(tmp_path: Path, logic: dict[str, str]) -> None:
    rules = [rule(1, yields_to=["ABC002"], **logic), rule(2, require="score <> 9")]
    report = run_on(write_catalogue(tmp_path, rules), visits(*ROWS))
    by_name = {
        name: [finding.key for finding in outcome(report, name).findings]
        for name in ("ABC001", "ABC002")
    }
    assert by_name == {"ABC001": ["2"], "ABC002": ["1"]}


def test_what_a_rule_yields_to_must_be_there(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, [rule(1, yields_to=["ABC009"])])
    with pytest.raises(CatalogueError, match="yields_to: 'ABC009' is no check of this catalogue"):
        load(folder, parser())


def test_a_rule_may_yield_to_one_on_the_form_of_files(tmp_path: Path) -> None:
    rules = [rule(1, require="score < 6", yields_to=["STR010"])]
    folder = write_catalogue(tmp_path, rules)
    row = ["1", "10/05/2022", "Full", "8"]
    report = run_on(folder, visits(row, row, ["2", *row[1:]]))
    assert [finding.row for finding in outcome(report, "STR010").findings] == [3]
    assert [finding.row for finding in outcome(report, "ABC001").findings] == [2, 4]


def test_a_rule_yields_to_those_too_that_its_better_yields_to(tmp_path: Path) -> None:
    rules = [
        rule(1, require="score < 6", yields_to=["ABC002"]),
        rule(2, require="score < 8", yields_to=["ABC003"]),
        rule(3, require="score <> 9"),
    ]
    report = run_on(write_catalogue(tmp_path, rules), visits(*ROWS))
    names = {(finding.check, finding.key) for finding in report.findings}
    assert names == {("ABC001", "2"), ("ABC003", "1")}


def test_rules_that_yield_in_a_circle_are_refused(tmp_path: Path) -> None:
    rules = [rule(1, yields_to=["ABC002"]), rule(2, yields_to=["ABC003"])]
    folder = write_catalogue(tmp_path, [*rules, rule(3, yields_to=["ABC002"])])
    with pytest.raises(CatalogueError, match="yields_to: ABC002 yields to a check that yields to"):
        load(folder, parser())


def test_a_rule_that_cannot_run_is_no_reason_to_be_silent(tmp_path: Path) -> None:
    idle = rule(2, require="score <> 9", given={"that": "FALSE", "else": "it never may"})
    rules = [rule(1, require="score < 6", yields_to=["ABC002"]), idle]
    report = run_on(write_catalogue(tmp_path, rules), visits(*ROWS))
    assert [finding.key for finding in outcome(report, "ABC001").findings] == ["1", "2"]


def test_rows_that_several_checks_leave_out_are_looked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    run_sql = Database._run
    monkeypatch.setattr(Database, "_run", lambda *given: asked.append(given[2]) or run_sql(*given))
    rules = [
        rule(1, require="score < 6", yields_to=["ABC004"]),
        rule(2, query="SELECT t.* FROM visits AS t WHERE t.score > 6", yields_to=["ABC004"]),
        rule(3, unique=["score"], yields_to=["ABC004"]),
        rule(4, require="score <> 9"),
        rule(5, require="score > 6", yields_to=["ABC006"]),
        rule(6, require="CAST(person AS INTEGER) > 0"),
    ]
    rows = [[number, "", "", score, "", "", "Ann"] for number, score in SCORES.items()]
    report = run_on(write_catalogue(tmp_path, rules), visits(*rows))
    ended = {
        name: (outcome(report, name).state, outcome(report, name).checked, keys)
        for name in (f"ABC00{number}" for number in range(1, 7))
        for keys in [[finding.key for finding in outcome(report, name).findings]]
    }
    assert ended == {
        "ABC001": (State.FAILED, 2, ["3"]),
        "ABC002": (State.FAILED, 4, ["3"]),
        "ABC003": (State.PASSED, 2, []),
        "ABC004": (State.FAILED, 4, ["1", "2"]),
        "ABC005": (State.ERRORED, 0, []),
        "ABC006": (State.ERRORED, 0, []),
    }
    assert len([sql for sql in asked if "NOT (score <> 9)" in sql]) == 1
    assert not [sql for sql in asked if "(score <> 9) IS FALSE" in sql]
    assert outcome(report, "ABC005").reason == outcome(report, "ABC006").reason

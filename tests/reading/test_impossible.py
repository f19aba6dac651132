"""A value beyond a limit of its column is reported once, and unknown for every other check."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qa_checks.catalogue import load
from qa_checks.errors import CatalogueError
from qa_checks.model.checks import Outcome
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.opened import Options, opened
from qa_checks.release import InputFile, Release
from tests.own_rules import parser
from tests.small_catalogue import TABLE, rule, run_on, visits, write_catalogue

IN_TIME: dict[str, Any] = {
    "limits": "day",
    "require": "day BETWEEN DATE '2007-04-01' AND $today",
    "columns": ["day"],
    "message": "Visit {number} is dated {day}.",
}
ROWS = [["1", "05/11/2109"], ["2", "05/11/2019"], ["3", "05/11/0019"], ["4", ""]]
OTHERS = [
    rule(1, **IN_TIME),
    rule(2, require="day < DATE '2021-01-01'"),
    rule(3, require="day IS NOT NULL"),
    rule(4, query="SELECT * FROM visits WHERE day > (SELECT min(v.day) FROM visits AS v)"),
]


def counts(outcome: Outcome) -> tuple[int, int]:
    return outcome.failed, outcome.unknown


def test_one_check_reports_it_and_the_others_do_not_know(tmp_path: Path) -> None:
    report = run_on(write_catalogue(tmp_path, OTHERS), visits(*ROWS))
    assert [
        (finding.row, finding.column, finding.value, finding.message) for finding in report.findings
    ] == [
        (2, "Day", "05/11/2109", "Visit 1 is dated 05/11/2109."),
        (4, "Day", "05/11/0019", "Visit 3 is dated 05/11/0019."),
        (5, None, None, "Visit 4."),
    ]
    ended = {outcome.check.id: counts(outcome) for outcome in report.outcomes}
    assert [ended[f"ABC00{number}"] for number in (1, 2, 3, 4)] == [(2, 0), (0, 3), (1, 2), (0, 0)]


def test_the_smallest_value_of_a_schema_is_such_a_limit(tmp_path: Path) -> None:
    columns = {**TABLE["columns"], "score": {"title": "Score", "type": "integer", "ge": 0}}
    folder = write_catalogue(
        tmp_path, [rule(1, require="-score < 9")], table={**TABLE, "columns": columns}
    )
    report = run_on(folder, visits(["1", "", "", "-12"], ["2", "", "", "3"]))
    assert [(finding.check, finding.message) for finding in report.findings] == [
        ("visits.score.ge", "Score is -12, less than 0.")
    ]


def test_a_file_that_is_read_in_place_is_no_other(tmp_path: Path) -> None:
    path = tmp_path / "visits.parquet"
    days = pa.array(["2109-11-05", "2019-11-05"]).cast(pa.date32())
    pq.write_table(pa.table({"Number": ["1", "2"], "Day": days}), path)
    report = run_on(write_catalogue(tmp_path / "c", OTHERS[:2]), InputFile(path, "visits.parquet"))
    assert [(finding.check, finding.row, finding.value) for finding in report.findings] == [
        ("ABC001", 2, "05/11/2109")
    ]
    assert [counts(outcome) for outcome in report.outcomes if outcome.check.id == "ABC002"] == [
        (0, 1)
    ]


def test_it_stays_in_place_where_a_schema_sets_the_limits(tmp_path: Path) -> None:
    """Three limits of a column, of which the first one met counts, one of another, and no copy."""
    columns = {
        **TABLE["columns"],
        "score": {"title": "Score", "type": "integer", "ge": 0, "le": 9},
        "day": {"title": "Day", "type": "date", "le": "2021-01-01"},
    }
    rules = [rule(1, require="score > 1"), rule(2, limits="score", require="score < 9")]
    folder = write_catalogue(tmp_path, rules, table={**TABLE, "columns": columns})
    path = tmp_path / "visits.parquet"
    days = pa.array(["2109-11-05", "2019-11-05", None, None, None]).cast(pa.date32())
    scores = pa.array([3, -1, 12, 1, 9], pa.int64())
    pq.write_table(pa.table({"Number": [*"12345"], "Day": days, "Score": scores}), path)
    files = (InputFile(path, "visits.parquet"),)
    report = run_on(folder, *files)
    assert sorted((finding.check, finding.row, finding.value) for finding in report.findings) == [
        ("ABC001", 5, None),
        ("ABC002", 6, "9"),
        ("visits.day.le", 2, "05/11/2109"),
        ("visits.score.ge", 3, "-1"),
        ("visits.score.le", 4, "12"),
    ]
    assert [counts(outcome) for outcome in report.outcomes if outcome.check.id == "ABC001"] == [
        (1, 3)
    ]
    with opened(Release(facts=ReleaseFacts("r", "R"), inputs=files), Options(folder)) as read:
        ask = read.loaded.connection.execute
        copies = "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'wide_%'"
        assert ask(copies).fetchall() == [(0,)]
        assert ask("SELECT day, score FROM visits ORDER BY _row").fetchall() == [
            (None, 3),
            (dt.date(2019, 11, 5), None),
            (None, None),
            (None, 1),
            (None, None),
        ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"limits": "dya"}, "'dya' is no published column of table 'visits'"),
        ({"require": "day < DATE '2020-01-01' OR score > 1"}, "is a condition on it alone"),
        ({"require": "day <= $as_at"}, "the only fact it may use is $today"),
        ({"scope": {"kind": ["Full"]}}, "without scope and given"),
        ({"message": "{number}, {day}, {person}."}, "'day' and the key are told, not 'person'"),
        ({"require": None, "unique": ["day"]}, "is a condition on it alone"),
        (
            {"require": None, "query": "SELECT day FROM visits WHERE day > DATE '2020-01-01'"},
            "is a condition on it alone",
        ),
    ],
)
def test_what_a_rule_that_sets_a_limit_may_not_be(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    folder = write_catalogue(tmp_path, [rule(1, **{**IN_TIME, **changes})])
    with pytest.raises(CatalogueError) as caught:
        load(folder, parser())
    assert message in str(caught.value)
    assert "limits: " in str(caught.value)

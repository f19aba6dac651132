"""A cell that cannot be read is unknown: rules that ask for its value are undecided there."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from qa_checks.assessment import run
from qa_checks.model import Outcome, ReleaseFacts, State
from qa_checks.opened import Options
from qa_checks.release import release_from_files
from tests.published import HEADER, provider, write_csv
from tests.small_catalogue import TABLE, outcome, rule, run_on, visits, write_catalogue

ROWS = [
    ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"],
    ["2", "soon", "Full", "many", "0.5", "Yes", "Ben"],
    ["3", "", "Full", "N/A", "0.5", "Yes", "Cat"],
    ["4", "12/05/2022", "Full", "", "0.5", "Yes", "Dan"],
]
DERIVED = {"title": "Has a score", "type": "boolean", "needs": ["visits.score"]}


def ended(folder: Path, table: dict[str, Any] = TABLE, **changes: Any) -> Outcome:
    write_catalogue(folder, [rule(1, **changes)], table=table)
    return outcome(run_on(folder, visits(*ROWS)), "ABC001")


@pytest.mark.parametrize(
    ("changes", "checked", "unknown", "rows"),
    [
        ({"require": "score IS NOT NULL"}, 4, 2, [5]),
        ({"require": "t.score IS NULL"}, 4, 2, [2]),
        ({"require": "coalesce(score, 0) > 0"}, 4, 2, [5]),
        ({"require": "score IS DISTINCT FROM 5"}, 4, 2, [2]),
        ({"require": "score > 5"}, 4, 3, [2]),
        ({"require": "share > 1", "scope": {"where": "score IS NULL"}}, 3, 2, [5]),
        ({"require": "share > 1", "scope": {"where": "score IS NOT NULL"}}, 1, 0, [2]),
        ({"require": "share > 1 OR day IS NOT NULL"}, 4, 1, [4]),
    ],
)
def test_a_row_whose_cell_cannot_be_read_is_undecided(
    tmp_path: Path, changes: dict[str, Any], checked: int, unknown: int, rows: list[int]
) -> None:
    one = ended(tmp_path, **changes)
    assert (one.checked, one.unknown) == (checked, unknown)
    assert [finding.row for finding in one.findings] == rows


QUERY = "SELECT t.* FROM in_scope AS t WHERE t.score IS NULL"


@pytest.mark.parametrize(
    ("changes", "checked", "unknown", "rows"),
    [
        ({"query": QUERY}, 4, 2, [5]),
        ({"query": QUERY, "scope": {"where": "number = '4'"}}, 1, 0, [5]),
        ({"query": QUERY, "scope": {"where": "score IS NULL"}}, 3, 2, [5]),
        ({"query": QUERY.replace("NULL", "NOT NULL")}, 4, 2, [2]),
        (
            {
                "query": "SELECT t.* FROM visits AS t "
                "WHERE EXISTS (SELECT 1 FROM visits AS o WHERE o.score IS NULL)"
            },
            4,
            0,
            [2, 3, 4, 5],
        ),
    ],
)
def test_a_query_counts_the_rows_it_cannot_judge_and_finds_none_of_them(
    tmp_path: Path, changes: dict[str, Any], checked: int, unknown: int, rows: list[int]
) -> None:
    one = ended(tmp_path, **changes)
    assert (one.checked, one.unknown) == (checked, unknown)
    assert [finding.row for finding in one.findings] == rows


def test_a_query_that_can_judge_no_row_is_skipped_not_passed(tmp_path: Path) -> None:
    one = ended(tmp_path, query=QUERY, scope={"where": "number = '2'"})
    assert (one.state, one.required, one.reason) == (
        State.SKIPPED,
        True,
        "not decidable for any row: the values it needs are missing",
    )


def test_cells_that_are_looked_up_elsewhere_are_named_by_the_rule(tmp_path: Path) -> None:
    looked_up = "EXISTS (SELECT 1 FROM visits AS v WHERE v._row = t._row AND v.score IS NOT NULL)"
    plain = ended(tmp_path, require=looked_up)
    assert (plain.unknown, [finding.row for finding in plain.findings]) == (0, [3, 4, 5])
    named = ended(tmp_path / "named", require=looked_up, reads=["visits.score"])
    assert (named.unknown, [finding.row for finding in named.findings]) == (2, [5])


def test_a_derived_column_is_unknown_where_what_it_comes_from_cannot_be_read(
    tmp_path: Path,
) -> None:
    table = copy.deepcopy(TABLE)
    table["columns"]["has_score"] = DERIVED | {
        "derived": "t.score IS NOT NULL",
        "reads": ["visits.score"],
    }
    one = ended(tmp_path, table, require="has_score")
    assert (one.state, one.unknown) == (State.FAILED, 2)
    assert [finding.row for finding in one.findings] == [5]


def test_cells_of_a_column_that_is_not_there_cannot_be_named(tmp_path: Path) -> None:
    from qa_checks.errors import CatalogueError

    with pytest.raises(CatalogueError, match=r"reads: column 'scor' is not in table 'visits'\.$"):
        ended(tmp_path, reads=["visits.scor"])


def test_what_cannot_be_read_of_one_inspection_says_nothing_of_the_other(tmp_path: Path) -> None:
    before = ["Previous inspection date", "Previous publication date"]
    rows = [
        [*HEADER, *before],
        [*provider(1, Publication_date=""), "11/11/2015", "soon"],
        [*provider(2), "11/11/2015", "12/12/2015"],
    ]
    path = write_csv(tmp_path / "providers.csv", rows)
    facts = ReleaseFacts("small", "Small", as_at=dt.date(2018, 3, 31))
    report = run(release_from_files([path], facts), Options())
    [missing] = outcome(report, "DAT019").findings
    assert (missing.row, missing.column) == (2, "Publication date")
    assert outcome(report, "inspections.publication_date.type").findings[0].value == "soon"

"""A cell that cannot be read is unknown: rules that ask for its value are undecided there."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qa_checks.assessment import run
from qa_checks.engines.embedded.database import Database
from qa_checks.model.checks import Outcome, State
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.reading.cell_faults import UNREADABLE
from qa_checks.reading.contents import File
from qa_checks.release import InputFile, release_from_files
from tests.published import HEADER, provider, write_csv
from tests.small_catalogue import HEADER as SMALL
from tests.small_catalogue import (
    LAYOUT,
    TABLE,
    judge_each,
    outcome,
    rule,
    run_on,
    sheet_of,
    visits,
    write_catalogue,
)

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


Expected = Sequence[tuple[dict[str, Any], int, int, list[int]]]


def each_counted(folder: Path, expected: Expected) -> Expected:
    """Of the logic of some rules: what is checked, what is unknown, and the rows at fault."""
    logics = [logic for logic, *_ in expected]
    ends = judge_each(folder, logics, visits(*ROWS))
    return [
        (
            logic,
            outcome.checked,
            outcome.unknown,
            [finding.row or 0 for finding in outcome.findings],
        )
        for logic, outcome in zip(logics, ends, strict=True)
    ]


def test_what_only_another_row_that_cannot_be_read_could_tell_is_left_open(tmp_path: Path) -> None:
    """Row 3 has no readable day and score, row 4 none of its score; row 5 has no later one."""
    later = "SELECT 1 FROM visits AS v WHERE v.number > t.number AND v.day > t.day"
    higher = "SELECT 1 FROM visits AS v WHERE v.number > t.number AND v.score > t.score"
    higher_share = "SELECT 1 FROM visits v WHERE v.number > t.number AND share > t.share"
    expected: Expected = [
        ({"require": f"EXISTS ({later})"}, 4, 1, [4, 5]),
        ({"require": f"NOT EXISTS ({later})"}, 4, 1, [2]),
        ({"require": f"EXISTS ({higher})"}, 4, 3, [5]),
        ({"require": f"NOT EXISTS ({higher} -- in vain (\n)"}, 4, 3, []),
        ({"require": f"EXISTS ({higher}) OR share = 0.5"}, 4, 0, []),
        ({"require": f"EXISTS ({higher_share})"}, 4, 0, [2, 3, 4, 5]),
        ({"require": f"kind = 'exists (' OR EXISTS ({higher} OR v.kind = ')')"}, 4, 3, [5]),
    ]
    assert each_counted(tmp_path, expected) == expected


def test_a_row_whose_cell_cannot_be_read_is_undecided(tmp_path: Path) -> None:
    expected: Expected = [
        ({"require": "score IS NOT NULL"}, 4, 2, [5]),
        ({"require": "t.score IS NULL"}, 4, 2, [2]),
        ({"require": "coalesce(score, 0) > 0"}, 4, 2, [5]),
        ({"require": "score IS DISTINCT FROM 5"}, 4, 2, [2]),
        ({"require": "score > 5"}, 4, 3, [2]),
        ({"require": "share > 1", "scope": {"where": "score IS NULL"}}, 3, 2, [5]),
        ({"require": "share > 1", "scope": {"where": "score IS NOT NULL"}}, 1, 0, [2]),
        ({"require": "share > 1 OR day IS NOT NULL"}, 4, 1, [4]),
        ({"require": "CASE WHEN score > 4 THEN FALSE ELSE TRUE END"}, 4, 2, [2]),
        ({"require": "CASE score WHEN 4 THEN TRUE WHEN 5 THEN FALSE END"}, 4, 3, [2]),
        ({"require": "CASE WHEN score > 4 THEN FALSE END"}, 4, 3, [2]),
        ({"require": "IF(score > 4, FALSE, TRUE)"}, 4, 2, [2]),
        ({"require": "greatest(score, 1) > 4"}, 4, 2, [5]),
        ({"require": "least(score, 9) > 5"}, 4, 2, [2]),
        ({"require": "concat(score, share) NOT LIKE '%0.5'"}, 4, 0, [2, 3, 4, 5]),
        ({"require": "share > 1", "scope": {"where": "greatest(score, 1) < 4"}}, 3, 2, [5]),
    ]
    assert each_counted(tmp_path, expected) == expected


QUERY = "SELECT t.* FROM in_scope AS t WHERE t.score IS NULL"


def test_a_query_counts_the_rows_it_cannot_judge_and_finds_none_of_them(tmp_path: Path) -> None:
    expected: Expected = [
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
    ]
    assert each_counted(tmp_path, expected) == expected


def test_a_query_that_can_judge_no_row_is_skipped_not_passed(tmp_path: Path) -> None:
    outcome = ended(tmp_path, query=QUERY, scope={"where": "number = '2'"})
    assert (outcome.state, outcome.required, outcome.reason) == (
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
    outcome = ended(tmp_path, table, require="has_score")
    assert (outcome.state, outcome.unknown) == (State.FAILED, 2)
    assert [finding.row for finding in outcome.findings] == [5]


def test_a_derived_column_is_as_unknown_where_no_sql_names_it(tmp_path: Path) -> None:
    table = copy.deepcopy(TABLE)
    table["columns"]["has_score"] = DERIVED | {
        "derived": "t.score IS NOT NULL",
        "reads": ["visits.score"],
    }
    for logic in (
        {"require": "share > 1", "scope": {"has_score": [False]}},
        {"unique": ["kind", "has_score"]},
    ):
        outcome = ended(tmp_path, table, **logic)
        assert (outcome.unknown, [finding.row for finding in outcome.findings]) == (2, [5])


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
    chosen = Choice(rules=("DAT019", "inspections.publication_date.type"))
    report = run(release_from_files([path], facts), Options(selection=chosen))
    [missing] = outcome(report, "DAT019").findings
    assert (missing.row, missing.column) == (2, "Publication date")
    assert outcome(report, "inspections.publication_date.type").findings[0].value == "soon"


def test_a_judgement_that_cannot_be_read_says_nothing_of_the_other_inspection_in_the_row(
    tmp_path: Path,
) -> None:
    before = [
        "Previous inspection date",
        "Previous how well children and young people are helped and protected",
    ]
    scales = {
        "Overall_experiences_and_progress_of_children_and_young_people": "Adequate",
        "The_effectiveness_of_leaders_and_managers": "Requires improvement to be good",
        "Inspection_date": "10/05/2014",
    }
    unread = {"How_well_children_and_young_people_are_helped_and_protected": "Gd"}
    rows = [
        [*HEADER, *before],
        [*provider(1, **scales), "11/11/2012", "Goood"],
        [*provider(2, **scales), "11/11/2012", "Good"],
        [
            *provider(3, **scales, **unread),
            "11/11/2012",
            "Good",
        ],
    ]
    path = write_csv(tmp_path / "providers.csv", rows)
    facts = ReleaseFacts("small", "Small", as_at=dt.date(2018, 3, 31))
    report = run(release_from_files([path], facts), Options(selection=Choice(rules=("GRD003",))))
    scaled = outcome(report, "GRD003")
    assert ([finding.row for finding in scaled.findings], scaled.unknown) == ([2, 3], 1)


def test_rows_that_are_named_and_rows_that_are_looked_for_end_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ["Previous inspection date", "Previous publication date"]
    rows = [
        [*HEADER, *before],
        [*provider(1, Publication_date="soon"), "11/11/2015", "NULL"],
        [*provider(2, Inspection_date="NULL"), "12/12/2015", "11/11/2015"],
        [*provider(3, Overall_experiences_and_progress_of_children_and_young_people="Gd"), "", ""],
        [*provider(4), "soon", "12/12/2015"],
    ]
    path = write_csv(tmp_path / "providers.csv", rows)
    facts = ReleaseFacts("small", "Small", as_at=dt.date(2018, 3, 31))

    def judged() -> tuple[list[Outcome], list[str]]:
        asked: list[str] = []
        ask = Database.ask
        with monkeypatch.context() as patched:
            patched.setattr(Database, "ask", lambda *given: asked.append(given[1]) or ask(*given))
            report = run(release_from_files([path], facts), Options())
        return [replace(item, seconds=0) for item in report.outcomes], asked

    named, short = judged()
    monkeypatch.setattr("qa_checks.plan.unreadable.MOST_NAMED", -1)
    looked_for, long = judged()
    assert named == looked_for
    assert sum(item.unknown for item in named if item.check.theme != "schema") > 4
    assert not any(UNREADABLE in sql for sql in short)
    assert any(UNREADABLE in sql for sql in long)


def test_a_condition_that_looks_elsewhere_asks_its_own_row_for_its_own_cells(
    tmp_path: Path,
) -> None:
    layout = copy.deepcopy(LAYOUT)
    layout["blocks"].append(
        {"table": "visits", "columns": {"number": ["Then"], "score": ["Score then"]}}
    )
    inner = "SELECT t.*, 1 AS x FROM visits AS t WHERE t.score IS NULL"
    others = "EXISTS (SELECT 1 FROM visits AS o WHERE o.number = t.number)"
    for number, logic in enumerate(
        (
            {"require": f"t.score IS NOT NULL AND {others}"},
            {"query": f"SELECT t.* FROM in_scope AS t WHERE t.score IS NULL AND {others}"},
            {"query": f"SELECT s.* FROM ({inner}) AS s"},
        )
    ):
        folder = tmp_path / f"{number}"
        write_catalogue(folder, [rule(1, **logic)], layout=layout)
        header = [*SMALL, "Then", "Score then"]
        rows = [["1", "", "", "", "", "", "", "7", "many"], ["2", "", "", "5", "", "", "", "8", ""]]
        file = File(Path("v.csv"), "0" * 64, 1, (sheet_of([header, *rows]),))
        report = run_on(folder, InputFile(Path("v.csv"), "v.csv", opened=file))
        judged = outcome(report, "ABC001")
        assert (judged.unknown, [finding.key for finding in judged.findings]) == (1, ["1", "8"]), (
            logic
        )


def test_a_symbol_of_the_statistical_tables_is_missed_as_a_blank_is(tmp_path: Path) -> None:
    header = [*HEADER, "Name"]
    signs = {3: "Registration_status", 4: "Registration_date", 5: "Ofsted_region"}
    rows = [[*provider(row, **{column: "[x]"}), "REDACTED"] for row, column in signs.items()]
    rows.append([*provider(6), "[c]"])
    path = write_csv(tmp_path / "providers.csv", [header, *rows])
    facts = ReleaseFacts("r", "r", as_at=dt.date(2017, 8, 31))
    chosen = Choice(rules=("MIS002", "DIS024"))
    report = run(release_from_files([path], facts), Options(selection=chosen))
    assert [(finding.check, finding.row, finding.value) for finding in report.findings] == [
        ("DIS024", 5, "name"),
        ("MIS002", 2, "registration status"),
        ("MIS002", 3, "registration date"),
        ("MIS002", 4, "Ofsted region"),
    ]

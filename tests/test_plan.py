"""Which checks a run has, why one is skipped, and whether that leaves the run incomplete."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qa_checks.catalogue import Catalogue, load
from qa_checks.errors import UsageError
from qa_checks.model.checks import Severity, State
from qa_checks.model.inputs import Role
from qa_checks.model.logic import FaultyCells, Predicate, Selection, Told, occurs_once
from qa_checks.model.report import Verdict
from qa_checks.plan import Choice, Given, PlannedCheck, make_plan, select
from qa_checks.plan.reasons import lack
from qa_checks.reading.contents import File
from qa_checks.release import InputFile
from tests.own_rules import parser
from tests.small_catalogue import (
    HEADER,
    TABLE,
    outcome,
    rule,
    run_on,
    sheet_of,
    visits,
    write_catalogue,
)

COLUMNS = frozenset(("visits", name.lower()) for name in HEADER)
FACTS = {"as_at": dt.date(2022, 5, 10)}


def given(**changes: Any) -> Given:
    parts: dict[str, Any] = {
        "tables": frozenset({"visits"}),
        "columns": COLUMNS,
        "facts": FACTS,
        "strict": False,
        **changes,
    }
    return Given(**parts)


def planned(catalogue: Catalogue, about: Given, **selection: Any) -> list[PlannedCheck]:
    """What is planned of the catalogue's own checks; those of the files' form are every one's."""
    plan = select(make_plan(catalogue, about), Choice(**selection))
    return [check for check in plan if check.check.theme != "structure"]


def office(folder: Path, *rules: dict[str, Any], **parts: Any) -> Catalogue:
    return load(write_catalogue(folder, rules, **parts), parser())


def one_rule(folder: Path, about: Given, **changes: Any) -> PlannedCheck:
    return planned(office(folder, rule(1, **changes)), about, rules=("ABC001",))[0]


@pytest.mark.parametrize(
    ("changes", "about", "skip", "required"),
    [
        ({}, {}, "", False),
        ({"require": "day <= $as_at"}, {}, "", False),
        ({"require": "day <= $published_by"}, {},
         "no publication cut-off (give --published-by)", False),
        ({"require": "day <= $published_by"}, {"strict": True},
         "no publication cut-off (published_by in release.yml)", True),
        (
            {"require": "day BETWEEN $period_start AND $period_end"}, {},
            "no period (give --period)", False,
        ),
        (
            {"require": "day <= $as_at OR $status = 'final'", "optional": ["status"]},
            {"strict": True}, "", False,
        ),
        ({"require": "score > 0"}, {"columns": COLUMNS - {("visits", "score")}},
         "no file has the column Score", False),
        ({"require": "score > 0 OR day IS NULL", "optional": ["score"]},
         {"columns": COLUMNS - {("visits", "score")}}, "", False),
        ({"require": "EXISTS (SELECT 1 FROM previous.visits)"}, {},
         "no previous release (give --previous)", False),
        ({"require": "EXISTS (SELECT 1 FROM previous.visits)"}, {"strict": True},
         "no previous release (previous in release.yml)", False),
        ({"require": "day > $previous_as_at"}, {"strict": True},
         "no previous release (previous in release.yml)", False),
        ({"require": "day > $previous_as_at"}, {"strict": True, "has_previous": True},
         "no reference date of the previous release (as_at in its release.yml)", True),
        ({"require": "score > 0"}, {"tables": frozenset()}, "no visits in this release", False),
        ({"require": "EXISTS (SELECT 1 FROM previous.visits)"},
         {"tables": frozenset(), "has_previous": True},
         "no visits in this release and no visits in the previous release", False),
        ({"figure": {"name": "visits", "equals": "$expected_visits"}}, {"strict": True},
         "no expected number of visits (expect: visits in release.yml)", True),
        ({"figure": {"name": "visits", "equals": "1"}}, {"tables": frozenset()},
         "no visits in this release", False),
        ({"table": "extract_rows", "require": "fault <> 'x'", "message": "{place}."},
         {"tables": frozenset()}, "", False),
    ],
)  # fmt: skip
def test_why_a_rule_is_skipped(
    tmp_path: Path, changes: dict[str, Any], about: dict[str, Any], skip: str, required: bool
) -> None:
    check = one_rule(tmp_path, given(**about), **changes)
    assert (check.skip, check.required) == (skip, required)


@pytest.mark.parametrize(
    ("facts", "strict", "message"),
    [
        (["as_at", "period_end", "period_start"], False,
         "no reference date (give --as-at) and no period (give --period)"),
        (["status"], False, "no status, provisional or final (status in release.yml)"),
        (["expected_ungraded"], False,
         "no list of what is ungraded (expect: ungraded in release.yml)"),
        (["expected_graded_local_authorities"], False,
         "no expected number of graded local authorities "
         "(expect: graded_local_authorities in release.yml)"),
        (["previous_as_at"], True,
         "no reference date of the previous release (as_at in its release.yml)"),
        (["previous_published_by", "published_by"], True,
         "no publication cut-off of the previous release (published_by in its release.yml) "
         "and no publication cut-off (published_by in release.yml)"),
    ],
)  # fmt: skip
def test_a_missing_fact_is_said_in_words_with_the_way_to_give_it(
    facts: list[str], strict: bool, message: str
) -> None:
    assert lack(facts, strict, {"ungraded"}) == message


def constrained() -> dict[str, Any]:
    table = copy.deepcopy(TABLE)
    table["columns"]["score"] |= {"ge": 0, "le": 9, "unique": True, "severity": "warning"}
    table["columns"]["person"] |= {"str_matches": "[A-Z].*", "repeats": ["visits.number"]}
    table["columns"]["twice"] = {"title": "Twice", "type": "integer", "derived": "t.score * 2"}
    table["columns"]["kind"]["fold"] = False
    table["unique_key"] = True
    return table


def test_every_constraint_of_a_column_at_home_is_a_check(tmp_path: Path) -> None:
    catalogue = office(tmp_path, table=constrained())
    checks = planned(catalogue, given())
    assert [check.check.id for check in checks] == [
        "visits.number.nullable",
        "visits.day.type",
        "visits.kind.in",
        "visits.score.type",
        "visits.score.ge",
        "visits.score.le",
        "visits.score.unique",
        "visits.share.type",
        "visits.open.type",
        "visits.key",
    ]
    assert {*catalogue.tables["visits"].checks} == {check.check.id for check in checks}
    by_id = {check.check.id: check for check in checks}
    assert by_id["visits.score.ge"].check.severity is Severity.WARNING
    assert by_id["visits.score.ge"].check.title == "Score is at least 0"
    assert by_id["visits.score.le"].logic == Predicate("visits", '"score" <= 9', known=("score",))
    assert by_id["visits.kind.in"].logic == Predicate(
        "visits", "\"kind\" IN ('Full', 'Short')", column="kind", known=("kind",)
    )
    repeated = "SELECT t.* FROM extract_rows AS t WHERE (fault <> 'duplicate') IS FALSE"
    places = (
        f"SELECT f._source, f._row FROM ({repeated}) AS f "
        "WHERE f._source IS NOT NULL AND f._row IS NOT NULL AND TRUE"
    )
    told = (Told("STR010", places),)
    assert by_id["visits.key"].logic == replace(occurs_once("visits", ["number"]), told=told)
    assert by_id["visits.day.type"].logic == Selection(
        "visits",
        "SELECT c.* FROM extract_cells AS c WHERE c.table_name = 'visits' "
        "AND c.column_name = 'day' AND c.fault = 'unreadable'",
        cells=FaultyCells("day", "unreadable"),
    )
    assert {check.check.theme for check in checks} == {"schema"}
    for check in checks:
        assert check.check.why
        assert check.check.remedy
        assert check.check.source


def test_a_column_no_file_has_is_skipped_if_it_must_be_filled_and_else_no_check(
    tmp_path: Path,
) -> None:
    catalogue = office(tmp_path)
    lacking = COLUMNS - {("visits", "number"), ("visits", "day")}
    by_name = {check.check.id: check.skip for check in planned(catalogue, given(columns=lacking))}
    assert by_name["visits.number.nullable"] == "no file has the column Number"
    assert not [name for name in by_name if name.startswith("visits.day")]


def test_a_table_no_file_gives_has_no_checks(tmp_path: Path) -> None:
    assert planned(office(tmp_path), given(tables=frozenset())) == []


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        ({"rules": ("ABC*",)}, ["ABC001", "ABC002"]),
        ({"rules": ("ABC001", "visits.score.*")}, ["visits.score.type", "ABC001"]),
        ({"rules": ("visits.score.*",)}, ["visits.score.type"]),
        ({"themes": ("office",)}, ["ABC001", "ABC002"]),
        ({"themes": ("office",), "severity": "warning"}, ["ABC002"]),
        ({"rules": ("ABC*",), "severity": "error"}, ["ABC001"]),
    ],
)
def test_checks_are_selected(tmp_path: Path, selection: dict[str, Any], ids: list[str]) -> None:
    catalogue = office(tmp_path, rule(1), rule(2, require="score < 9", severity="warning"))
    assert [check.check.id for check in planned(catalogue, given(), **selection)] == ids


@pytest.mark.parametrize(
    ("selection", "fault"),
    [
        ({"rules": ("ABC001", "ABCOO2")}, "'ABCOO2' is not the id of a check of this run."),
        ({"rules": ("abc*",)}, "'abc*' is not the id of a check of this run."),
        ({"themes": ("office", "dates")}, "There is no theme 'dates'."),
    ],
)
def test_a_selection_that_means_nothing_is_refused(
    tmp_path: Path, selection: dict[str, Any], fault: str
) -> None:
    catalogue = office(tmp_path, rule(1), rule(2, require="score < 9", severity="warning"))
    with pytest.raises(UsageError) as refused:
        planned(catalogue, given(), **selection)
    assert refused.value.what == fault


def test_in_a_strict_run_a_rule_without_its_facts_leaves_the_run_incomplete(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, [rule(1, require="day <= $as_at")])
    row = ["1", "10/05/2022", "Full", "1", "0.5", "Yes", "Ann"]
    loose, strict = (run_on(folder, visits(row), strict=judged) for judged in (False, True))
    for report, way, required in (
        (loose, "give --as-at", False),
        (strict, "as_at in release.yml", True),
    ):
        judged = outcome(report, "ABC001")
        assert (judged.state, judged.reason, judged.required) == (
            State.SKIPPED, f"no reference date ({way})", required,
        )  # fmt: skip
    assert loose.verdict is Verdict.PASS
    assert (strict.verdict, strict.reason) == (
        Verdict.INCOMPLETE, "1 required check was skipped (ABC001)",
    )  # fmt: skip


def test_a_rule_without_its_facts_is_not_missed_where_it_speaks_of_no_row(tmp_path: Path) -> None:
    rules = [
        rule(1, require="day <= $as_at", scope={"kind": ["Short"]}),
        rule(2, require="day <= $as_at", scope={"kind": ["Full"]}),
        rule(3, require="day <= $as_at", scope={"where": "day > CAST($as_at AS DATE) - 9"}),
    ]
    row = ["1", "10/05/2022", "Full", "1", "0.5", "Yes", "Ann"]
    report = run_on(write_catalogue(tmp_path, rules), visits(row), strict=True)
    skipped = {outcome.check.id: outcome.required for outcome in report.outcomes if outcome.reason}
    structure = dict.fromkeys(
        ["STR021", "STR022", "STR023", "STR038", "STR044", "STR050",
         "STR052", "STR053", "STR054", "STR055", "STR056"],
        False,
    )  # fmt: skip
    assert skipped == {"ABC001": False, "ABC002": True, "ABC003": True, **structure}
    assert report.reason == "2 required checks were skipped (ABC002, ABC003)"


def test_a_column_missing_from_the_file_skips_what_needs_it(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, [rule(1), rule(2, require="day IS NOT NULL")])
    header = [name for name in HEADER if name != "Score"]
    sheet = sheet_of([header, ["1", "10/05/2022", "", "", "", ""]])
    file = File(Path("a.csv"), "0" * 64, 1, (sheet,))
    report = run_on(folder, InputFile(file.path, "a.csv", opened=file))
    assert outcome(report, "ABC001").reason == "no file has the column Score"
    assert outcome(report, "ABC002").state is State.PASSED


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (
            "EXISTS (SELECT 1 FROM codes.kinds AS c WHERE c.code = t.kind AND c.score > t.score)",
            "no file has the column Score",
        ),
        (
            "EXISTS (SELECT 1 FROM previous.visits AS v WHERE v.score > 1) "
            "AND EXISTS (SELECT 1 FROM codes.kinds AS v WHERE v.score > 1)",
            "no file has the column Score in the previous release",
        ),
        (
            "EXISTS (SELECT 1 FROM codes.kinds AS v WHERE v.score > 1) "
            "AND EXISTS (SELECT 1 FROM previous.visits AS v WHERE v.score > 1)",
            "no file has the column Score in the previous release",
        ),
    ],
)
def test_a_column_of_one_table_is_not_there_because_another_has_one_of_its_name(
    tmp_path: Path, condition: str, reason: str
) -> None:
    query = f"SELECT t.* FROM in_scope AS t WHERE {condition}"
    kinds = "code,aliases,score\nFull,,1\nShort,,2\n"
    folder = write_catalogue(tmp_path, [rule(1, query=query)], codes={"kinds": kinds})
    header = [name for name in HEADER if name != "Score"]
    sheet = sheet_of([header, ["1", "10/05/2022", "Full", "", "", ""]])
    files = [
        InputFile(path, path.name, role=role, opened=File(path, "0" * 64, 1, (sheet,)))
        for path, role in ((Path("a.csv"), Role.RELEASE), (Path("before.csv"), Role.PREVIOUS))
    ]
    ended = outcome(run_on(folder, *files), "ABC001")
    assert (ended.state, ended.reason) == (State.SKIPPED, reason)

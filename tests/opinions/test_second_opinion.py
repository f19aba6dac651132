"""Other engines count every check that ran; the counts are compared, and a difference is told."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from qa_checks import appraisal
from qa_checks.judging.outcomes import tell_outcomes
from qa_checks.model.checks import Opinion, Outcome, SecondOpinion, State
from qa_checks.model.report import Report, Verdict
from qa_checks.opinions import gx_suites, pandera_counter
from qa_checks.plan import Choice
from qa_checks.render import as_json
from tests.loaded_modules import Loaded
from tests.small_catalogue import TABLE, outcome, rule, run_on, visits, write_catalogue

GX = "Great Expectations"
HARD = "score IS NULL OR regexp_matches(person, '[[:alpha:]]')"
RULES = [
    rule(1, require="score > 3"),
    rule(2, require=None, unique=["number"]),
    rule(
        3,
        require=None,
        query="SELECT t.* FROM visits AS t JOIN visits AS o ON o.number = t.number "
        "AND o._row <> t._row AND t.person LIKE '{a:b}%' || o.person",
    ),
    rule(4, require=None, figure={"name": "visits", "at_most": "3"}),
    rule(5, require="day - DATE '2022-05-01' <= 9", scope={"where": "kind = 'Full'"}),
    rule(6, require=HARD),
    rule(7, require="day <= $as_at"),
    rule(
        8,
        require=None,
        references={"columns": ["kind"], "to": "codes.kinds", "to_columns": ["code"]},
    ),
]
ROWS = [
    ("1", "2022-05-10", "Full", "1", "0.5", "Yes", "Ann"),
    ("1", "2022-05-12", "full", "5", "0.5", "Perhaps", "Ben"),
    ("3", "31/02/2022", "Neither", "x", "1.5", "No", "Ann"),
    ("4", "", "", "", "", "", ""),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_catalogue(tmp_path_factory.mktemp("catalogue"), RULES, table=_constrained())


def _constrained() -> dict[str, Any]:
    columns = {name: dict(column) for name, column in TABLE["columns"].items()}
    columns["day"] |= {"nullable": False}
    columns["share"] |= {"le": 1}
    return {**TABLE, "columns": columns}


OWN = 14  # checks of the catalogue itself that a second engine counts


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return run_on(folder, visits(*ROWS), second_opinion=True)


def second(report: Report) -> SecondOpinion:
    assert report.second_opinion is not None
    return report.second_opinion


def judged_of_form(report: Report) -> list[str]:
    """The rules on the form of files, which every catalogue has, as far as they judged anything."""
    return [
        outcome.check.id
        for outcome in report.outcomes
        if outcome.check.id.startswith("STR") and outcome.state in (State.PASSED, State.FAILED)
    ]


def test_every_check_that_ran_is_counted_again(report: Report) -> None:
    refused = "Python reads the pattern '[[:alpha:]]' otherwise"
    spelling = "pandera knows the codes, not how the rest of a sheet writes them"
    form = [opinion for opinion in second(report).opinions if opinion.check.startswith("STR")]
    counted = {opinion.check for opinion in form if opinion.agrees}
    assert counted == set(judged_of_form(report))
    assert [opinion for opinion in second(report).opinions if opinion not in form] == [
        Opinion("visits.number.nullable", "pandera", 0, 0, agrees=True),
        Opinion("visits.day.type", "pandera", 1, 1, agrees=True),
        Opinion("visits.day.nullable", "pandera", 1, 1, agrees=True),
        Opinion("visits.kind.in", "pandera", 1, 1, agrees=True),
        Opinion("visits.kind.spelling", "pandera", None, 1, agrees=None, reason=spelling),
        Opinion("visits.score.type", "pandera", 1, 1, agrees=True),
        Opinion("visits.share.type", "pandera", 0, 0, agrees=True),
        Opinion("visits.share.le", "pandera", 1, 1, agrees=True),
        Opinion("visits.open.type", "pandera", 1, 1, agrees=True),
        Opinion("ABC001", GX, 1, 1, agrees=True),
        Opinion("ABC002", GX, 2, 2, agrees=True),
        Opinion("ABC003", GX, 0, 0, agrees=True),
        Opinion("ABC004", GX, 1, 1, agrees=True),
        Opinion("ABC005", GX, 1, 1, agrees=True),
        Opinion("ABC006", GX, None, 0, agrees=None, reason=refused),
        Opinion("ABC008", GX, 0, 0, agrees=True),
    ]
    assert (second(report).agreed, second(report).disagreed, second(report).without) == (
        OWN + len(judged_of_form(report)),
        0,
        2,
    )


def test_a_check_that_was_skipped_has_no_second_opinion(report: Report) -> None:
    assert outcome(report, "ABC007").state == "skipped"
    assert "ABC007" not in {opinion.check for opinion in second(report).opinions}


def test_agreement_leaves_the_verdict_alone(folder: Path, report: Report) -> None:
    plain = run_on(folder, visits(*ROWS))
    assert plain.second_opinion is None
    assert (plain.verdict, plain.reason) == (report.verdict, report.reason)


def test_the_same_run_gives_the_same_opinions(folder: Path, report: Report) -> None:
    again = run_on(folder, visits(*ROWS), second_opinion=True)
    assert again.second_opinion == report.second_opinion


@pytest.fixture
def miscounting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own engine overlooks what ABC001 is about."""

    def overlook(*asked: Any) -> list[Outcome]:
        return [
            replace(outcome, state=State.PASSED, failed=0, findings=())
            if outcome.check.id == "ABC001"
            else outcome
            for outcome in tell_outcomes(*asked)
        ]

    monkeypatch.setattr(appraisal, "tell_outcomes", overlook)


@pytest.mark.usefixtures("miscounting")
def test_disagreement_makes_the_verdict_incomplete_and_shows_both_counts(folder: Path) -> None:
    report = run_on(
        folder, visits(*ROWS), selection=Choice(rules=("ABC001", "ABC003")), second_opinion=True
    )
    assert outcome(report, "ABC001").state == "passed"
    assert second(report).opinions == (
        Opinion("ABC001", GX, 1, 0, agrees=False),
        Opinion("ABC003", GX, 0, 0, agrees=True),
    )
    assert (report.verdict, report.reason) == (Verdict.INCOMPLETE, "1 second opinion disagrees")


@pytest.mark.usefixtures("miscounting")
def test_a_failed_error_still_fails_and_the_reason_names_the_disagreement(folder: Path) -> None:
    chosen = Choice(rules=("ABC001", "ABC002"))
    report = run_on(folder, visits(*ROWS), selection=chosen, second_opinion=True)
    assert (report.verdict, report.reason) == (
        Verdict.FAIL,
        "1 check of severity error failed, 1 second opinion disagrees",
    )


def test_a_disagreement_of_the_schema_half_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandera_counter, "WAYS_TO_WRITE_A_DAY", ("%d/%m/%Y",))
    chosen = Choice(rules=("visits.day.type",))
    report = run_on(folder, visits(*ROWS), selection=chosen, second_opinion=True)
    assert second(report).opinions == (Opinion("visits.day.type", "pandera", 3, 1, agrees=False),)
    assert report.reason == "1 check of severity error failed, 1 second opinion disagrees"


def test_what_sqlite_cannot_run_is_never_counted_as_agreed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gx_suites, "register", lambda _: None)
    report = run_on(folder, visits(*ROWS), selection=Choice(rules=("ABC005",)), second_opinion=True)
    reason = "SQLite: no such function: duckdb_cast_as_date"
    assert second(report).opinions == (Opinion("ABC005", GX, None, 1, agrees=None, reason=reason),)
    assert second(report).agreed == 0


def test_what_sqlite_takes_too_long_for_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gx_suites, "MOST_STEPS", 20_000)
    rows = [("1", "2022-05-10", "Full", "1")] * 60
    chosen = Choice(rules=("ABC001", "ABC003"))
    report = run_on(folder, visits(*rows), selection=chosen, second_opinion=True)
    given_up = "SQLite was not done after 20,000 steps"
    assert second(report).opinions == (
        Opinion("ABC001", GX, 60, 60, agrees=True),
        Opinion("ABC003", GX, None, 0, agrees=None, reason=given_up),
    )


def test_the_steps_of_each_run_of_a_statement_are_counted_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gx_suites, "MOST_STEPS", 20_000)
    numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {}) "
    few, many = (text(f"{numbers.format(most)} SELECT count(*) FROM n") for most in (600, 5_000))
    with gx_suites.connected(tmp_path / "file.sqlite"):
        engine = create_engine("sqlite://")
        with engine.connect() as connection:
            counts = [connection.execute(few).scalar() for _ in range(5)]
            with pytest.raises(OperationalError, match="interrupted"):
                connection.execute(many)
        engine.dispose()
    assert counts == [600] * 5


def test_no_socket_is_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Great Expectations would tell its makers of its use, and the library's own hosts."""
    opened = []

    def refuse(*given: object) -> None:
        opened.append(given)
        raise OSError("no network here")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    report = run_on(folder, visits(*ROWS), second_opinion=True)
    assert second(report).agreed == OWN + len(judged_of_form(report))
    assert opened == []


def test_progress_says_who_is_counting(folder: Path) -> None:
    messages: list[str] = []
    run_on(
        folder,
        visits(*ROWS),
        selection=Choice(rules=("ABC001", "visits.day.*")),
        second_opinion=True,
        progress=messages.append,
    )
    assert [message for message in messages if message.startswith("second opinion")] == [
        "second opinion: the schema of visits by pandera",
        "second opinion: copying the tables to SQLite",
        "second opinion: 1 rule on visits by Great Expectations",
    ]


def test_it_is_in_report_json(report: Report) -> None:
    read = json.loads(as_json.render(report))["second_opinion"]
    assert (read["agreed"], read["disagreed"], read["without"]) == (
        OWN + len(judged_of_form(report)),
        0,
        2,
    )


def test_a_plain_run_loads_no_other_engine(loaded: Loaded) -> None:
    """Neither what counts again nor what it stands on."""
    heavy = {"pandas", "pandera", "great_expectations", "sqlglot", "sqlalchemy", "sqlite3"}
    assert loaded["a run"] & heavy == set()

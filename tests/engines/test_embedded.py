"""Every form of rule, counted and located exactly; what cannot be decided is never a fault."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from qa_checks.engines.embedded import engine, large_tables, row_filters
from qa_checks.model.checks import Outcome, State
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report, Verdict
from qa_checks.plan import Choice
from qa_checks.reading import equal_rows, plain_relation
from qa_checks.release import InputFile
from tests.small_catalogue import (
    TABLE,
    judge_each,
    outcome,
    rule,
    run_on,
    visits,
    write_catalogue,
)

ROWS = [
    ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"],
    ["2", "11/05/2022", "Short", "0", "0.7", "No", "Ben"],
    ["3", "12/05/2022", "Full", "", "", "", "Cat"],
    ["4", "", "Short", "-2", "", "", "Dan"],
    ["4", "14/05/2022", "Full", "7", "", "", ""],
]
FACTS = ReleaseFacts("test", "Test", as_at=dt.date(2022, 5, 11))


def ended(folder: Path, facts: ReleaseFacts = FACTS, **changes: Any) -> Outcome:
    write_catalogue(folder, [rule(1, **changes)])
    return outcome(run_on(folder, visits(*ROWS), facts=facts), "ABC001")


def each_ended(folder: Path, *logics: dict[str, Any]) -> list[Outcome]:
    return judge_each(folder, logics, visits(*ROWS), facts=FACTS)


def counts(outcome: Outcome) -> tuple[State, int, int, int]:
    return outcome.state, outcome.checked, outcome.failed, outcome.unknown


def places(outcome: Outcome) -> list[tuple[int | None, str | None]]:
    return [(finding.row, finding.key) for finding in outcome.findings]


def test_require_counts_invalid_and_unknown_rows_apart(tmp_path: Path) -> None:
    outcome = ended(tmp_path, require="score > 0", columns=["score"], message="Score {score}.")
    assert counts(outcome) == (State.FAILED, 5, 2, 1)
    assert [
        (
            finding.file,
            finding.sheet,
            finding.row,
            finding.column,
            finding.key,
            finding.value,
            finding.message,
        )
        for finding in outcome.findings
    ] == [
        ("visits.csv", None, 3, "Score", "2", "0", "Score 0."),
        ("visits.csv", None, 5, "Score", "4", "-2", "Score -2."),
    ]


def test_a_row_that_cannot_be_decided_does_not_fail(tmp_path: Path) -> None:
    assert counts(ended(tmp_path, require="score > -9")) == (State.PASSED, 5, 0, 1)


def test_a_rule_that_no_row_decides_is_skipped_not_passed(tmp_path: Path) -> None:
    outcome = ended(tmp_path, require="share > 0", scope={"from": "2022-05-12"})
    assert counts(outcome) == (State.SKIPPED, 3, 0, 3)  # one row has no date, it may be meant
    assert outcome.reason == "not decidable for any row: the values it needs are missing"


def test_a_scope_limits_what_is_looked_at(tmp_path: Path) -> None:
    expected: list[tuple[dict[str, Any], int, int, list[int]]] = [
        ({"kind": ["Short"]}, 2, 0, [3, 5]),
        ({"kind": ["Full", "Short"], "score": [0]}, 2, 1, [3]),
        ({"from": "2022-05-11"}, 4, 2, [3]),
        ({"until": "2022-05-10"}, 2, 1, []),
        ({"where": "open IS NOT TRUE OR score = 0"}, 4, 1, [3, 5]),
        ({"where": "day <= $as_at"}, 3, 1, [3]),
    ]
    scopes = [scope for scope, *_ in expected]
    outcomes = each_ended(tmp_path, *({"require": "score > 0", "scope": scope} for scope in scopes))
    assert [
        (scope, outcome.checked, outcome.unknown, [row for row, _ in places(outcome)])
        for scope, outcome in zip(scopes, outcomes, strict=True)
    ] == expected


def test_a_rule_without_a_row_in_its_scope_is_skipped(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path, require="score > 0", scope={"kind": ["Full"], "where": "kind = 'Short'"}
    )
    assert counts(outcome) == (State.SKIPPED, 0, 0, 0)
    assert outcome.reason == "no row in its scope"


def test_unique_finds_every_row_of_a_group_and_leaves_out_missing_values(tmp_path: Path) -> None:
    first, two, scoped = each_ended(
        tmp_path,
        {"unique": ["number"], "columns": ["number"]},
        {"unique": ["kind", "score"]},
        {"unique": ["number"], "scope": {"kind": ["Full"]}},
    )
    assert counts(first) == (State.FAILED, 5, 2, 0)
    assert places(first) == [(5, "4"), (6, "4")]
    assert counts(two) == (State.PASSED, 5, 0, 1)
    assert counts(scoped) == (State.PASSED, 3, 0, 0)


def test_references_are_to_what_is_there_and_a_missing_value_refers_to_nothing(
    tmp_path: Path,
) -> None:
    to_codes = {"columns": ["person"], "to": "codes.kinds", "to_columns": ["aliases"]}
    itself = {"columns": ["number"], "to": "visits", "to_columns": ["number"], "where": "score > 0"}
    both = {"columns": ["kind", "score"], "to": "visits", "to_columns": ["kind", "score"]}
    code, own, pair = each_ended(
        tmp_path, *({"references": references} for references in (to_codes, itself, both))
    )
    assert counts(code) == (State.FAILED, 5, 4, 1)
    assert (counts(own), places(own)) == ((State.FAILED, 5, 2, 0), [(3, "2"), (4, "3")])
    assert counts(pair) == (State.PASSED, 5, 0, 1)


def test_rows_of_one_place_come_in_the_order_of_what_they_show(tmp_path: Path) -> None:
    """A query need not give every column; what ties for its place must not come as it happens."""
    words = ", ".join(f"('{letter}')" for letter in "qdxbzacy")
    outcome = ended(
        tmp_path,
        query="SELECT t._source, t._row, t.number, w.word FROM visits AS t "
        f"CROSS JOIN (VALUES {words}) AS w(word) WHERE t.score < 0 OR t.score = 7",
        message="Visit {number}: {word}.",
        columns=["number"],
    )
    assert [(finding.row, finding.message) for finding in outcome.findings] == [
        (row, f"Visit 4: {letter}.") for row in (5, 6) for letter in "abcdqxyz"
    ]


def test_query_selects_the_rows_and_may_add_words(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        query="SELECT t.*, d.n FROM visits AS t JOIN (SELECT number, count(*) AS n FROM visits "
        "GROUP BY number) AS d ON d.number = t.number WHERE d.n > 1",
        message="Visit {number} stands {n} times.",
        columns=["number"],
    )
    assert counts(outcome) == (State.FAILED, 5, 2, 0)
    assert [finding.message for finding in outcome.findings] == ["Visit 4 stands 2 times."] * 2


def test_a_query_without_the_rows_own_columns_errs(tmp_path: Path) -> None:
    outcome = ended(tmp_path, query="SELECT number FROM visits")
    assert (outcome.state, outcome.required) == (State.ERRORED, True)
    assert "_source" in outcome.reason


@pytest.mark.parametrize(
    ("bounds", "state", "message"),
    [
        ({"equals": "5"}, State.PASSED, None),
        ({"at_least": "5", "at_most": "$expected_visits"}, State.PASSED, None),
        ({"equals": "$expected_visits"}, State.FAILED, "visits is 5, not 6."),
        ({"at_least": "6"}, State.FAILED, "visits is 5, not at least 6."),
        (
            {"at_least": "1", "at_most": "4"},
            State.FAILED,
            "visits is 5, not at least 1 and at most 4.",
        ),
        ({"equals": "CASE WHEN FALSE THEN 1 END"}, State.SKIPPED, None),
    ],
)
def test_figures_equal_or_lie_between(
    tmp_path: Path, bounds: dict[str, str], state: State, message: str | None
) -> None:
    figure = {"name": "visits", **bounds}
    write_catalogue(
        tmp_path, [rule(1, figure=figure, message="{name} is {figure}, not {expected}.")]
    )
    expected = {"visits": 6} if "$expected_visits" in bounds.values() else {}
    judged = outcome(run_on(tmp_path, visits(*ROWS), expected=expected), "ABC001")
    assert judged.state is state
    assert [(f.key, f.value, f.message, f.row) for f in judged.findings] == (
        [("visits", "5", message, None)] if message else []
    )


def test_given_is_a_condition_of_the_release(tmp_path: Path) -> None:
    conditions = (
        "EXISTS (SELECT 1 FROM visits WHERE open)",
        "EXISTS (SELECT 1 FROM visits WHERE score > 90)",
        "(SELECT max(share) FROM visits WHERE kind = 'x') > 0",
    )
    given = [{"given": {"that": that, "else": "no high score"}} for that in conditions]
    assert [(outcome.state, outcome.reason) for outcome in each_ended(tmp_path, *given)] == [
        (State.FAILED, ""),
        (State.SKIPPED, "no high score"),
        (State.SKIPPED, "no high score"),
    ]


def test_facts_are_parameters_never_text(tmp_path: Path) -> None:
    outcome = ended(tmp_path, require="day <= $as_at", columns=["day"], message="On {day}.")
    assert [finding.message for finding in outcome.findings] == ["On 12/05/2022.", "On 14/05/2022."]
    evil = ReleaseFacts("t", "T", status="x' OR '1' = '1")
    assert counts(ended(tmp_path, facts=evil, require="person <> $status"))[:3] == (
        State.PASSED,
        5,
        0,
    )


@pytest.mark.parametrize("many", [engine.MANY_ROWS, 0])
def test_a_rule_that_crashes_errs_alone_and_the_verdict_cannot_be_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(engine, "MANY_ROWS", many)
    rules = [
        rule(1, require="score > -99"),
        rule(2, require="cast(person AS INTEGER) > 0"),
        rule(3, require="score > -98"),
        rule(4, query="SELECT t.* FROM visits AS t WHERE cast(t.person AS DATE) > t.day"),
        rule(5, require="number <> '2'"),
    ]
    write_catalogue(tmp_path, rules)
    report = run_on(tmp_path, visits(*ROWS), selection=Choice(rules=("ABC*",)))
    states = {outcome.check.id: outcome.state.value for outcome in report.outcomes}
    assert states == {
        "ABC001": "passed",
        "ABC002": "errored",
        "ABC003": "passed",
        "ABC004": "errored",
        "ABC005": "failed",
    }
    assert outcome(report, "ABC002").reason.startswith("Conversion Error: Could not convert string")
    assert outcome(report, "ABC005").failed == 1
    assert report.verdict is Verdict.FAIL
    only = run_on(tmp_path, visits(*ROWS), selection=Choice(rules=("ABC00[1-4]",)))
    assert (only.verdict, only.reason) == (
        Verdict.INCOMPLETE,
        "2 checks errored (ABC002, ABC004)",
    )


@pytest.mark.parametrize(
    "logic",
    [
        {"require": "score > 99 AND number <> '1'"},
        {"query": "SELECT t.* FROM visits AS t"},
        {"unique": ["kind"]},
    ],
)
def test_findings_are_cut_but_counts_are_true_and_rows_in_order(
    tmp_path: Path, logic: dict[str, Any]
) -> None:
    write_catalogue(tmp_path, [rule(1, **logic)])
    rows = [[str(number), "", "Full", "1"] for number in range(1, 41)]
    judged = outcome(run_on(tmp_path, visits(*rows), keep=3), "ABC001")
    assert (judged.failed, [finding.row for finding in judged.findings]) == (40, [2, 3, 4])


def test_findings_of_several_files_stand_file_by_file(tmp_path: Path) -> None:
    write_catalogue(tmp_path, [rule(1, require="score > 0")])
    files = [visits(["1", "", "", "0"], ["2", "", "", "0"], name=f"{n}.csv") for n in "ba"]
    judged = outcome(run_on(tmp_path, *files), "ABC001")
    assert [(finding.file, finding.row) for finding in judged.findings] == [
        ("b.csv", 2),
        ("b.csv", 3),
        ("a.csv", 2),
        ("a.csv", 3),
    ]


def test_sensitive_values_are_masked_in_value_and_message(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path, require="person <> 'Ann'", columns=["person"], message="{number}: {person}."
    )
    assert [(finding.value, finding.message) for finding in outcome.findings] == [
        ("[masked]", "1: [masked].")
    ]


def test_a_rule_masks_what_its_findings_must_not_repeat(tmp_path: Path) -> None:
    logic = {"require": "number <> '1'", "columns": ["score"], "masked": ["score"]}
    outcome = ended(tmp_path, **logic, message="{number}: {score}.")
    assert [(finding.value, finding.message) for finding in outcome.findings] == [
        ("[masked]", "1: [masked].")
    ]


def constrained() -> dict[str, Any]:
    table = copy.deepcopy(TABLE)
    table["columns"]["score"] |= {"ge": 0, "le": 6}
    table["columns"]["day"] |= {"nullable": False, "ge": dt.date(2022, 5, 11)}
    table["columns"]["person"] |= {"str_matches": "[A-C][a-z]+", "unique": True}
    table["unique_key"] = True
    return table


def schema_counts(report: Report) -> dict[str, tuple[State, int, int, int]]:
    return {
        outcome.check.id: counts(outcome)
        for outcome in report.outcomes
        if outcome.check.id.startswith("visits.")
    }


def test_constraints_of_the_schema(tmp_path: Path) -> None:
    write_catalogue(tmp_path, table=constrained())
    rows = [*ROWS, ["", "soon", "full ", "1e3", "x", "maybe", "Ann"]]
    report = run_on(tmp_path, visits(*rows))
    assert schema_counts(report) == {
        "visits.number.nullable": (State.FAILED, 6, 1, 0),
        "visits.day.type": (State.FAILED, 6, 1, 0),
        "visits.day.nullable": (State.FAILED, 6, 1, 0),
        "visits.day.ge": (State.FAILED, 6, 1, 0),
        "visits.kind.in": (State.PASSED, 6, 0, 0),
        "visits.kind.spelling": (State.FAILED, 6, 1, 0),
        "visits.score.type": (State.FAILED, 6, 1, 0),
        "visits.score.ge": (State.FAILED, 6, 1, 0),
        "visits.score.le": (State.FAILED, 6, 1, 0),
        "visits.share.type": (State.FAILED, 6, 1, 0),
        "visits.open.type": (State.FAILED, 6, 1, 0),
        "visits.person.str_matches": (State.FAILED, 6, 1, 1),
        "visits.person.unique": (State.FAILED, 4, 2, 0),  # the key tells of the other two rows
        "visits.key": (State.FAILED, 6, 2, 1),
    }
    assert outcome(report, "visits.day.nullable").findings[0].row == 5
    assert outcome(report, "visits.day.type").findings[0].message == (
        "Day: 'soon' cannot be read as a date."
    )
    assert outcome(report, "visits.day.ge").findings[0].value == "10/05/2022"


@settings(  # few tables of more rows: each is judged three times
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3", ""]),
            st.sampled_from(["10/05/2022", "12/05/2022", ""]),
            st.just("Full"),
            st.sampled_from(["-1", "3", "7", ""]),
            st.just(""),
            st.just(""),
            st.sampled_from(["Ann", "ann", "Dan", "Ben", ""]),
        ),
        min_size=1,
        max_size=24,
    )
)
def test_a_large_table_is_judged_as_a_small_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, ...]]
) -> None:
    """Also where the rows at fault are too many to be gathered."""
    rules = [
        rule(1, require="score > 0"),
        rule(2, require="score > 0", scope={"where": "day >= DATE '2022-05-11'"}),
        rule(3, require="score = 3 OR person = 'Ann'", columns=["day"], message="{day} {person}."),
        rule(4, require="person IN ('Ann', 'Dan')", message="{person}."),
        rule(5, unique=["score"], scope={"where": "person <> 'Ben'"}, message="{score}."),
        rule(6, unique=["number", "day"]),
        rule(
            7,
            references={
                "columns": ["person"],
                "to": "visits",
                "to_columns": ["person"],
                "where": "score = 3",
            },
        ),
        rule(
            8,
            references={
                "columns": ["score"],
                "to": "visits",
                "to_columns": ["score"],
                "where": "person = 'Ann'",
            },
            message="{score} {day}.",
        ),
    ]
    write_catalogue(tmp_path, rules, table=constrained())
    outcomes = []
    for many, gathered, together, held in (
        (200_000, 1_000_000, 20_000, 4_000_000),
        (0, 1_000_000, 20_000, 4_000_000),
        (0, 1_000_000, 0, 0),
        (0, 1, 1, 0),
    ):
        monkeypatch.setattr(engine, "MANY_ROWS", many)
        monkeypatch.setattr(large_tables, "MOST_GATHERED", gathered)
        monkeypatch.setattr(large_tables, "TOGETHER", together)
        monkeypatch.setattr(row_filters, "MOST_HELD", held)
        report = run_on(tmp_path, visits(*rows), keep=3)
        outcomes.append([replace(outcome, seconds=0.0) for outcome in report.outcomes])
    assert outcomes[1] == outcomes[0]
    assert outcomes[2] == outcomes[0]
    assert outcomes[3] == outcomes[0]


@pytest.mark.parametrize("many", [engine.MANY_ROWS, 1])
def test_cells_at_fault_are_shown_with_the_keys_of_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Those of a large table are read with what findings of other checks show of its rows."""
    monkeypatch.setattr(engine, "MANY_ROWS", many)
    rules = [
        rule(1, require="kind <> 'Short'", yields_to=["visits.score.ge"]),
        rule(2, require="day <> DATE '2022-05-11'", yields_to=["ABC001"]),
        rule(3, require="day <> DATE '2022-05-12'", yields_to=["ABC001"]),
    ]
    write_catalogue(tmp_path, rules, table=constrained())
    report = run_on(tmp_path, visits(*ROWS, ["", "soon", "Full", "1e3", "", "", "Eve"]))
    names = ("ABC001", "ABC002", "ABC003", "visits.day.ge", "visits.day.type", "visits.score.ge")
    assert {name: places(outcome(report, name)) for name in names} == {
        "ABC001": [(3, "2")],
        "ABC002": [],
        "ABC003": [(4, "3")],
        "visits.day.ge": [(2, "1")],
        "visits.day.type": [(7, "row 7, Day")],
        "visits.score.ge": [(5, "4")],
    }


@pytest.mark.parametrize("most_kept", [equal_rows.MOST_SHARED, 1])
@pytest.mark.parametrize("many", [engine.MANY_ROWS, 0])
def test_repeated_numbers_and_malformed_texts_of_a_file_read_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int, most_kept: int
) -> None:
    """Reading finds numbers and texts; where they are few, they are not looked for again."""
    monkeypatch.setattr(engine, "MANY_ROWS", many)
    monkeypatch.setattr(equal_rows, "MOST_SHARED", most_kept)
    monkeypatch.setattr(plain_relation, "MOST_TEXTS", most_kept)
    table = copy.deepcopy(TABLE)
    table["columns"]["person"] |= {"str_matches": "A.*"}
    table["columns"]["number"] |= {"type": "integer", "example": 1, "unique": True}
    equal = rule(1, table="extract_rows", require="fault <> 'duplicate'", message="{detail}.")
    scoped = rule(2, unique=["number"], scope={"where": "person <> 'Ann'"}, message="{number}.")
    write_catalogue(tmp_path, [equal, scoped], table=table)
    numbers = pa.array([1, 70, 1, None, 70, 2, None, 70], pa.int64())
    people = ["Ann", "Ann", "Ben", "Ann", "Ben", "Ann", "Ann", "Ann"]
    path = tmp_path / "visits.parquet"
    pq.write_table(pa.table({"Number": numbers, "Person": people}), path)
    report = run_on(tmp_path, InputFile(path, "visits.parquet"))
    unique = outcome(report, "visits.number.unique")
    assert counts(unique) == (
        State.FAILED,
        6,
        4,
        1,
    )  # a row that equals an earlier one is its fault
    assert places(unique) == [(2, "1"), (3, "70"), (4, "1"), (6, "70")]
    assert unique.findings[1].message == "Number '70' is used in several rows."
    messages = [finding.message for finding in outcome(report, "ABC001").findings]
    assert messages == ["equals row 5.", "equals row 3."]
    assert counts(outcome(report, "ABC002")) == (State.PASSED, 2, 0, 0)
    malformed = outcome(report, "visits.person.str_matches")
    assert counts(malformed) == (State.FAILED, 8, 2, 0)
    assert [finding.row for finding in malformed.findings] == [4, 6]


@pytest.mark.parametrize("many", [engine.MANY_ROWS, 0])
def test_of_checks_counted_in_one_statement_only_the_culprit_errs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Each looks into other rows; one cannot be evaluated, one has no row in its scope."""
    monkeypatch.setattr(engine, "MANY_ROWS", many)
    other = "EXISTS (SELECT 1 FROM visits AS o WHERE o.number = t.number AND {})"
    rules = [
        rule(1, require=other.format("o.score > 0")),
        rule(2, require=other.format("cast(o.person AS INTEGER) > 0")),
        rule(3, require=other.format("o.score > 6"), scope={"kind": ["Full"]}),
        rule(
            4,
            require=other.format("o.score > 6"),
            scope={"kind": ["Full"], "where": "t.kind = 'Short'"},
        ),
        rule(
            5, query="SELECT t.* FROM in_scope AS t", scope={"where": other.format("o.score = 7")}
        ),
        rule(
            6, query="SELECT t.* FROM in_scope AS t", scope={"where": other.format("o.score = 0")}
        ),
    ]
    write_catalogue(tmp_path, rules)
    report = run_on(tmp_path, visits(*ROWS), selection=Choice(rules=("ABC*",)))
    ended = {
        outcome.check.id: (*counts(outcome), [key for _, key in places(outcome)])
        for outcome in report.outcomes
    }
    assert ended == {
        "ABC001": (State.FAILED, 5, 2, 0, ["2", "3"]),
        "ABC002": (State.ERRORED, 0, 0, 0, []),
        "ABC003": (State.FAILED, 3, 2, 0, ["1", "3"]),
        "ABC004": (State.SKIPPED, 0, 0, 0, []),
        "ABC005": (State.FAILED, 2, 2, 0, ["4", "4"]),
        "ABC006": (State.FAILED, 1, 1, 0, ["2"]),
    }

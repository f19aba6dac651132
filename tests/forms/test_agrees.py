"""The same fact in two views, releases or tables: who is compared with whom, and what is said."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from qa_checks.catalogue import load
from qa_checks.engines.embedded import engine
from qa_checks.errors import CatalogueError
from qa_checks.model.checks import Outcome, State
from qa_checks.model.inputs import Role
from qa_checks.plan import Choice
from tests.own_rules import parser
from tests.small_catalogue import TABLE, outcome, rule, run_on, visits, write_catalogue

WORDS = {"First": "first", "Second": "second", "Third": "third"}
KINDS = {"kinds": "code,aliases\nFirst,\nSecond,\nThird,\nOther,\n"}
MESSAGE = "{number}: {score} in the {this_view} view, {other_value} in the {other_view} one."


def table(**person: Any) -> dict[str, Any]:
    visited = copy.deepcopy(TABLE) | {"views": {"column": "kind", "words": WORDS}}
    visited["columns"]["kind"]["example"] = "First"
    visited["columns"]["person"] |= person
    return visited


def ended(
    folder: Path, agrees: dict[str, Any], *rows: list[str], before: Any = (), **changes: Any
) -> Outcome:
    write_catalogue(folder, [rule(1, agrees=agrees, **changes)], table=table(), codes=KINDS)
    files = [visits(*rows)]
    if before:
        files.append(visits(*before, name="before.csv", role=Role.PREVIOUS))
    return outcome(run_on(folder, *files), "ABC001")


def told(outcome: Outcome) -> list[tuple[int | None, str]]:
    return [(finding.row, finding.message) for finding in outcome.findings]


def test_a_row_is_compared_with_the_first_view_that_has_its_fellow(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        {"column": "score", "by": ["number"], "across": "views"},
        ["1", "", "Third", "3"],
        ["1", "", "First", "1"],
        ["1", "", "Second", "2"],
        ["2", "", "Second", "5"],
        ["2", "", "Third", "6"],
        ["3", "", "First", "7"],
        ["3", "", "Second", "7"],
        message=MESSAGE,
    )
    assert (outcome.state, outcome.checked, outcome.failed, outcome.unknown) == (
        State.FAILED,
        4,
        3,
        0,
    )
    assert told(outcome) == [
        (2, "1: 3 in the third view, 1 in the first one."),
        (4, "1: 2 in the second view, 1 in the first one."),
        (6, "2: 6 in the third view, 5 in the second one."),
    ]


def test_what_is_missing_or_in_no_view_is_not_compared(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        {"column": "score", "by": ["number"], "across": "views"},
        ["1", "", "First", ""],
        ["1", "", "Second", "2"],
        ["2", "", "First", "1"],
        ["2", "", "Second", ""],
        ["3", "", "Other", "1"],
        ["3", "", "Second", "2"],
        ["", "", "First", "1"],
        ["", "", "Second", "2"],
    )
    assert (outcome.state, outcome.checked, outcome.reason) == (
        State.SKIPPED,
        0,
        "no row in its scope",
    )


def test_no_row_is_found_twice_however_often_its_fellow_is_listed(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        {"column": "score", "by": ["number"], "across": "views"},
        *[["1", "", "First", str(score)] for score in (1, 2, 3)],
        *[["1", "", "Second", "9"]] * 2,
        message=MESSAGE,
    )
    assert (outcome.checked, outcome.failed) == (2, 2)
    assert {message for _, message in told(outcome)} == {
        "1: 9 in the second view, 1 in the first one."
    }


def test_a_scope_says_which_rows_are_compared_not_with_which(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        {"column": "score", "by": ["number"], "across": "views"},
        ["1", "", "First", "1"],
        ["1", "", "Second", "2"],
        ["1", "", "Third", "3"],
        scope={"kind": ["Third"]},
    )
    assert (outcome.checked, told(outcome)) == (1, [(4, "Visit 1.")])


def test_two_releases_and_what_may_differ(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        {
            "column": "score",
            "by": ["number", "kind"],
            "across": "releases",
            "unless": "t.score = o.score + 1",
        },
        ["1", "", "First", "2"],
        ["2", "", "First", "3"],
        ["3", "", "First", "3"],
        ["3", "", "Second", "1"],
        before=[
            ["1", "", "First", "1"],
            ["2", "", "First", "1"],
            ["3", "", "First", "3"],
            ["4", "", "Second", "1"],
        ],
        message="{number}: {score}, before {other_value}.",
    )
    assert (outcome.state, outcome.checked, told(outcome)) == (
        State.FAILED,
        3,
        [(3, "2: 3, before 1.")],
    )


def test_without_a_previous_release_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        {"column": "score", "by": ["number"], "across": "releases"},
        ["1", "", "First", "2"],
    )
    assert (outcome.state, outcome.reason) == (
        State.SKIPPED,
        "no previous release (give --previous)",
    )


def test_a_value_on_one_side_only_differs_if_the_rule_says_so(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        {"column": "score", "by": ["number"], "across": "views", "missing_differs": True},
        ["1", "", "First", ""],
        ["1", "", "Second", "2"],
        ["2", "", "First", "1"],
        ["2", "", "Second", ""],
        ["3", "", "First", ""],
        ["3", "", "Second", ""],
        message="{number}: {score}[, before {other_value}].",
    )
    assert (outcome.checked, told(outcome)) == (3, [(3, "1: 2."), (5, "2: (none), before 1.")])


def test_something_else_than_the_column_may_be_compared(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        {
            "column": "person",
            "by": ["number"],
            "across": "views",
            "compare": "CASE WHEN person <> '?' THEN lower(person) END",
        },
        ["1", "", "First", "", "", "", "Ann"],
        ["2", "", "First", "", "", "", "?"],
        ["3", "", "First", "", "", "", "Cat"],
        ["1", "", "Second", "", "", "", "ANN"],
        ["2", "", "Second", "", "", "", "Ben"],
        ["3", "", "Second", "", "", "", "Dan"],
        columns=["person"],
        message="{person}, not {other_value}.",
    )
    assert (outcome.checked, told(outcome)) == (2, [(7, "[masked], not [masked].")])
    assert [finding.value for finding in outcome.findings] == ["[masked]"]


def test_a_counterpart_s_value_is_masked_with_its_column(tmp_path: Path) -> None:
    outcome = ended(
        tmp_path,
        {"column": "score", "by": ["number"], "across": "views"},
        ["1", "", "First", "1"],
        ["1", "", "Second", "2"],
        masked=["score"],
        message="{score}, not {other_value}.",
    )
    assert [message for _, message in told(outcome)] == ["[masked], not [masked]."]


@pytest.mark.parametrize(
    ("agrees", "message"),
    [
        (
            {"column": "scor", "by": ["number"], "across": "views"},
            "agrees.column: column 'scor' is not in table 'visits'.",
        ),
        (
            {"column": "score", "by": ["numbr"], "across": "releases"},
            "agrees.by: column 'numbr' is not in table 'visits'.",
        ),
        (
            {"column": "score", "by": ["number"], "across": "visit"},
            "agrees.across: table 'visit' is not in the catalogue.",
        ),
        (
            {"column": "score", "by": ["number"], "across": "views", "compare": "getenv('x')"},
            "agrees.compare: the function 'getenv' is not on the list of allowed functions.",
        ),
        (
            {"column": "score", "by": ["number"], "across": "views", "unless": "o.scor > 1"},
            "agrees.unless: column 'scor' is not in visits.",
        ),
    ],
)
def test_what_is_not_there_is_refused(tmp_path: Path, agrees: dict[str, Any], message: str) -> None:
    folder = write_catalogue(tmp_path, [rule(1, agrees=agrees)], table=table(), codes=KINDS)
    with pytest.raises(CatalogueError) as refused:
        load(folder, parser())
    assert refused.value.what.startswith(message)


def test_a_table_without_views_cannot_agree_across_them(tmp_path: Path) -> None:
    agrees = {"column": "score", "by": ["number"], "across": "views"}
    folder = write_catalogue(tmp_path, [rule(1, agrees=agrees)])
    with pytest.raises(
        CatalogueError, match="the schema of table 'visits' does not name its views"
    ):
        load(folder, parser())


@settings(  # few tables of more rows
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["1", "2", ""]),
            st.sampled_from(["10/05/2022", "12/05/2022", ""]),
            st.sampled_from(["First", "Second", "Third", "Other", ""]),
            st.sampled_from(["1", "2", ""]),
        ),
        min_size=1,
        max_size=24,
    )
)
def test_facts_of_one_key_counted_together_are_counted_as_each_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, ...]]
) -> None:
    views: dict[str, Any] = {"by": ["number"], "across": "views"}
    rules = [
        rule(1, agrees={"column": "score", **views}),
        rule(2, agrees={"column": "day", **views}, scope={"where": "score > 1"}),
        rule(3, agrees={"column": "score", "compare": "score = 1", **views}),
        rule(4, agrees={"column": "day", "by": ["number", "score"], "across": "views"}),
    ]
    write_catalogue(tmp_path, rules, table=table(), codes=KINDS)
    outcomes = []
    for many in (engine.MANY_ROWS, 0):
        monkeypatch.setattr(engine, "MANY_ROWS", many)
        report = run_on(tmp_path, visits(*map(list, rows)), selection=Choice(rules=("ABC*",)))
        outcomes.append([replace(outcome, seconds=0.0) for outcome in report.outcomes])
    assert outcomes[0] == outcomes[1]

"""What a rule is given: held, missing, or impossible to tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import load
from qa_checks.errors import CatalogueError
from qa_checks.model.checks import Outcome, State
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Verdict
from qa_checks.plan import Choice
from tests.own_rules import parser
from tests.small_catalogue import CUBE, outcome, rule, run_on, visits, write_catalogue

ROW = ["1", "2022-05-10", "Full", "-5", "0.5", "Yes", "Ann"]
OPEN = {"that": "EXISTS (SELECT 1 FROM visits WHERE open)", "else": "none is open"}
CLOSED = {"that": "NOT EXISTS (SELECT 1 FROM visits WHERE open)", "else": "one is open"}
BROKEN = {"that": "(SELECT max(CAST(person AS INTEGER)) FROM visits) > 0", "else": "nobody"}


def ended(folder: Path, **changes: Any) -> Outcome:
    conditions = {"is_open": OPEN, "is_closed": CLOSED}
    write_catalogue(folder, [rule(1, **changes)], conditions=conditions)
    return outcome(run_on(folder, visits(ROW)), "ABC001")


def test_a_condition_that_cannot_be_told_is_an_error_of_the_rule(tmp_path: Path) -> None:
    rules = [rule(1, given=BROKEN), rule(2, given=OPEN)]
    folder = write_catalogue(tmp_path, rules)
    report = run_on(folder, visits(ROW), selection=Choice(rules=("ABC*",)))
    first, two = outcome(report, "ABC001"), outcome(report, "ABC002")
    assert (first.state, first.required, first.findings) == (State.ERRORED, True, ())
    assert first.reason.startswith("what it is given cannot be told: Conversion Error: ")
    assert two.state is State.FAILED
    alone = run_on(folder, visits(ROW), selection=Choice(rules=("ABC001",)))
    assert (alone.verdict, alone.reason) == (
        Verdict.INCOMPLETE,
        "1 check errored (ABC001), no check ran",
    )


def test_a_condition_may_be_named(tmp_path: Path) -> None:
    assert ended(tmp_path, given="is_open").state is State.FAILED
    outcome = ended(tmp_path, given="is_closed")
    assert (outcome.state, outcome.reason) == (State.SKIPPED, "one is open")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("is_opn", "no condition 'is_opn'. Did you mean 'is_open'?"),
        ("nothing", "no condition 'nothing'."),
    ],
)
def test_a_condition_that_nobody_named_is_refused(tmp_path: Path, given: str, message: str) -> None:
    folder = write_catalogue(tmp_path, [rule(1, given=given)], conditions={"is_open": OPEN})
    with pytest.raises(CatalogueError) as refused:
        load(folder, parser())
    assert refused.value.what == f"schemas/conditions.yml has {message}"
    assert (refused.value.where or "").endswith("ABC001_fault_1.yml:16")


@pytest.mark.parametrize(
    ("that", "message"),
    [
        ("getenv('x') = ''", "The function 'getenv' is not on the list of allowed functions."),
        ("TRUE) OR (TRUE", "Only one SELECT is allowed."),
        ("EXISTS (SELECT 1 FROM visitz)", "Table 'visitz' is not in the catalogue. Did you mean"),
    ],
)
def test_a_condition_passes_the_guard_even_if_no_rule_uses_it(
    tmp_path: Path, that: str, message: str
) -> None:
    folder = write_catalogue(tmp_path, conditions={"odd": {"that": that, "else": "no"}})
    with pytest.raises(CatalogueError) as refused:
        load(folder, parser())
    assert refused.value.what.startswith(message)
    assert refused.value.where == f"{folder / 'schemas' / 'conditions.yml'}:3"


@pytest.mark.parametrize(
    ("given", "value", "state", "reason"),
    [
        (OPEN, 1, State.PASSED, ""),
        ("is_open", 1, State.PASSED, ""),
        ("is_closed", None, State.SKIPPED, "one is open"),
    ],
)
def test_a_figure_that_cannot_be_known_is_null_and_bounds_nothing(
    tmp_path: Path, given: Any, value: int | None, state: State, reason: str
) -> None:
    bounded = rule(1, figure={"name": "visits", "equals": "1"}, message="{figure}.")
    conditions = {"is_open": OPEN, "is_closed": CLOSED}
    folder = write_catalogue(
        tmp_path, [bounded], cube=CUBE | {"given": given}, conditions=conditions
    )
    report = run_on(folder, visits(ROW), facts=ReleaseFacts("test", "Test"))
    assert report.figures == {"visits": value}
    judged = outcome(report, "ABC001")
    assert (judged.state, judged.reason) == (state, reason)


def test_a_figure_given_what_nobody_named_is_refused(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, cube=CUBE | {"given": "is_open"})
    with pytest.raises(CatalogueError) as refused:
        load(folder, parser())
    assert refused.value.what == "schemas/conditions.yml has no condition 'is_open'."
    assert (refused.value.where or "").endswith("cubes/visits.yml:11")

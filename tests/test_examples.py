"""Every rule proves itself by its examples."""

from __future__ import annotations

from collections import defaultdict

import pytest

from qa_checks.catalogue import Catalogue, builtin
from qa_checks.examples import ExampleResult, run_examples
from qa_checks.model import State

RULES = sorted(path.stem.partition("_")[0] for path in (builtin() / "rules").rglob("*.yml"))


@pytest.fixture(scope="session")
def results(catalogue: Catalogue) -> dict[str, list[ExampleResult]]:
    """What came of every example, by rule."""
    by_rule = defaultdict(list)
    for result in run_examples(catalogue, catalogue.rules.values()):
        by_rule[result.rule].append(result)
    return dict(by_rule)


@pytest.mark.parametrize("rule", RULES)
def test_examples_find_exactly_what_they_say(
    rule: str, results: dict[str, list[ExampleResult]]
) -> None:
    wrong = [result.sentence for result in results[rule] if not result.holds]
    assert wrong == []
    ended = {(result.kind, result.state) for result in results[rule]}
    assert ("valid", State.PASSED) in ended, "no valid example is in the rule's scope and passes"
    assert ("invalid", State.FAILED) in ended
    assert {state for kind, state in ended if kind == "invalid"} == {State.FAILED}

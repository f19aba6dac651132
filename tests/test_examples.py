"""Every rule proves itself by its examples."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from qa_checks import examples
from qa_checks.catalogue import Catalogue, builtin
from qa_checks.examples import ExampleResult, run_examples
from qa_checks.judging.outcomes import settle
from qa_checks.model import Outcome, State

RULES = sorted(path.stem.partition("_")[0] for path in (builtin() / "rules").rglob("*.yml"))


@pytest.fixture(scope="session")
def outcomes() -> list[Outcome]:
    """How every example ended, once `results` has run them."""
    return []


@pytest.fixture(scope="session")
def results(catalogue: Catalogue, outcomes: list[Outcome]) -> dict[str, list[ExampleResult]]:
    """What came of every example, by rule."""

    def keep(*asked: Any) -> list[Outcome]:
        outcomes.extend(ended := settle(*asked))
        return ended

    by_rule = defaultdict(list)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "settle", keep)
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


@pytest.mark.usefixtures("results")
def test_no_check_finds_more_than_it_looked_at(outcomes: list[Outcome]) -> None:
    assert len(outcomes) > len(RULES)
    assert [ended.check.id for ended in outcomes if ended.failed > ended.checked] == []

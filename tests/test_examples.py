"""Every rule proves itself by its examples, in DuckDB and in SQLite."""

from __future__ import annotations

import pytest

from qa_checks.catalogue import builtin
from qa_checks.model import State
from tests.every_example import EveryExample

RULES = sorted(path.stem.partition("_")[0] for path in (builtin() / "rules").rglob("*.yml"))


@pytest.mark.parametrize("rule", RULES)
def test_examples_find_exactly_what_they_say(rule: str, every_example: EveryExample) -> None:
    results = every_example.results[rule]
    wrong = [result.sentence for result in results if not result.holds]
    assert wrong == []
    ended = {(result.kind, result.state) for result in results}
    assert ("valid", State.PASSED) in ended, "no valid example is in the rule's scope and passes"
    assert ("invalid", State.FAILED) in ended
    assert {state for kind, state in ended if kind == "invalid"} == {State.FAILED}


def test_no_check_finds_more_than_it_looked_at(every_example: EveryExample) -> None:
    outcomes = every_example.outcomes
    assert len(outcomes) > len(RULES)
    assert [ended.check.id for ended in outcomes if ended.failed > ended.checked] == []


@pytest.mark.parametrize("rule", RULES)
def test_each_example_counts_the_same_in_sqlite(rule: str, every_example: EveryExample) -> None:
    counted = every_example.counted[rule]
    assert counted
    assert [in_sqlite for _, in_sqlite in counted] == [by_engine for by_engine, _ in counted]

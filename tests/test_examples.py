"""Every rule proves itself by its examples, in DuckDB and in SQLite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from qa_checks import examples
from qa_checks.catalogue import BoundRule, Catalogue, builtin
from qa_checks.judging import outcomes as judging
from qa_checks.model.checks import Outcome, State
from tests.every_example import EveryExample

RULES = {path.stem.partition("_")[0] for path in (builtin() / "rules").rglob("*.yml")}


def test_examples_find_exactly_what_they_say(every_example: EveryExample) -> None:
    assert set(every_example.results) == RULES
    listed = every_example.results.values()
    assert [result.sentence for results in listed for result in results if not result.holds] == []


def test_every_rule_has_an_example_that_passes_and_none_that_is_not_judged(
    every_example: EveryExample,
) -> None:
    for rule, results in every_example.results.items():
        ended = {(result.kind, result.state) for result in results}
        assert ("valid", State.PASSED) in ended, f"{rule}: no valid example is in its scope"
        states = {state for kind, state in ended if kind == "invalid"}
        assert states == {State.FAILED}, rule


def test_no_check_finds_more_than_it_looked_at(every_example: EveryExample) -> None:
    outcomes = every_example.outcomes
    assert len(outcomes) > len(RULES)
    assert [ended.check.id for ended in outcomes if ended.failed > ended.checked] == []


def test_each_example_counts_the_same_in_sqlite(every_example: EveryExample) -> None:
    assert set(every_example.counted) == RULES
    for rule, counted in every_example.counted.items():
        assert [again for _, again in counted] == [by_engine for by_engine, _ in counted], rule


def undated(catalogue: Catalogue) -> Iterator[BoundRule]:
    """Rules that tell when an inspection was, each with its faulty inspections without a date."""
    for rule in catalogue.rules.values():
        if rule.check.table == "inspections" and "{inspection_date}" in rule.message:
            listed = map(without_date, rule.examples["invalid"])
            yield replace(rule, examples={"invalid": list(listed)})


def without_date(example: dict[str, Any]) -> dict[str, Any]:
    if "rows" not in example:
        return {**example, "inspection_date": None}
    rows = example["rows"]
    dated = [{**row, "inspection_date": None} for row in rows.get("inspections", ())]
    return {**example, "rows": {**rows, "inspections": dated}}


def test_no_finding_says_that_an_inspection_was_on_none(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[Outcome] = []

    def settle(*asked: Any) -> list[Outcome]:
        ended.extend(outcomes := judging.settle(*asked))
        return outcomes

    monkeypatch.setattr(examples, "settle", settle)
    list(examples.run_examples(catalogue, undated(catalogue)))
    messages = [finding.message for outcome in ended for finding in outcome.findings]
    assert "The inspection of SC000001 has no event type." in messages
    dated_by_none = re.compile(r"\b(on|inspected) \(none\)")
    assert list(filter(dated_by_none.search, messages)) == []

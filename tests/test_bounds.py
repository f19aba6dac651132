"""No check finds more than there are rows, however often the rows repeat each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from qa_checks.catalogue import BoundRule, Catalogue
from qa_checks.examples import FIRST_ROW, run_examples
from qa_checks.model.logic import Predicate
from tests.every_example import EveryExample

Rows = list[dict[str, Any]]
COPIES = 4
APART = 1000


def repeated(rows: Rows) -> Rows:
    """Rows several times over: all the same but for the row they stand in."""
    placed = [{"_row": number, **row} for number, row in enumerate(rows, start=FIRST_ROW)]
    return [{**row, "_row": row["_row"] + copy * APART} for copy in range(COPIES) for row in placed]


def turned(rows: Rows) -> Rows:
    """Rows in the opposite order: what stood first stands last."""
    placed = [{"_row": number, **row} for number, row in enumerate(rows, start=FIRST_ROW)]
    return [{**row, "_row": APART - row["_row"]} for row in reversed(placed)]


def spelled_out(bound: BoundRule) -> list[dict[str, Any]]:
    """The invalid examples of a rule in their long form."""
    return [
        item if isinstance(item.get("rows"), dict) else {"rows": {bound.check.table: [item]}}
        for item in bound.examples["invalid"]
    ]


def reshaped(bound: BoundRule, reshape: Callable[[Rows], Rows]) -> BoundRule:
    """A rule with its invalid examples, the rows of whose tables are changed as a whole."""
    invalid = [
        {
            **example,
            "rows": {
                name: rows if name.startswith("extract_") else reshape(rows)
                for name, rows in example["rows"].items()
            },
        }
        for example in spelled_out(bound)
    ]
    return replace(bound, examples={"invalid": invalid})


def looks_at_one_row(bound: BoundRule) -> bool:
    """Whether a rule says of each row of its table something that no other row has a part in.

    Such a rule is a filter of its rows: it cannot find more than there are.
    """
    logic = bound.logic
    return (
        isinstance(logic, Predicate)
        and not logic.rows
        and not any(word in logic.condition + logic.scope for word in ("SELECT", "OVER"))
    )


def has_an_order(example: dict[str, Any]) -> bool:
    """Whether some table has more than one row, so that turning it changes anything."""
    return any(len(rows) > 1 for rows in example["rows"].values())


@pytest.fixture(scope="module")
def counts_of_crowds(catalogue: Catalogue) -> dict[str, list[tuple[int, int]]]:
    """How many findings each crowded example gave, and of how many rows, by rule."""
    rules = [bound for bound in catalogue.rules.values() if not looks_at_one_row(bound)]
    crowds = [reshaped(bound, repeated) for bound in rules]
    counts: dict[str, list[tuple[int, int]]] = {bound.check.id: [] for bound in crowds}
    examples = [(bound, item) for bound in crowds for item in spelled_out(bound)]
    for (bound, example), result in zip(examples, run_examples(catalogue, crowds), strict=True):
        assert result.state.value != "errored", result.sentence
        table = bound.check.table
        own = example["rows"].get(table, []), example["rows"].get(f"previous.{table}", [])
        counts[bound.check.id].append((len(result.actual), max(map(len, own)) or 1))
    return counts


def test_no_rule_finds_more_than_its_rows(
    counts_of_crowds: dict[str, list[tuple[int, int]]],
) -> None:
    beyond = {
        rule: counts
        for rule, counts in counts_of_crowds.items()
        if any(many > rows for many, rows in counts)
    }
    assert beyond == {}


def test_the_crowds_are_such_that_rules_still_find_something(
    counts_of_crowds: dict[str, list[tuple[int, int]]],
) -> None:
    silent = {
        rule for rule, counts in counts_of_crowds.items() if not any(many for many, _ in counts)
    }
    assert len(silent) < len(counts_of_crowds) // 10, silent


def test_the_order_of_the_rows_decides_nothing(
    catalogue: Catalogue, every_example: EveryExample
) -> None:
    rules = [
        bound
        for bound in catalogue.rules.values()
        # What stands in a row's cells is not turned with it.
        if not bound.tables & {"extract_cells", "extract_rows"}
    ]
    in_order: list[tuple[str, list[str]]] = []
    examples: list[BoundRule] = []
    for bound in rules:
        results = every_example.results[bound.check.id]
        as_given = [sorted(result.actual) for result in results if result.kind == "invalid"]
        for item, keys in zip(reshaped(bound, turned).examples["invalid"], as_given, strict=True):
            if has_an_order(item):
                examples.append(replace(bound, examples={"invalid": [item]}))
                in_order.append((bound.check.id, keys))
    assert len(examples) > 100
    turned_round = [
        (result.rule, sorted(result.actual)) for result in run_examples(catalogue, examples)
    ]
    assert turned_round == in_order

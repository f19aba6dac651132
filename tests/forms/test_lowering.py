"""Each form becomes a Predicate or a Selection, and is told in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from qa_checks.catalogue import BoundRule, load
from qa_checks.catalogue.rule_file import RuleWords
from qa_checks.forms import FORMS
from qa_checks.forms.form import Form
from qa_checks.model.logic import Predicate, Selection, occurs_once
from tests.own_rules import parser
from tests.small_catalogue import rule, write_catalogue

# The figure of the small catalogue: a cell of its cube, counted from the rows the cube selects.
COUNTED = "(SELECT count(*) FROM (SELECT number, _source, _row FROM visits) AS counted)"


def bound(folder: Path, **changes: Any) -> BoundRule:
    return load(write_catalogue(folder, [rule(1, **changes)]), parser()).rules["ABC001"]


@pytest.mark.parametrize(
    ("changes", "logic", "condition"),
    [
        (
            {"require": "score > 0", "scope": {"kind": ["Full"]}},
            Predicate("visits", "score > 0", "kind IN ('Full')"),
            "score > 0",
        ),
        (
            {"unique": ["number", "day"]},
            occurs_once("visits", ["number", "day"]),
            "Each combination of number and day occurs once.",
        ),
        (
            {
                "references": {
                    "columns": ["kind"], "to": "codes.kinds", "to_columns": ["code"],
                    "where": "aliases <> ''",
                }
            },
            Predicate(
                "visits",
                'CASE WHEN t."kind" IS NOT NULL THEN t."kind" IN (SELECT "code" FROM codes.kinds '
                "WHERE \"code\" IS NOT NULL AND (aliases <> '')) END",
                known=("kind",),
                listed="SELECT \"code\" FROM codes.kinds "
                "WHERE \"code\" IS NOT NULL AND (aliases <> '')",
            ),
            "kind stands in code of codes.kinds where aliases <> ''.",
        ),
        (
            {"query": "SELECT t.* FROM visits AS t"},
            Selection("visits", "SELECT t.* FROM visits AS t"),
            "This query finds nothing:\nSELECT t.* FROM visits AS t",
        ),
        (
            {"query": "SELECT t.* FROM IN_SCOPE AS t", "scope": {"kind": ["Full"]}},
            Selection(
                "visits",
                "WITH in_scope AS (SELECT * FROM visits AS t WHERE kind IN ('Full')) "
                "SELECT * FROM (SELECT t.* FROM IN_SCOPE AS t) AS violating",
                "kind IN ('Full')",
                within_scope=True,
            ),
            "This query finds nothing:\nSELECT t.* FROM IN_SCOPE AS t",
        ),
    ],
)  # fmt: skip
def test_a_form_is_lowered_and_told(
    tmp_path: Path, changes: dict[str, Any], logic: Predicate | Selection, condition: str
) -> None:
    bound_rule = bound(tmp_path, **changes)
    assert (bound_rule.logic, bound_rule.condition) == (logic, condition)


def test_a_figure_is_a_predicate_over_one_row(tmp_path: Path) -> None:
    figure = {"name": "visits", "at_least": "1", "at_most": "$expected_visits"}
    bound_rule = bound(tmp_path, figure=figure, message="{name} is {figure}, not {expected}.")
    assert bound_rule.logic == Predicate(
        "visits",
        "CASE WHEN t.at_least IS NOT NULL AND t.at_most IS NOT NULL "
        "THEN t.figure >= t.at_least AND t.figure <= t.at_most END",
        rows="SELECT NULL AS _source, NULL AS _block, NULL AS _row, 'visits' AS place, "
        f"'visits' AS name, {COUNTED} AS figure, "
        "(1) AS at_least, ($expected_visits) AS at_most",
        in_file=False,
        facts=frozenset({"expected_visits"}),
    )
    assert (
        bound_rule.message == "{name} is {figure}, not at least {at_least} and at most {at_most}."
    )
    assert (bound_rule.points_at, bound_rule.rows) == (("figure",), "")
    assert (
        bound_rule.condition == "The figure visits is at least 1 and is at most $expected_visits."
    )
    assert [(cond.that, cond.otherwise) for cond in bound_rule.preconditions] == [
        (f"{COUNTED} IS NOT NULL", "the figure visits cannot be counted here")
    ]


def test_every_form_has_a_key_of_its_own_and_says_what_it_is() -> None:
    keys = [form.key for form in FORMS]
    assert len(set(keys)) == len(keys)
    assert {*keys}.isdisjoint(RuleWords.__struct_fields__)
    assert all(form.__doc__ for form in FORMS)


def test_the_rows_of_a_scope_are_known_by_their_table(tmp_path: Path) -> None:
    query = "SELECT t.* FROM in_scope AS t WHERE t.score > 3"
    bound_rule = bound(tmp_path, query=query, scope={"kind": ["Full"]})
    assert bound_rule.tables == {"visits"}
    assert bound_rule.columns == {("visits", "kind"), ("visits", "score")}


def test_a_form_that_is_not_lowered_cannot_be_made() -> None:
    class Silent(Form, frozen=True):
        key: ClassVar[str] = "silent"

        def tell(self) -> str:
            return "nothing"

    with pytest.raises(TypeError, match=r"'lower'"):
        Silent()  # type: ignore[abstract]

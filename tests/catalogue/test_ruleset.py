"""Rules are bound to exactly the tables, columns and facts their SQL speaks of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import BoundRule, load
from qa_checks.sql_text import sql_literal
from tests.own_rules import parser
from tests.small_catalogue import rule, write_catalogue


def bound(folder: Path, **changes: Any) -> BoundRule:
    return load(write_catalogue(folder, [rule(1, **changes)]), parser()).rules["ABC001"]


def test_theme_and_place_come_from_the_file(tmp_path: Path) -> None:
    bound_rule = bound(tmp_path)
    assert (bound_rule.check.theme, bound_rule.where) == (
        "office",
        "rules/office/ABC001_fault_1.yml",
    )
    assert bound_rule.path == tmp_path / "rules" / "office" / "ABC001_fault_1.yml"


@pytest.mark.parametrize(
    ("changes", "tables", "columns", "facts"),
    [
        ({"require": "score > 0"}, {"visits"}, {("visits", "score")}, set()),
        (
            {"require": "day <= $as_at AND t.score > 0"},
            {"visits"},
            {("visits", "day"), ("visits", "score")},
            {"as_at"},
        ),
        (
            {
                "require": "EXISTS (SELECT 1 FROM previous.visits AS p WHERE p.number = t.number)",
                "scope": {"kind": ["Full"], "where": "share > $expected_share"},
            },
            {"visits", "previous.visits"},
            {
                ("visits", "number"),
                ("previous.visits", "number"),
                ("visits", "kind"),
                ("visits", "share"),
            },
            {"expected_share"},
        ),
        (
            {"unique": ["number", "day"]},
            {"visits"},
            {("visits", "number"), ("visits", "day")},
            set(),
        ),
        (
            {"references": {"columns": ["kind"], "to": "codes.kinds", "to_columns": ["code"]}},
            {"visits", "codes.kinds"},
            {("visits", "kind"), ("codes.kinds", "code")},
            set(),
        ),
        (
            {
                "query": "WITH d AS (SELECT number, count(*) AS n FROM visits GROUP BY number) "
                "SELECT t.*, d.n FROM visits AS t JOIN d USING (number) WHERE d.n > $expected_n"
            },
            {"visits"},
            {("visits", "number")},
            {"expected_n"},
        ),
        (
            {
                "query": "SELECT t.* FROM visits AS t "
                "WHERE EXISTS (SELECT 1 FROM previous.visits AS v WHERE v.score > 3) "
                "AND EXISTS (SELECT 1 FROM extract_rows AS v WHERE v.fault = t.number)"
            },
            {"visits", "previous.visits", "extract_rows"},
            {("visits", "number"), ("previous.visits", "score"), ("extract_rows", "fault")},
            set(),
        ),
        (
            {
                "query": "SELECT t.* FROM visits AS t "
                "WHERE EXISTS (SELECT 1 FROM extract_rows AS v WHERE fault = t.number) "
                "AND EXISTS (SELECT 1 FROM previous.visits AS v WHERE score > 3)"
            },
            {"visits", "previous.visits", "extract_rows"},
            {("visits", "number"), ("previous.visits", "score"), ("extract_rows", "fault")},
            set(),
        ),
        (
            {
                "query": "WITH v AS (SELECT * FROM previous.visits) "
                "SELECT t.* FROM visits AS t JOIN v ON v.number = t.number WHERE t.score > 3"
            },
            {"visits", "previous.visits"},
            {("visits", "number"), ("visits", "score"), ("previous.visits", "number")},
            set(),
        ),
        (
            {"figure": {"name": "visits", "at_least": "$expected_visits"}},
            {"visits"},
            set(),
            {"expected_visits"},
        ),
        (
            {
                "require": "score > 0",
                "given": {"that": "EXISTS (SELECT 1 FROM visits WHERE open)", "else": "none open"},
            },
            {"visits"},
            {("visits", "score"), ("visits", "open")},
            set(),
        ),
        (
            {"table": "extract_rows", "require": "fault <> 'blank'", "message": "{place}."},
            {"extract_rows"},
            {("extract_rows", "fault")},
            set(),
        ),
    ],
)
def test_names_are_found(
    tmp_path: Path,
    changes: dict[str, Any],
    tables: set[str],
    columns: set[tuple[str, str]],
    facts: set[str],
) -> None:
    bound_rule = bound(tmp_path, **changes)
    assert (bound_rule.tables, bound_rule.columns, bound_rule.facts) == (tables, columns, facts)


def test_a_scope_becomes_one_predicate(tmp_path: Path) -> None:
    scope = {
        "from": "2021-04-01",
        "until": "2022-03-31",
        "kind": ["Full", "Short"],
        "person": ["O'Neill"],
        "score": [1, 2],
        "where": "open OR score > 1",
    }
    assert bound(tmp_path, scope=scope).logic.scope == (
        "day >= DATE '2021-04-01' AND day <= DATE '2022-03-31' "
        "AND kind IN ('Full', 'Short') AND person IN ('O''Neill') AND score IN (1, 2) "
        "AND (open OR score > 1)"
    )
    assert bound(tmp_path).logic.scope == ""


@pytest.mark.parametrize(
    ("value", "literal"),
    [(True, "TRUE"), (3, "3"), (0.5, "0.5"), ("a'b", "'a''b'"), ("';--", "''';--'")],
)
def test_values_become_literals(value: object, literal: str) -> None:
    assert sql_literal(value) == literal

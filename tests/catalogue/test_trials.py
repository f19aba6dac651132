"""SQL of a rule that can only fail, or never find anything, is refused with place and remedy."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import builtin, load, load_rules, load_schemas
from qa_checks.catalogue.ruleset import read_rules
from qa_checks.errors import CatalogueError
from tests.own_rules import parser
from tests.small_catalogue import CUBE, TABLE, rule, write_catalogue

DAY = "Write a day as '2021-08-31'."
NO_CONDITION = "it is no condition, neither true nor false: compare it with something."
TAKEN_FOR_TRUE = "AND, OR, NOT, WHERE and WHEN need conditions: compare the value with something."
NO_COMPARISON = "nothing equals NULL, nor differs from it: write IS NULL or IS NOT NULL."
FINDS_NOTHING = "no row can be at fault, whatever the tables hold: it checks nothing."
NO_CODE = "'Ful' is no code of 'kinds'. Did you mean 'Full'?"
NULL_LIST = (
    "query: NOT IN finds nothing where a value of its list is missing: add score IS NOT NULL."
)
FROM = "SELECT t.* FROM in_scope AS t"
WRONG: list[tuple[dict[str, Any], str]] = [
    (
        {"require": "score = 'Good'"},
        "require: 'Good' is no integer (Could not convert string 'Good' to INT64).",
    ),
    (
        {"require": "day > '2022-02-30'"},
        "require: '2022-02-30' is no date (date field value out of range: \"2022-02-30\"). " + DAY,
    ),
    (
        {"require": "day <> 20210831"},
        "require: '20210831' is no date (Unimplemented type for cast (INTEGER -> DATE)). " + DAY,
    ),
    (
        {"require": "open = 'perhaps'"},
        "require: 'perhaps' is no boolean (Could not convert string 'perhaps' to BOOL).",
    ),
    (
        {"query": f"{FROM} WHERE number = '1' AND share IN (0.5, 'half')"},
        "query: 'half' is no number (Could not convert string 'half' to DOUBLE).",
    ),
    (
        {"scope": {"where": "score = 'Good'"}},
        "scope.where: 'Good' is no integer (Could not convert string 'Good' to INT64).",
    ),
    (
        {"require": "number > 3"},
        "require: it cannot be run (Cannot compare values of type VARCHAR and type "
        "INTEGER_LITERAL - an explicit cast is required).",
    ),
    (
        {"references": {"columns": ["day"], "to": "visits", "to_columns": ["score"]}},
        "references: it cannot be run (Cannot compare values of type DATE and BIGINT in "
        "IN/ANY/ALL clause - an explicit cast is required).",
    ),
    (
        {"figure": {"name": "visits", "equals": "score"}},
        'figure: it cannot be run (Referenced column "score" was not found because the FROM '
        "clause is missing).",
    ),
    (
        {"given": {"that": "score > 3", "else": "there is none"}},
        'given.that: it cannot be run (Referenced column "score" not found in FROM clause).',
    ),
    (
        {"query": f"{FROM} JOIN extract_rows AS v ON v.score > 3 WHERE t.score = 1"},
        'query: it cannot be run (Table "v" does not have a column named "score").',
    ),
    ({"require": "score"}, f"require: {NO_CONDITION}"),
    ({"scope": {"where": "score"}}, f"scope.where: {NO_CONDITION}"),
    (
        {"given": {"that": "(SELECT count(*) FROM visits)", "else": "there is none"}},
        f"given.that: {NO_CONDITION}",
    ),
    (
        {
            "references": {
                "columns": ["number"],
                "to": "visits",
                "to_columns": ["number"],
                "where": "score",
            }
        },
        f"references.where: {NO_CONDITION}",
    ),
    (
        {
            "agrees": {
                "column": "kind",
                "by": ["number"],
                "across": "releases",
                "unless": "o.score",
            }
        },
        f"agrees.unless: {NO_CONDITION}",
    ),
    ({"require": "score > 1 AND share"}, f"require: {TAKEN_FOR_TRUE}"),
    ({"require": "CASE WHEN share THEN score > 1 END"}, f"require: {TAKEN_FOR_TRUE}"),
    ({"query": f"{FROM} WHERE score"}, f"query: {TAKEN_FOR_TRUE}"),
    ({"require": "score = NULL"}, f"require: {NO_COMPARISON}"),
    ({"query": f"{FROM} WHERE score NOT IN (1, NULL)"}, f"query: {NO_COMPARISON}"),
    ({"query": f"{FROM} WHERE score NOT IN (SELECT v.score FROM visits AS v)"}, NULL_LIST),
    (
        {
            "query": f"{FROM} WHERE NOT (t.score IN (SELECT v.score FROM previous.visits AS v "
            "WHERE v.day IS NOT NULL AND (v.score IS NOT NULL OR v.open)))"
        },
        NULL_LIST,
    ),
    ({"require": "kind = 'Ful' OR score > 3"}, f"require: {NO_CODE}"),
    ({"require": "kind NOT IN ('Short', 'Ful')"}, f"require: {NO_CODE}"),
    ({"require": "CASE kind WHEN 'Ful' THEN score > 3 ELSE TRUE END"}, f"require: {NO_CODE}"),
    ({"scope": {"where": "'Ful' = kind"}}, f"scope.where: {NO_CODE}"),
    (
        {
            "query": f"{FROM} JOIN (SELECT number, max(kind) AS last FROM visits GROUP BY number) "
            "AS v USING (number) WHERE v.last = 'Ful'"
        },
        f"query: {NO_CODE}",
    ),
    ({"require": "score > 3 OR TRUE"}, f"require: {FINDS_NOTHING}"),
    ({"query": f"{FROM} WHERE score > 3 AND score < 2"}, f"query: {FINDS_NOTHING}"),
    ({"query": f"{FROM} WHERE kind = 'Full' AND kind = 'Short'"}, f"query: {FINDS_NOTHING}"),
]
RIGHT: list[dict[str, Any]] = [
    {"require": "score = '3' AND day > '2022-02-28' AND open = 'true'"},
    {"require": "kind IN ('Full', 'Short') OR lower(kind) = 'ful'"},
    {"require": "coalesce(kind, 'none') <> 'none'"},
    {"require": "score IS DISTINCT FROM NULL"},
    {"require": "open OR NOT open"},
    {"require": "day <= $as_at AND $status = 'final' AND score < $expected_visits"},
    {"require": "CASE WHEN score > 3 THEN open END"},
    {"scope": {"where": "$status = 'final'"}},
    {"query": f"{FROM} WHERE score > 3 AND $as_at IS NULL"},
    {
        "query": f"{FROM} WHERE score NOT IN (SELECT v.score FROM visits AS v "
        "WHERE v.score IS NOT NULL AND v.open)"
    },
    {"query": f"{FROM} WHERE kind NOT IN (SELECT c.code FROM codes.kinds AS c)"},
    {
        "query": "WITH known AS (SELECT coalesce(score, 0) AS score FROM visits) "
        f"{FROM} WHERE score NOT IN (SELECT k.score FROM known AS k)"
    },
    {"require": "score NOT IN (SELECT v.score FROM visits AS v)"},  # undecided, not passed
]


@pytest.mark.parametrize(("logic", "fault"), WRONG)
def test_what_can_only_fail_or_find_nothing_is_refused(
    tmp_path: Path, logic: dict[str, Any], fault: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        load(write_catalogue(tmp_path, [rule(1, **logic)]), parser(), examples=True)
    path, _, line = caught.value.where.rpartition(":")
    place = fault.partition(":")[0].rpartition(".")[2]
    assert (
        Path(path)
        .read_text(encoding="utf-8")
        .splitlines()[int(line) - 1]
        .strip()
        .startswith(f"{place}:")
    )
    assert caught.value.what == fault


@pytest.mark.parametrize("logic", RIGHT)
def test_what_may_be_true_or_false_is_taken(tmp_path: Path, logic: dict[str, Any]) -> None:
    write_catalogue(tmp_path, [rule(1, **logic)])
    assert "ABC001" in load(tmp_path, parser(), examples=True).rules


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("score > 3 AND score < 2", "No row can count, whatever the tables hold: each of its "
         "numbers is 0."),
        ("kind = 'Ful'", NO_CODE),
    ],
)  # fmt: skip
def test_a_cube_that_counts_nothing_is_refused(tmp_path: Path, condition: str, fault: str) -> None:
    cube = {**CUBE, "select": f"{CUBE['select']} WHERE {condition}"}
    write_catalogue(tmp_path, [rule(1)], cube=cube)
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, parser(), examples=True)
    assert caught.value.what == fault
    path, _, line = caught.value.where.rpartition(":")
    assert path == str(tmp_path / "schemas" / "cubes" / f"{cube['cube']}.yml")
    assert Path(path).read_text().splitlines()[int(line) - 1].startswith("select:")


def test_each_rule_of_the_project_can_find_something() -> None:
    schemas = load_schemas(builtin(), parser())
    rules = read_rules(schemas, builtin() / "rules", parser(), tried=True)
    assert rules.keys() == load().rules.keys()


def test_they_are_tried_where_examples_are_and_where_a_release_is_signed(tmp_path: Path) -> None:
    schemas = load_schemas(write_catalogue(tmp_path, [rule(1, require="score")]), parser())
    for how in ({"examples": True}, {"packed": False}):
        with pytest.raises(CatalogueError) as caught:
            load_rules(schemas, parser(), **how)
        assert caught.value.what == f"require: {NO_CONDITION}"
    assert "ABC001" in load_rules(schemas, parser()).rules  # of a run, which has no time for it


@pytest.mark.parametrize(
    ("column", "changes", "fault"),
    [
        ("kind", {"example": "Ful"}, NO_CODE),
        ("score", {"example": "five"}, "'five' is no value of a column of type integer."),
        ("day", {"example": "2022-02-30"}, "'2022-02-30' is no day like 2021-08-31."),
        ("open", {"example": "Yes"}, "'Yes' is no value of a column of type boolean."),
        ("number", {"str_matches": "[A-Z]+"}, "The example '1' does not match it."),
    ],
)
def test_an_example_that_no_file_could_give_is_refused(
    tmp_path: Path, column: str, changes: dict[str, Any], fault: str
) -> None:
    table = copy.deepcopy(TABLE)
    table["columns"][column].update(changes)
    with pytest.raises(CatalogueError) as caught:
        load(write_catalogue(tmp_path, table=table), parser())
    assert caught.value.what == fault


def test_a_row_of_an_example_has_codes_that_there_are(tmp_path: Path) -> None:
    examples = {"valid": [{"kind": "Full"}], "invalid": [{"kind": "Ful"}]}
    write_catalogue(tmp_path, [rule(1, examples=examples)])
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, parser(), examples=True)
    assert caught.value.what == f"examples.invalid: kind: {NO_CODE}"

"""Rules and schema checks explained in the terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from qa_checks.catalogue import Catalogue, load
from qa_checks.model.checks import Check
from qa_checks.plan import Given
from qa_checks.plan.constraints import schema_checks
from qa_checks.reading.connection import connect
from qa_checks.render.explanations import explain_check, explain_rule
from qa_checks.render.rules_as_terminal import print_explanation, print_rules
from tests.own_rules import parser
from tests.small_catalogue import rule, write_catalogue


def office(folder: Path, *rules: dict[str, Any]) -> Catalogue:
    return load(write_catalogue(folder, list(rules)), connect(), examples=True)


def explained(folder: Path, **changes: Any) -> dict[str, str]:
    catalogue = office(folder, rule(1, **changes))
    return explain_rule(catalogue.rules["ABC001"])


def shown(print_it: Callable[[Console], None], width: int = 80, **console: Any) -> str:
    out = io.StringIO()
    print_it(Console(file=out, width=width, **console))
    return out.getvalue()


def test_a_rule_is_explained_under_its_headings(tmp_path: Path) -> None:
    parts = explained(
        tmp_path, message="Visit [{number} ]scored {score}.", require="day <= $as_at",
        given={"that": "EXISTS (SELECT 1 FROM visits)", "else": "there are no visits"},
    )  # fmt: skip
    assert list(parts) == [
        "Condition", "Which rows", "What the release must say", "Skipped when", "Why it matters",
        "What to do", "Source", "What a finding says", "Examples", "File",
    ]  # fmt: skip
    assert parts["Condition"] == "day <= $as_at"
    assert parts["What the release must say"] == "as_at"
    assert parts["Skipped when"] == "there are no visits"
    assert parts["What a finding says"] == "Visit {number} scored {score}."
    assert parts["Which rows"] == "Each row of visits."


@pytest.mark.parametrize(
    ("changes", "heading", "message"),
    [
        ({"scope": {"kind": ["Full", "Short"], "from": "2022-01-01", "until": "2022-12-31",
                    "where": "share > 0\nAND score < 9"}}, "Which rows",
         "Rows of visits with\nkind is Full or Short\nday from 01/01/2022 until 31/12/2022\n"
         "share > 0\nAND score < 9"),
        ({"scope": {"from": "2022-01-01"}}, "Which rows",
         "Rows of visits with\nday from 01/01/2022"),
        ({"unique": ["number", "day"]}, "Condition",
         "Each combination of number and day occurs once."),
        ({"references": {"columns": ["number"], "to": "previous.visits",
                         "to_columns": ["number"], "where": "score > 1"}}, "Condition",
         "number stands in number of previous.visits where score > 1."),
        ({"figure": {"name": "visits", "at_least": "1", "at_most": "$expected_visits"}},
         "Condition", "The figure visits is at least 1 and is at most $expected_visits."),
        ({"query": "SELECT t.* FROM visits AS t"}, "Condition",
         "This query finds nothing:\nSELECT t.* FROM visits AS t"),
    ],
)  # fmt: skip
def test_logic_and_scope_are_said_in_words(
    tmp_path: Path, changes: dict[str, Any], heading: str, message: str
) -> None:
    assert explained(tmp_path, **changes)[heading] == message


@cache
def builtin_checks() -> tuple[Catalogue, dict[str, tuple[Check, str]]]:
    root = Path(__file__).parents[2]
    catalogue = load(root, parser(), examples=True)
    tables = catalogue.tables.values()
    columns = frozenset((table.table, name) for table in tables for name in table.columns)
    given = Given(frozenset(catalogue.tables), columns, {}, strict=False)
    return catalogue, {
        schema_check.check.id: (schema_check.check, schema_check.message)
        for table in tables
        for schema_check in schema_checks(table, given, catalogue)
    }


@pytest.mark.parametrize(
    ("check_id", "heading", "message"),
    [
        ("providers.sector.in", "Code list", "schemas/codes/sectors.csv"),
        ("inspections.inspection_date.type", "What can be read",
         "dates such as 31/08/2021, 2021-08-31, 31-Aug-2021 and real dates of a workbook"),
        ("providers.multi_building.type", "What can be read",
         "words for yes and no: Yes, Y, 1, true, No, N, 0, false"),
        ("providers.urn.str_matches", "Form, as a regular expression",
         "SC[0-9]{6}|[0-9]{6,7}"),
        ("providers.urn.nullable", "A finding is", "a value that is missing"),
    ],
)  # fmt: skip
def test_a_check_of_a_schema_says_what_it_asks(check_id: str, heading: str, message: str) -> None:
    catalogue, checks = builtin_checks()
    assert explain_check(*checks[check_id], catalogue)[heading] == message


def test_a_short_code_list_is_shown_whole_and_a_long_one_begun() -> None:
    catalogue, checks = builtin_checks()
    codes = explain_check(*checks["providers.sector.in"], catalogue)["Codes"].splitlines()
    assert len(codes) == 6
    assert codes[:2] == ["Local Authority (also Local authority)", "Private"]
    places = explain_check(*checks["providers.local_authority.in"], catalogue)["Codes"]
    listed = len(catalogue.codes["local_authorities"].codes)
    assert len(places.splitlines()) == 31
    assert places.splitlines()[-1] == f"and {listed - 30} more"


def test_every_check_can_be_explained_and_nothing_reads_like_code() -> None:
    catalogue, checks = builtin_checks()
    texts = [explain_check(*check, catalogue) for check in checks.values()]
    texts += [explain_rule(bound) for bound in catalogue.rules.values()]
    for parts in texts:
        assert {"Why it matters", "What to do", "Source", "File"} <= set(parts)
        assert not [text for name, text in parts.items() if name != "Examples" and "\\n" in text]
        assert "{'" not in parts.get("Which rows", "")


def test_lines_hang_below_their_beginning() -> None:
    parts = {"Why": "word " * 20, "Query": "SELECT a\n    FROM b"}
    text = shown(
        lambda console: print_explanation(("A1", "n", "error"), "It holds.", parts, console), 60
    )
    assert text.splitlines() == [
        "A1  n  error",
        "It holds.",
        "",
        "Why",
        "  word word word word word word word word word word word",
        "  word word word word word word word word word",
        "",
        "Query",
        "  SELECT a",
        "      FROM b",
    ]


def test_rules_are_listed_by_theme_and_plain_where_nobody_looks(tmp_path: Path) -> None:
    catalogue = office(tmp_path, rule(1), rule(2, require="score < 9", severity="warning"))
    rules = [catalogue.rules[name] for name in ("ABC001", "ABC002")]
    text = shown(lambda console: print_rules(rules, console))
    assert text.splitlines()[1:3] == [
        f"  ABC001  error    {rules[0].check.title}",
        f"  ABC002  warning  {rules[1].check.title}",
    ]
    assert text.splitlines()[4].startswith("2 rules. `qa-checks rules show ID` explains one;")
    assert "\x1b" not in text
    coloured = shown(
        lambda console: print_rules(rules, console), force_terminal=True, color_system="standard"
    )
    assert "\x1b[31merror" in coloured

"""What `any_value` gives depends on the run: SQL that has it is read with `min` in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.catalogue import load
from qa_checks.fields import settle_any_value
from tests.own_rules import parser
from tests.small_catalogue import outcome, rule, run_on, visits, write_catalogue


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("any_value(score)", "min(score)"),
        ("ANY_VALUE (score) FILTER (open)", "min (score) FILTER (open)"),
        ("my_any_value(score)", "my_any_value(score)"),
        (
            "kind = 'any_value(it''s)' AND any_value(a) > 1",
            "kind = 'any_value(it''s)' AND min(a) > 1",
        ),
        ('"any_value(" + any_value(a)', '"any_value(" + min(a)'),
        ("a -- don't any_value(\n, any_value(b)", "a -- don't any_value(\n, min(b)"),
        ("a /* it's any_value( */ + any_value(b)", "a /* it's any_value( */ + min(b)"),
    ],
)
def test_any_value_is_read_as_the_least(written: str, read: str) -> None:
    assert settle_any_value(written) == read


@pytest.mark.parametrize("beside", [False, True])
def test_a_rule_of_an_old_catalogue_gives_the_same_row_in_every_order(
    tmp_path: Path, beside: bool
) -> None:
    sql = (
        "SELECT t.* FROM visits AS t JOIN (SELECT kind, any_value(person) AS who FROM visits "
        "GROUP BY kind) AS k ON k.kind = t.kind WHERE k.who = t.person"
    )
    write_catalogue(tmp_path, [rule(1, query="ABC001.sql" if beside else sql)])
    if beside:
        (tmp_path / "rules" / "office" / "ABC001.sql").write_text(sql, "utf-8")
    rows = [[f"{n}", "", "Full", "", "", "", name] for n, name in enumerate(("Cid", "Ann", "Ben"))]
    for given in (rows, rows[::-1]):
        [finding] = outcome(run_on(tmp_path, visits(*given)), "ABC001").findings
        assert finding.key == "1"


def test_any_value_of_a_derived_column_is_read_so_too(tmp_path: Path) -> None:
    from tests.small_catalogue import TABLE

    derived = {"title": "First", "derived": "(SELECT any_value(v.kind) FROM base.visits AS v)"}
    table = TABLE | {"columns": TABLE["columns"] | {"first_kind": derived}}
    write_catalogue(tmp_path, table=table)
    column = load(tmp_path, parser()).tables["visits"].columns["first_kind"]
    assert column.derived == "(SELECT min(v.kind) FROM base.visits AS v)"

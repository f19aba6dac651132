"""Which queries find nothing where no row is in their scope."""

from __future__ import annotations

import json

import pytest

from qa_checks.catalogue.scope_bound import is_bound_to
from tests.own_rules import parser


@pytest.mark.parametrize(
    ("sql", "bound"),
    [
        ("SELECT t.* FROM in_scope AS t", True),
        ("SELECT t.* FROM IN_SCOPE AS t JOIN visits AS v ON v.a = t.a", True),
        ("SELECT v.* FROM visits AS v, in_scope AS t", True),
        ("SELECT t.* FROM in_scope AS t LEFT JOIN visits AS v ON v.a = t.a", True),
        ("SELECT v.* FROM visits AS v LEFT JOIN in_scope AS t ON v.a = t.a", False),
        ("SELECT v.* FROM in_scope AS t RIGHT JOIN visits AS v ON v.a = t.a", False),
        ("SELECT v.* FROM in_scope AS t FULL JOIN visits AS v ON v.a = t.a", False),
        ("SELECT v.* FROM visits AS v ANTI JOIN in_scope AS t ON v.a = t.a", False),
        ("SELECT v.* FROM visits AS v WHERE v.a NOT IN (SELECT a FROM in_scope)", False),
        ("SELECT v.* FROM visits AS v", False),
        ("SELECT s.* FROM (SELECT t.* FROM in_scope AS t) AS s", True),
        ("WITH s AS (SELECT t.* FROM in_scope AS t) SELECT s.* FROM s", True),
        ("WITH s AS (SELECT v.* FROM visits AS v) SELECT s.* FROM s", False),
        ("WITH in_scope AS (SELECT v.* FROM visits AS v) SELECT t.* FROM in_scope AS t", False),
        ("SELECT a, count(*) FROM in_scope GROUP BY a", True),
        ("SELECT a, count(*) FROM in_scope GROUP BY ROLLUP (a)", False),
        ("SELECT a, count(*) FROM in_scope GROUP BY GROUPING SETS ((a), ())", False),
        ("SELECT count(*) AS n FROM in_scope", False),
        ("SELECT s.* FROM (SELECT count(*) AS n FROM in_scope) AS s", False),
        ("SELECT t.* FROM in_scope AS t UNION ALL SELECT v.* FROM visits AS v", False),
    ],
)
def test_a_query_is_bound_to_its_scope(sql: str, bound: bool) -> None:
    told = parser().execute("SELECT json_serialize_sql($1)", [sql]).fetchall()
    assert is_bound_to(json.loads(told[0][0])["statements"][0], "in_scope") is bound

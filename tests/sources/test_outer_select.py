from __future__ import annotations

import pytest
import sqlglot

from qa_checks.sources.outer_select import wrap_transact

CAST = ["{}", "CAST({} AS nvarchar(max))"]
OUTER = ") SELECT q.c0, CAST(q.c1 AS nvarchar(max)) FROM q"


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("SELECT a, b FROM t -- all", "WITH q(c0, c1) AS (\nSELECT a, b FROM t -- all\n" + OUTER),
        (
            "SELECT a, b FROM t ORDER BY a",
            "WITH q(c0, c1) AS (\nSELECT a, b FROM t ORDER BY a\nOFFSET 0 ROWS\n" + OUTER,
        ),
        (
            "SELECT TOP 10 a, b FROM t ORDER BY a",
            "WITH q(c0, c1) AS (\nSELECT TOP 10 a, b FROM t ORDER BY a\n" + OUTER,
        ),
        (
            "SELECT a, row_number() OVER (ORDER BY a) AS b FROM t",
            "WITH q(c0, c1) AS (\nSELECT a, row_number() OVER (ORDER BY a) AS b FROM t\n" + OUTER,
        ),
        (
            "WITH x AS (SELECT a, b FROM t), y AS (SELECT a, b FROM x) SELECT a, b FROM y",
            "WITH x AS (SELECT a, b FROM t), y AS (SELECT a, b FROM x) , q(c0, c1) AS (\n"
            "SELECT a, b FROM y\n" + OUTER,
        ),
        (
            "SELECT a, b FROM t OPTION (MAXDOP 1)",
            "WITH q(c0, c1) AS (\nSELECT a, b FROM t \n" + OUTER + " OPTION (MAXDOP 1)",
        ),
        (
            "SELECT a, b FROM orders AS ordering",
            "WITH q(c0, c1) AS (\nSELECT a, b FROM orders AS ordering\n" + OUTER,
        ),
        (
            "SELECT a AS [Top], [option] FROM t ORDER BY a",
            "WITH q(c0, c1) AS (\nSELECT a AS [Top], [option] FROM t ORDER BY a\nOFFSET 0 ROWS\n"
            + OUTER,
        ),
        (
            "WITH x(a) AS (SELECT 1), y AS (SELECT 2 AS b) (SELECT a, b FROM x, y)",
            "WITH x(a) AS (SELECT 1), y AS (SELECT 2 AS b) , q(c0, c1) AS (\n"
            "(SELECT a, b FROM x, y)\n" + OUTER,
        ),
    ],
)
def test_transact_sql_is_wrapped(text: str, wrapped: str) -> None:
    assert wrap_transact(text, CAST) == wrapped
    assert sqlglot.parse_one(wrapped, read="tsql").key == "select"

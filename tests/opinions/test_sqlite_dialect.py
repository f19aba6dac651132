"""Rule SQL in SQLite: the same answers as DuckDB, or a refusal with its reason."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from qa_checks.opinions.sqlite_dialect import Unsayable, to_sqlite
from qa_checks.opinions.sqlite_functions import register

SAME = """
DATE '2021-03-01' - DATE '2021-02-01'
DATE '2021-02-27' + 2
DATE '2021-03-01' - 1
3 - 5 + 2 * 4
7 / 2
7 % 4
DATE '2021-08-31' >= $as_at
$as_at - 84
$expected_local_authorities + 1
list_contains($expected_ungraded, 'Dorset')
list_contains($expected_ungraded, 'dorset')
$status IS NULL
isodow(DATE '2021-08-29')
year(DATE '2021-08-29') * 10000 + month(DATE '2021-08-29') * 100 + day(DATE '2021-08-29')
quarter(DATE '2021-08-29')
extract(year FROM DATE '2021-08-29')
monthname(DATE '2021-08-29') || dayname(DATE '2021-08-29')
CAST('2021-08-31' AS DATE) - CAST('2021-08-01' AS DATE)
CAST(12 AS VARCHAR) || 'a'
CAST('12' AS INTEGER) + 1
CAST('1.5' AS DOUBLE)
CAST(2.6 AS INTEGER) - CAST('-7.6' AS BIGINT)
CAST(NULL AS INTEGER) IS NULL
'REDACTED' LIKE 'RED%'
'redacted' LIKE 'RED%'
'redacted' ILIKE 'RED%'
'a%b' LIKE 'a!%b' ESCAPE '!'
'ab' LIKE 'a!%b' ESCAPE '!'
lower('ÀB') || upper('éc')
trim('  a b ') || '|' || ltrim('  a') || '|' || rtrim('a  ') || '|'
left('abc', 2) || right('abc', 2)
left('SW1A 1AA', length('SW1A 1AA') - 3)
substring('abcdef', 3, 2)
replace('SW1A 1AA', ' ', '')
contains('abc', 'bc') AND starts_with('abc', 'a') AND ends_with('abc', 'c')
strpos('abc', 'c')
list_contains(string_split('a|b', '|'), 'b')
concat('a', NULL, 1)
concat_ws(' ', 'a', NULL, 'b')
coalesce(NULL, 'x') || ifnull(NULL, 'y')
nullif(1, 1) IS NULL
greatest(1, NULL, 3) - least(2, 5)
abs(-3) + round(2.5) + sign(-2)
regexp_matches('abc', 'B')
regexp_matches('abc', 'B', 'i')
regexp_full_match('SC123456', 'SC[0-9]{6}')
regexp_matches('x:y {z}', ':y \\{z\\}')
regexp_extract('in SW1A 1AA', '([A-Z]+)[0-9]', 1)
regexp_extract('none', '[0-9]')
regexp_replace('a1b2', '[0-9]', 'x', 'g')
1 IS DISTINCT FROM NULL
NULL IS NOT DISTINCT FROM NULL
(1, 'a') IN (SELECT 1, 'a')
CASE WHEN NULL THEN 1 ELSE 2 END
CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END
2 BETWEEN 1 AND 3
2 ** 3 + 7 // 2
NOT EXISTS (SELECT 1 WHERE FALSE)
(SELECT string_agg(DISTINCT word, '+' ORDER BY word) FROM s)
(SELECT string_agg(word, '+' ORDER BY word) FROM s)
(SELECT string_agg(x, '+' ORDER BY x) FROM (SELECT 10 AS x UNION ALL SELECT 9) AS s)
(SELECT string_agg(word, '+') FROM s WHERE x = 1)
(SELECT string_agg(word, '+') FROM s WHERE FALSE)
(SELECT count_if(x > 1) FROM s WHERE FALSE)
(SELECT count_if(x > 1) + count(*) FILTER (WHERE x = 1) FROM s)
(SELECT x FROM s QUALIFY row_number() OVER (ORDER BY x) = 1)
(SELECT bool_and(x > 0) AND bool_or(x > 3) FROM s)
(SELECT count(*) FROM (SELECT unnest($expected_ungraded) AS name) AS e WHERE e.name LIKE 'D%')
(SELECT count(*) FROM (SELECT unnest($nothing) AS name) AS e)
(SELECT sum(x) FROM (SELECT x, row_number() OVER (ORDER BY x DESC) AS n FROM s) AS w WHERE n <= 2)
""".strip().splitlines()
ROWS = """
WITH s AS (
    SELECT 1 AS x, 'b' AS word UNION ALL SELECT 4, 'a' UNION ALL SELECT 2, 'b'
    UNION ALL SELECT NULL, NULL)
"""
FACTS = {
    "as_at": dt.date(2021, 8, 31),
    "expected_local_authorities": 152,
    "expected_ungraded": ["Dorset", "O'Neill's \"place\""],
    "status": None,
    "nothing": None,
}


@pytest.fixture(scope="module")
def sqlite() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        register(connection)
        yield connection


@pytest.fixture(scope="module")
def engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@pytest.mark.parametrize("expression", SAME)
def test_both_say_the_same(
    expression: str, sqlite: sqlite3.Connection, engine: duckdb.DuckDBPyConnection
) -> None:
    used = {name: value for name, value in FACTS.items() if f"${name}" in expression}
    if "nothing" in used:
        expected = (0,)  # DuckDB cannot tell that a bare NULL is a list
    else:
        expected = engine.execute(f"{ROWS} SELECT ({expression})", used or None).fetchall()[0]
    [row] = sqlite.execute(to_sqlite(f"{ROWS} SELECT ({expression})", FACTS)).fetchall()
    whole = expected[0].isoformat() if isinstance(expected[0], dt.date) else expected[0]
    assert row == (whole,)


NO_ORDER = "SQLite orders the texts of string_agg by nothing but themselves"
REFUSED = {
    "SELECT regexp_matches(word, '[[:alpha:]]') FROM s": (
        "Python reads the pattern '[[:alpha:]]' otherwise"
    ),
    "SELECT string_agg(word, '+' ORDER BY word DESC) FROM s": NO_ORDER,
    "SELECT string_agg(word, '+' ORDER BY x) FROM s": NO_ORDER,
    "SELECT string_agg(word, '+' ORDER BY word, x) FROM s": NO_ORDER,
    "SELECT week(DATE '2021-01-01')": "no such function: week",
    "SELECT date_diff('day', DATE '2021-01-31', DATE '2021-03-01')": "no such function: date_diff",
    "SELECT split_part('a|b|c', '|', 2)": "no such function: split_part",
    "SELECT median(x) FROM s": "no such function: median",
    "SELECT word[1] FROM s": "no such function: duckdb_list_extract",
    "SELECT CAST(x AS TIMESTAMP) FROM s": "no such function: duckdb_cast_as_timestampntz",
    "SELECT try_cast(word AS INTEGER) FROM s": 'near "AS": syntax error',
    "SELECT extract(doy FROM DATE '2021-01-01')": "no such function: duckdb_doy",
    "SELECT x FROM s GROUP BY ALL": 'near "ALL": syntax error',
    "SELECT * EXCLUDE (x) FROM s": 'near "(": syntax error',
    "SELECT x + INTERVAL 1 MONTH FROM s": "near \"'1'\": syntax error",
    "SELECT [1, 2]": "no such function: ARRAY",
    "SELECT word SIMILAR TO 'x' FROM s": 'near "TO": syntax error',
    "SELECT unnest(word), x FROM s": "no such function: unnest",
    "SELECT x FROM s GROUP BY ROLLUP (x)": "no such function: ROLLUP",
}


@pytest.mark.parametrize(("sql", "reason"), REFUSED.items())
def test_what_sqlite_cannot_say_is_refused_with_the_reason(
    sql: str, reason: str, sqlite: sqlite3.Connection
) -> None:
    """By what would be taken for something else, or by SQLite itself."""
    with pytest.raises((Unsayable, sqlite3.OperationalError)) as refused:
        sqlite.execute(f"EXPLAIN {to_sqlite(f'{ROWS} {sql}', {})}")
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    "text", ["'", "';--", "' OR 1=1 --", "\\'", "a\nb", ":a {batch} %s ?", "", "’"]
)
def test_a_fact_never_becomes_sql(text: str, sqlite: sqlite3.Connection) -> None:
    translated = to_sqlite("SELECT $status", {"status": text})
    assert sqlite.execute(translated).fetchall() == [(text,)]
    listed = to_sqlite("SELECT list_contains($names, $status)", {"names": [text], "status": text})
    assert sqlite.execute(listed).fetchall() == [(1,)]


def test_the_first_row_of_each_key_is_the_same_in_both(sqlite: sqlite3.Connection) -> None:
    rows = (
        "(SELECT 1 AS a, 3 AS b UNION ALL SELECT 1, 2 UNION ALL SELECT 2, 5 UNION ALL SELECT 2, 4)"
    )
    sql = f"SELECT DISTINCT ON (t.a) t.* FROM {rows} AS t ORDER BY t.a, t.b"
    expected = [(1, 2), (2, 4)]
    assert duckdb.connect().execute(sql).fetchall() == expected
    assert (
        sqlite.execute(f"SELECT a, b FROM ({to_sqlite(sql, {})}) ORDER BY a").fetchall() == expected
    )


def test_a_null_character_is_refused(sqlite: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.ProgrammingError, match="null character"):
        sqlite.execute(to_sqlite("SELECT $status", {"status": "a\x00b"}))


def test_tables_of_other_schemas_go_by_their_whole_name() -> None:
    sql = (
        "SELECT t.*, grades.grade FROM providers AS t JOIN codes.grades ON codes.grades.code = "
        "t.word JOIN previous.providers AS p ON p.urn = t.urn"
    )
    assert to_sqlite(sql, {}) == (
        'SELECT t.*, grades.grade FROM providers AS t JOIN "codes.grades" AS grades '
        'ON grades.code = t.word JOIN "previous.providers" AS p ON p.urn = t.urn'
    )

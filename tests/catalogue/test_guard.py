"""The guard knows every name in a piece of SQL and refuses what is no plain SELECT."""

from __future__ import annotations

import pytest

from qa_checks.catalogue.guard import check_columns, check_tables, read_names
from qa_checks.catalogue.sql_names import Names
from tests.own_rules import parser

KNOWN = {
    "visits": ["number", "day", "score"],
    "previous.visits": ["number", "day", "score"],
    "codes.kinds": ["code", "aliases"],
}


def names_of(text: str, alone: bool = False) -> Names:
    [names] = read_names(parser(), [(text, alone)])
    return names


def test_names_of_a_select() -> None:
    names = names_of(
        "WITH late AS (SELECT number, max(day) AS last FROM previous.visits GROUP BY number) "
        "SELECT t.*, late.last FROM visits AS t JOIN late ON late.number = t.number "
        "WHERE t.score > $least AND t.kind IN (SELECT code FROM codes.kinds)"
    )
    assert names.fault == ""
    assert names.tables == {"previous.visits", "visits", "codes.kinds"}
    assert names.aliases["t"] == "visits"
    assert names.parameters == {"least"}
    assert {"late", "last"} <= names.own_names
    assert names.used_columns(KNOWN) == {
        ("visits", "number"), ("visits", "score"), ("previous.visits", "number"),
        ("previous.visits", "day"), ("codes.kinds", "code"),
    } | (names.used_columns(KNOWN) & {("visits", "day"), ("previous.visits", "score")})  # fmt: skip


def test_a_qualified_column_belongs_to_its_alias_alone() -> None:
    names = names_of("SELECT a.number FROM visits AS a, previous.visits AS b WHERE b.score = 1")
    assert names.used_columns(KNOWN) == {("visits", "number"), ("previous.visits", "score")}


def test_names_are_compared_as_duckdb_does_without_capitals() -> None:
    names = names_of(
        'WITH Late AS (SELECT Number, Max(DAY) AS Last FROM "Previous"."Visits" GROUP BY NUMBER) '
        "SELECT T.*, LATE.lAST FROM VISITS AS T JOIN late ON late.number = T.number "
        "WHERE T.Score > 1 AND t.kind IN (SELECT Code FROM Codes.KINDS)"
    )
    assert (names.fault, check_tables(names, KNOWN)) == ("", "")
    assert names.tables == {"previous.visits", "visits", "codes.kinds"}
    assert {("visits", "score"), ("codes.kinds", "code")} <= names.used_columns(KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "WITH Visits AS (SELECT 1 AS number) SELECT * FROM visits",
        'WITH "VISITS" AS (SELECT 1 AS number) SELECT * FROM visits',
        "SELECT * FROM (WITH vISITS AS (SELECT 1 AS number) SELECT * FROM Visits) AS v",
        "WITH Visits(number) AS (VALUES (1)) SELECT * FROM visits",
    ],
)
def test_a_table_of_with_must_not_take_a_table_s_name_in_other_capitals(text: str) -> None:
    assert check_tables(names_of(text), KNOWN) == (
        "a table of WITH must not take the name of the table 'visits'"
    )


def test_only_a_to_z_have_a_small_form() -> None:
    # Python has more: a Kelvin sign becomes a k. DuckDB finds neither the function nor the table.
    assert names_of("SELECT ran\u212a() FROM visits").fault.startswith("the function 'ran\u212a'")
    assert check_tables(names_of('SELECT 1 FROM codes."\u212ainds"'), KNOWN).startswith("table ")


def test_several_pieces_are_read_at_once_and_faults_are_noted_one_by_one() -> None:
    pieces = [("score > 0", True), ("SELEC 1", False), ("SELECT 1", False), ("1, 2", True)]
    assert [bool(names.fault) for names in read_names(parser(), pieces)] == [
        False,
        True,
        False,
        True,
    ]


def test_unknown_names_come_with_the_nearest_known_one() -> None:
    names = names_of("SELECT t.scor FROM visits AS t")
    assert check_tables(names, KNOWN) == ""
    assert check_columns(names, KNOWN) == ("column 'scor' is not in visits. Did you mean 'score'?")
    assert check_tables(names_of("SELECT 1 FROM visit"), KNOWN) == (
        "table 'visit' is not in the catalogue. Did you mean 'visits'?"
    )
    assert check_columns(names_of("SELECT qqq FROM visits"), KNOWN) == (
        "column 'qqq' is not in visits."
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("INSERT INTO visits VALUES (1)", "only one SELECT is allowed"),
        ("CREATE TABLE x AS SELECT 1", "only one SELECT is allowed"),
        ("SELECT 1; SELECT 2", "only one SELECT is allowed"),
        ("SELECT * FROM read_csv('/etc/passwd')", "table function in FROM is not allowed"),
        ("SELECT * FROM main.x.y", "a table must not name a database"),
        ("SELECT getenv('A')", "the function 'getenv' is not on the list of allowed functions"),
        (
            "SELECT loower('x')",
            "the function 'loower' is not on the list of allowed functions. Did you mean 'lower'?",
        ),
        (
            "SELECT day + INTERVAL 3 HOUR FROM visits",
            "INTERVAL … HOUR is not allowed; write it in DAY, WEEK, MONTH or YEAR",
        ),
    ],
)
def test_what_is_no_plain_select_is_refused(text: str, fault: str) -> None:
    assert names_of(text).fault.startswith(fault)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM '/etc/passwd'",
        'SELECT * FROM "/etc/passwd.csv"',
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM duckdb_settings",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM sqlite_master",
        "PRAGMA database_list",
        "SHOW TABLES",
    ],
)
def test_a_table_outside_the_catalogue_is_refused(text: str) -> None:
    names = names_of(text)
    assert names.fault or check_tables(names, KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "1) FROM visits WHERE (1 = 1",
        "1, 2",
        "1) UNION SELECT (2",
        "1); DROP TABLE visits; SELECT (1",
        "1 -- )",
    ],
)
def test_an_expression_cannot_break_out_of_its_brackets(text: str) -> None:
    assert names_of(text, alone=True).fault


@pytest.mark.parametrize(
    "text",
    [
        "SELECT DISTINCT ON (number) * FROM visits ORDER BY day DESC LIMIT 5",
        "SELECT number FROM visits UNION ALL SELECT number FROM previous.visits",
        "SELECT lag(day) OVER (PARTITION BY number ORDER BY day) AS before FROM visits",
        "SELECT count(*) FILTER (WHERE score > 1) FROM visits GROUP BY ALL",
        "SELECT CASE WHEN score BETWEEN 1 AND 2 THEN 'x' ELSE concat('a', 'b') END FROM visits",
        "SELECT day - DATE '2021-01-01' FROM visits",
        "SELECT * FROM visits WHERE NOT EXISTS (SELECT 1 FROM codes.kinds WHERE code = 'x')",
        "SELECT * FROM (VALUES (1), (2)) AS v(n)",
        "SELECT * FROM visits AS a LEFT JOIN visits AS b USING (number)",
    ],
)
def test_what_rules_need_is_allowed(text: str) -> None:
    names = names_of(text)
    assert names.fault == ""
    assert check_tables(names, KNOWN) == ""
    assert check_columns(names, KNOWN) == ""


@pytest.mark.parametrize(
    "call",
    [
        "reverse(a)", "strip_accents(a)", "chr(65)", "levenshtein(a, b)", "array_agg(a)",
        "first(a)", "last(a)", "stddev(a)", "try_strptime(a, '%Y')",
        "date_sub('day', a, b)",
    ],
)  # fmt: skip
def test_functions_that_mean_other_things_elsewhere_are_refused(call: str) -> None:
    name = call.partition("(")[0]
    assert f"the function '{name}' is not on the list" in names_of(call, alone=True).fault


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("round(a)", ""),
        ("round(a, 1)", "the function 'round' is allowed only as round(number), to a whole number"),
        ("regexp_replace(a, 'x', 'y', 'g')", ""),
        (
            "regexp_replace(a, 'x', 'y')",
            "the function 'regexp_replace' is allowed only as "
            "regexp_replace(text, pattern, new, 'g'), of every match",
        ),
        (
            "regexp_replace(a, 'x', 'y', 'i')",
            "the function 'regexp_replace' is allowed only as "
            "regexp_replace(text, pattern, new, 'g'), of every match",
        ),
    ],
)
def test_two_functions_are_allowed_in_one_use_only(call: str, fault: str) -> None:
    assert names_of(call, alone=True).fault == fault


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        (
            "name.read_text() = ''",
            "the function 'read_text' is not on the list of allowed functions. "
            "Did you mean 'greatest'?",
        ),
        ("main.upper(name) = ''", "the function 'upper' must not name a schema"),
    ],
)
def test_a_function_that_is_not_allowed_is_so_in_any_place(condition: str, fault: str) -> None:
    [names] = read_names(parser(), [(condition, True)])
    assert names.fault == fault

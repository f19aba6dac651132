from __future__ import annotations

import pytest

from qa_checks.errors import InputError
from qa_checks.sources.query_text import read_select

SELECT = "SELECT urn FROM providers ORDER BY urn"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (SELECT, SELECT),
        (f"{SELECT};", SELECT),
        (f"{SELECT} ;; -- all of them; really\n", SELECT),
        ("SELECT ';' AS a -- what; else", "SELECT ';' AS a -- what; else"),
        (f"/* a; b */ ({SELECT})", f"/* a; b */ ({SELECT})"),
        (f"WITH p AS ({SELECT}) SELECT * FROM p", f"WITH p AS ({SELECT}) SELECT * FROM p"),
        ("VALUES (1), (2)", "VALUES (1), (2)"),
        ("SELECT 1 UNION ALL SELECT 2", "SELECT 1 UNION ALL SELECT 2"),
    ],
)
def test_one_select_is_read(text: str, read: str) -> None:
    assert read_select(text, "postgres", "the source") == read


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "The query is empty."),
        ("  -- nothing\n", "The query is empty."),
        (";", "The query is no SELECT."),
        ("SELECT 1; DELETE FROM t", "The query is more than one statement: another one stands "
         "behind a semicolon."),
        ("SELECT 1; SELECT 2", "The query is more than one statement: another one stands behind a "
         "semicolon."),
        ("DELETE FROM t", "The query is no SELECT."),
        ("-- a\nINSERT INTO t VALUES (1)", "The query is no SELECT."),
        ("CALL p()", "The query is no SELECT."),
        ("COPY t TO PROGRAM 'sh'", "The query is no SELECT."),
        ("EXPLAIN ANALYZE DELETE FROM t", "The query is no SELECT."),
        ("DO $$ BEGIN DELETE FROM t; END $$", "The query is no SELECT."),
        ("WITH a AS (INSERT INTO t VALUES (1) RETURNING x) SELECT x FROM a",
         "The query does more than read: it has INSERT."),
        ("WITH a AS (DELETE FROM t RETURNING x) SELECT x FROM a",
         "The query does more than read: it has DELETE."),
        ("WITH a AS (SELECT 1 AS x) UPDATE t SET x = a.x FROM a",
         "The query is no SELECT."),
        ("SELECT x INTO u FROM t", "The query does more than read: it has INTO."),
        ("SELECT x FROM t FOR UPDATE", "The query does more than read: it has FOR UPDATE."),
        ("SELECT 'a", "The query cannot be read as SQL: a text or a name in it does not end."),
        ("SELECT * FROM dblink('host=h password=hunter2', 'SELECT 1') AS t(a int)",
         "A text in the query holds a password, and the query is printed in the report."),
    ],
)  # fmt: skip
def test_what_does_more_than_read_is_refused(text: str, what: str) -> None:
    with pytest.raises(InputError) as refused:
        read_select(text, "postgres", "the source")
    assert refused.value.what == what
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("SELECT a FROM t INTO OUTFILE '/tmp/x'", "INTO"),
        ("SELECT a INTO DUMPFILE '/tmp/x' FROM t", "INTO"),
        ("SELECT a FROM t /*!50000 INTO OUTFILE '/tmp/x' */",
         "a comment that MySQL executes (/*! … */)"),
        ("/*M!100000 DELETE FROM t; */ SELECT a FROM t",
         "a comment that MySQL executes (/*! … */)"),
    ],
)  # fmt: skip
def test_what_writes_in_a_transaction_that_only_reads_is_refused(text: str, has: str) -> None:
    with pytest.raises(InputError) as refused:
        read_select(text, "mysql", "the source")
    assert refused.value.what == f"The query does more than read: it has {has}."


def test_a_name_or_a_text_that_says_into_is_read() -> None:
    text = "SELECT `into`, 'a INTO b' FROM t -- into the file !"
    assert read_select(text, "mysql", "the source") == text


def test_what_cannot_be_parsed_is_left_to_a_database_that_refuses_to_write() -> None:
    odd = "SELECT a FROM t WHERE ((("
    assert read_select(odd, "postgres", "the source") == odd
    with pytest.raises(InputError) as refused:
        read_select(odd, "tsql", "the source")
    assert refused.value.what.startswith("It cannot be told that the query only reads: it does not")

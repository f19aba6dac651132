from __future__ import annotations

import datetime as dt
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_checks.allowance import Patience
from qa_checks.errors import InputError
from qa_checks.model.sources import SourceColumn
from tests.postgres import PASSWORD, Postgres
from tests.sources.fetching import PLACE, Fetched, ask

Answer = Callable[..., Fetched]
VARIABLE = "QA_CHECKS_PASSWORD_127_0_0_1"
TABLES = """
DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC;
CREATE TYPE grade AS ENUM ('Good', 'Poor');
CREATE DOMAIN pounds AS money;
CREATE TABLE visits (a int); INSERT INTO visits VALUES (1);
CREATE SEQUENCE numbers;
CREATE FUNCTION write() RETURNS int LANGUAGE sql AS 'INSERT INTO visits VALUES (2) RETURNING a';
CREATE FUNCTION say() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the child Jane Roe has no date'; END $$;
CREATE TABLE hidden (a int);
DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'other';
"""


@pytest.fixture(scope="module", autouse=True)
def tables(server: Postgres) -> None:
    server.execute(TABLES)


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)


@pytest.fixture
def answer(server: Postgres, tmp_path: Path) -> Answer:
    def from_server(text: str, patience: Patience | None = None) -> Fetched:
        return ask(server.url, text, tmp_path, patience)

    return from_server


PLAIN = {
    "5::int2": 5,
    "'-7'::int4": -7,
    "9223372036854775807": 9223372036854775807,
    "'Good '::text": "Good ",
    "'Good'::varchar(9)": "Good",
    "true": True,
    "0.1::float8": 0.1,
    "date '0001-01-01'": dt.date.min,
    "date '9999-12-31'": dt.date.max,
    "NULL": None,
}
AS_TEXT = {
    "12.50::money": "12.50",
    "'-1234567.5'::money": "-1234567.50",
    "12.50::pounds::money": "12.50",
    "12.50::numeric": "12.50",
    "'NaN'::numeric": "NaN",
    "1e30::numeric": "1" + 30 * "0",
    "0.1::float4": "0.1",
    "'NaN'::float8": "NaN",
    "'-Infinity'::float8": "-Infinity",
    "'infinity'::date": "infinity",
    "date '0044-03-15 BC'": "0044-03-15 BC",
    "date '10000-01-01'": "10000-01-01",
    "timestamp '2024-07-01 23:30'": "2024-07-01 23:30:00",
    "'2024-07-01 23:30+00'::timestamptz": "2024-07-02 00:30:00+01",
    "'-infinity'::timestamptz": "-infinity",
    "time '12:00'": "12:00:00",
    "interval '1 day'": "P1D",
    "'Good   '::char(9)": "Good",
    "'Good'::name": "Good",
    "'Good'::grade": "Good",
    "'c4b3f3a0-1111-4222-8333-123456789abc'::uuid": "c4b3f3a0-1111-4222-8333-123456789abc",
    "ARRAY[1, NULL]": "{1,NULL}",
    """'{"a": 1}'::json""": '{"a": 1}',
    """'{"a":1}'::jsonb""": '{"a": 1}',
    "'\\x00ff'::bytea": "\\x00ff",
    "ROW(1, 'a')": "(1,a)",
    "B'101'": "101",
    "'10.0.0.1'::inet": "10.0.0.1/32",
    "E'a\\tb\\u202e'::varchar::char(9)": "a\tb\u202e",
}


def test_plain_types_arrive_as_they_are(answer: Answer) -> None:
    fetched = answer(f"SELECT {', '.join(PLAIN)}")
    assert fetched.rows == [tuple(PLAIN.values())]
    assert [column.type for column in fetched.columns if column.as_text] == []


def test_all_other_types_arrive_as_text(answer: Answer) -> None:
    fetched = answer(f"SELECT {', '.join(AS_TEXT)} -- the end")
    assert dict(zip(AS_TEXT, fetched.rows[0], strict=True)) == AS_TEXT
    assert [column for column in fetched.columns if not column.as_text] == []
    assert [column.type for column in fetched.columns][:4] == ["money", "money", "money", "numeric"]


def test_one_day_beyond_the_calendar_makes_only_its_column_text(answer: Answer) -> None:
    fetched = answer(
        "SELECT date '2020-01-01' + g AS day, CASE WHEN g = 90000 THEN 'infinity'::date "
        "ELSE date '2020-01-01' END AS other FROM generate_series(1, 100000) AS g ORDER BY g"
    )
    assert fetched.columns == (
        SourceColumn("day", "date", as_text=False),
        SourceColumn("other", "date", as_text=True),
    )
    assert len(fetched.rows) == 100_000
    assert fetched.rows[89_999][1] == "infinity"
    assert fetched.rows[0][1] == "2020-01-01"


def test_names_of_columns_are_those_of_the_query(answer: Answer) -> None:
    fetched = answer("""SELECT 1 AS "URN", 2 AS urn, 3 AS "a b""c", 4 AS "URN", 1.5 AS ünder""")
    assert [column.name for column in fetched.columns] == ["URN", "urn", 'a b"c', "URN", "ünder"]
    assert fetched.rows == [(1, 2, 3, 4, "1.5")]


def test_no_rows_are_no_fault(answer: Answer) -> None:
    assert answer("SELECT 1 AS a, 1.5 AS b WHERE false").rows == []


def test_rows_come_in_the_order_of_the_query(answer: Answer) -> None:
    rows = answer(
        "SELECT g AS a, g::numeric AS b FROM generate_series(1, 5000) AS g ORDER BY g DESC"
    ).rows
    assert rows == [(number, str(number)) for number in range(5000, 0, -1)]


MIDWAY = "The query fails: an error occurred while rows were delivered: none counts as read."
FAULTS = {
    "SELECT a FROM nowhere": 'The query fails: relation "nowhere" does not exist.',
    "SELECT b FROM visits": 'The query fails: column "b" does not exist.',
    "SELECT a FROM visits WHERE": "The query fails: syntax error at end of input.",
    "SELECT 'SC123456'::int": (
        "The query fails: a value in it cannot be converted (SQLSTATE 22P02)."
    ),
    "SELECT 1 / (a - 1) FROM visits": MIDWAY,
    "SELECT 1 / (250000 - g), repeat('x', 200) FROM generate_series(1, 300000) AS g": MIDWAY,
    "SELECT say()": MIDWAY,
    "SELECT write()": (
        "The query tries to write, perhaps by a function that it calls: the database refused."
    ),
    "SELECT nextval('numbers')": (
        "The query tries to write, perhaps by a function that it calls: the database refused."
    ),
    "SELECT set_config('transaction_read_only', 'off', false), write()": (
        "The query tries to write, perhaps by a function that it calls: the database refused."
    ),
    "SELECT 1; SELECT 2": (
        "The query is more than one statement: another one stands behind a semicolon."
    ),
    "SELECT 1) AS a; DROP TABLE visits; SELECT (2": (
        "The query is more than one statement: another one stands behind a semicolon."
    ),
    "SELECT pg_terminate_backend(pg_backend_pid()), g FROM generate_series(1, 9) AS g": (
        "The database stopped before all rows were delivered: none of them counts as read."
    ),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_query_that_errs_is_said_without_values(
    answer: Answer, server: Postgres, text: str
) -> None:
    with pytest.raises(InputError) as refused:
        answer(text)
    assert (refused.value.what, refused.value.where) == (FAULTS[text], PLACE)
    assert server.execute("SELECT a FROM visits") == [(1,)]


def test_a_backend_that_ends_halfway_leaves_nothing_read(answer: Answer, server: Postgres) -> None:
    """Rows are on their way, more of them than any buffer holds, when the backend is ended."""
    slow = "SELECT g, repeat('x', 1000), pg_sleep(0.00001) FROM generate_series(1, 3000000) AS g"
    active = (
        "FROM pg_stat_activity WHERE application_name = 'qa-checks' AND query LIKE 'COPY%' "
        "AND now() - query_start > interval '0.3 s'"
    )

    def end() -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if server.execute(f"SELECT pg_terminate_backend(pid) {active}"):
                return
            threading.Event().wait(0.05)

    ending = threading.Thread(target=end)
    ending.start()
    with pytest.raises(InputError) as refused:
        answer(slow)
    ending.join()
    assert refused.value.what == (
        "The database stopped before all rows were delivered: none of them counts as read."
    )


def test_a_query_without_an_end_is_stopped(answer: Answer) -> None:
    with pytest.raises(InputError) as refused:
        answer("SELECT pg_sleep(60)", Patience(5, 1))
    assert refused.value.what == (
        "The query was not done after 1 second, and was stopped: nothing of it was read."
    )


def test_a_wrong_password_is_not_repeated(
    answer: Answer, tmp_path: Path, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)  # is not looked at
    for given, what in (
        ("hunter2", f"The password in the environment variable {VARIABLE} is not the one of this "
         "user."),
        ("", f"It wants a password, and the environment variable {VARIABLE} is not set."),
    ):  # fmt: skip
        monkeypatch.setenv(VARIABLE, given)
        with pytest.raises(InputError) as refused:
            answer("SELECT 1")
        assert refused.value.what == what
        assert refused.value.remedy == f"Set {VARIABLE} and run again."
    monkeypatch.setenv(VARIABLE, "other")
    guest = server.url.replace("reader", "guest")
    with pytest.raises(InputError) as refused:
        ask(guest, "SELECT a FROM hidden", tmp_path)
    assert refused.value.what == ("The query fails: this user may not read it (SQLSTATE 42501).")


def test_a_database_that_is_not_there_is_said(tmp_path: Path, server: Postgres) -> None:
    for url, what in (
        (server.url.replace("/postgres", "/care"), 'database "care" does not exist'),
        ("postgresql://reader@127.0.0.1:1/care", "Connection refused"),
        ("postgresql://reader@nowhere.invalid/care", "no machine is known by the name of the host"),
    ):
        with pytest.raises(InputError) as refused:
            ask(url, "SELECT 1", tmp_path)
        assert refused.value.what == f"The database cannot be reached: {what}."


def test_a_host_that_never_answers_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        begin = time.monotonic()
        with pytest.raises(InputError) as refused:
            ask(f"postgresql://reader@127.0.0.1:{port}/care", "SELECT 1", tmp_path, Patience(2, 9))
    assert refused.value.what == "The database did not answer within 2 seconds."
    assert time.monotonic() - begin < 8


def test_options_that_lead_elsewhere_are_refused(tmp_path: Path, server: Postgres) -> None:
    for option in ("host=evil.example", "hostaddr=10.0.0.1", "service=x", "options=-c"):
        name = option.partition("=")[0]
        with pytest.raises(InputError) as refused:
            ask(f"{server.url}?{option}", "SELECT 1", tmp_path)
        assert refused.value.what == (
            f"The URL has the option '{name}', which is not one for such a database."
        )
    assert ask(f"{server.url}?application_name=care", "SELECT 1", tmp_path).rows == [(1,)]


def test_a_missing_driver_is_said(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)
    with pytest.raises(InputError) as refused:
        answer("SELECT 1")
    assert str(refused.value) == (
        f"{PLACE}: The driver for this database (adbc-driver-postgresql) is not installed. "
        "Install it: pip install adbc-driver-manager adbc-driver-postgresql"
    )

"""SQL Server: there is none here, so no rows are read; what it is asked and what is said is."""

from __future__ import annotations

import ctypes
import socket
import sys
import time
from pathlib import Path

import pytest
import sqlglot

from qa_checks.allowance import Patience
from qa_checks.errors import InputError
from qa_checks.sources.address import parse
from qa_checks.sources.asked import Asked
from qa_checks.sources.sql_server import _address, select_plainly
from tests.sources.fetching import PLACE, ask

URL = "mssql://reader@127.0.0.1:{port}/care"
PLAIN = ["bit", "tinyint", "smallint", "int", "bigint", "varchar", "nvarchar", "float", "date"]
AS_TEXT = {
    "decimal": "CAST(q.c0 AS nvarchar(max))",
    "money": "CONVERT(nvarchar(60), q.c0, 2)",
    "real": "CONVERT(nvarchar(60), q.c0, 3)",
    "nchar": "RTRIM(CAST(q.c0 AS nvarchar(max)))",
    "datetime2": "CONVERT(nvarchar(60), q.c0, 121)",
    "datetimeoffset": "CONVERT(nvarchar(60), q.c0, 121)",
    "uniqueidentifier": "LOWER(CAST(q.c0 AS nvarchar(60)))",
    "varbinary": "CONVERT(nvarchar(max), q.c0, 1)",
    "xml": "CAST(q.c0 AS nvarchar(max))",
    "hierarchyid": "q.c0.ToString()",
    "": "CAST(q.c0 AS nvarchar(max))",
}


def asked_of(url: str, text: str = "SELECT a FROM t ORDER BY a") -> Asked:
    return Asked(parse(url), Path(), text, PLACE, Patience())


def test_plain_types_are_asked_for_as_they_are() -> None:
    asked = asked_of(URL.format(port=1))
    assert select_plainly(asked, PLAIN) == asked.text


@pytest.mark.parametrize("kind", AS_TEXT)
def test_all_other_types_are_asked_for_as_text(kind: str) -> None:
    sql = select_plainly(asked_of(URL.format(port=1)), [kind])
    ordered = "SELECT a FROM t ORDER BY a\nOFFSET 0 ROWS"
    assert sql == f"WITH q(c0) AS (\n{ordered}\n) SELECT {AS_TEXT[kind]} FROM q"
    assert sqlglot.parse_one(sql, read="tsql").key == "select"


def test_what_the_driver_connects_to_holds_every_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_CHECKS_PASSWORD_DB_EXAMPLE", "a;b}c=d{")
    asked = asked_of("mssql://re;ader@db.example:1444/care?Encrypt=strict")
    assert _address(asked) == (
        "Server={db.example,1444};Database={care};UID={re;ader};PWD={a;b}}c=d{};Encrypt={strict}"
    )


def test_options_that_lead_elsewhere_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        ask(URL.format(port=1) + "?Server=evil.example", "SELECT 1", tmp_path)
    assert refused.value.what == (
        "The URL has the option 'Server', which is not one for such a database."
    )


def test_a_query_that_writes_is_refused_before_it_is_asked(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        ask(URL.format(port=1), "SELECT a INTO b FROM t", tmp_path)
    assert refused.value.what == "The query does more than read: it has INTO."


def test_a_missing_driver_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mssql_python", None)
    with pytest.raises(InputError) as refused:
        ask(URL.format(port=1), "SELECT 1", tmp_path)
    assert str(refused.value) == (
        f"{PLACE}: The driver for this database (mssql-python) is not installed. "
        "Install it: pip install mssql-python"
    )


def test_a_host_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_CHECKS_PASSWORD_127_0_0_1", "hunter2")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        begin = time.monotonic()
        with pytest.raises(InputError) as refused:
            ask(URL.format(port=port), "SELECT 1", tmp_path, Patience(2, 9))
    if not _has_libraries():
        assert refused.value.what == (
            "The driver for this database cannot be loaded: the system lacks libraries that it "
            "needs."
        )
        pytest.skip("The driver's system libraries are not here: only that is said.")
    assert refused.value.what == "The database did not answer within 2 seconds."
    assert time.monotonic() - begin < 8


def _has_libraries() -> bool:
    try:
        ctypes.CDLL("libltdl.so.7")
    except OSError:
        return False
    return True

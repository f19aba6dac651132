from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from qa_checks.allowance import Patience
from qa_checks.errors import InputError
from qa_checks.model.sources import SourceColumn
from tests.sources.fetching import PLACE, Fetched, ask

Fill = Callable[[str], Path]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    def write(statements: str) -> Path:
        path = tmp_path / "care %41?.db"
        with sqlite3.connect(path) as connection:
            connection.executescript(statements)
        connection.close()
        return path

    return write


def ask_file(path: Path, text: str, patience: Patience | None = None) -> Fetched:
    return ask("sqlite:///care.db", text, path.parent, patience, path)


def test_every_kind_of_value_arrives_as_text(fill: Fill) -> None:
    path = fill("CREATE TABLE t (a)")
    first = ask_file(
        path,
        "SELECT 9223372036854775807 AS big, 12.5 AS point, 1e300 * 1e300 AS endless, "
        "'  Good ' AS blanks, x'00ff' AS bytes, NULL AS none, '-0044-03-15' AS early, "
        "'a' || char(0) || 'b' AS nul, 'a' || char(27) || char(8238) AS control",
    ).first
    assert first == {
        "big": "9223372036854775807",
        "point": "12.5",
        "endless": "inf",
        "blanks": "  Good ",
        "bytes": "\\x00ff",
        "none": None,
        "early": "-0044-03-15",
        "nul": "a\0b",
        "control": "a\x1b\u202e",
    }


def test_kinds_of_value_in_a_column_are_told(fill: Fill) -> None:
    path = fill(
        "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (NULL, 'y'), ('7', 'z'), (3, '')"
    )
    assert ask_file(path, "SELECT a, b AS A FROM t").columns == (
        SourceColumn(
            "a",
            "whole number and text",
            as_text=True,
            mixed="whole number 2 times (first in row 2) and text 1 time (first in row 4)",
        ),
        SourceColumn("A", "text", as_text=True),
    )


def test_columns_of_one_name_and_no_rows_arrive(fill: Fill) -> None:
    fetched = ask_file(fill("CREATE TABLE t (a)"), "SELECT a, a FROM t")
    assert [column.name for column in fetched.columns] == ["a", "a"]
    assert fetched.rows == []


def test_what_is_no_utf_8_is_damaged_text_and_no_error(fill: Fill) -> None:
    path = fill("CREATE TABLE t (a)")
    assert ask_file(path, "SELECT CAST(x'53ff' AS TEXT) AS a").rows == [("S\ufffd",)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT a FROM nowhere", "The query fails: no such table: nowhere."),
        ("SELECT b FROM t", "The query fails: no such column: b."),
        ("SELECT a FROM t WHERE", "The query fails: incomplete input."),
        ("SELECT abs(a) FROM t", "The query fails: integer overflow."),
        ("SELECT load_extension('x')", "The query fails: not authorized."),
    ],
)
def test_a_query_that_errs_is_said(fill: Fill, text: str, message: str) -> None:
    path = fill("CREATE TABLE t (a); INSERT INTO t VALUES (-9223372036854775808)")
    with pytest.raises(InputError) as refused:
        ask_file(path, text)
    assert (refused.value.what, refused.value.where) == (message, PLACE)


def test_nothing_is_written(fill: Fill) -> None:
    path = fill("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    before = path.read_bytes()
    ask_file(path, "SELECT a FROM t")
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir() if "care" in entry.name] == [path.name]


def test_a_query_without_an_end_is_stopped(fill: Fill) -> None:
    path = fill("CREATE TABLE t (a)")
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )
    threads = threading.active_count()
    with pytest.raises(InputError) as refused:
        ask_file(path, endless, Patience(1, 1))
    for thread in threading.enumerate()[threads:]:
        thread.join(20)
        assert not thread.is_alive()
    assert refused.value.what == (
        "The query was not done after 1 second, and was stopped: nothing of it was read."
    )


def test_more_rows_than_a_file_may_hold_are_not_taken(fill: Fill) -> None:
    path = fill("CREATE TABLE t (a)")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    with pytest.raises(InputError) as refused:
        ask_file(path, endless, Patience(5, 30, 100_000))
    assert refused.value.what == (
        "The query gives more than 100,000 bytes, and was stopped: nothing of it was read."
    )


def test_no_room_for_the_rows_is_said(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fill("CREATE TABLE t (a)")
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("pyarrow.parquet.ParquetWriter", Mock(side_effect=full))
    with pytest.raises(InputError) as refused:
        ask_file(path, "SELECT a FROM t")
    assert refused.value.what == (
        "Its rows cannot be written to the temporary folder (No space left on device)."
    )


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "care.db"
    with pytest.raises(InputError) as refused:
        ask_file(path, "SELECT 1")
    assert refused.value.what == "There is no such database file."
    path.write_text("urn,sector\n" * 200)
    with pytest.raises(InputError) as refused:
        ask_file(path, "SELECT * FROM t")
    assert refused.value.what == "The query fails: file is not a database."


@pytest.mark.parametrize("scheme", ["mysql", "oracle", "nosuch", "postgres"])
def test_a_missing_driver_is_said(tmp_path: Path, scheme: str) -> None:
    with pytest.raises(InputError) as refused:
        ask(f"{scheme}://reader@127.0.0.1/care", "SELECT 1", tmp_path)
    assert refused.value.what == f"The driver for this database ({scheme}) is not installed."
    assert "mysql+pymysql://" in refused.value.remedy

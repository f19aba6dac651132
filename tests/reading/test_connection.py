"""The database of a run: how much of what it reads it holds in memory."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from qa_checks.allowance import LEAST
from qa_checks.duckdb_core import ENGINE
from qa_checks.reading import connection as reading_connection
from qa_checks.reading.connection import (
    OF_NO_USE_FOR_FEW_ROWS,
    connect,
    hold_little,
    hold_more,
    opening,
)


def test_what_a_database_gives_is_held_in_memory_that_depends_on_threads_alone() -> None:
    with closing(connect(2)) as connection:
        ask = "SELECT current_setting('memory_limit')"
        before = connection.execute(ask).fetchall()
        hold_little(connection)
        assert connection.execute(ask).fetchall() == [("512.0 MiB",)]
        hold_more(connection, LEAST)
        assert connection.execute(ask).fetchall() == before


def test_the_engine_is_named_as_it_names_itself() -> None:
    with closing(connect(1)) as connection:
        assert connection.execute("SELECT 'DuckDB ' || version()").fetchall() == [(ENGINE,)]


def test_a_database_opened_beside_is_set_up_as_any_other() -> None:
    with (
        opening() as open_database,
        closing(connect(1, open_database=open_database)) as connection,
    ):
        assert connection is open_database()
        ask = "SELECT current_setting('threads'), current_setting('TimeZone')"
        assert connection.execute(ask).fetchall() == [(1, "Europe/London")]


def test_nobody_leaves_before_a_database_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, opened = threading.Event(), []

    def open_slowly() -> None:
        waiting.wait()
        opened.append(True)

    monkeypatch.setattr(reading_connection, "open_empty", open_slowly)
    threading.Timer(0.1, waiting.set).start()
    with pytest.raises(LookupError), opening():
        raise LookupError
    assert opened == [True]


def test_with_one_thread_alone_parts_of_the_optimizer_are_left_out() -> None:
    ask = "SELECT current_setting('disabled_optimizers')"
    left_out = {}
    for threads in (1, 2):
        with closing(connect(threads)) as connection:
            [(names,)] = connection.execute(ask).fetchall()
            left_out[threads] = {*names.split(",")}
    assert left_out == {1: {*OF_NO_USE_FOR_FEW_ROWS}, 2: {""}}

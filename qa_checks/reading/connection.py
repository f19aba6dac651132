"""The in-memory database a run lives in: opened, and closed to the world once all is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.allowance import LEAST, Allowance
from qa_checks.reading.dates import ZONE
from qa_checks.sql_text import sql_literal

if TYPE_CHECKING:
    from qa_checks.duckdb_core import Connection

HELD, HELD_BY_THREAD = 256, 128  # MiB that are held in memory while a database is read

# Parts of DuckDB's optimizer that find next to nothing in checks: where there are few rows,
# looking costs more than it saves.
OF_NO_USE_FOR_FEW_ROWS = (
    "aggregate_function_rewriter",
    "aggregate_reuse",
    "common_subplan",
    "duplicate_groups",
    "grouping_sets",
    "join_elimination",
    "outer_join_simplification",
    "partial_aggregate_pushdown",
    "projection_placement",
    "projection_pullup",
    "redundant_order_keys",
    "self_join_aggregate",
)


def open_empty() -> Connection:
    """Open a database in memory, for `connect`, with what is set whoever asks."""
    from qa_checks.duckdb_core import connect

    connection = connect(":memory:")
    connection.execute(
        f"SET TimeZone = '{ZONE}';"
        "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;"
        "SET allow_community_extensions = false; SET python_enable_replacements = false;"
        "SET parquet_metadata_cache = true"
    )
    # DuckDB takes long to look up a function for the first time; while this is done, nobody waits.
    connection.execute("SELECT version()").fetchall()
    return connection


@contextmanager
def opening() -> Iterator[Callable[[], Connection]]:
    """Open one while the rest of the program is loaded; what is given waits for it.

    Nobody leaves before it is open: DuckDB reads the environment meanwhile, and whoever changed
    that then would end the process.
    """
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(open_empty).result


def connect(
    threads: int | None = None,
    scratch: Path | None = None,
    allowance: Allowance = LEAST,
    open_database: Callable[[], Connection] = open_empty,
) -> Connection:
    """Set up an in-memory database that never looks at the network or at Python's variables.

    Who asks it something fetches all rows: a result of which any is left, even the end after the
    only row, keeps the connection from taking an Arrow table in.

    Whatever the machine's time zone, an instant is that of one zone, so that a file says the same
    everywhere.

    Parameters
    ----------
    threads
        How many threads one statement may use; DuckDB decides without. With one, few rows are
        expected, and statements are planned in less time.
    scratch
        Where it may keep what does not fit into memory; all must fit without.
    allowance
        How much memory and disk it may fill.
    open_database
        Gives the database, with nothing in it.
    """
    connection = open_database()
    if threads:
        connection.execute(f"SET threads = {threads}")
    connection.execute(
        f"SET temp_directory = {sql_literal(str(scratch / 'spilled') if scratch else '')};"
        f"SET max_temp_directory_size = '{allowance.disk} B';"
        f"SET memory_limit = '{allowance.counted_memory} B'"
    )
    if threads == 1:
        from qa_checks.duckdb_core import Error

        with suppress(Error):  # another DuckDB may have others
            connection.execute(f"SET disabled_optimizers = '{','.join(OF_NO_USE_FOR_FEW_ROWS)}'")
    return connection


def hold_little(connection: Connection) -> None:
    """Keep what is read on disk but for a part that does not grow with it, until `hold_more`."""
    [(threads,)] = connection.execute("SELECT current_setting('threads')").fetchall()
    connection.execute(f"SET memory_limit = '{HELD + HELD_BY_THREAD * threads} MiB'")


def hold_more(connection: Connection, allowance: Allowance) -> None:
    """Let what is read fill memory, as far as that is allowed."""
    connection.execute(f"SET memory_limit = '{allowance.counted_memory} B'")


def lock(connection: Connection, paths: Iterable[Path], allowance: Allowance) -> None:
    """Close the doors: no file but the inputs, no setting, no endless statement from here on."""
    listed = ", ".join(sql_literal(str(path)) for path in paths)
    connection.execute(
        f"SET allowed_paths = [{listed}]; SET enable_external_access = false;"
        f"SET GLOBAL max_execution_time = {allowance.time // dt.timedelta(milliseconds=1)};"
        "SET lock_configuration = true"
    )

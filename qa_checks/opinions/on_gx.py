"""The rulebook as expectation suites of Great Expectations, run over tables in SQLite.

Nothing leaves the machine: the context lives in memory, its analytics are off before the library
is loaded, and it has neither a cloud nor a data source but the file.
"""

from __future__ import annotations

import os
import re
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_checks.opinions.sqlite_functions import register
from qa_checks.words import plural

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuite
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.data_context.data_context.abstract_data_context import (
        AbstractDataContext,
    )

BATCH = "the_rows_of_the_batch"
SOURCE = "canonical_tables"
DATABASE = "canonical.sqlite"
MOST_STEPS = 5_000_000_000  # of SQLite's own machine, about a minute
STEPS_AT_ONCE = 100_000
URL = f"sqlite:///{DATABASE}"


@dataclass(frozen=True, slots=True)
class Expected:
    """One check as SQLite says it: a SELECT of the rows at fault, and its words."""

    check: str
    table: str
    sql: str
    title: str = ""
    severity: str = "warning"


@dataclass(frozen=True, slots=True)
class Answer:
    """How many rows another engine counted, or why it could not."""

    count: int | None
    reason: str = ""


def load_gx() -> Any:
    """Great Expectations, told before it is loaded that it must not call home."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of modules the library imports
        import great_expectations
    return great_expectations


def count_by_gx(
    database: Path, expected: list[Expected], progress: Callable[[str], None]
) -> dict[str, Answer]:
    """Let Great Expectations count the rows at fault of every check.

    Parameters
    ----------
    database
        A SQLite file with the tables the SELECTs speak of.
    """
    gx = load_gx()
    answers = {}
    with connected(database):
        context = gx.get_context(mode="ephemeral")
        hush(context)
        source = context.data_sources.add_sqlite(SOURCE, connection_string=URL)
        for table in dict.fromkeys(one.table for one in expected):
            mine = [one for one in expected if one.table == table]
            progress(
                f"second opinion: {plural(len(mine), 'rule')} on {table} by Great Expectations"
            )
            batch = source.add_table_asset(table, table_name=table)
            rows = batch.add_batch_definition_whole_table("all rows")
            answers.update(_count(rows, make_suite(table, mine)))
        source.get_execution_engine().close()
    return answers


def make_suite(table: str, expected: list[Expected]) -> ExpectationSuite:
    """The checks of one table as an expectation suite, each under its id."""
    gx = load_gx()
    suite = gx.ExpectationSuite(table)
    suite.expectations = [
        gx.expectations.UnexpectedRowsExpectation(
            unexpected_rows_query=as_query(one.sql),
            description=f"{one.check}: {one.title}",
            severity="critical" if one.severity == "error" else "warning",
            meta={"check": one.check},
        )
        for one in expected
    ]
    return suite  # type: ignore[no-any-return]


def as_query(sql: str) -> str:
    """SQL as an expectation holds it.

    Braces are doubled, since the library fills in the batch by them, and colons
    escaped, since SQLAlchemy takes them for parameters.
    """
    text = sql.replace("{", "{{").replace("}", "}}").replace(":", "\\:")
    if BATCH in text:
        return text.replace(BATCH, "(SELECT * FROM {batch})")
    return f"{text} /* not of the batch alone: {{batch}} */"


def hush(context: AbstractDataContext) -> None:
    """No analytics and no progress bars: the command line has its own line for that."""
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)


@contextmanager
def connected(database: Path) -> Iterator[None]:
    """Every SQLite connection opened meanwhile is to this file, and knows the rules' functions.

    Great Expectations wants a URL, in which not every name of a folder can be
    written; so it is given another, and led here.
    """
    from sqlalchemy import Engine, event

    patience = _Patience()

    def lead(dialect: Any, _record: object, arguments: list[str], _options: object) -> None:
        if dialect.name == "sqlite":
            arguments[0] = str(database)

    def teach(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            register(connection)
            connection.set_progress_handler(patience.ends, STEPS_AT_ONCE)

    event.listen(Engine, "before_cursor_execute", patience.begin)
    event.listen(Engine, "do_connect", lead)
    event.listen(Engine, "connect", teach)
    try:
        yield
    finally:
        event.remove(Engine, "connect", teach)
        event.remove(Engine, "do_connect", lead)
        event.remove(Engine, "before_cursor_execute", patience.begin)


class _Patience:
    """Ends a statement that SQLite would take hours for; steps, unlike seconds, are the same."""

    def __init__(self) -> None:
        self.steps = 0

    def begin(self, *_: object) -> None:
        """Start to count anew: another statement begins."""
        self.steps = 0

    def ends(self) -> bool:
        """Whether the statement has had its share; asked every so many steps."""
        self.steps += STEPS_AT_ONCE
        return self.steps > MOST_STEPS


def _count(rows: BatchDefinition[Any], suite: ExpectationSuite) -> dict[str, Answer]:
    found = rows.get_batch().validate(suite, result_format="BASIC")
    answers = {}
    for one in found.results:
        about = one.expectation_config.meta if one.expectation_config else None
        answers[str((about or {}).get("check"))] = _answer(one.result, one.exception_info)
    return answers


def _answer(result: Mapping[str, Any], exception: Mapping[str, Any]) -> Answer:
    count = result.get("observed_value")
    if isinstance(count, int) and not exception.get("raised_exception"):
        return Answer(count)
    if "sqlite3.OperationalError: interrupted" in str(exception):
        return Answer(None, f"SQLite was not done after {MOST_STEPS:,} steps")
    said = re.search(r"sqlite3\.\w+: (.*?)(?:\\n|\n|$)", str(exception))
    return Answer(None, f"SQLite: {said[1] if said else 'no count came back'}")

"""The rulebook as expectation suites of Great Expectations, run over tables in SQLite.

Nothing leaves the machine: its analytics are off before the library is loaded, and it has neither
a cloud nor a data source but the file.
"""

from __future__ import annotations

import os
import sqlite3
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qa_checks.model import Check, Logic
from qa_checks.model.logic import faults_sql
from qa_checks.opinions.sqlite_dialect import Unsayable, to_sqlite
from qa_checks.opinions.sqlite_functions import register

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite, ValidationDefinition
    from great_expectations.data_context.data_context.abstract_data_context import (
        AbstractDataContext,
    )

SOURCE: Final = "canonical_tables"
DATABASE: Final = "canonical.sqlite"
MOST_STEPS: Final = 5_000_000_000  # of SQLite's own machine, about a minute
STEPS_AT_ONCE: Final = 100_000

Queries = dict[str, str]


def say_in_sqlite(
    asked: Mapping[str, Logic], facts: Mapping[str, Any], database: Path
) -> tuple[dict[str, Queries], dict[str, str]]:
    """Each check as a SELECT, in SQLite's SQL, of the rows it finds at fault.

    Parameters
    ----------
    asked
        What the checks come down to, by their ids.
    facts
        The named parameters of the release.
    database
        The SQLite file with the tables, which is asked whether it can read the SELECT.

    Returns
    -------
    tuple
        The SELECTs by table and check, and for checks without one the reason.
    """
    queries: dict[str, Queries] = {}
    reasons = {}
    with closing(_connect(database)) as sqlite:
        for check, logic in asked.items():
            try:
                sql = to_sqlite(faults_sql(logic, logic.table), facts)
                sqlite.execute(f"EXPLAIN {sql}")
            except Unsayable as reason:
                reasons[check] = str(reason)
            except sqlite3.Error as fault:
                reasons[check] = f"SQLite: {fault}"
            else:
                queries.setdefault(logic.table, {})[check] = sql
    return queries, reasons


def load_gx() -> Any:
    """Great Expectations, told before it is loaded that it must not call home."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of modules the library imports
        import great_expectations
    return great_expectations


@contextmanager
def defined(
    database: Path,
    queries: Mapping[str, Queries],
    checks: Mapping[str, Check] | None = None,
    project: Path | None = None,
) -> Iterator[tuple[AbstractDataContext, list[ValidationDefinition]]]:
    """A context with a suite for each table, bound to the table's rows and ready to run.

    Parameters
    ----------
    database
        The SQLite file with the tables the SELECTs speak of.
    checks
        What the suites say of the checks besides their ids.
    project
        The folder of a project to be; in memory without.
    """
    gx = load_gx()
    from great_expectations.data_context.types.base import ProgressBarsConfig

    with connected(database):
        mode = "file" if project else "ephemeral"
        context = gx.get_context(mode=mode, project_root_dir=project)
        context.enable_analytics(False)
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        context.variables.save()
        source = context.data_sources.add_sqlite(SOURCE, connection_string=f"sqlite:///{DATABASE}")
        definitions = []
        for table, mine in queries.items():
            asset = source.add_table_asset(table, table_name=table)
            definition = gx.ValidationDefinition(
                name=table,
                data=asset.add_batch_definition_whole_table("all rows"),
                suite=context.suites.add(_suite(table, mine, checks or {})),
            )
            definitions.append(context.validation_definitions.add(definition))
        yield context, definitions
        source.get_execution_engine().close()


def _suite(table: str, queries: Queries, checks: Mapping[str, Check]) -> ExpectationSuite:
    """The checks of one table, each under its id."""
    gx = load_gx()
    suite: ExpectationSuite = gx.ExpectationSuite(table)
    for check, sql in queries.items():
        about = checks.get(check)
        suite.add_expectation(
            gx.expectations.UnexpectedRowsExpectation(
                unexpected_rows_query=_as_query(sql),
                description=f"{check}: {about.title if about else ''}",
                severity="critical" if about and about.severity == "error" else "warning",
                meta={"check": check},
            )
        )
    return suite


def _as_query(sql: str) -> str:
    """SQL as an expectation holds it.

    Braces are doubled, since the library fills in the batch by them, which is
    the whole table here, and colons escaped, since SQLAlchemy takes them for parameters.
    """
    text = sql.replace("{", "{{").replace("}", "}}").replace(":", "\\:")
    return f"{text} /* {{batch}} */"


@contextmanager
def connected(database: Path) -> Iterator[None]:
    """Every SQLite connection opened meanwhile is to this file, and knows the rules' functions.

    Great Expectations wants a URL, in which not every name of a folder can be
    written; so it is given another, and led here.
    """
    from sqlalchemy import Engine, event

    def lead(dialect: Any, *_: object) -> sqlite3.Connection | None:
        return _connect(database) if dialect.name == "sqlite" else None

    event.listen(Engine, "do_connect", lead)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", lead)


def _connect(database: Path) -> sqlite3.Connection:
    """Connect to a file whose statements are ended when SQLite would take hours for one.

    Steps are counted, which unlike seconds are the same everywhere.
    """
    connection = sqlite3.connect(database, check_same_thread=False)
    register(connection)
    steps = count()

    def begin(_: str) -> None:
        nonlocal steps
        steps = count()

    connection.set_trace_callback(begin)
    connection.set_progress_handler(
        lambda: next(steps) > MOST_STEPS // STEPS_AT_ONCE, STEPS_AT_ONCE
    )
    return connection

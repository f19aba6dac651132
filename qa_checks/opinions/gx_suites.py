"""The rulebook as expectation suites of Great Expectations over SQLite, which count it again.

Nothing leaves the machine: its analytics are off before the library is loaded, and it has neither
a cloud nor a data source but the file.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from qa_checks.engines.door import Failure
from qa_checks.model.checks import Severity
from qa_checks.model.logic import faults_sql
from qa_checks.opinions.sqlite_copy import copy_tables
from qa_checks.opinions.sqlite_dialect import Unsayable, to_sqlite
from qa_checks.opinions.sqlite_functions import register
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import Loaded
from qa_checks.words import plural

DATABASE: Final = "canonical.sqlite"
MOST_STEPS: Final = 2_000_000_000  # of SQLite's own machine for one statement, half a minute


class Project(NamedTuple):
    """A project of Great Expectations: a suite for each table, bound to its rows, ready to run."""

    context: Any
    definitions: list[Any]
    left_out: dict[str, Failure]  # checks that SQLite cannot say


def load_gx() -> Any:
    """Great Expectations, told before it is loaded that it must not call home."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of modules the library imports
        import great_expectations
    return great_expectations


@contextmanager
def project(
    loaded: Loaded, asked: Sequence[PlannedCheck], facts: Mapping[str, Any], folder: Path
) -> Iterator[Project]:
    """Copy the tables of a run to SQLite in a folder, and make suites of the checks there."""
    gx, database = load_gx(), folder / DATABASE
    copy_tables(loaded, database)
    expected: dict[str, list[Any]] = {}
    made = Project(gx.get_context(mode="file", project_root_dir=folder), [], {})
    with closing(_connect(database)) as sqlite:
        for planned in asked:
            expectation = _no_rows(planned, facts, sqlite)
            if isinstance(expectation, Failure):
                made.left_out[planned.check.id] = expectation
            else:
                expected.setdefault(planned.logic.table, []).append(expectation)
    with connected(database):
        made.context.variables.progress_bars = {"globally": False}
        made.context.enable_analytics(False)
        url = f"sqlite:///{DATABASE}"
        tables = made.context.data_sources.add_sqlite("canonical_tables", connection_string=url)
        for table, expectations in expected.items():
            rows = tables.add_table_asset(table, table).add_batch_definition_whole_table("all rows")
            suite = made.context.suites.add(gx.ExpectationSuite(table, expectations))
            definition = gx.ValidationDefinition(name=table, data=rows, suite=suite)
            made.definitions.append(made.context.validation_definitions.add(definition))
        yield made
        tables.get_execution_engine().close()


def _no_rows(planned: PlannedCheck, facts: Mapping[str, Any], sqlite: sqlite3.Connection) -> Any:
    """The expectation that a check finds no rows; why there is none where SQLite cannot say it.

    Braces are doubled, since the library fills in the batch by them, which is
    the whole table here, and colons escaped, since SQLAlchemy takes them for parameters.
    """
    check = planned.check
    try:
        sql = to_sqlite(faults_sql(planned.logic, planned.logic.table), facts)
        sqlite.execute(f"EXPLAIN {sql}")
    except Unsayable as reason:
        return Failure(str(reason))
    except sqlite3.Error as fault:
        return Failure(f"SQLite: {fault}")
    text = sql.replace("{", "{{").replace("}", "}}").replace(":", "\\:")
    return load_gx().expectations.UnexpectedRowsExpectation(
        unexpected_rows_query=f"{text} /* {{batch}} */",
        description=f"{check.id}: {check.title}",
        severity="critical" if check.severity is Severity.ERROR else "warning",
        meta={"check": check.id},
    )


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

    Steps are counted, which unlike seconds are the same everywhere: those of a statement, and of
    all its runs if it were kept to be run again.
    """
    connection = sqlite3.connect(database, check_same_thread=False, cached_statements=0)
    register(connection)
    connection.set_progress_handler(lambda: True, MOST_STEPS)
    return connection


def count_with_gx(
    loaded: Loaded,
    asked: Sequence[PlannedCheck],
    facts: Mapping[str, Any],
    tell: Callable[[str], None],
) -> dict[str, int | Failure]:
    """Count the rows at fault of each rule, by its id."""
    tell("copying the tables to SQLite")
    with (
        tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch,
        project(loaded, asked, facts, Path(scratch)) as made,
    ):
        counts: dict[str, int | Failure] = dict(made.left_out)
        for definition in made.definitions:
            rules = plural(len(definition.suite.expectations), "rule")
            tell(f"{rules} on {definition.name} by Great Expectations")
            for result in definition.run(result_format="BASIC").results:
                counts[result.expectation_config.meta["check"]] = _answer(result)
    return counts


def _answer(result: Any) -> int | Failure:
    number, fault = result.result.get("observed_value"), str(result.exception_info)
    if isinstance(number, int):
        return number
    if "sqlite3.OperationalError: interrupted" in fault:
        return Failure(f"SQLite was not done after {MOST_STEPS:,} steps")
    told = re.search(r"sqlite3\.\w+: (.*?)(?:\\n|\n|$)", fault)
    return Failure(f"SQLite: {told[1] if told else 'no count came back'}")

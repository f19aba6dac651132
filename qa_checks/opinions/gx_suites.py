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
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qa_checks.engines.door import Failure
from qa_checks.model.checks import Check, Severity
from qa_checks.model.logic import faults_sql
from qa_checks.opinions.sqlite_copy import copy_tables
from qa_checks.opinions.sqlite_dialect import Unsayable, to_sqlite
from qa_checks.opinions.sqlite_functions import register
from qa_checks.plan import PlannedCheck
from qa_checks.words import plural

if TYPE_CHECKING:
    from great_expectations import ValidationDefinition
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.data_context.abstract_data_context import (
        AbstractDataContext,
    )
    from great_expectations.expectations.expectation import Expectation

    from qa_checks.reading.loaded import Loaded


SOURCE: Final = "canonical_tables"
DATABASE: Final = "canonical.sqlite"
MOST_STEPS: Final = 2_000_000_000  # of SQLite's own machine for one statement, half a minute


class Suites(NamedTuple):
    """A suite for each table, bound to its rows and ready to run."""

    context: AbstractDataContext
    definitions: list[ValidationDefinition]
    left_out: Mapping[str, str]  # checks that SQLite cannot say, each with the reason


def load_gx() -> Any:
    """Great Expectations, told before it is loaded that it must not call home."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of modules the library imports
        import great_expectations
    return great_expectations


@contextmanager
def defined(
    loaded: Loaded,
    asked: Sequence[PlannedCheck],
    facts: Mapping[str, Any],
    folder: Path,
    mode: str = "ephemeral",
) -> Iterator[Suites]:
    """Copy the tables of a run to SQLite, and make suites of what the checks come down to.

    Parameters
    ----------
    folder
        Where the SQLite file is written.
    mode
        With "file" the suites become a project in the folder; else they stay in memory.
    """
    copy_tables(loaded, folder / DATABASE)
    expected, left_out = _expect(asked, facts, folder / DATABASE)
    gx = load_gx()
    from great_expectations.data_context.types.base import ProgressBarsConfig

    with connected(folder / DATABASE):
        context = gx.get_context(mode=mode, project_root_dir=folder if mode == "file" else None)
        context.enable_analytics(False)
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        context.variables.save()
        source = context.data_sources.add_sqlite(SOURCE, connection_string=f"sqlite:///{DATABASE}")
        suites = Suites(context, [], left_out)
        for table, expectations in expected.items():
            asset = source.add_table_asset(table, table_name=table)
            definition = gx.ValidationDefinition(
                name=table,
                data=asset.add_batch_definition_whole_table("all rows"),
                suite=context.suites.add(gx.ExpectationSuite(table, expectations)),
            )
            suites.definitions.append(context.validation_definitions.add(definition))
        yield suites
        source.get_execution_engine().close()


def check_of(result: ExpectationValidationResult) -> str:
    """The id of the check that an expectation is."""
    meta = result.expectation_config.meta if result.expectation_config else None
    return str((meta or {}).get("check"))


def _expect(
    asked: Sequence[PlannedCheck], facts: Mapping[str, Any], database: Path
) -> tuple[dict[str, list[Expectation]], dict[str, str]]:
    """An expectation for each check, by table; the reason where SQLite cannot read its SELECT."""
    expected: dict[str, list[Expectation]] = {}
    left_out = {}
    with closing(_connect(database)) as sqlite:
        for planned in asked:
            table = planned.logic.table
            try:
                sql = to_sqlite(faults_sql(planned.logic, table), facts)
                sqlite.execute(f"EXPLAIN {sql}")
            except Unsayable as reason:
                left_out[planned.check.id] = str(reason)
            except sqlite3.Error as fault:
                left_out[planned.check.id] = f"SQLite: {fault}"
            else:
                expected.setdefault(table, []).append(_no_rows(planned.check, sql))
    return expected, left_out


def _no_rows(check: Check, sql: str) -> Expectation:
    """The expectation that a SELECT gives no rows.

    Braces are doubled, since the library fills in the batch by them, which is
    the whole table here, and colons escaped, since SQLAlchemy takes them for parameters.
    """
    text = sql.replace("{", "{{").replace("}", "}}").replace(":", "\\:")
    expectation: Expectation = load_gx().expectations.UnexpectedRowsExpectation(
        unexpected_rows_query=f"{text} /* {{batch}} */",
        description=f"{check.id}: {check.title}",
        severity="critical" if check.severity is Severity.ERROR else "warning",
        meta={"check": check.id},
    )
    return expectation


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
        defined(loaded, asked, facts, Path(scratch)) as suites,
    ):
        counts: dict[str, int | Failure] = {
            check: Failure(reason) for check, reason in suites.left_out.items()
        }
        for definition in suites.definitions:
            rules = plural(len(definition.suite.expectations), "rule")
            tell(f"{rules} on {definition.name} by Great Expectations")
            results = definition.run(result_format="BASIC").results
            counts |= {check_of(result): _answer(result) for result in results}
    return counts


def _answer(result: ExpectationValidationResult) -> int | Failure:
    number, fault = result.result.get("observed_value"), str(result.exception_info)
    if isinstance(number, int):
        return number
    if "sqlite3.OperationalError: interrupted" in fault:
        return Failure(f"SQLite was not done after {MOST_STEPS:,} steps")
    told = re.search(r"sqlite3\.\w+: (.*?)(?:\\n|\n|$)", fault)
    return Failure(f"SQLite: {told[1] if told else 'no count came back'}")

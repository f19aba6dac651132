"""Great Expectations as the one who counts a second time, on SQLite."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_checks.engines.door import Failure
from qa_checks.model import Logic
from qa_checks.opinions import gx_suites
from qa_checks.opinions.sqlite_copy import copy_tables
from qa_checks.words import plural

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult

    from qa_checks.reading.loaded import Loaded


class GxCounter:
    """Counts what the checks come down to, said again in SQLite's SQL."""

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self.database = folder / gx_suites.DATABASE
        self.tell = tell
        self.facts: Mapping[str, Any] = {}

    def load(self, loaded: Loaded, facts: Mapping[str, Any]) -> None:
        """Copy the tables of a run to SQLite."""
        self.tell("copying the tables to SQLite")
        copy_tables(loaded, self.database)
        self.facts = facts

    def count_faults(self, asked: Mapping[str, Logic]) -> dict[str, int | Failure]:
        """Count the rows at fault of each check, by its id."""
        queries, reasons = gx_suites.say_in_sqlite(asked, self.facts, self.database)
        counts: dict[str, int | Failure] = {
            check: Failure(reason) for check, reason in reasons.items()
        }
        with gx_suites.defined(self.database, queries) as (_, definitions):
            for definition in definitions:
                rules = plural(len(definition.suite.expectations), "rule")
                self.tell(f"{rules} on {definition.name} by Great Expectations")
                counts.update(_read(definition.run(result_format="BASIC")))
        return counts


def _read(results: ExpectationSuiteValidationResult) -> Iterator[tuple[str, int | Failure]]:
    for result in results.results:
        meta = result.expectation_config.meta if result.expectation_config else None
        yield str((meta or {}).get("check")), _answer(result.result, result.exception_info)


def _answer(result: Mapping[str, Any], exception: Mapping[str, Any]) -> int | Failure:
    number = result.get("observed_value")
    if isinstance(number, int) and not exception.get("raised_exception"):
        return number
    if "sqlite3.OperationalError: interrupted" in str(exception):
        return Failure(f"SQLite was not done after {gx_suites.MOST_STEPS:,} steps")
    told = re.search(r"sqlite3\.\w+: (.*?)(?:\\n|\n|$)", str(exception))
    return Failure(f"SQLite: {told[1] if told else 'no count came back'}")

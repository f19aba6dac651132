"""Great Expectations as the one who counts the rules a second time, on SQLite."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_checks.engines.door import Failure
from qa_checks.opinions import gx_suites
from qa_checks.plan import PlannedCheck
from qa_checks.words import plural

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult

    from qa_checks.reading.loaded import Loaded


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
        gx_suites.defined(loaded, asked, facts, Path(scratch)) as suites,
    ):
        counts: dict[str, int | Failure] = {
            check: Failure(reason) for check, reason in suites.left_out.items()
        }
        for definition in suites.definitions:
            rules = plural(len(definition.suite.expectations), "rule")
            tell(f"{rules} on {definition.name} by Great Expectations")
            results = definition.run(result_format="BASIC").results
            counts |= {gx_suites.check_of(result): _answer(result) for result in results}
    return counts


def _answer(result: ExpectationValidationResult) -> int | Failure:
    number, fault = result.result.get("observed_value"), str(result.exception_info)
    if isinstance(number, int):
        return number
    if "sqlite3.OperationalError: interrupted" in fault:
        return Failure(f"SQLite was not done after {gx_suites.MOST_STEPS:,} steps")
    told = re.search(r"sqlite3\.\w+: (.*?)(?:\\n|\n|$)", fault)
    return Failure(f"SQLite: {told[1] if told else 'no count came back'}")

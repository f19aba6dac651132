"""Fetches the rows that violate a check, with the columns their findings show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qa_checks.engines.cells import cells_sql
from qa_checks.engines.database import Database
from qa_checks.engines.findings import shown_columns
from qa_checks.engines.parameters import facts_of, named_facts
from qa_checks.plan import PlannedCheck

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Violations:
    """Where violating rows come from, and how many of each check: all of those in ``whole``."""

    database: Database
    keep: int
    whole: frozenset[str]

    def fetch(self, planned: PlannedCheck) -> Rows:
        """The rows that violate one check, in the order of the file."""
        return self.select(_violating(self.database, planned), planned)

    def select(self, sql: str, planned: PlannedCheck) -> Rows:
        """The rows a SELECT gives, in the order of the file, narrowed to what is shown."""
        import duckdb

        facts = named_facts(planned, sql)
        wanted = ", ".join(f'"{name}"' for name in shown_columns(self.database.loaded, planned))
        limit = "" if planned.check.id in self.whole else f" LIMIT {self.keep}"
        tail = f"FROM ({sql}) AS found ORDER BY _source, _row{limit}"
        try:
            return self.database.ask_rows(f"SELECT {wanted} {tail}", facts)
        except duckdb.BinderException:  # a query need not give every column
            return self.database.ask_rows(f"SELECT * {tail}", facts)

    def fetch_together(self, failed: Sequence[PlannedCheck]) -> dict[str, Rows]:
        """The rows that violate several row checks of one table, by check, in one scan.

        Empty if that statement fails: then each check is fetched for itself.
        """
        import duckdb

        shown = [shown_columns(self.database.loaded, planned) for planned in failed]
        names = list(dict.fromkeys(name for columns in shown for name in columns))
        listed = ", ".join(f'"{name}"' for name in names)
        flags = [f"f{number}" for number in range(len(failed))]
        tests = ", ".join(
            f"{_is_violated(one)} AS {flag}" for one, flag in zip(failed, flags, strict=True)
        )
        table = failed[0].check.table
        try:
            rows = self.database.ask(
                f"SELECT {', '.join(flags)}, {listed} FROM (SELECT t.*, {tests} FROM {table} AS t) "
                f"WHERE {' OR '.join(flags)} ORDER BY _source, _row",
                facts_of(failed),
            )
        except duckdb.Error:
            return {}
        places = {name: len(failed) + number for number, name in enumerate(names)}
        return {
            one.check.id: [
                {name: row[places[name]] for name in columns} for row in rows if row[number]
            ]
            for number, (one, columns) in enumerate(zip(failed, shown, strict=True))
        }


def _is_violated(planned: PlannedCheck) -> str:
    """SQL that is true of the rows which violate a check, and of no other."""
    scope = f" AND ({planned.scope})" if planned.scope else ""
    return f"NOT ({planned.sql}){scope}"


def _violating(database: Database, planned: PlannedCheck) -> str:
    """SELECT of the rows that violate a check."""
    table = planned.check.table
    match planned.form:
        case "query":
            return planned.sql
        case "cells":
            return cells_sql(database.loaded.schemas, planned)
        case _:
            return f"SELECT * FROM {table} AS t WHERE {_is_violated(planned)}"

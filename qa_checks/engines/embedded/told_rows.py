"""Rows that one check tells of, and others leave out: looked for once for all of those."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from qa_checks.engines.door import Failure
from qa_checks.engines.embedded.database import Database
from qa_checks.model import Logic
from qa_checks.model.logic import leave_out


class ToldRows(Struct):
    """Where the rows that checks tell of are put aside, by the SELECT of their places."""

    database: Database
    tables: dict[str, str | Failure] = field(default_factory=dict)

    def unknown(self, asked: Iterable[Logic]) -> list[tuple[str, str, frozenset[str]]]:
        """SELECTs to look for, each with the name of its table and the facts it may use."""
        selects = {select: logic.facts for logic in asked for select in logic.told}
        new = [select for select in selects if select not in self.tables]
        known = len(self.tables)
        return [(select, f"rows_told_{known + i}", selects[select]) for i, select in enumerate(new)]

    def look_for(self, select: str, table: str, facts: Iterable[str]) -> None:
        """Put the places of some rows aside, if there are any."""
        from qa_checks.duckdb_core import Error

        try:
            sql = f"CREATE OR REPLACE TABLE {table} AS SELECT DISTINCT * FROM ({select})"
            [(count,)] = self.database.ask(sql, facts)
            self.tables[select] = table if count else ""
        except Error as fault:
            self.tables[select] = Failure.of(fault)

    def leave_out(self, asked: Mapping[str, Logic]) -> tuple[dict[str, Logic], dict[str, Failure]]:
        """The logic of each check without the rows that were found; why some cannot be told."""
        left: dict[str, Logic] = {}
        failures: dict[str, Failure] = {}
        for check, logic in asked.items():
            tables = [self.tables[select] for select in logic.told]
            failed = [table for table in tables if isinstance(table, Failure)]
            places = [f"SELECT _source, _row FROM {table}" for table in tables if table]
            if failed:
                failures[check] = failed[0]
            else:
                left[check] = leave_out(logic, places)
        return left, failures

"""How many rows a check looks at: counted once for all checks of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qa_checks.engines.database import Database, ask_together
from qa_checks.engines.parameters import named_facts
from qa_checks.plan import PlannedCheck

# These tables hold only what is at fault; what was looked at is the whole extract.
LOOKED_AT = {
    "extract_rows": "SELECT sum(rows) FROM extract_sheets WHERE role = 'release'",
    "extract_cells": "SELECT sum(rows * columns) FROM extract_sheets WHERE role = 'release'",
}


@dataclass(frozen=True, slots=True)
class Extent:
    """Rows in a check's scope, and rows of which nobody can tell whether they are in it."""

    rows: int
    undecided: int = 0


@dataclass
class Extents:
    """The extents of the checks of one run."""

    database: Database
    tables: dict[str, int] = field(default_factory=dict)
    scopes: dict[tuple[str, str], Extent | Exception] = field(default_factory=dict)

    def rows_of(self, table: str) -> int:
        """Rows of a table; of those that hold faults alone, all that was looked at."""
        if table not in self.tables:
            sql = LOOKED_AT.get(table, f"SELECT count(*) FROM {table}")
            self.tables[table] = int(self.database.ask(sql)[0][0] or 0)
        return self.tables[table]

    def measure(self, planned: Sequence[PlannedCheck]) -> None:
        """Count the scopes of these checks, in one scan a table."""
        wanted: dict[str, dict[str, PlannedCheck]] = {}
        for one in planned:
            self.rows_of(one.check.table)
            if one.scope and one.check.table not in LOOKED_AT:
                wanted.setdefault(one.check.table, {}).setdefault(one.scope, one)
        for table, scopes in wanted.items():
            found = ask_together(list(scopes.values()), self._count)
            self.scopes.update(
                ((table, scope), extent) for scope, extent in zip(scopes, found, strict=True)
            )

    def of(self, planned: PlannedCheck) -> Extent:
        """The extent of a check that was measured.

        Raises
        ------
        duckdb.Error
            If its scope cannot be evaluated.
        """
        table = planned.check.table
        extent = self.scopes.get((table, planned.scope), Extent(self.rows_of(table)))
        if isinstance(extent, Exception):
            raise extent
        return extent

    def _count(self, planned: Sequence[PlannedCheck]) -> list[Extent]:
        numbered = list(enumerate(planned))
        counts = ", ".join(f"count_if(s{i}), count_if(s{i} IS NULL)" for i, _ in numbered)
        tests = ", ".join(f"({one.scope}) AS s{i}" for i, one in numbered)
        facts = {name for one in planned for name in named_facts(one, one.scope)}
        table = planned[0].check.table
        sql = f"SELECT {counts} FROM (SELECT {tests} FROM {table} AS t)"
        row = [number or 0 for number in self.database.ask(sql, facts)[0]]
        return [Extent(row[i] + row[i + 1], row[i + 1]) for i in range(0, len(row), 2)]

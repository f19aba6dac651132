"""How many rows a check looks at: counted once for all checks of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qa_checks.engines.door import Failure
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.model import Logic

# These tables hold only what is at fault; what was looked at is the whole extract.
LOOKED_AT = {
    "extract_rows": "SELECT sum(rows) FROM extract_sheets WHERE role = 'release'",
    "extract_column_faults": "SELECT sum(columns) FROM extract_sheets WHERE role = 'release'",
    "extract_cells": "SELECT sum(rows * columns) FROM extract_sheets WHERE role = 'release'",
}


@dataclass(frozen=True, slots=True)
class Extent:
    """Rows in a check's scope, and rows of which nobody can tell whether they are in it."""

    rows: int
    undecided: int = 0


@dataclass
class ScopeCounts:
    """The extents of the checks of one run."""

    database: Database
    tables: dict[str, int] = field(default_factory=dict)
    scopes: dict[tuple[str, str], Extent | Failure] = field(default_factory=dict)

    def rows_of(self, table: str) -> int:
        """Rows of a table; of those that hold faults alone, all that was looked at."""
        if table not in self.tables:
            sql = LOOKED_AT.get(table, f"SELECT count(*) FROM {table}")
            self.tables[table] = int(self.database.ask(sql)[0][0] or 0)
        return self.tables[table]

    def measure(self, asked: Iterable[Logic]) -> None:
        """Count the scopes of these checks, in one scan a table."""
        wanted: dict[str, dict[str, Logic]] = {}
        for logic in asked:
            self.rows_of(logic.table)
            if logic.scope and logic.table not in LOOKED_AT:
                wanted.setdefault(logic.table, {}).setdefault(logic.scope, logic)
        for table, scopes in wanted.items():
            extents = ask_together(list(scopes.values()), self._count)
            self.scopes.update(
                ((table, scope), extent) for scope, extent in zip(scopes, extents, strict=True)
            )

    def of(self, logic: Logic) -> Extent | Failure:
        """The extent of a check that was measured, or why its scope cannot be evaluated."""
        return self.scopes.get((logic.table, logic.scope), Extent(self.rows_of(logic.table)))

    def _count(self, asked: Sequence[Logic]) -> list[Extent]:
        numbers = range(len(asked))
        counts = ", ".join(f"count_if(s{i}), count_if(s{i} IS NULL)" for i in numbers)
        tests = ", ".join(f"({logic.scope}) AS s{i}" for i, logic in enumerate(asked))
        facts = {name for logic in asked for name in logic.facts}
        sql = f"SELECT {counts} FROM (SELECT {tests} FROM {asked[0].table} AS t)"
        row = [number or 0 for number in self.database.ask(sql, facts)[0]]
        return [Extent(row[i] + row[i + 1], row[i + 1]) for i in range(0, len(row), 2)]

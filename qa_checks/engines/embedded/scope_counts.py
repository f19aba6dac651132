"""How many rows a check looks at: counted once for all checks of a table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from msgspec import Struct

from qa_checks.engines.door import Counts, Failure
from qa_checks.engines.embedded.database import Database, ask_together
from qa_checks.engines.embedded.scans import (
    Answers,
    ask,
    count_sets,
    looks_elsewhere,
    read_answers,
)
from qa_checks.model import Logic, Selection

# These tables hold only what is at fault; what was looked at is the whole extract, with the rows
# that are no data and, of cells, those of the header.
LOOKED_AT = {
    "extract_rows": "SELECT sum(rows + passed_over) FROM extract_sheets WHERE role = 'release'",
    "extract_column_faults": "SELECT sum(columns) FROM extract_sheets WHERE role = 'release'",
    "extract_cells": "SELECT sum((1 + rows + passed_over) * columns) FROM extract_sheets "
    "WHERE role = 'release'",
}

Scopes = dict[tuple[str, str, str], Logic]


class Extent(Struct, frozen=True):
    """Rows in a check's scope, and those of them that are undecided.

    A row of which nobody can tell whether it is in scope is one of both.
    """

    rows: int
    undecided: int = 0

    def count(self, failed: int) -> Counts:
        """What to say of it where so many were found to be at fault.

        All of those were looked at, also what is no row of the scope: a missing one, a further
        fault of the same row, a cell that gave no row to its table.
        """
        return Counts(max(self.rows, failed), failed, self.undecided)


class ScopeCounts(Struct):
    """The extents of the checks of one run."""

    database: Database
    tables: dict[str, int] = {}
    scopes: dict[tuple[str, str, str], Extent | Failure] = {}

    def rows_of(self, table: str) -> int:
        """Rows of a table; of those that hold faults alone, all that was looked at."""
        if table not in self.tables:
            sql = LOOKED_AT.get(table, f"SELECT count(*) FROM {table}")
            self.tables[table] = int(self.database.ask(sql)[0][0] or 0)
        return self.tables[table]

    def unmeasured(self, asked: Iterable[Logic], is_large: Callable[[Logic], bool]) -> list[Scopes]:
        """The scopes of these checks that are to be measured, in groups for one statement each.

        Those of a table stand together; what looks into other rows has a scan of its own, and in
        a large table a statement.
        """
        wanted: dict[Hashable, Scopes] = {}
        for logic in asked:
            self.rows_of(logic.table)
            key = _key(logic)
            if (logic.scope or _undecided(logic)) and logic.table not in LOOKED_AT:
                elsewhere = looks_elsewhere(*key)
                group = (logic.table, elsewhere, key if elsewhere and is_large(logic) else ())
                if key not in self.scopes:
                    wanted.setdefault(group, {})[key] = logic
        return list(wanted.values())

    def measure(self, scopes: Scopes) -> None:
        """Count scopes of one table in one statement."""
        extents = ask_together(list(scopes.values()), self._count)
        self.scopes.update(zip(scopes, extents, strict=True))

    def of(self, logic: Logic) -> Extent | Failure:
        """The extent of a check that was measured, or why its scope cannot be evaluated."""
        return self.scopes.get(_key(logic), Extent(self.rows_of(logic.table)))

    def is_empty(self, logic: Logic) -> bool:
        """Whether a scope was measured and no row can be in it."""
        extent = self.scopes.get(_key(logic))
        return isinstance(extent, Extent) and not extent.rows and bool(logic.scope)

    def _count(self, asked: Sequence[Logic]) -> list[Extent]:
        facts = {name for logic in asked for name in logic.facts}
        apart = any(looks_elsewhere(*_key(logic)) for logic in asked)
        groups = [[logic] for logic in asked] if apart else [asked]
        answers = self.database.ask_each([_scan(group) for group in groups], facts)
        return list(map(_read_extent, read_answers(answers, len(asked))))


def _scan(asked: Sequence[Logic]) -> str:
    """SQL that asks of the rows of one table whether they are undecided, and in which scopes."""
    tests = [ask(i, _undecided(logic) or "FALSE", logic.scope) for i, logic in enumerate(asked)]
    return count_sets(len(asked), f"SELECT {', '.join(tests)} FROM {asked[0].table} AS t")


def _read_extent(answers: Answers) -> Extent:
    """The extent of a scope, of whose rows was asked whether they are undecided."""
    meant = [answer for answer in answers if answer[1] is not False]
    return Extent(
        sum(rows for _, _, rows in meant),
        sum(rows for undecided, in_scope, rows in meant if undecided or in_scope is None),
    )


def _undecided(logic: Logic) -> str:
    return logic.undecided if isinstance(logic, Selection) else ""


def _key(logic: Logic) -> tuple[str, str, str]:
    return logic.table, logic.scope, _undecided(logic)

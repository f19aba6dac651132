"""How many rows a check looks at: counted once for all checks of a table."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from qa_checks.catalogue.extract import LOOKED_AT
from qa_checks.engines.door import Counts, Failure
from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.scans import Answers, looks_elsewhere
from qa_checks.model.logic import Logic, Predicate, Selection

Scope = tuple[str, str, str]  # table, condition, and that of the undecided rows in it


class Extent(Struct, frozen=True):
    """Rows in a check's scope, and those of them that are undecided.

    A row of which nobody can tell whether it is in scope is one of both.
    """

    rows: int
    undecided: int = 0

    @classmethod
    def of(cls, answers: Answers) -> Extent:
        """The extent of a scope, of whose rows was asked whether they are undecided."""
        meant = [answer for answer in answers if answer[1] is not False]
        return cls(
            sum(rows for _, _, rows in meant),
            sum(rows for undecided, in_scope, rows in meant if undecided or in_scope is None),
        )

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
    scopes: dict[Scope, Extent | Failure] = {}

    def rows_of(self, table: str) -> int:
        """Rows of a table; of those that hold faults alone, all that was looked at."""
        if table not in self.tables:
            self.count_tables([table])
        return self.tables[table]

    def has_more(self, table: str, rows: int) -> bool:
        """Whether a table of the data has more rows than so many; a question about none has not."""
        return bool(table) and table not in LOOKED_AT and self.rows_of(table) > rows

    def count_tables(self, tables: Iterable[str]) -> None:
        """Count the rows of those tables of which they are not known, in one statement."""
        unknown = [table for table in dict.fromkeys(tables) if table and table not in self.tables]
        if unknown:
            counts = (LOOKED_AT.get(table, f"SELECT count(*) FROM {table}") for table in unknown)
            answers = self.database.ask_each(list(counts))
            for table, [(rows,)] in zip(unknown, answers, strict=True):
                self.tables[table] = int(rows or 0)

    def of(self, logic: Logic) -> Extent | Failure:
        """The extent of a check that was measured, or why its scope cannot be evaluated."""
        return self.scopes.get(scope_of(logic), Extent(self.rows_of(logic.table)))

    def is_empty(self, logic: Logic) -> bool:
        """Whether a scope was measured and no row can be in it."""
        extent = self.scopes.get(scope_of(logic))
        return isinstance(extent, Extent) and not extent.rows and bool(logic.scope)


def scope_of(logic: Logic) -> Scope:
    """What checks have in common whose rows in scope are counted once."""
    return logic.table, logic.scope, logic.undecided if isinstance(logic, Selection) else ""


def ask_scope(logic: Logic) -> Predicate:
    """The question whether rows of a scope are undecided."""
    table, scope, undecided = scope_of(logic)
    return Predicate(table, undecided or "FALSE", scope, facts=logic.facts)


def needs_extent(logic: Logic) -> bool:
    """Whether the rows in scope are counted apart: by what counts no scope, or to spare a look.

    Where no row is in scope, nobody need look into other rows for it.
    """
    table, scope, undecided = scope_of(logic)
    if table in LOOKED_AT or not (scope or undecided):
        return False
    if isinstance(logic, Selection):
        return not logic.cells
    spares = looks_elsewhere(logic.condition) and not looks_elsewhere(scope)
    return bool(logic.once) or (spares and not logic.rows)

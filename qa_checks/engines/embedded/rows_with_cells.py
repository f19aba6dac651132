"""The keys of rows in which a cell was met at fault, looked for once in each large table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct, field

from qa_checks.catalogue import Schemas
from qa_checks.engines.embedded.database import Database
from qa_checks.model.logic import Logic, Selection
from qa_checks.sql_text import sql_names


class RowsWithCells(Struct, dict=True):
    """Where those rows are, by the name of their table; checks look at the tables ``asked``."""

    database: Database
    schemas: Schemas
    asked: frozenset[str]
    tables: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, database: Database, schemas: Schemas, logics: Iterable[Logic]) -> RowsWithCells:
        """Those that some checks speak of."""
        asked = {logic.table for logic in logics if isinstance(logic, Selection) and logic.cells}
        return cls(database, schemas, frozenset(asked))

    @cached_property
    def keys(self) -> frozenset[str]:
        """The columns that findings show of them: the keys of tables of which a cell was met."""
        met = self.database.ask("SELECT DISTINCT table_name FROM extract_cells")
        tables = [self.schemas.tables[name] for (name,) in met if name in self.asked]
        return frozenset(name for table in tables for name in table.key)

    def columns_of(self, table: str) -> list[str]:
        """The keys that a table of the release stores."""
        owner = self.schemas.tables.get(table)
        return [name for name in owner.stored if name in self.keys] if owner else []

    def gather(self, table: str) -> str:
        """Put those rows of a large table aside, if that was not done: where they are.

        Else the cells of every table would look for their few rows among all.
        """
        if table not in self.tables:
            self.tables[table] = f"rows_with_cells_of_{table}"
            columns = ["_source", "_block", "_row", *self.columns_of(table)]
            self.database.ask(
                f"CREATE OR REPLACE TABLE {self.tables[table]} AS SELECT {sql_names(columns)} "
                f"FROM base.{table} WHERE _row IN (SELECT _row FROM extract_cells)"
            )
        return self.tables[table]

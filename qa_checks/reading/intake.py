"""What a reader has taken in so far; nobody sees it once reading is over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.schemas import Table
from qa_checks.model.inputs import Input, Problem
from qa_checks.model.sources import SourceColumn
from qa_checks.reading.contents import Limits
from qa_checks.reading.headers import Names, known_names
from qa_checks.reading.loaded import OF_RELEASE, Place
from qa_checks.reading.published_sheets import PublishedSheet
from qa_checks.reading.wide import Wide
from qa_checks.sql_text import sql_literal

if TYPE_CHECKING:
    from qa_checks.catalogue import Schemas
    from qa_checks.duckdb_core import Connection

PLACE_COLUMNS = "_source USMALLINT, _block UTINYINT, _row BIGINT"
MISSING_WORD = "missing_word"
SHORTHAND = "shorthand"  # a word that a list declares, which says that there is no value
DECLARED = "declared shorthand"  # how such a list begins to say what it means
EARLIER_UNREAD = "earlier_unread"  # cells of earlier releases of which no value could be made
SOURCE_CELLS = "source_cells"  # all cells of the system of record that are told of
KEPT_CELLS = {
    EARLIER_UNREAD: "_source, _block, _row, table_name, column_name, entry",
    SOURCE_CELLS: "_source, _block, _row, table_name, column_name, entry, written, read_as, fault",
}
BLANKS_AROUND = "blanks_around"  # cells with blanks around their text, where that matters
BLANK_COLUMNS = (
    f"{PLACE_COLUMNS}, table_name VARCHAR, column_name VARCHAR, entry VARCHAR, written VARCHAR"
)
ENTRY_COLUMNS = f"{PLACE_COLUMNS}, _entry USMALLINT"


class Intake(Struct, dict=True):
    """The files of a run while they are read.

    ``wants_blanks`` says that blanks around cells matter; ``inputs`` holds each sheet as the report
    lists it, with its number (from 1) if it was loaded; ``wides`` the loaded sheets of each
    release, ``published`` those of published tables, and ``delivered`` the columns that the system
    of record gave, by database; ``form`` rows for the extract tables that are written all at once,
    by table.
    """

    connection: Connection
    schemas: Schemas
    scratch: Path
    limits: Limits
    wants_blanks: bool
    sources: int = 0
    inputs: list[tuple[Input, int | None]] = []
    problems: list[Problem] = []
    wides: dict[str, list[Wide]] = {}
    places: dict[int, Place] = {}
    paths: list[Path] = []
    published: dict[str, list[PublishedSheet]] = {}
    delivered: dict[str, tuple[SourceColumn, ...]] = {}
    form: dict[str, list[tuple[object, ...]]] = {}

    @cached_property
    def layouts(self) -> list[Names]:
        """Every layout with the headers it knows."""
        return [known_names(layout) for layout in self.schemas.layouts.values()]

    @cached_property
    def missing(self) -> dict[str, str]:
        """Words that stand for a missing value, and the fault that each is in a cell."""
        codes = self.schemas.codes.get("missing_words")
        declared = (
            {row["code"] for row in codes.rows if row["meaning"].startswith(DECLARED)}
            if codes
            else set()
        )
        return {
            word: SHORTHAND if code in declared else MISSING_WORD
            for word, code in (codes.exact if codes else {}).items()
        }

    def number(self) -> int:
        """The number of the next sheet."""
        self.sources += 1
        return self.sources

    def judges(self, table: str) -> bool:
        """Whether some rule judges an extract table, so that what it tells is worth looking for."""
        return table in self.schemas.judged

    def prepare(self, databases: Sequence[str]) -> None:
        """Create the code lists, the extract tables and a database for each release."""
        self.wides.update({name: [] for name in databases})
        statements = [f"ATTACH ':memory:' AS {name}" for name in databases if name != OF_RELEASE]
        statements += [f"CREATE SCHEMA {name}.base" for name in databases]
        statements += [
            f"CREATE TABLE {table.table} ({PLACE_COLUMNS}, {columns_sql(table)})"
            for table in EXTRACT_TABLES.values()
        ]
        statements.append(f"CREATE TABLE {BLANKS_AROUND} ({BLANK_COLUMNS})")
        statements += [
            f"CREATE TABLE {name} AS SELECT {columns} FROM extract_cells"
            for name, columns in KEPT_CELLS.items()
        ]
        statements += _code_lists(self.schemas.codes.values())
        self.connection.execute(";".join(statements))

    def note_form(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Keep rows of an extract table that nobody asks for while files are read."""
        self.form.setdefault(table, []).extend(rows)

    def write_form(self) -> None:
        """Write the rows that were kept."""
        for table, rows in self.form.items():
            insert_rows(self.connection, table, rows)


def columns_sql(table: Table) -> str:
    """Column definitions of a table, its derived columns included."""
    return ", ".join(f'"{name}" {column.sql_type}' for name, column in table.columns.items())


def insert_rows(connection: Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Put rows into a table as one list a column: many values in the text take long to parse."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        lists = ", ".join(f"unnest(${number})" for number in range(1, len(columns) + 1))
        connection.execute(f"INSERT INTO {table} SELECT {lists}", columns)


def _code_lists(lists: Iterable[CodeList]) -> list[str]:
    """Statements that make a database of code lists."""
    return ["ATTACH ':memory:' AS codes", *map(_code_table, lists)]


def _code_table(codes: CodeList) -> str:
    """Load a code list from its file; an empty cell is NULL."""
    columns = ", ".join(f"'{column}': '{codes.sql_type(column)}'" for column in codes.columns)
    return (
        f'CREATE TABLE codes."{codes.name}" AS SELECT * FROM '
        f"read_csv({sql_literal(str(codes.path))}, header=true, auto_detect=false, "
        "delim=',', quote='\"', escape='\"', nullstr='', "
        f"allow_quoted_nulls=true, columns={{{columns}}})"
    )

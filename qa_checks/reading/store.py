"""The in-memory database a run lives in."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.ruleset import sql_literal
from qa_checks.catalogue.schemas import Column, Table

if TYPE_CHECKING:
    import duckdb

    from qa_checks.catalogue import Catalogue

WORKERS = 2
LONGEST = dt.timedelta(minutes=15)  # for one statement; a rule that joins everything never ends
ROW_COLUMNS = "_source USMALLINT, _block UTINYINT, _row BIGINT"


@dataclass
class Store:
    """One DuckDB connection, the catalogue it serves, and what has been loaded so far.

    ``headers`` maps (source, block, column) to the header as the file writes
    it; ``given`` holds the (table, column) pairs some file provides, with
    ``previous.`` before the table for the previous release.
    """

    connection: duckdb.DuckDBPyConnection
    catalogue: Catalogue
    scratch: Path
    sources: int = 0
    headers: dict[tuple[int, int, str], str] = field(default_factory=dict)
    given: set[tuple[str, str]] = field(default_factory=set)
    places: dict[int, tuple[str, str | None]] = field(default_factory=dict)

    @property
    def wants_cells(self) -> bool:
        """Whether some rule judges cells, so that looking for odd characters is worth it."""
        return "extract_cells" in self.catalogue.judged

    @property
    def wants_rows(self) -> bool:
        """Whether some rule judges rows, so that looking for equal rows is worth it."""
        return "extract_rows" in self.catalogue.judged


def connect(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """Open an in-memory database that never looks at the network or at Python's variables.

    Parameters
    ----------
    threads
        How many threads one statement may use; DuckDB decides without.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": threads} if threads else {})
    connection.execute(
        "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;"
        "SET allow_community_extensions = false; SET python_enable_replacements = false;"
        f"SET temp_directory = {sql_literal(Path(tempfile.gettempdir()) / 'qa-checks')}"
    )
    return connection


def prepare(store: Store) -> None:
    """Create the code lists, the extract tables and the schemas of a run."""
    statements = [
        "CREATE SCHEMA base",
        "CREATE SCHEMA previous",
        "CREATE SCHEMA before",
        "CREATE SCHEMA codes",
    ]
    statements += [
        f"CREATE TABLE {table.table} ({ROW_COLUMNS}, {columns_sql(table)})"
        for table in EXTRACT_TABLES.values()
    ]
    statements += [_code_table(code_list) for code_list in store.catalogue.codes.values()]
    store.connection.execute(";".join(statements))


def execute_all(store: Store, statements: Sequence[str]) -> None:
    """Run statements that do not wait for each other, two at a time."""
    with ThreadPoolExecutor(WORKERS) as pool:
        for done in [
            pool.submit(store.connection.cursor().execute, statement) for statement in statements
        ]:
            done.result()


def columns_sql(table: Table) -> str:
    """Column definitions of a table, its derived columns included."""
    return ", ".join(f'"{name}" {column.sql_type}' for name, column in table.columns.items())


def stored(table: Table) -> dict[str, Column]:
    """Columns of a table that come from the file: all but the derived ones."""
    return {name: column for name, column in table.columns.items() if column.derived is None}


def lock(store: Store, paths: list[Path]) -> None:
    """Close the doors: no file but the inputs, no setting, no endless statement from here on."""
    listed = ", ".join(sql_literal(str(path)) for path in paths)
    store.connection.execute(
        f"SET allowed_paths = [{listed}]; SET enable_external_access = false;"
        f"SET GLOBAL max_execution_time = {LONGEST // dt.timedelta(milliseconds=1)};"
        "SET lock_configuration = true"
    )


def _code_table(codes: CodeList) -> str:
    """Load a code list from its file; an empty cell is NULL."""
    columns = ", ".join(f"'{column}': '{codes.sql_type(column)}'" for column in codes.columns)
    return (
        f'CREATE TABLE codes."{codes.name}" AS SELECT * FROM '
        f"read_csv({sql_literal(str(codes.path))}, header=true, auto_detect=false, "
        "delim=',', quote='\"', escape='\"', nullstr='', "
        f"allow_quoted_nulls=true, columns={{{columns}}})"
    )

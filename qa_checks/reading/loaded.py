"""What reading hands over: one frozen record of tables, where their rows stand, and headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.model import Input, Problem, Role

if TYPE_CHECKING:
    import duckdb

    from qa_checks.catalogue import Schemas
    from qa_checks.catalogue.schemas import Table

# The attached database in which each release's tables stand; rules write its name before a table.
DATABASES = {Role.RELEASE: "memory", Role.PREVIOUS: "previous"}


class Place(NamedTuple):
    """The file and sheet that a source is."""

    file: str | None
    sheet: str | None
    role: Role = Role.RELEASE


NOWHERE = Place(None, None)


class HeaderKey(NamedTuple):
    """A canonical column as rows of one block of one sheet have it.

    ``entry`` tells the rows of an unpivoted block apart: the number, from 1, of the published
    column that the row comes from; 0 for rows of other blocks.
    """

    source: int
    block: int
    entry: int
    column: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The canonical tables of one release, and what its files give of them.

    Each snapshot is a database of its own with the same two schemas: ``base`` holds what the
    files say, ``main`` the same rows with derived columns. ``columns`` are pairs of table and
    column that some file provides.
    """

    role: Role
    tables: frozenset[str] = frozenset()
    columns: frozenset[tuple[str, str]] = frozenset()

    @property
    def database(self) -> str:
        """The database that holds the tables."""
        return DATABASES[self.role]

    @property
    def prefix(self) -> str:
        """What rules write before the name of one of its tables."""
        return "" if self.role is Role.RELEASE else f"{self.database}."


@dataclass(frozen=True)
class Loaded:
    """Everything that was read, built once; nothing of it changes afterwards.

    ``paths`` are files that tables are views of, and that must stay readable.
    """

    connection: duckdb.DuckDBPyConnection
    schemas: Schemas
    snapshots: Mapping[Role, Snapshot]
    places: Mapping[int, Place]
    headers: Mapping[HeaderKey, str]
    inputs: tuple[Input, ...] = ()
    problems: tuple[Problem, ...] = ()
    paths: tuple[Path, ...] = ()

    @property
    def tables(self) -> frozenset[str]:
        """Every table that is given, by the name rules call it."""
        return frozenset(
            snapshot.prefix + name
            for snapshot in self.snapshots.values()
            for name in snapshot.tables
        )

    @property
    def columns(self) -> frozenset[tuple[str, str]]:
        """Every pair of table and column that is given, by the name rules call the table."""
        return frozenset(
            (snapshot.prefix + table, column)
            for snapshot in self.snapshots.values()
            for table, column in snapshot.columns
        )


def table_of(loaded: Loaded, name: str) -> Table:
    """Schema of a canonical or extract table."""
    return loaded.schemas.tables.get(name) or EXTRACT_TABLES[name]


def within(connection: duckdb.DuckDBPyConnection, role: Role) -> duckdb.DuckDBPyConnection:
    """A connection of its own for which names without a database are those of one release."""
    cursor = connection.cursor()
    cursor.execute(f"USE {DATABASES[role]}.main")
    return cursor

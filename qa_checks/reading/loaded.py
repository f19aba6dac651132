"""What reading hands over: one frozen record of tables, where their rows stand, and headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from qa_checks.catalogue.bound import HISTORY, PREVIOUS
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.model.inputs import Input, Problem, ReleaseFacts, Role
from qa_checks.model.sources import Source
from qa_checks.reading.published_sheets import PublishedSheet

if TYPE_CHECKING:
    from qa_checks.catalogue import Schemas
    from qa_checks.catalogue.schemas import Table
    from qa_checks.duckdb_core import Connection

# The database in which a release's tables stand; rules write its name before a table.
OF_RELEASE = Role.RELEASE.database()
OF_PREVIOUS = Role.PREVIOUS.database()


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


class Offer(Struct, frozen=True):
    """What one sheet gives of rows of one kind.

    ``given`` are pairs of table and column that it has, ``known`` those that its layout knows,
    ``fixed`` values that every such row has.
    """

    source: int
    file: str
    given: frozenset[tuple[str, str]]
    known: frozenset[tuple[str, str]]
    fixed: Mapping[tuple[str, str], str]


class Snapshot(Struct, frozen=True):
    """The canonical tables of one release, and what its files give of them.

    Each snapshot is a database of its own with the same two schemas: ``base`` holds what the
    files say, ``main`` the same rows with derived columns. ``columns`` are pairs of table and
    column that some file provides, ``facts`` what the release says of itself. ``shared`` gives,
    where that is known, a SELECT of the rows of a table that share their number in a column,
    ``texts`` one of every text that a column holds.
    ``offers`` tell apart what each of its sheets gives; ``neighbours`` are, by source, a block and
    one whose rows take values from its cells.
    """

    database: str
    tables: frozenset[str] = frozenset()
    columns: frozenset[tuple[str, str]] = frozenset()
    facts: ReleaseFacts = field(default_factory=lambda: ReleaseFacts("", ""))
    shared: Mapping[tuple[str, str], str] = {}
    texts: Mapping[tuple[str, str], str] = {}
    offers: tuple[Offer, ...] = ()
    neighbours: frozenset[tuple[int, int, int]] = frozenset()

    @property
    def is_earlier(self) -> bool:
        """Whether it is of a release before the one that is checked."""
        return self.database.startswith((Role.PREVIOUS, Role.HISTORY))

    @property
    def prefix(self) -> str:
        """What stands before the name of one of its tables."""
        return "" if self.database == OF_RELEASE else f"{self.database}."


class Loaded(Struct, frozen=True):
    """Everything that was read, built once; nothing of it changes afterwards.

    ``snapshots`` are those of the release, of the one before it, of each of its history, and of
    each source, by database; ``sources`` say what was read of the system of record; ``paths`` are
    files that tables are views of, and that must stay readable; ``published`` are the sheets that
    hold published tables, ``published_before`` those of the release before.
    """

    connection: Connection
    schemas: Schemas
    snapshots: Mapping[str, Snapshot]
    places: Mapping[int, Place]
    headers: Mapping[HeaderKey, str]
    inputs: tuple[Input, ...] = ()
    problems: tuple[Problem, ...] = ()
    paths: tuple[Path, ...] = ()
    published: tuple[PublishedSheet, ...] = ()
    published_before: tuple[PublishedSheet, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def release(self) -> Snapshot:
        """The release that is checked."""
        return self.snapshots[OF_RELEASE]

    @property
    def previous(self) -> Snapshot:
        """The release before it; without tables if none is given."""
        return self.snapshots[OF_PREVIOUS]

    @property
    def earlier(self) -> tuple[Snapshot, ...]:
        """Every release before the one that is checked, as it was named."""
        return tuple(
            snapshot
            for snapshot in self.snapshots.values()
            if snapshot.is_earlier and snapshot.tables
        )

    @property
    def tables(self) -> frozenset[str]:
        """Every table that is given, by the name rules call it."""
        return frozenset(
            before + name for before, snapshot in self._named() for name in snapshot.tables
        )

    @property
    def columns(self) -> frozenset[tuple[str, str]]:
        """Every pair of table and column that is given, by the name rules call the table."""
        return frozenset(
            (before + table, column)
            for before, snapshot in self._named()
            for table, column in snapshot.columns
        )

    def _named(self) -> Iterator[tuple[str, Snapshot]]:
        """Each snapshot with what rules write before the names of its tables."""
        yield "", self.release
        yield PREVIOUS, self.previous
        for snapshot in self.earlier:
            yield HISTORY, snapshot


def with_facts(loaded: Loaded, facts: Mapping[str, ReleaseFacts]) -> Loaded:
    """What was read, with what each release says of itself, by its database."""
    snapshots = {
        name: replace(snapshot, facts=facts.get(name, snapshot.facts))
        for name, snapshot in loaded.snapshots.items()
    }
    return replace(loaded, snapshots=snapshots)


def table_of(loaded: Loaded, name: str) -> Table:
    """Schema of a canonical or extract table."""
    return loaded.schemas.tables.get(name) or EXTRACT_TABLES[name]


def within(connection: Connection, database: str) -> Connection:
    """A connection of its own for which names without a database are those of one release."""
    cursor = connection.cursor()
    cursor.execute(f"USE {database}.main")
    return cursor

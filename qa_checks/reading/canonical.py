"""Loaded sheets become the canonical tables that rules speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from msgspec import Struct

from qa_checks.catalogue.schemas import Table, has_all
from qa_checks.duckdb_core import DataError, ProgrammingError
from qa_checks.errors import CatalogueError, without_values
from qa_checks.model.inputs import Role
from qa_checks.reading.block_sql import is_whole, select_rows, select_shared, select_texts
from qa_checks.reading.intake import ENTRY_COLUMNS, Intake, columns_sql
from qa_checks.reading.loaded import Snapshot, within
from qa_checks.reading.offers import list_neighbours, list_offers
from qa_checks.reading.origins import blocks_of, given_by
from qa_checks.reading.wide import Wide
from qa_checks.words import end_sentence

WORKERS = 2
Counts = dict[int, dict[str, int]]


class Making(NamedTuple):
    """A statement that makes a table of a snapshot; no table is named for those without a row."""

    database: str
    table: str
    sql: str


class Draft(Struct, frozen=True):
    """What one release gives, before its tables are made.

    ``filled`` are the blocks of sheets that give rows to each table, ``columns`` what they give;
    ``shared`` and ``texts`` are those of `Snapshot`.
    """

    database: str
    filled: dict[str, list[tuple[Wide, int]]] = {}
    columns: set[tuple[str, str]] = set()
    shared: dict[tuple[str, str], str] = {}
    texts: dict[tuple[str, str], str] = {}
    makings: list[Making] = []

    @property
    def is_source(self) -> bool:
        """Whether it is the system of record: only what is stored in both is compared with it."""
        return self.database.startswith(Role.SOURCE)


def build_tables(intake: Intake) -> tuple[dict[str, Snapshot], Counts]:
    """Create every table of the catalogue in the database of each release.

    Tables as the files give them stand in its schema ``base``, so that derived columns can look
    across tables; those of ``main`` have the derived columns too, but not of a source.

    Returns
    -------
    tuple
        What each release gives, by its database, and the rows each sheet gave to each table, by
        source.
    """
    drafts = [_draft(intake, database) for database in intake.wides]
    stored = [making for draft in drafts if draft.filled for making in draft.makings]
    # What is told at length takes longest, and begins first; what holds nothing fills the end.
    stored.sort(key=lambda making: -len(making.sql) if making.table else 0)
    without_rows = [making for draft in drafts if not draft.filled for making in draft.makings]
    with ThreadPoolExecutor(WORKERS) as pool:
        make = partial(pool.map, partial(_make, intake))
        are_stored, others = make(stored), make(without_rows)
        list(are_stored)
        counts, rows = _count(intake, drafts)
        derived = _list_derived(intake.schemas.tables, drafts)
        derived.sort(key=lambda making: -rows.get((making.database, making.table), 0))
        list(make(derived))
        list(others)  # which nothing is derived from
    return {draft.database: _freeze(intake, draft, rows) for draft in drafts}, counts


def _list_derived(tables: Mapping[str, Table], drafts: Iterable[Draft]) -> list[Making]:
    """What makes the tables with derived columns."""
    return [
        Making(draft.database, name, f"CREATE TABLE main.{name} AS {with_derived(tables[name])}")
        for draft in drafts
        for name in draft.filled
        if _wants_derived(tables[name], draft)
    ]


def _draft(intake: Intake, database: str) -> Draft:
    draft = Draft(database)
    empty: list[str] = []
    for table in intake.schemas.tables.values():
        parts = [
            (wide, number)
            for wide in intake.wides[database]
            for number in blocks_of(wide, table.table)
        ]
        if not parts:
            empty.append(empty_table(table))
            continue
        draft.filled[table.table] = parts
        draft.columns.update(
            (table.table, name) for wide, number in parts for name in given_by(wide, number, table)
        )
        selects = [select_rows(intake, wide, number, table) for wide, number in parts]
        kind = "VIEW" if len(parts) == 1 and is_whole(*parts[0]) else "TABLE"
        if kind == "VIEW":
            draft.shared.update(select_shared(*parts[0], table))
            draft.texts.update(select_texts(*parts[0], table))
        sql = f"CREATE {kind} base.{table.table} AS {' UNION ALL '.join(selects)}"
        if not _wants_derived(table, draft):
            sql += f";CREATE VIEW main.{table.table} AS {with_derived(table, ())}"
        draft.makings.append(Making(database, table.table, sql))
    if empty:
        draft.makings.append(Making(database, "", ";".join(empty)))
    return draft


def _wants_derived(table: Table, draft: Draft) -> bool:
    """Whether a table of a release has derived columns."""
    return len(table.stored) < len(table.columns) and not draft.is_source


def _freeze(intake: Intake, draft: Draft, given: Collection[tuple[str, str]]) -> Snapshot:
    """What a release gives, now that its tables are made."""
    columns = set(draft.columns)
    if not draft.is_source:
        columns |= _derivable(intake.schemas.tables, draft.filled, columns)
    return Snapshot(
        draft.database,
        frozenset(name for name in draft.filled if (draft.database, name) in given),
        frozenset(columns),
        shared=draft.shared,
        texts=draft.texts,
        offers=list_offers(intake, draft.database),
        neighbours=list_neighbours(intake, draft.database),
    )


def with_derived(table: Table, wanted: Collection[str] | None = None) -> str:
    """SELECT of a table's rows with derived columns behind their own.

    It is asked within a snapshot (see `within`), whose tables in ``base`` it names.

    Parameters
    ----------
    wanted
        The derived columns to compute, in the schema's order; all without.
    """
    derived = {
        name: column
        for name, column in table.columns.items()
        if column.derived is not None and (wanted is None or name in wanted)
    }
    values = "".join(
        f', CAST({column.derived} AS {column.sql_type}) AS "{name}"'
        for name, column in derived.items()
    )
    used = {
        name: lookup
        for name, lookup in table.lookups.items()
        if any(f"{name}." in (column.derived or "") for column in derived.values())
    }
    joins = "".join(
        f" LEFT JOIN ({lookup.select}) AS {name} ON "
        + " AND ".join(f"{name}.{column} = t.{column}" for column in lookup.by)
        for name, lookup in used.items()
    )
    return f"SELECT t.*{values} FROM base.{table.table} AS t{joins}"


def _make(intake: Intake, making: Making) -> None:
    """Make a table."""
    try:
        within(intake.connection, making.database).execute(making.sql)
    except (DataError, ProgrammingError) as fault:
        raise CatalogueError(
            f"The table '{making.table}' cannot be derived: {end_sentence(without_values(fault))}",
            remedy="Mend `derived` or `lookups` of its schema: no row may make them fail.",
        ) from None


def _derivable(
    tables: Mapping[str, Table], filled: Collection[str], columns: Collection[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Derived columns that are given: everything they need is."""
    given = set(columns)
    for name in filled:
        for column, spec in tables[name].columns.items():
            if spec.derived is not None and has_all(spec.needs, given):
                given.add((name, column))
    return given


def empty_table(table: Table) -> str:
    """Statements that create a table no file gives, so that SQL which names it can be read."""
    columns = ", ".join(f'"{name}" {column.sql_type}' for name, column in table.stored.items())
    return (
        f"CREATE TABLE base.{table.table} ({ENTRY_COLUMNS}, {columns});"
        f"CREATE TABLE main.{table.table} ({ENTRY_COLUMNS}, {columns_sql(table)})"
    )


def _count(intake: Intake, drafts: Iterable[Draft]) -> tuple[Counts, dict[tuple[str, str], int]]:
    """Rows that each sheet gave to each table, and rows of each table that is given."""
    asked: list[str] = []
    told: list[tuple[str, str, int, int]] = []
    for draft in drafts:
        for table, parts in draft.filled.items():
            wide, block = parts[0]
            if len(parts) == 1 and is_whole(wide, block):
                told.append((draft.database, table, wide.source, wide.rows))
                continue
            source, group = "_source", " GROUP BY ALL"
            if len(parts) == 1:  # which is told of, even if it gives no row
                source, group = str(wide.source), ""
            asked.append(
                f"SELECT '{draft.database}', '{table}', {source}, count(*) "
                f"FROM {draft.database}.base.{table}{group}"
            )
    if asked:
        told += intake.connection.execute(" UNION ALL ".join(asked)).fetchall()
    counts: Counts = defaultdict(dict)
    rows: dict[tuple[str, str], int] = defaultdict(int)
    for database, table, sheet, given in told:
        counts[sheet][table] = given
        rows[database, table] += given
    return counts, dict(rows)

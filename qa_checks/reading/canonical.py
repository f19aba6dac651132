"""Loaded sheets become the canonical tables that rules speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from qa_checks.catalogue.schemas import Table, has_all
from qa_checks.duckdb_core import DataError, ProgrammingError
from qa_checks.errors import CatalogueError, without_values
from qa_checks.model import Role
from qa_checks.reading.cell_faults import UNREADABLE
from qa_checks.reading.intake import ENTRY_COLUMNS, Intake, columns_sql
from qa_checks.reading.loaded import Snapshot, within
from qa_checks.reading.offers import list_neighbours, list_offers
from qa_checks.reading.origins import blocks_of, find_origin, given_by, own_columns
from qa_checks.reading.wide import ROW, Wide, WideColumn
from qa_checks.sql_text import sql_literal
from qa_checks.words import end_sentence

WORKERS = 2
Counts = dict[int, dict[str, int]]


def build_tables(intake: Intake, database: str) -> tuple[Snapshot, Counts]:
    """Create every table of the catalogue in the database of one release.

    Tables as the files give them stand in its schema ``base``, so that derived columns can look
    across tables; those of ``main`` have the derived columns too, but not of a source: only what
    is stored in both is compared with it.

    Returns
    -------
    tuple
        What the release gives, and the rows each sheet gave to each table, by source.
    """
    is_source = database.startswith(Role.SOURCE)
    counts: Counts = defaultdict(dict)
    filled: dict[str, list[tuple[Wide, int]]] = {}
    columns: set[tuple[str, str]] = set()
    shared: dict[tuple[str, str], str] = {}
    texts: dict[tuple[str, str], str] = {}
    statements: dict[str, str] = {}
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
        filled[table.table] = parts
        columns |= {
            (table.table, name) for wide, number in parts for name in given_by(wide, number, table)
        }
        selects = [_part(intake, wide, number, table) for wide, number in parts]
        kind = "VIEW" if len(parts) == 1 and _is_whole(*parts[0]) else "TABLE"
        if kind == "VIEW":
            shared |= _shared(*parts[0], table)
            texts |= _texts(*parts[0], table)
        rows = " UNION ALL ".join(selects)
        statements[table.table] = f"CREATE {kind} base.{table.table} AS {rows}"
    if empty:
        within(intake.connection, database).execute(";".join(empty))
    _execute_all(intake, database, statements)
    statements = {}
    for name, parts in filled.items():
        _count(intake, database, parts, name, counts)
        table = intake.schemas.tables[name]
        wanted = () if is_source else tuple(table.columns)
        kind = "TABLE" if len(table.stored) < len(table.columns) and wanted else "VIEW"
        statements[name] = f"CREATE {kind} main.{name} AS {with_derived(table, wanted)}"
    _execute_all(intake, database, statements)
    if not is_source:
        columns |= _derivable(intake.schemas.tables, filled, columns)
    given = frozenset(name for tables in counts.values() for name in tables)
    snapshot = Snapshot(
        database,
        given,
        frozenset(columns),
        shared=shared,
        texts=texts,
        offers=list_offers(intake, database),
        neighbours=list_neighbours(intake, database),
    )
    return snapshot, counts


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


def _execute_all(intake: Intake, database: str, statements: Mapping[str, str]) -> None:
    """Run statements that make a table each and do not wait for each other, two at a time."""

    def execute(table: str) -> None:
        try:
            within(intake.connection, database).execute(statements[table])
        except (DataError, ProgrammingError) as fault:
            raise CatalogueError(
                f"The table '{table}' cannot be derived: {end_sentence(without_values(fault))}",
                remedy="Mend `derived` or `lookups` of its schema: no row may make them fail.",
            ) from None

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(execute, statements))


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


def _is_whole(wide: Wide, number: int) -> bool:
    """Whether each row of the sheet is one row of the block, so that a view of it will do."""
    block = wide.match.layout.blocks[number]
    if block.unpivot or block.distinct or block.when_any:
        return False
    return wide.is_view or not wide.match.layout.blocks[1:]


def _shared(wide: Wide, number: int, table: Table) -> dict[tuple[str, str], str]:
    """SELECTs of rows that share a number, by table and column, with their place and the number."""
    return {
        (table.table, name): f"SELECT {_place(wide, number)}, {ROW}, {_entry(0)}, "
        f'"{item.name}" AS "{name}" FROM memory.main.{wide.shared[item.name]} '
        f'WHERE "{item.name}" IS NOT NULL'
        for name, item in _columns_of(wide, number, table)
        if item.name in wide.shared
    }


def _texts(wide: Wide, number: int, table: Table) -> dict[tuple[str, str], str]:
    """SELECTs of every text that a column holds, by table and column."""
    return {
        (table.table, name): f'SELECT v AS "{name}" FROM memory.main.{wide.texts[item.name]}'
        for name, item in _columns_of(wide, number, table)
        if item.name in wide.texts
    }


def _columns_of(wide: Wide, number: int, table: Table) -> Iterator[tuple[str, WideColumn]]:
    """The columns of a table that are columns of a sheet."""
    for name in table.stored:
        origin = find_origin(wide, number, name, table)
        if isinstance(origin, WideColumn):
            yield name, origin


def _place(wide: Wide, number: int) -> str:
    return f"CAST({wide.source} AS USMALLINT) AS _source, CAST({number} AS UTINYINT) AS _block"


def _entry(number: int) -> str:
    return f"CAST({number} AS USMALLINT) AS _entry"


def _part(intake: Intake, wide: Wide, number: int, table: Table) -> str:
    """SELECT of the rows one block of a sheet gives."""
    block = wide.match.layout.blocks[number]
    own = own_columns(wide, number)
    source = f"memory.main.{wide.name}"
    if block.distinct:
        source = _with_unknown_filled(intake, wide, own, table)
    values = {name: _sql_of(find_origin(wide, number, name, table)) for name in table.stored}

    def select(changes: Mapping[str, str], entry: int = 0, row: str = ROW) -> str:
        merged = {**values, **changes}
        columns = ", ".join(
            f'CAST({merged[name]} AS {column.sql_type}) AS "{name}"'
            if merged[name] == "NULL" or "'" in merged[name]
            else f'{merged[name]} AS "{name}"'
            for name, column in table.stored.items()
        )
        return (
            f"SELECT {_place(wide, number)}, {row} AS {ROW}, {_entry(entry)}, {columns} "
            f"FROM {source}"
        )

    if block.unpivot:
        name, value = block.unpivot.name, block.unpivot.value
        rows = [
            select({name: sql_literal(column), value: f'"{item.name}"'}, entry)
            + f' WHERE "{item.name}" IS NOT NULL'
            for entry, (column, item) in enumerate(own.items(), start=1)
        ]
        return " UNION ALL ".join(rows)
    if block.distinct:
        grouped = ", ".join(f'"{item.name}"' for item in own.values())
        return f"{select({}, row=f'min({ROW})')} GROUP BY {grouped}"
    if block.when_any:
        given = " OR ".join(f'"{item.name}" IS NOT NULL' for item in own.values())
        return f"{select({})} WHERE {given}"
    return select({})


def _with_unknown_filled(
    intake: Intake, wide: Wide, own: Mapping[str, WideColumn], table: Table
) -> str:
    """A sheet in which a cell that cannot be read says what another row of the same key says.

    Else its row would be another one, though nothing in it is known to differ.
    """
    keys = ", ".join(f'"{own[name].name}"' for name in table.key if name in own)
    cells = f"_source = {wide.source} AND table_name = '{table.table}' AND {UNREADABLE}"
    listed = intake.connection.execute(
        f"SELECT DISTINCT column_name FROM extract_cells WHERE {cells} ORDER BY 1"
    ).fetchall()
    unread = [name for (name,) in listed if name in own and name not in table.key]
    if not keys or not unread:
        return f"memory.main.{wide.name}"
    values = ", ".join(
        f"CASE WHEN {ROW} IN (SELECT _row FROM memory.main.extract_cells "
        f"WHERE {cells} AND column_name = '{name}') "
        f'THEN max("{own[name].name}") OVER (PARTITION BY {keys}) '
        f'ELSE "{own[name].name}" END AS "{own[name].name}"'
        for name in unread
    )
    return f"(SELECT * REPLACE ({values}) FROM memory.main.{wide.name})"


def _sql_of(origin: WideColumn | str | None) -> str:
    if isinstance(origin, WideColumn):
        return f'"{origin.name}"'
    return origin or "NULL"


def _count(
    intake: Intake, database: str, parts: list[tuple[Wide, int]], table: str, counts: Counts
) -> None:
    source, group = ("_source", " GROUP BY 1") if len(parts) > 1 else (f"{parts[0][0].source}", "")
    sql = f"SELECT {source}, count(*) FROM base.{table}{group}"
    for number, rows in within(intake.connection, database).execute(sql).fetchall():
        counts[number][table] = rows

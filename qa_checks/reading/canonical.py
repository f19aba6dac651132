"""Loaded sheets become the canonical tables that rules speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from qa_checks.catalogue.ruleset import PREVIOUS, sql_literal
from qa_checks.catalogue.schemas import Layout, Table, has_all
from qa_checks.reading.store import ROW_COLUMNS, Store, columns_sql, execute_all, stored
from qa_checks.reading.wide import ROW, Wide, WideColumn

CONSTANT = "constant"


def build_tables(store: Store, wides: Sequence[Wide], schema: str) -> dict[int, dict[str, int]]:
    """Create every table of the catalogue in a schema (``main`` or ``previous``).

    Base tables stand in ``base`` (``before`` for the previous release), so
    that derived columns can look across tables.

    Returns
    -------
    dict
        Rows each sheet gave to each table, by source.
    """
    base = "base" if schema == "main" else "before"
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    filled: dict[str, list[tuple[Wide, int]]] = {}
    statements = []
    for table in store.catalogue.tables.values():
        parts = [(wide, number) for wide in wides for number in _blocks_of(wide, table.table)]
        if not parts:
            statements.append(_empty(table, schema, base))
            continue
        selects = [_part(store, wide, number, table, schema) for wide, number in parts]
        in_place = len(parts) == 1 and selects[0][1]
        kind = "VIEW" if in_place else "TABLE"
        body = " UNION ALL ".join(sql for sql, _ in selects)
        statements.append(f"CREATE {kind} {base}.{table.table} AS {body}")
        filled[table.table] = parts
    execute_all(store, statements)
    statements = []
    for name, parts in filled.items():
        _count(store, parts, f"{base}.{name}", name, counts)
        table = store.catalogue.tables[name]
        kind = "TABLE" if len(stored(table)) < len(table.columns) else "VIEW"
        statements.append(f"CREATE {kind} {schema}.{name} AS {with_derived(table, base)}")
    execute_all(store, statements)
    _note_derived(store, filled, "" if schema == "main" else PREVIOUS)
    return counts


def _note_derived(store: Store, filled: Collection[str], prefix: str) -> None:
    """A derived column is given where everything it needs is."""
    for name in filled:
        for column, spec in store.catalogue.tables[name].columns.items():
            if spec.derived is not None and has_all(spec.needs, store.given, prefix):
                store.given.add((prefix + name, column))


def with_derived(table: Table, base: str, wanted: Collection[str] | None = None) -> str:
    """SELECT of a base table's rows with derived columns behind their own.

    Parameters
    ----------
    base
        Schema the table, and the tables its derived columns look into, stand in.
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
    sql = f"SELECT t.*{values} FROM base.{table.table} AS t{joins}"
    return sql.replace("base.", f"{base}.")


def _blocks_of(wide: Wide, table: str) -> list[int]:
    present = {item.target.block for item in wide.columns}
    return [
        number
        for number, block in enumerate(wide.match.layout.blocks)
        if block.table == table and number in present
    ]


def _empty(table: Table, schema: str, base: str) -> str:
    """Statements that create a table no file gives, so that SQL which names it can be read."""
    columns = ", ".join(f'"{name}" {column.sql_type}' for name, column in stored(table).items())
    return (
        f"CREATE TABLE {base}.{table.table} ({ROW_COLUMNS}, {columns});"
        f"CREATE TABLE {schema}.{table.table} ({ROW_COLUMNS}, {columns_sql(table)})"
    )


def _part(store: Store, wide: Wide, number: int, table: Table, schema: str) -> tuple[str, bool]:
    """SELECT of the rows one block of a sheet gives, and whether it is the sheet as it stands."""
    layout = wide.match.layout
    block = layout.blocks[number]
    own = {item.target.column: item for item in wide.columns if item.target.block == number}
    prefix = "" if schema == "main" else PREVIOUS
    values: dict[str, str] = {}
    for name in stored(table):
        sql = _value(wide, number, name, own, table)
        values[name] = sql or "NULL"
        if sql is not None:
            store.given.add((prefix + table.table, name))
    if block.unpivot:
        unpivot = block.unpivot
        names = [unpivot.name, unpivot.value, *(f"{unpivot.name}={column}" for column in own)]
        store.given.update((prefix + table.table, name) for name in names)
    place = f"CAST({wide.source} AS USMALLINT) AS _source, CAST({number} AS UTINYINT) AS _block"
    _note_headers(store, wide, number, own, table, values)

    def select(changes: dict[str, str], row: str = ROW) -> str:
        merged = {**values, **changes}
        columns = ", ".join(
            f'CAST({merged[name]} AS {column.sql_type}) AS "{name}"'
            if merged[name] == "NULL" or "'" in merged[name]
            else f'{merged[name]} AS "{name}"'
            for name, column in stored(table).items()
        )
        return f"SELECT {place}, {row} AS {ROW}, {columns} FROM {wide.name}"

    if block.unpivot:
        rows = [
            select({block.unpivot.name: sql_literal(column), block.unpivot.value: f'"{item.name}"'})
            + f' WHERE "{item.name}" IS NOT NULL'
            for column, item in own.items()
        ]
        return " UNION ALL ".join(rows), False
    if block.distinct:
        grouped = ", ".join(f'"{item.name}"' for item in own.values())
        return f"{select({}, f'min({ROW})')} GROUP BY {grouped}", False
    if block.when_any:
        given = " OR ".join(f'"{item.name}" IS NOT NULL' for item in own.values())
        return f"{select({})} WHERE {given}", False
    return select({}), wide.is_view or not wide.match.layout.blocks[1:]


def _value(
    wide: Wide, number: int, name: str, own: dict[str, WideColumn], table: Table
) -> str | None:
    """SQL of one canonical column in a wide row; None if the file does not have it."""
    layout = wide.match.layout
    block = layout.blocks[number]
    if block.unpivot and name in (block.unpivot.name, block.unpivot.value):
        return None
    constant = block.set.get(name, layout.set.get(name))
    if constant is not None:
        return sql_literal(constant)
    if name in own and not block.unpivot:
        return f'"{own[name].name}"'
    for origin in table.columns[name].repeats:
        other, _, column = origin.partition(".")
        sibling = _sibling(wide, layout, number, other, column)
        if sibling is not None:
            return f'"{sibling.name}"'
    return None


def _sibling(wide: Wide, layout: Layout, number: int, table: str, column: str) -> WideColumn | None:
    """The column a repeated value comes from: of a block with the same constants first."""
    basis = layout.blocks[number].set
    fitting = [
        item for item in wide.columns if item.target.table == table and item.target.column == column
    ]
    same = [item for item in fitting if layout.blocks[item.target.block].set == basis]
    if same:
        return same[0]
    shared = [item for item in fitting if table != "inspections" or not basis]
    return shared[0] if shared else None


def _note_headers(
    store: Store,
    wide: Wide,
    number: int,
    own: dict[str, WideColumn],
    table: Table,
    values: dict[str, str],
) -> None:
    """Remember which header each canonical column of this block stands under."""
    by_name = {f'"{item.name}"': item for item in wide.columns}
    for name, sql in values.items():
        if sql in by_name:
            store.headers[wide.source, number, name] = by_name[sql].cell.header or ""
    for column, item in own.items():
        store.headers[wide.source, number, f"={column}"] = item.cell.header or ""
    del table


def _count(
    store: Store,
    parts: list[tuple[Wide, int]],
    relation: str,
    table: str,
    counts: dict[int, dict[str, int]],
) -> None:
    if len(parts) == 1:
        rows = store.connection.execute(
            f"SELECT {parts[0][0].source}, count(*) FROM {relation}"
        ).fetchall()
    else:
        rows = store.connection.execute(
            f"SELECT _source, count(*) FROM {relation} GROUP BY 1"
        ).fetchall()
    for source, number in rows:
        counts[source][table] = number

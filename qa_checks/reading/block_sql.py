"""SQL of the rows that a block of a sheet gives to a canonical table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qa_checks.catalogue.schemas import Table
from qa_checks.reading.cell_faults import UNREADABLE
from qa_checks.reading.intake import Intake
from qa_checks.reading.origins import find_origin, own_columns
from qa_checks.reading.wide import ROW, Wide, WideColumn
from qa_checks.sql_text import sql_literal, sql_names


def is_whole(wide: Wide, number: int) -> bool:
    """Whether each row of the sheet is one row of the block, so that a view of it will do."""
    block = wide.match.layout.blocks[number]
    if block.unpivot or block.distinct or block.when_any:
        return False
    return wide.is_view or not wide.match.layout.blocks[1:]


def select_shared(wide: Wide, number: int, table: Table) -> dict[tuple[str, str], str]:
    """SELECTs of rows that share a number, by table and column, with their place and the number."""
    return {
        (table.table, name): f"SELECT {_place(wide, number)}, {ROW}, {_entry(0)}, "
        f'"{item.name}" AS "{name}" FROM memory.main.{wide.shared[item.name]} '
        f'WHERE "{item.name}" IS NOT NULL'
        for name, item in _columns_of(wide, number, table)
        if item.name in wide.shared
    }


def select_texts(wide: Wide, number: int, table: Table) -> dict[tuple[str, str], str]:
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


def select_rows(intake: Intake, wide: Wide, number: int, table: Table) -> str:
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
        grouped = sql_names(item.name for item in own.values())
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
    keys = sql_names(own[name].name for name in table.key if name in own)
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


def _place(wide: Wide, number: int) -> str:
    return f"CAST({wide.source} AS USMALLINT) AS _source, CAST({number} AS UTINYINT) AS _block"


def _entry(number: int) -> str:
    return f"CAST({number} AS USMALLINT) AS _entry"

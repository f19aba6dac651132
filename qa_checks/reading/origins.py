"""Where a canonical column comes from: its place in the sheet, and the header it stands under."""

from __future__ import annotations

from collections import Counter

from qa_checks.catalogue.schemas import Table
from qa_checks.reading.loaded import HeaderKey
from qa_checks.reading.wide import Wide, WideColumn
from qa_checks.sql_text import sql_literal


def blocks_of(wide: Wide, table: str) -> list[int]:
    """Numbers of the blocks that give rows of a table and have a column in the sheet."""
    present = {item.target.block for item in wide.columns}
    return [
        number
        for number, block in enumerate(wide.match.layout.blocks)
        if block.table == table and number in present
    ]


def own_columns(wide: Wide, number: int) -> dict[str, WideColumn]:
    """The sheet's columns of one block, by the name the block gives them."""
    return {item.target.column: item for item in wide.columns if item.target.block == number}


def given_by(wide: Wide, number: int, table: Table) -> list[str]:
    """The columns that one block of a sheet gives; of those unpivoted or set, each value too."""
    given = [name for name in table.stored if find_origin(wide, number, name, table) is not None]
    layout = wide.match.layout
    unpivot = layout.blocks[number].unpivot
    values = {**layout.set, **layout.blocks[number].set}
    given += [f"{name}={value}" for name, value in values.items() if name in table.columns]
    if unpivot:
        entries = own_columns(wide, number)
        given += [unpivot.name, unpivot.value, *(f"{unpivot.name}={entry}" for entry in entries)]
    return given


def find_origin(wide: Wide, number: int, name: str, table: Table) -> WideColumn | str | None:
    """A block's canonical column: the sheet's column, SQL of a constant, or None if not given."""
    layout = wide.match.layout
    block = layout.blocks[number]
    if block.unpivot and name in (block.unpivot.name, block.unpivot.value):
        return None
    constant = block.set.get(name, layout.set.get(name))
    if constant is not None:
        return sql_literal(constant)
    own = own_columns(wide, number)
    if name in own and not block.unpivot:
        return own[name]
    for origin in table.columns[name].repeats:
        other, _, column = origin.partition(".")
        sibling = _sibling(wide, number, other, column)
        if sibling is not None:
            return sibling
    return None


def _sibling(wide: Wide, number: int, table: str, column: str) -> WideColumn | None:
    """The column a repeated value comes from.

    Where a layout has several blocks of a table, only one with the same constants says the same
    of a row; the only block of a table is that of all others.
    """
    blocks = wide.match.layout.blocks
    fitting = [
        item for item in wide.columns if item.target.table == table and item.target.column == column
    ]
    same = [item for item in fitting if blocks[item.target.block].set == blocks[number].set]
    shared = fitting if Counter(block.table for block in blocks)[table] == 1 else []
    return next(iter(same or shared), None)


def headers_of(wide: Wide, tables: dict[str, Table]) -> dict[HeaderKey, str]:
    """The header of every column, as the rows of each block and entry have it.

    In an unpivoted block, whatever has no header of its own is the entry's. In other blocks it is
    that of the nearest block which gives a column or an entry of the name.
    """
    blocks = wide.match.layout.blocks
    present = sorted({item.target.block for item in wide.columns})
    own: dict[int, dict[str, str]] = {}
    for number in present:
        table = tables[blocks[number].table]
        origins = {name: find_origin(wide, number, name, table) for name in table.stored}
        own[number] = {
            name: item.cell.header or ""
            for name, item in origins.items()
            if isinstance(item, WideColumn)
        }
    named = [(number, name, header) for number in present for name, header in own[number].items()]
    named += [
        (item.target.block, item.target.column, item.cell.header or "") for item in wide.columns
    ]
    headers: dict[HeaderKey, str] = {}
    for number in present:
        entries = own_columns(wide, number) if blocks[number].unpivot else {}
        for entry, item in enumerate(entries.values(), start=1):
            every = dict.fromkeys(tables[blocks[number].table].columns, item.cell.header or "")
            for name, header in {**every, **own[number]}.items():
                headers[HeaderKey(wide.source, number, entry, name)] = header
        for name in {} if entries else {name for _, name, _ in named}:
            near = [(abs(other - number - 0.5), text) for other, text in _of(name, named)]
            headers[HeaderKey(wide.source, number, 0, name)] = own[number].get(name, min(near)[1])
    return headers


def _of(name: str, named: list[tuple[int, str, str]]) -> list[tuple[int, str]]:
    return [(number, header) for number, other, header in named if other == name]

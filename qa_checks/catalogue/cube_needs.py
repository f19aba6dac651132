"""What a cube needs to be known: what its author says, and what its SQL reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from qa_checks.catalogue import guard
from qa_checks.catalogue.cubes import Counted, Cube
from qa_checks.catalogue.known_tables import known_tables
from qa_checks.catalogue.layouts import Layout
from qa_checks.catalogue.schemas import Schemas, Table
from qa_checks.catalogue.select_needs import NONE, Known, Needs, Reading
from qa_checks.catalogue.sql_names import Names
from qa_checks.duckdb_core import Connection


def known_needs(schemas: Schemas, connection: Connection) -> Known:
    """What the tables and layouts of a catalogue say of columns that a SELECT may read."""
    tables = schemas.tables
    derived = {
        f"{table.table}.{name}": column
        for table in tables.values()
        for name, column in table.columns.items()
        if column.derived is not None
    }
    silent = [name for name, column in derived.items() if not column.needs and not column.reads]
    texts = [(derived[name].derived or "", True) for name in silent]
    read = dict(zip(silent, guard.read_names(connection, texts), strict=True))
    needs = {
        name: frozenset(column.needs or column.reads) or _own(name, read[name], tables)
        for name, column in derived.items()
    }
    columns = known_tables(tables, schemas.codes).columns
    return Known(columns, needs, frozenset(_entries(tables, schemas.layouts)))


def _own(name: str, read: Names, tables: Mapping[str, Table]) -> Needs:
    """Published columns of its own table that the SQL of a derived column names."""
    table = tables[name.partition(".")[0]]
    named = {reference[-1] for reference in read.columns if reference[:-1] in ((), ("t",))}
    return frozenset(f"{table.table}.{column}" for column in named & table.stored.keys())


def _entries(tables: Mapping[str, Table], layouts: Mapping[str, Layout]) -> Iterator[str]:
    """Columns whose values are never written in a cell: a layout unpivots or sets them."""
    blocks = [(layout, block) for layout in layouts.values() for block in layout.blocks]
    written = {
        f"{block.table}.{column}"
        for _, block in blocks
        if not block.unpivot
        for column in block.columns
    }
    for layout, block in blocks:
        given = [block.unpivot.name] if block.unpivot else []
        for column in [*given, *block.set, *layout.set]:
            definition = tables[block.table].columns.get(column)
            origins = {f"{block.table}.{column}", *(definition.repeats if definition else ())}
            if definition is not None and not origins & written:
                yield f"{block.table}.{column}"


def with_needs(cube: Cube, select: Names, given: Names | None, known: Known) -> Cube:
    """The cube with all that its SQL needs.

    Parameters
    ----------
    select, given
        What the guard read of its SELECT, and of the condition under which it is known.
    """
    told = Reading(known, select).told()
    rows = told.rows | told.values
    if given is not None:
        # The condition may ask for other tables too; of the cube's own it must be told.
        asked = Reading(known, given).told().every
        rows |= {need for need in asked if need.partition(".")[0] in cube.tables}
    rows -= {*cube.optional}
    columns = {name: needs - rows - {*cube.optional} for name, needs in told.columns}

    def add(needs: Sequence[str], column: str) -> list[str]:
        return [*needs, *sorted(columns.get(column, NONE) - {*needs})]

    def add_counted(counted: Counted) -> Counted:
        if counted == "count":
            return counted
        column = counted.sum or counted.count_distinct or ""
        return replace(counted, needs=add(counted.needs, column))

    dimensions = {}
    for name, dimension in cube.dimensions.items():
        by = dimension.recoded_by
        recoded = by and replace(by, needs=add(by.needs, by.column))
        needs = add(dimension.needs, name)
        dimensions[name] = replace(dimension, needs=needs, recoded_by=recoded)
    return replace(
        cube,
        needs=[*cube.needs, *sorted(rows - {*cube.needs})],
        dimensions=dimensions,
        measures={name: add_counted(counted) for name, counted in cube.measures.items()},
    )

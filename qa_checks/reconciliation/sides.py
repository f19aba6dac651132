"""Extract and source as two relations of the same columns, each cell with what is written there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.comparing.matching import ROW, SOURCE_ID, Side
from qa_checks.duckdb_core import Connection
from qa_checks.reading.intake import BLANKS_AROUND, MISSING_WORD, SHORTHAND
from qa_checks.sql_text import sql_literal, sql_literals, sql_name
from qa_checks.words import list_words

if TYPE_CHECKING:
    from qa_checks.catalogue import Schemas
    from qa_checks.reading.loaded import Loaded, Snapshot

SCHEMA = "memory.reconciled"  # where what is compared stands
EXTRACT_SAID, SOURCE_SAID = "the extract", "the source"


def as_written(column: str) -> str:
    """The column of a side that holds what is written, where that is more than the value."""
    return f"{column} as written"


class Sides(Struct, frozen=True):
    """The two sides, source before extract, and the columns of which texts are compared as well.

    ``apart`` says which rows of the extract are left out, since the source is not of their view.
    """

    source: Side
    extract: Side
    written: frozenset[str]
    apart: str = ""


def set_sides(
    loaded: Loaded, table: Table, snapshot: Snapshot, columns: Sequence[str], number: int
) -> Sides:
    """Make the two relations; a view of the release that the source does not have is left out.

    Parameters
    ----------
    columns
        The key and what is compared.
    number
        Tells the relations of several sources apart.
    """
    connection = loaded.connection
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    kept, apart = _keep_views(connection, table, snapshot)
    relations = [
        (snapshot.prefix, "source_cells", SOURCE_SAID, ""),
        (f"{loaded.release.database}.main.", "extract_cells", EXTRACT_SAID, kept),
    ]
    cells = [
        _note_cells(loaded.schemas, table, columns, where, f"{SCHEMA}.cells_{number}_{place}")
        for place, (_, where, _, _) in enumerate(relations)
    ]
    for sql in cells:
        connection.execute(sql)
    written = frozenset(
        name
        for place in range(len(relations))
        for (name,) in connection.execute(
            f"SELECT DISTINCT column_name FROM {SCHEMA}.cells_{number}_{place} AS c "
            f"WHERE _source IN (SELECT _source FROM {relations[place][0]}{table.table})"
        ).fetchall()
    )
    entry = _entry_column(loaded.schemas, table)
    sides = []
    for place, (prefix, _, called, where) in enumerate(relations):
        name = f"{SCHEMA}.side_{number}_{place}"
        noted = f"{SCHEMA}.cells_{number}_{place}"
        rows = _rows((f"{prefix}{table.table}", noted), columns, written, entry)
        connection.execute(f"CREATE VIEW {name} AS {rows}{where}")
        sides.append(Side(name, called))
    return Sides(sides[0], sides[1], written, apart)


def _keep_views(connection: Connection, table: Table, snapshot: Snapshot) -> tuple[str, str]:
    """A condition on the rows of the extract, and which of them it leaves out; '' for none."""
    views = table.views
    if views is None or (table.table, views.column) not in snapshot.columns:
        return "", ""
    listed = f"SELECT DISTINCT {sql_name(views.column)} FROM "
    given, there = (
        {name for (name,) in connection.execute(f"{listed}{place}").fetchall() if name}
        for place in (f"{snapshot.prefix}{table.table}", f"memory.main.{table.table}")
    )
    left = sorted(there - given)
    if not left or not given:
        return "", ""
    of = list_words([f"'{name}'" for name in left])
    return (
        f" WHERE t.{sql_name(views.column)} IN ({sql_literals(sorted(given))})",
        f"Rows of the extract of view {of} were not compared: the source has none of them.",
    )


def _note_cells(
    schemas: Schemas, table: Table, columns: Sequence[str], where: str, name: str
) -> str:
    """A table of the cells of one side of which the text is more than the value read from it.

    Words that say that there is no value, and spellings that a code list declares, are left out.
    """
    declared = " OR ".join(
        f"(column_name = {sql_literal(column)} AND written IN ({sql_literals(codes.exact)}))"
        for column, codes in _codes_of(table.columns, columns, schemas.codes)
    )
    of_table = (
        f"table_name = {sql_literal(table.table)} AND column_name IN ({sql_literals(columns)})"
    )
    usual = f" AND NOT (read_as IS NOT NULL AND ({declared}))" if declared else ""
    return (
        f"CREATE TABLE {name} AS SELECT _source, _block, _row, column_name, entry, "
        "arg_max(written, length(written)) AS written FROM ("
        f"SELECT _source, _block, _row, column_name, entry, written FROM memory.main.{where} "
        f"WHERE {of_table} AND fault NOT IN ('{MISSING_WORD}', '{SHORTHAND}'){usual} "
        f"UNION ALL SELECT _source, _block, _row, column_name, entry, written "
        f"FROM memory.main.{BLANKS_AROUND} WHERE {of_table}) GROUP BY ALL"
    )


def _codes_of(
    known: Mapping[str, Column], columns: Sequence[str], codes: Mapping[str, CodeList]
) -> list[tuple[str, CodeList]]:
    named = {name: known[name].in_ or "" for name in columns}
    return [(name, codes[listed]) for name, listed in named.items() if listed in codes]


def _entry_column(schemas: Schemas, table: Table) -> str:
    """The column that tells apart rows which stand in columns of one published row; '' if none."""
    return next(
        (
            block.unpivot.name
            for layout in schemas.layouts.values()
            for block in layout.blocks
            if block.table == table.table and block.unpivot
        ),
        "",
    )


def _rows(
    places: tuple[str, str],
    columns: Sequence[str],
    written: frozenset[str],
    entry: str,
) -> str:
    """SELECT of the rows of one side: where each stands, its values, and what is written."""
    rows, cells = places
    listed = [f"t.{ROW}", f"t.{SOURCE_ID}", *(f"t.{sql_name(name)}" for name in columns)]
    joins = []
    same_entry = f" AND (c.entry IS NULL OR c.entry = t.{sql_name(entry)})" if entry else ""
    for place, name in enumerate(sorted(written)):
        own = f"c{place}"
        value = f"CAST(t.{sql_name(name)} AS VARCHAR)"
        listed.append(f"nullif({own}.written, {value}) AS {sql_name(as_written(name))}")
        joins.append(
            f" LEFT JOIN (SELECT * FROM {cells} WHERE column_name = {sql_literal(name)}) AS {own} "
            f"ON {own}._source = t._source AND {own}._block = t._block AND {own}._row = t._row"
            + same_entry.replace("c.", f"{own}.")
        )
    return f"SELECT {', '.join(listed)} FROM {rows} AS t{''.join(joins)}"

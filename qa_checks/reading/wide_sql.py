"""SQL that reads the typed columns of one sheet from its texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from qa_checks.duckdb_core import Connection
from qa_checks.reading.shorthand import without_signs
from qa_checks.reading.typing_sql import clean, faulty, read_plain, typed
from qa_checks.reading.wide import ROW, WRITTEN, Wide, WideColumn
from qa_checks.sql_text import sql_literal

TEXT = "t_"
PLAIN = "p_"
KEPT = "STRUCT(name VARCHAR, written VARCHAR, read_as VARCHAR)[]"


def select(
    wide: Wide,
    missing: Mapping[str, Collection[str]],
    source: str,
    *,
    direct: bool = False,
    usual: Collection[str] = (),
) -> str:
    """SELECT of the typed columns of a source that gives each column's cleaned text.

    Two levels, so that nothing is computed twice: values, and the texts worth keeping, a list of
    the columns with what is written there and how it is read. ``missing`` holds each column's words
    for a missing value; ``direct`` says that the source is that of `texts`; ``usual`` are columns
    in which nothing is written otherwise than usual (see `typed`).
    """
    values, columns, faults, told = [], [], [], []
    for item in wide.columns:
        name, words = f'"{item.name}"', missing.get(item.name, ())
        signs = wide.match.layout.shorthand
        text = without_signs(item.column, f'"{TEXT}{item.name}"', signs)
        columns.append(name)
        if item.is_code:
            values.append(f"{text} AS {name}")
            continue
        as_usual = item.name in usual
        value = typed(item.column, text, words, as_usual)
        if direct and read_plain(item.column, text):
            value = f'coalesce("{PLAIN}{item.name}", {value})'
        values.append(f"{value} AS {name}")
        if words or wide.faults.odd or value != text:
            fault = faulty(item.column, text, name, wide.faults.odd, as_usual)
            read_as = _read_as(item, name)
            faults.append(fault)
            told.append(
                f"CASE WHEN {fault} THEN struct_pack(name := {sql_literal(item.name)}, "
                f"written := {text}, read_as := {read_as}) END"
            )
    # Few rows have a fault: only theirs are told.
    written = (
        f"CASE WHEN {' OR '.join(faults)} THEN "
        f"list_filter([{', '.join(told)}], lambda cell: cell IS NOT NULL) END"
        if faults
        else f"CAST(NULL AS {KEPT})"
    )
    return (
        f"SELECT {ROW}, {', '.join(columns)}, {written} AS {WRITTEN} FROM "
        f"(SELECT *, {', '.join(values)} FROM {source})"
    )


def texts(wide: Wide, raw: Mapping[str, str], row: str, source: str) -> str:
    """Subquery that gives each column's text, and the row number, of a source.

    A value written in its plain form is read at once, as ``p_`` and the column's name; it needs no
    text.
    """
    plain, cleaned = [], []
    for item in wide.columns:
        text, fast = raw[item.name], read_plain(item.column, raw[item.name])
        cell = _cleaned(item, text)
        if fast:
            plain.append(f'{fast} AS "{PLAIN}{item.name}"')
            cell = f'CASE WHEN "{PLAIN}{item.name}" IS NULL THEN {cell} END'
        cleaned.append(f'{cell} AS "{TEXT}{item.name}"')
    first = ", ".join([f"{row} AS {ROW}", "*", *plain])
    return f"(SELECT *, {', '.join(cleaned)} FROM (SELECT {first} FROM {source}))"


def _read_as(item: WideColumn, value: str) -> str:
    """What stands beside a text that is kept: the value read from it, in the form it is printed."""
    if item.column.type == "date":
        return f"strftime({value}, '%d/%m/%Y')"
    return f"nullif({value}, '')" if item.column.is_text else "CAST(NULL AS VARCHAR)"


def count_rows(connection: Connection, wide: Wide) -> int:
    """How many rows a sheet has in its table."""
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {wide.name}").fetchall()
    return int(rows)


def become_table(connection: Connection, wide: Wide) -> None:
    """Copy what is read in place, so that values can be taken out."""
    if wide.is_view:
        connection.execute(
            f"ALTER VIEW {wide.name} RENAME TO {wide.name}_in_place;"
            f"CREATE TABLE {wide.name} AS FROM {wide.name}_in_place"
        )
        wide.is_view = False
        wide.shared.clear()


def _cleaned(item: WideColumn, raw: str) -> str:
    """Text without blanks around it; a code keeps them, where they are a finding."""
    return f"CASE WHEN {clean(raw)} IS NOT NULL THEN {raw} END" if item.is_code else clean(raw)

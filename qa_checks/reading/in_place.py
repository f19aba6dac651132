"""Lets DuckDB read a sheet from its file as it stands, where that gives the rows it has."""

from __future__ import annotations

from collections.abc import Mapping

from qa_checks.duckdb_core import Error
from qa_checks.errors import InputError, without_values
from qa_checks.reading.contents import Relation, Sheet
from qa_checks.reading.foot import find_foot
from qa_checks.reading.foot_in_place import are_lines, cells_of, numbers_below
from qa_checks.reading.formats.delimited_text import last_rows
from qa_checks.reading.intake import Intake
from qa_checks.reading.later_headers import Header
from qa_checks.reading.plain_relation import WHOLE, columns_of, is_plain
from qa_checks.reading.repeated_headers import find_names, like_a_title, names_value
from qa_checks.reading.row_faults import RowFaults, note_header
from qa_checks.reading.rows import unseen_alone
from qa_checks.reading.typed_text import read_typed
from qa_checks.reading.typing_sql import text_in
from qa_checks.reading.wide import ROW, WRITTEN, Wide, WideColumn
from qa_checks.reading.wide_sql import KEPT, count_rows, select, texts
from qa_checks.sql_text import sql_literal, sql_literals, sql_name

VALUES = (*WHOLE, "UBIGINT", "DOUBLE", "FLOAT", "DECIMAL", "DATE", "TIMESTAMP", "BOOLEAN")


def read_in_place(intake: Intake, sheet: Sheet, wide: Wide, header: Header) -> bool:
    """Let DuckDB read the file itself; False if that is not possible after all.

    A file with the types of the schema is read in place, each time it is asked; else once, as text.
    """
    direct = sheet.direct
    if direct is None:
        return False
    layout = wide.match.layout
    if not direct.alone:
        rows = last_rows(direct.path, sheet.delimiter or ",", direct.rows)
        tail = [row for row in rows if row[0] > wide.match.header_row]
        if layout.totals or find_foot(tail, header, layout).first or are_lines(tail, header):
            return False
    at_once = None if direct.alone else _typed(intake, sheet, wide)
    wide.is_view = at_once is not None and is_plain(intake, at_once, wide, header)
    relation = at_once if wide.is_view else direct.below(wide.match.header_row)
    if relation is None:
        return False
    here = columns_of(relation, wide)
    try:
        below = numbers_below(intake, direct, relation, header, wide) if direct.alone else []
        wide.is_view = wide.is_view or (
            direct.alone and not below and is_plain(intake, relation, wide, header)
        )
        if wide.is_view:
            _view(intake, relation, wide, here)
        else:
            _copy(intake, relation, wide, here)
        wide.faults.below = direct.rows - wide.match.header_row
        whole = direct.alone or count_rows(intake.connection, wide) == wide.faults.below
        if below:
            intake.connection.execute(
                f"DELETE FROM {wide.name} WHERE {ROW} IN ({', '.join(map(str, below))})"
            )
        if whole and (wide.is_view or _note_form(intake, wide, header, relation)):
            _note_blank_headers(intake, wide, header, relation)
            wide.rows = wide.faults.below if wide.is_view else count_rows(intake.connection, wide)
            return True
    except Error as fault:
        if direct.alone:
            raise InputError(
                f"The file cannot be read: {without_values(fault)}.",
                where=str(direct.path),
                remedy="Write it again from the source.",
            ) from None
    kind = "VIEW" if wide.is_view else "TABLE"
    intake.connection.execute(f"DROP {kind} IF EXISTS {wide.name}")
    wide.is_view, wide.faults = False, RowFaults()
    return False


def _typed(intake: Intake, sheet: Sheet, wide: Wide) -> Relation | None:
    """Text read into its types at once, where every value stands in its plain form."""
    columns = {item.position: item.column for item in wide.columns}
    name = f"typed_{wide.source}"
    return read_typed(intake.connection, sheet, wide.match.header_row, columns, name)


def _view(
    intake: Intake, relation: Relation, wide: Wide, here: Mapping[str, tuple[str, str]]
) -> None:
    listed = ", ".join(f'{sql_name(here[item.name][0])} AS "{item.name}"' for item in wide.columns)
    intake.connection.execute(
        f"CREATE VIEW {wide.name} AS SELECT {relation.row} AS {ROW}, {listed}, "
        f"CAST(NULL AS {KEPT}) AS {WRITTEN} FROM {relation.sql}"
    )


def _copy(
    intake: Intake, relation: Relation, wide: Wide, here: Mapping[str, tuple[str, str]]
) -> None:
    raw = {
        name: sql_name(column) if kind == "VARCHAR" else f"CAST({sql_name(column)} AS VARCHAR)"
        for name, (column, kind) in here.items()
    }
    wide.faults.odd = intake.judges("extract_cells")
    rows = texts(wide, raw, relation.row or "CAST(NULL AS BIGINT)", relation.sql)
    missing = {item.name: intake.missing for item in wide.columns}
    intake.connection.execute(
        f"CREATE TABLE {wide.name} AS {select(wide, missing, rows, direct=True)}"
    )
    if not relation.row:
        # Counting rows while they are read would use one thread.
        first = wide.match.header_row + 1
        intake.connection.execute(f"UPDATE {wide.name} SET {ROW} = rowid + {first}")


def _note_form(intake: Intake, wide: Wide, header: Header, relation: Relation) -> bool:
    """Note of a sheet that DuckDB read by itself what `pick_cells` notes of others.

    Rows that repeat the header, and rows without a value, are taken out. False if there may be such
    a row, but it cannot be looked at by its number.
    """
    ask = intake.connection.execute
    own = {item.name: f'"{item.name}"' for item in wide.columns}
    empty = " AND ".join(f"{name} IS NULL" for name in own.values()) + f" AND {WRITTEN} IS NULL"
    if not relation.row:
        texts = " UNION ALL ".join(f"({_written(wide, item)})" for item in wide.probes)
        told = f"({empty})" if len(wide.columns) < len(header.cells) else "FALSE"
        odd = f"{told} OR {like_a_title(header, wide, own)}"
        sql = f"SELECT EXISTS (FROM {wide.name} WHERE {odd})"
        if ask(sql).fetchall()[0][0] or find_names(intake.connection, header, texts):
            return False
    else:
        named = ", ".join(map(str, _named(intake, wide, header, relation)))
        again = f"{relation.row} IN ({named})" if named else "FALSE"
        for number, *cells in cells_of(intake, relation, again):
            if note_header(number, cells, header, wide.faults):
                ask(f"DELETE FROM {wide.name} WHERE {ROW} = {number}")
        empty += f" AND {ROW} NOT IN (SELECT {relation.row} FROM {relation.sql} WHERE " + (
            " OR ".join(f"{text_in(name)} IS NOT NULL" for name, _ in relation.columns) + ")"
        )
    blank = ask(f"DELETE FROM {wide.name} WHERE {empty} RETURNING {ROW}").fetchall()
    wide.faults.rows += [(row, "blank", "", 0) for (row,) in sorted(blank)]
    _note_unseen(intake, wide)
    return True


def _written(wide: Wide, item: WideColumn) -> str:
    """SELECT of what a column holds, and what of it is kept as it is written."""
    return (
        f'SELECT CAST("{item.name}" AS VARCHAR) AS v FROM {wide.name} UNION ALL '
        f"SELECT cell.written FROM (SELECT unnest({WRITTEN}) AS cell FROM {wide.name} "
        f"WHERE {WRITTEN} IS NOT NULL) WHERE cell.name = {sql_literal(item.name)}"
    )


def _named(intake: Intake, wide: Wide, header: Header, relation: Relation) -> list[int]:
    """Rows of a relation that name a column where every row is looked at."""
    here = columns_of(relation, wide)
    numbers: set[int] = set()
    for item in wide.probes:
        name, kind = here[item.name]
        if kind.split("(")[0] in VALUES and not names_value(header, item):
            continue
        text = f"CAST({sql_name(name)} AS VARCHAR)"
        source = f"SELECT {text} AS v FROM {relation.sql}"
        if names := find_names(intake.connection, header, source):
            sql = (
                f"SELECT {relation.row} FROM {relation.sql} WHERE {text} IN ({sql_literals(names)})"
            )
            numbers.update(number for (number,) in intake.connection.execute(sql).fetchall())
    return sorted(numbers)


def _note_unseen(intake: Intake, wide: Wide) -> None:
    """Take rows out that hold nothing but characters nobody sees."""
    ask = intake.connection.execute
    cells = ", ".join(f'CAST("{item.name}" AS VARCHAR)' for item in wide.columns)
    held = f"SELECT {ROW}, concat_ws('', {cells}) AS held FROM {wide.name}"
    few = ask(
        f"SELECT {ROW}, held FROM ({held} WHERE {WRITTEN} IS NOT NULL) "
        f"WHERE length(held) <= {len(wide.columns)} ORDER BY 1"
    ).fetchall()
    for number, text in few:
        if unseen := unseen_alone([text]):
            ask(f"DELETE FROM {wide.name} WHERE {ROW} = {number}")
            wide.faults.rows.append((number, "blank", unseen, 0))


def _note_blank_headers(intake: Intake, wide: Wide, header: Header, relation: Relation) -> None:
    """Note which columns hold data under no header."""
    unnamed = header.unnamed
    if not unnamed:
        return
    cells = [text_in(relation.columns[place][0]) for place in unnamed]
    counts = ", ".join(f"count({cell})" for cell in cells)
    [filled] = intake.connection.execute(f"SELECT {counts} FROM {relation.sql}").fetchall()
    wide.faults.blank_headers.update(
        place + 1 for place, number in zip(unnamed, filled, strict=True) if number
    )

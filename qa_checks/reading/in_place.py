"""Lets DuckDB read a sheet from its file as it stands, where that gives the rows it has."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from qa_checks.duckdb_core import Error
from qa_checks.errors import InputError, without_values
from qa_checks.reading.contents import PlainText, Relation, Sheet, TypedRows
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
    if isinstance(direct, TypedRows):
        _read_typed_rows(intake, direct, wide, header)
        return True
    return direct is not None and _read_text(intake, sheet, direct, wide, header)


def _read_typed_rows(intake: Intake, typed: TypedRows, wide: Wide, header: Header) -> None:
    """Read a file with types of its own, and take out what is no row of data."""
    relation = typed.relation
    try:
        below = numbers_below(intake, typed, header, wide)
        wide.is_view = not below and is_plain(intake, relation, wide, header)
        wide.faults.below = typed.rows - wide.match.header_row
        if wide.is_view:
            _view(intake, relation, wide)
        else:
            _copy(intake, relation, wide)
            _delete(intake, wide, below)
            _delete_headers(intake, wide, header, relation)
            filled = " OR ".join(f"{text_in(name)} IS NOT NULL" for name, _ in relation.columns)
            seen = f"SELECT {relation.row} FROM {relation.sql} WHERE {filled}"
            _delete_blank(intake, wide, f"{_is_empty(wide)} AND {ROW} NOT IN ({seen})")
        _finish(intake, wide, header, relation)
    except Error as fault:
        raise InputError(
            f"The file cannot be read: {without_values(fault)}.",
            where=str(typed.path),
            remedy="Write it again from the source.",
        ) from None


def _read_text(intake: Intake, sheet: Sheet, text: PlainText, wide: Wide, header: Header) -> bool:
    """Read a text file, unless its rows have to be looked at one by one."""
    header_row = wide.match.header_row
    if _may_have_foot(sheet, text, wide, header):
        return False
    at_once = _typed(intake, sheet, text, wide)
    wide.is_view = at_once is not None and is_plain(intake, at_once, wide, header)
    relation = at_once if wide.is_view else text.below(header_row)
    if relation is None:
        return False
    wide.faults.below = text.rows - header_row
    with suppress(Error):
        if wide.is_view:
            _view(intake, relation, wide)
        else:
            _copy(intake, relation, wide)
        is_whole = count_rows(intake.connection, wide) == wide.faults.below
        if is_whole and (wide.is_view or not _may_hold_header(intake, wide, header)):
            if not wide.is_view:
                _delete_blank(intake, wide, _is_empty(wide))
            _finish(intake, wide, header, relation)
            return True
    kind = "VIEW" if wide.is_view else "TABLE"
    intake.connection.execute(f"DROP {kind} IF EXISTS {wide.name}")
    wide.is_view, wide.faults = False, RowFaults()
    return False


def _may_have_foot(sheet: Sheet, text: PlainText, wide: Wide, header: Header) -> bool:
    """Whether totals or notes may stand among the rows, as far as the last of them tell."""
    layout = wide.match.layout
    rows = last_rows(text.path, sheet.delimiter or ",", text.rows)
    tail = [row for row in rows if row[0] > wide.match.header_row]
    return bool(layout.totals or find_foot(tail, header, layout).first or are_lines(tail, header))


def _finish(intake: Intake, wide: Wide, header: Header, relation: Relation) -> None:
    """Note what is left to say of the rows, now that they are all there."""
    _note_blank_headers(intake, wide, header, relation)
    wide.rows = wide.faults.below if wide.is_view else count_rows(intake.connection, wide)


def _typed(intake: Intake, sheet: Sheet, text: PlainText, wide: Wide) -> Relation | None:
    """Text read into its types at once, where every value stands in its plain form."""
    columns = {item.position: item.column for item in wide.columns}
    name = f"typed_{wide.source}"
    return read_typed(intake.connection, text.path, sheet, wide.match.header_row, columns, name)


def _view(intake: Intake, relation: Relation, wide: Wide) -> None:
    here = columns_of(relation, wide)
    listed = ", ".join(f'{sql_name(here[item.name][0])} AS "{item.name}"' for item in wide.columns)
    intake.connection.execute(
        f"CREATE VIEW {wide.name} AS SELECT {relation.row} AS {ROW}, {listed}, "
        f"CAST(NULL AS {KEPT}) AS {WRITTEN} FROM {relation.sql}"
    )


def _copy(intake: Intake, relation: Relation, wide: Wide) -> None:
    here = columns_of(relation, wide)
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


def _is_empty(wide: Wide) -> str:
    """SQL of whether a row has no value, and nothing that stands for none."""
    return " AND ".join(f"{cell} IS NULL" for cell in (*wide.cells.values(), WRITTEN))


def _may_hold_header(intake: Intake, wide: Wide, header: Header) -> bool:
    """Whether a row may be a title or the header again, or have values in other columns alone."""
    empty = f"({_is_empty(wide)})" if len(wide.columns) < len(header.cells) else "FALSE"
    odd = f"{empty} OR {like_a_title(header, wide, wide.cells)}"
    [(is_odd,)] = intake.connection.execute(
        f"SELECT EXISTS (FROM {wide.name} WHERE {odd})"
    ).fetchall()
    texts = " UNION ALL ".join(f"({_written(wide, item)})" for item in wide.probes)
    return is_odd or bool(find_names(intake.connection, header, texts))


def _delete(intake: Intake, wide: Wide, numbers: Sequence[int]) -> None:
    """Take rows out by their numbers."""
    if numbers:
        listed = ", ".join(map(str, numbers))
        intake.connection.execute(f"DELETE FROM {wide.name} WHERE {ROW} IN ({listed})")


def _delete_headers(intake: Intake, wide: Wide, header: Header, relation: Relation) -> None:
    """Take rows out that are the header again."""
    named = ", ".join(map(str, _named(intake, wide, header, relation)))
    again = f"{relation.row} IN ({named})" if named else "FALSE"
    rows = cells_of(intake, relation, again)
    headers = [row for row, *cells in rows if note_header(row, cells, header, wide.faults)]
    _delete(intake, wide, headers)


def _delete_blank(intake: Intake, wide: Wide, condition: str) -> None:
    """Take rows out that meet a condition, or hold nothing but characters nobody sees."""
    blank = intake.connection.execute(
        f"DELETE FROM {wide.name} WHERE {condition} RETURNING {ROW}"
    ).fetchall()
    wide.faults.rows += [(row, "blank", "", 0) for (row,) in sorted(blank)]
    held = ", ".join(f"CAST({cell} AS VARCHAR)" for cell in wide.cells.values())
    few = intake.connection.execute(
        f"SELECT {ROW}, concat_ws('', {held}) AS held FROM {wide.name} "
        f"WHERE {WRITTEN} IS NOT NULL AND length(held) <= {len(wide.columns)} ORDER BY 1"
    ).fetchall()
    unseen = {number: signs for number, text in few if (signs := unseen_alone([text]))}
    _delete(intake, wide, list(unseen))
    wide.faults.rows += [(number, "blank", signs, 0) for number, signs in unseen.items()]


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

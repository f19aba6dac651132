"""Codes are read once per distinct spelling, and every doubtful cell is recorded with its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qa_checks.reading.intake import MISSING_WORD, SHORTHAND, Intake
from qa_checks.reading.spelling import CodeReading, read_spellings
from qa_checks.reading.typing_sql import SCIENTIFIC
from qa_checks.reading.wide import (
    ROW,
    WRITTEN,
    Wide,
    WideColumn,
    value_column,
)
from qa_checks.sql_text import sql_literal, sql_literals, sql_names

if TYPE_CHECKING:
    from qa_checks.duckdb_core import Connection

# What a sheet by itself tells of a cell.
CELLS_AS_READ = (
    "extract_cells (_source, _block, _row, place, position, header, table_name, column_name, "
    "entry, written, read_as, fault)"
)

DECIMALS = "decimals"  # an identifier ends in '.0', and was read without it

# True of a recorded cell that holds something of which no value could be made.
UNREADABLE = f"read_as IS NULL AND fault <> '{SHORTHAND}'"


class CellsMet(NamedTuple):
    """The cells of a column in the rows of a relation, which have a fault."""

    item: WideColumn
    fault: str
    rows: str


def record_cells(intake: Intake, wide: Wide) -> None:
    """Fill ``extract_cells`` from a loaded sheet and turn its spellings into codes."""
    _record_unreadable(intake, wide)
    changed = _read_codes(intake, wide)
    rows = [
        (item.name, text, reading.code, reading.better, reading.fault)
        for item, readings in changed
        for text, reading in readings.items()
    ]
    if not rows:
        return
    intake.connection.execute(
        "CREATE OR REPLACE TEMP TABLE spelling AS SELECT unnest($1) AS name, "
        "unnest($2) AS written, unnest(CAST($3 AS VARCHAR[])) AS code, "
        "unnest(CAST($4 AS VARCHAR[])) AS better, unnest($5) AS fault",
        [list(column) for column in zip(*rows, strict=True)],
    )
    faulty = [item for item, readings in changed if any(r.fault for r in readings.values())]
    if faulty:
        cells = (
            f"SELECT {ROW}, name, written, s.better AS read_as, s.fault AS fault "
            f"FROM ({_one_below_other(wide, faulty)}) JOIN spelling AS s USING (name, written) "
            "WHERE s.fault <> ''"
        )
        _record(intake, wide, faulty, cells)
    for item, readings in changed:
        if all(reading.code == text for text, reading in readings.items()):
            continue
        intake.connection.execute(
            f'UPDATE {wide.name} SET "{item.name}" = s.code FROM spelling AS s '
            f'WHERE s.name = {sql_literal(item.name)} AND "{item.name}" = s.written '
            "AND s.code IS DISTINCT FROM s.written"
        )


def _read_codes(intake: Intake, wide: Wide) -> list[tuple[WideColumn, dict[str, CodeReading]]]:
    """Columns of codes with those of their texts that are not simply the code they stand for."""
    columns = [item for item in wide.columns if item.is_code]
    by_list: dict[str, list[WideColumn]] = defaultdict(list)
    for item in columns:
        by_list[item.column.in_ or ""].append(item)
    counts = _count_spellings(intake, wide, columns)
    changed = []
    for name, items in by_list.items():
        total: dict[str, int] = defaultdict(int)
        for item in items:
            for text, number in counts[item.name].items():
                total[text] += number
        readings = read_spellings(total, intake.schemas.codes[name], intake.missing)
        for item in items:
            met = {
                text: reading
                for text, reading in readings.items()
                if text in counts[item.name] and (reading.code != text or reading.fault)
            }
            if met:
                changed.append((item, met))
    return changed


def name_units(intake: Intake, wide: Wide, cells: str) -> None:
    """Say of each cell in a table of cells which provider, or other unit, its row is about."""
    tables = intake.schemas.tables
    named = [
        item.name
        for item in wide.columns
        if tables[item.target.table].unit and item.target.column == tables[item.target.table].key[0]
    ]
    if named:
        intake.connection.execute(
            f'UPDATE {cells} AS c SET unit = CAST(w."{named[0]}" AS VARCHAR) '
            f"FROM {wide.name} AS w WHERE c._source = {wide.source} AND c._row = w.{ROW}"
        )


def _count_spellings(
    intake: Intake, wide: Wide, columns: Sequence[WideColumn]
) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {item.name: {} for item in columns}
    if columns:
        sql = (
            f"SELECT name, written, count(*) FROM ({_one_below_other(wide, columns)}) "
            "WHERE written IS NOT NULL GROUP BY ALL"
        )
        for name, text, number in intake.connection.execute(sql).fetchall():
            counts[name][text] = number
    return counts


def _one_below_other(wide: Wide, columns: Sequence[WideColumn]) -> str:
    """SELECT of the cells of some columns: row, name of the column, and what is written."""
    names = [item.name for item in columns]
    return (
        f"SELECT {ROW}, unnest([{sql_literals(names)}]) AS name, "
        f"unnest([{sql_names(names)}]) AS written FROM {wide.name}"
    )


def _place_values(wide: Wide, item: WideColumn) -> str:
    """Where a column is, as SQL values: block, shown header, position, header, target, entry."""
    block = wide.match.layout.blocks[item.target.block]
    entry = sql_literal(item.target.column if block.unpivot else None)
    return (
        f"{item.target.block}, {sql_literal(item.cell.text)}, {item.position}, "
        f"{sql_literal(item.cell.header or '')}, '{item.target.table}', "
        f"'{value_column(block, item.target)}', {entry}"
    )


def _record(intake: Intake, wide: Wide, items: Iterable[WideColumn], cells: str) -> None:
    """Record cells of some columns.

    Parameters
    ----------
    cells
        SELECT of the row, the column's name, what is written, how it is read, and the fault.
    """
    places = ", ".join(
        f"({sql_literal(item.name)}, {_place_values(wide, item)})"
        for item in {item.name: item for item in items}.values()
    )
    intake.connection.execute(
        f"INSERT INTO {CELLS_AS_READ} SELECT {wide.source}, p.block, {ROW}, "
        f"'row ' || {ROW} || ', ' || p.shown, p.position, p.header, "
        "p.table_name, p.column_name, p.entry, c.written, c.read_as, c.fault "
        f"FROM ({cells}) AS c JOIN (VALUES {places}) AS "
        "p(name, block, shown, position, header, table_name, column_name, entry) "
        f"USING (name) ORDER BY {ROW}, p.position"
    )


def take_out(intake: Intake, wide: Wide, item: WideColumn, fault: str, where: str) -> None:
    """Record cells of a column, by a condition on the rows, and leave no value there."""
    note_cells(intake, wide, [CellsMet(item, fault, f"(FROM {wide.name} WHERE {where})")])
    intake.connection.execute(f'UPDATE {wide.name} SET "{item.name}" = NULL WHERE {where}')


def note_cells(intake: Intake, wide: Wide, met: Sequence[CellsMet]) -> None:
    """Record cells of a sheet as ones whose value is not known."""
    cells = " UNION ALL ".join(
        f"SELECT {ROW}, {sql_literal(each.item.name)} AS name, {_written(each.item)} AS written, "
        f"NULL AS read_as, '{each.fault}' AS fault FROM {each.rows}"
        for each in met
    )
    _record(intake, wide, (each.item for each in met), cells)


def _written(item: WideColumn) -> str:
    """SQL of what is written in a cell whose value was read."""
    written = f'"{item.name}"'
    if item.column.type == "date":
        written = f"strftime({written}, '%d/%m/%Y')"
    elif item.column.type == "number":  # 2, not 2.0
        whole = f"CASE WHEN {written} = trunc({written}) THEN TRY_CAST({written} AS HUGEINT) END"
        written = f"coalesce(CAST({whole} AS VARCHAR), CAST({written} AS VARCHAR))"
    return f"coalesce(CAST({written} AS VARCHAR), '')"


def _record_unreadable(intake: Intake, wide: Wide) -> None:
    """Record cells that were kept as written: unreadable ones, missing-value words, odd text."""
    if wide.is_view:
        return
    cells = (
        f"SELECT {ROW}, cell.name, cell.written, cell.read_as FROM "
        f"(SELECT {ROW}, unnest({WRITTEN}) AS cell FROM {wide.name} WHERE {WRITTEN} IS NOT NULL)"
    )
    listed = intake.connection.execute(f"SELECT DISTINCT name FROM ({cells})").fetchall()
    names = {name for (name,) in listed}
    if not names:
        return
    words, signs = (
        sql_literals(word for word, is_fault in intake.missing.items() if is_fault == fault)
        for fault in (MISSING_WORD, SHORTHAND)
    )
    identifiers, dates = (_names_of(wide, kind) for kind in ("identifier", "date"))
    told = (
        "SELECT *, CASE "
        f"WHEN written IN ({words}) THEN '{MISSING_WORD}' "
        f"WHEN written IN ({signs}) THEN '{SHORTHAND}' "
        f"WHEN read_as IS NULL AND name IN ({identifiers}) "
        f"AND regexp_full_match(written, '{SCIENTIFIC}') THEN 'scientific' "
        "WHEN read_as IS NULL THEN 'unreadable' "
        f"WHEN name IN ({dates}) THEN 'time' "
        f"WHEN read_as = written THEN 'mojibake' ELSE '{DECIMALS}' END AS fault FROM ({cells})"
    )
    _record(intake, wide, (item for item in wide.columns if item.name in names), told)


def _names_of(wide: Wide, kind: str) -> str:
    """SQL list of the columns of one type."""
    return sql_literals(item.name for item in wide.columns if item.column.type == kind)


def find_faults(connection: Connection) -> frozenset[str]:
    """Every kind of fault that was recorded of a cell."""
    listed = connection.execute("SELECT DISTINCT fault FROM extract_cells").fetchall()
    return frozenset(fault for (fault,) in listed)

"""Loads the rows of a sheet into its wide table: in place, by DuckDB itself, or row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from qa_checks.catalogue.ruleset import sql_literal
from qa_checks.errors import InputError
from qa_checks.reading.headers import Match
from qa_checks.reading.intake import Intake
from qa_checks.reading.rows import Wanted, pick_cells
from qa_checks.reading.sheets import Sheet
from qa_checks.reading.typing_sql import clean
from qa_checks.reading.wide import AGAIN, ROW, WRITTEN, Wide, WideColumn, value_column
from qa_checks.reading.wide_sql import KEPT, TEXT, select, texts


def load_wide(intake: Intake, sheet: Sheet, match: Match) -> Wide:
    """Load the rows below the header of a sheet.

    Raises
    ------
    InputError
        If DuckDB cannot read a file that should be plain.
    """
    intake.sources += 1
    wide = Wide(f"wide_{intake.sources}", intake.sources, match, _columns(intake, match))
    if sheet.kind == "parquet" and sheet.direct is not None:
        _load_parquet(intake, sheet.direct, sheet.head[0], wide)
    elif sheet.direct is None or not _load_direct(intake, sheet, wide):
        _load_spooled(intake, sheet, wide)
    wide.rows = _count(intake, wide)
    return wide


def _count(intake: Intake, wide: Wide) -> int:
    row = intake.connection.execute(f"SELECT count(*) FROM {wide.name}").fetchone()
    return int(row[0]) if row else 0


def _columns(intake: Intake, match: Match) -> list[WideColumn]:
    columns = []
    for target, cell in match.found.items():
        block = match.layout.blocks[target.block]
        definition = intake.schemas.tables[target.table].columns[value_column(block, target)]
        columns.append(WideColumn(f"b{target.block}_{target.column}", target, cell, definition))
    return columns


def _load_spooled(intake: Intake, sheet: Sheet, wide: Wide) -> None:
    """Write the needed cells as plain CSV, which DuckDB loads in one go."""
    wanted = Wanted(
        header_row=wide.match.header_row,
        positions=[item.cell.position - 1 for item in wide.columns if item.cell.position],
        codes=[number for number, item in enumerate(wide.columns) if item.is_code],
        missing=frozenset(intake.missing),
        look_for_odd=intake.wants_cells,
    )
    spool = intake.scratch / f"{wide.name}.csv"
    with spool.open("w", encoding="utf-8", newline="") as stream:
        written = _write_rows(stream, pick_cells(sheet, wanted, wide.faults))
    columns = ", ".join(f"'{TEXT}{item.name}': 'VARCHAR'" for item in wide.columns)
    source = (
        f"read_csv({sql_literal(str(spool))}, columns={{'{ROW}': 'BIGINT', {columns}}}, "
        f"{_plain_csv(',')}, nullstr='', allow_quoted_nulls=true, parallel=false, "
        "max_line_size=16777216)"
    )
    found = {
        item.name: sorted(wide.faults.missing.get(number, ()))
        for number, item in enumerate(wide.columns)
    }
    intake.connection.execute(f"CREATE TABLE {wide.name} AS {select(wide, found, source)}")
    spool.unlink()
    loaded = _count(intake, wide)
    if loaded != written:
        raise InputError(f"{written:,} rows were found, but {loaded:,} loaded.", where=spool.name)


def _write_rows(stream: TextIO, rows: Iterator[list[str]]) -> int:
    number = 0
    for number, cells in enumerate(rows, start=1):  # noqa: B007  the last number is the count
        line = '","'.join(cells)
        if line.count('"') != 2 * len(cells) - 2:
            line = '","'.join([cell.replace('"', '""') for cell in cells])
        stream.write(f'"{line}"\n')
    return number


def _plain_csv(delimiter: str) -> str:
    """Options of read_csv. It finds the line end: told of CRLF, DuckDB 2.0 reads nothing."""
    return (
        f"header=false, auto_detect=false, delim={sql_literal(delimiter)}, "
        "quote='\"', escape='\"', strict_mode=true"
    )


def _load_direct(intake: Intake, sheet: Sheet, wide: Wide) -> bool:
    """Let DuckDB read a large plain file itself; False if it is not so plain after all."""
    import duckdb

    start = wide.match.header_row
    above, header, below = sheet.head[:start], sheet.head[start - 1], sheet.head[start:]
    if any("\n" in cell or "\r" in cell for row in above for cell in row) or not all(below):
        return False  # DuckDB would not count a row as one line, or a blank line at all
    columns = ", ".join(f"'p{number}': 'VARCHAR'" for number in range(1, len(header) + 1))
    raw = {item.name: f"p{item.cell.position}" for item in wide.columns}
    wide.faults.odd = intake.wants_cells
    source = (
        f"read_csv({sql_literal(str(sheet.direct))}, columns={{{columns}}}, skip={start}, "
        f"{_plain_csv(sheet.delimiter or ',')})"
    )
    rows = texts(wide, raw, "CAST(NULL AS BIGINT)", source)
    try:
        intake.connection.execute(
            f"CREATE TABLE {wide.name} AS "
            + select(wide, _everywhere(intake, wide), rows, direct=True)
        )
    except duckdb.Error:
        intake.connection.execute(f"DROP TABLE IF EXISTS {wide.name}")
        return False
    # Rows stand in the order of the file; counting them while they are read would use one thread.
    intake.connection.execute(f"UPDATE {wide.name} SET {ROW} = rowid + {start + 1}")
    _note_form(intake, wide, header, [f"p{number + 1}" for number in range(len(header))], source)
    return True


def _note_form(
    intake: Intake, wide: Wide, header: Sequence[str], names: Sequence[str], source: str
) -> None:
    """Note of a sheet that DuckDB read by itself what `pick_cells` notes of others.

    Rows that repeat the header, and rows without a value, are taken out.
    """
    ask = intake.connection.execute
    again = ask(f"DELETE FROM {wide.name} WHERE {AGAIN} RETURNING {ROW}").fetchall()
    empty = " AND ".join(f'"{item.name}" IS NULL' for item in wide.columns)
    blank = ask(
        f"DELETE FROM {wide.name} WHERE {empty} AND {WRITTEN} IS NULL RETURNING {ROW}"
    ).fetchall()
    width = len(header)
    wide.faults.rows += [(row, "repeated_header", "", width) for (row,) in sorted(again)]
    wide.faults.rows += [(row, "blank", "", 0) for (row,) in sorted(blank)]
    _note_blank_headers(intake, wide, header, names, source)


def _note_blank_headers(
    intake: Intake, wide: Wide, header: Sequence[str], names: Sequence[str], source: str
) -> None:
    """Note which columns hold data under no header."""
    unnamed = [place for place, text in enumerate(header) if not text.strip()]
    if not unnamed:
        return
    texts = [clean(f"CAST({_quoted(names[place])} AS VARCHAR)") for place in unnamed]
    counts = ", ".join(f"count({text})" for text in texts)
    found = intake.connection.execute(f"SELECT {counts} FROM {source}").fetchone() or ()
    wide.faults.blank_headers.update(
        place + 1 for place, number in zip(unnamed, found, strict=True) if number
    )


def _load_parquet(intake: Intake, path: Path, header: Sequence[str], wide: Wide) -> None:
    """Read Parquet in place when its types are the schema's; else as if it were text."""
    import duckdb

    try:
        described = intake.connection.execute(
            f"DESCRIBE SELECT * FROM read_parquet({sql_literal(str(path))})"
        ).fetchall()
        columns = [(str(name), str(kind)) for name, kind, *_ in described]
        source = f"read_parquet({sql_literal(str(path))}, file_row_number=true)"
        row = f"file_row_number + {wide.match.header_row + 1}"
        here = {item.name: columns[(item.cell.position or 1) - 1] for item in wide.columns}
        plain = [_is_plain(intake, item, here[item.name][1]) for item in wide.columns]
        names = [name for name, _ in columns]
        if all(plain):
            listed = ", ".join(
                f'{_quoted(here[item.name][0])} AS "{item.name}"' for item in wide.columns
            )
            wide.is_view = True
            intake.connection.execute(
                f"CREATE VIEW {wide.name} AS SELECT {row} AS {ROW}, {listed}, "
                f"CAST(NULL AS {KEPT}) AS {WRITTEN} FROM {source}"
            )
            _note_blank_headers(intake, wide, header, names, source)
            return
        raw = {name: f"CAST({_quoted(column)} AS VARCHAR)" for name, (column, _) in here.items()}
        wide.faults.odd = intake.wants_cells
        rows = texts(wide, raw, row, source)
        intake.connection.execute(
            f"CREATE TABLE {wide.name} AS "
            + select(wide, _everywhere(intake, wide), rows, direct=True)
        )
        _note_form(intake, wide, header, names, source)
    except duckdb.Error as fault:
        raise InputError(
            f"The Parquet file cannot be read: {str(fault).splitlines()[0]}.",
            where=str(path),
            remedy="Write it again from the source.",
        ) from None


def _everywhere(intake: Intake, wide: Wide) -> dict[str, list[str]]:
    """The same words for a missing value in every column."""
    return {item.name: intake.missing for item in wide.columns}


def _is_plain(intake: Intake, item: WideColumn, physical: str) -> bool:
    integers = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UTINYINT", "USMALLINT", "UINTEGER")
    if item.is_code or (item.column.is_text and (intake.missing or intake.wants_cells)):
        return False
    if item.column.type == "integer":
        return physical in integers
    return physical == item.column.sql_type


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

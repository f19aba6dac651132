"""One sheet becomes one typed table in the database, one column for each recognised header."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from qa_checks.catalogue.ruleset import sql_literal
from qa_checks.catalogue.schemas import Block, Column
from qa_checks.errors import InputError
from qa_checks.reading.headers import HeaderCell, Match, Target
from qa_checks.reading.rows import RowFaults, Wanted, pick_cells
from qa_checks.reading.sheets import Sheet
from qa_checks.reading.store import Store
from qa_checks.reading.typing_sql import clean, faulty, read_plain, typed

ROW = "_row"
WRITTEN = "_written"
TEXT = "t_"
PLAIN = "p_"
BETWEEN_PARTS = "\x1f"
BETWEEN_CELLS = "\x1e"


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A recognised column of the sheet: its name in the wide table and what it means."""

    name: str
    target: Target
    cell: HeaderCell
    column: Column

    @property
    def is_code(self) -> bool:
        """Whether the text is a code whose case and blanks are forgiven."""
        return self.column.in_ is not None and self.column.fold


@dataclass
class Wide:
    """A loaded sheet."""

    name: str
    source: int
    match: Match
    columns: list[WideColumn]
    is_view: bool = False
    rows: int = 0
    faults: RowFaults = field(default_factory=RowFaults)


def load_wide(store: Store, sheet: Sheet, match: Match, missing: list[str]) -> Wide:
    """Load the rows below the header of a sheet.

    Raises
    ------
    InputError
        If DuckDB cannot read a file that should be plain.
    """
    store.sources += 1
    wide = Wide(f"wide_{store.sources}", store.sources, match, _columns(store, match))
    if sheet.kind == "parquet" and sheet.direct is not None:
        _load_parquet(store, sheet.direct, wide, missing)
    elif sheet.direct is None or not _load_direct(store, sheet, wide, missing):
        _load_spooled(store, sheet, wide, missing)
    wide.rows = _count(store, wide)
    return wide


def _count(store: Store, wide: Wide) -> int:
    row = store.connection.execute(f"SELECT count(*) FROM {wide.name}").fetchone()
    return int(row[0]) if row else 0


def value_column(block: Block, target: Target) -> str:
    """Name of the schema column whose type a published column has."""
    return block.unpivot.value if block.unpivot else target.column


def _columns(store: Store, match: Match) -> list[WideColumn]:
    columns = []
    for target, cell in match.found.items():
        block = match.layout.blocks[target.block]
        definition = store.catalogue.tables[target.table].columns[value_column(block, target)]
        columns.append(WideColumn(f"b{target.block}_{target.column}", target, cell, definition))
    return columns


def _select(
    wide: Wide, missing: Mapping[str, Collection[str]], source: str, plain: bool = False
) -> str:
    """SELECT of the typed columns of a source that gives each column's cleaned text.

    Two levels, so that nothing is computed twice: values, and the texts worth keeping.
    ``missing`` holds each column's words for a missing value; ``plain`` says that the source gives
    values it could read at once beside the texts.
    """
    values, kept, faults, told = [], [], [], []
    for item in wide.columns:
        text, name, words = f'"{TEXT}{item.name}"', f'"{item.name}"', missing.get(item.name, ())
        kept.append(name)
        if item.is_code:
            values.append(f"{text} AS {name}")
            continue
        value = typed(item.column, text, words)
        if plain and read_plain(item.column, text):
            value = f'coalesce("{PLAIN}{item.name}", {value})'
        values.append(f"{value} AS {name}")
        if words or wide.faults.odd or item.column.type != "text":
            fault = faulty(item.column, text, name, wide.faults.odd)
            value = f"coalesce({name}, '') || " if item.column.is_text else ""
            faults.append(fault)
            told.append(
                f"CASE WHEN {fault} THEN '{item.name}{BETWEEN_PARTS}' || {text} || "
                f"'{BETWEEN_PARTS}' || {value}'{BETWEEN_CELLS}' END"
            )
    # Few rows have a fault: only theirs are told.
    written = (
        f"CASE WHEN {' OR '.join(faults)} THEN concat({', '.join(told)}) END"
        if faults
        else "CAST(NULL AS VARCHAR)"
    )
    return (
        f"SELECT {ROW}, {', '.join(kept)}, {written} AS {WRITTEN} FROM "
        f"(SELECT *, {', '.join(values)} FROM {source})"
    )


def _texts(wide: Wide, raw: Mapping[str, str], row: str, source: str) -> str:
    """Subquery that gives each column's text, and the row number, of a source.

    A value written in its plain form is read at once, as ``p_`` and the column's name; it needs no
    text.
    """
    plain, texts = [], []
    for item in wide.columns:
        text, fast = raw[item.name], read_plain(item.column, raw[item.name])
        cleaned = _cleaned(item, text)
        if fast:
            plain.append(f'{fast} AS "{PLAIN}{item.name}"')
            cleaned = f'CASE WHEN "{PLAIN}{item.name}" IS NULL THEN {cleaned} END'
        texts.append(f'{cleaned} AS "{TEXT}{item.name}"')
    first = f"(SELECT {row} AS {ROW}, *{''.join(', ' + one for one in plain)} FROM {source})"
    return f"(SELECT *, {', '.join(texts)} FROM {first})"


def _load_spooled(store: Store, sheet: Sheet, wide: Wide, missing: list[str]) -> None:
    """Write the needed cells as plain CSV, which DuckDB loads in one go."""
    wanted = Wanted(
        header_row=wide.match.header_row,
        positions=[item.cell.position - 1 for item in wide.columns if item.cell.position],
        codes=[number for number, item in enumerate(wide.columns) if item.is_code],
        missing=frozenset(missing),
        look_for_odd=store.wants_cells,
    )
    spool = store.scratch / f"{wide.name}.csv"
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
    store.connection.execute(f"CREATE TABLE {wide.name} AS {_select(wide, found, source)}")
    spool.unlink()
    loaded = _count(store, wide)
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


def _load_direct(store: Store, sheet: Sheet, wide: Wide, missing: list[str]) -> bool:
    """Let DuckDB read a large plain file itself; False if it is not so plain after all."""
    import duckdb

    start = wide.match.header_row
    if any("\n" in cell or "\r" in cell for row in sheet.head[:start] for cell in row):
        return False
    width = len(sheet.head[start - 1])
    columns = ", ".join(f"'p{number}': 'VARCHAR'" for number in range(1, width + 1))
    raw = {item.name: f"p{item.cell.position}" for item in wide.columns}
    wide.faults.odd = store.wants_cells
    source = (
        f"read_csv({sql_literal(str(sheet.direct))}, columns={{{columns}}}, skip={start}, "
        f"{_plain_csv(sheet.delimiter or ',')})"
    )
    texts = _texts(wide, raw, "CAST(NULL AS BIGINT)", source)
    try:
        store.connection.execute(
            f"CREATE TABLE {wide.name} AS "
            + _select(wide, _everywhere(wide, missing), texts, plain=True)
        )
    except duckdb.Error:
        store.connection.execute(f"DROP TABLE IF EXISTS {wide.name}")
        return False
    # Rows stand in the order of the file; counting them while they are read would use one thread.
    store.connection.execute(f"UPDATE {wide.name} SET {ROW} = rowid + {start + 1}")
    _take_out_blanks(store, wide)
    return True


def _take_out_blanks(store: Store, wide: Wide) -> None:
    """Rows without a value are no rows of the table; they are noted as blank."""
    empty = " AND ".join(f'"{item.name}" IS NULL' for item in wide.columns)
    found = store.connection.execute(
        f"DELETE FROM {wide.name} WHERE {empty} AND {WRITTEN} IS NULL RETURNING {ROW}"
    ).fetchall()
    wide.faults.rows += [(number, "blank", "", 0) for (number,) in sorted(found)]


def _load_parquet(store: Store, path: Path, wide: Wide, missing: list[str]) -> None:
    """Read Parquet in place when its types are the schema's; else as if it were text."""
    import duckdb

    try:
        kinds = {
            name: kind
            for name, kind, *_ in store.connection.execute(
                f"DESCRIBE SELECT * FROM read_parquet({sql_literal(str(path))})"
            ).fetchall()
        }
        source = f"read_parquet({sql_literal(str(path))}, file_row_number=true)"
        row = f"file_row_number + {wide.match.header_row + 1}"
        plain = {
            item.name: _is_plain(item, kinds, missing, store.wants_cells) for item in wide.columns
        }
        names = {item.name: _quoted(item.cell.header or "") for item in wide.columns}
        if all(plain.values()):
            listed = ", ".join(f'{names[item.name]} AS "{item.name}"' for item in wide.columns)
            wide.is_view = True
            store.connection.execute(
                f"CREATE VIEW {wide.name} AS SELECT {row} AS {ROW}, {listed}, "
                f"CAST(NULL AS VARCHAR) AS {WRITTEN} FROM {source}"
            )
            return
        raw = {item.name: f"CAST({names[item.name]} AS VARCHAR)" for item in wide.columns}
        wide.faults.odd = store.wants_cells
        store.connection.execute(
            f"CREATE TABLE {wide.name} AS "
            + _select(wide, _everywhere(wide, missing), _texts(wide, raw, row, source), plain=True)
        )
        _take_out_blanks(store, wide)
    except duckdb.Error as fault:
        raise InputError(
            f"The Parquet file cannot be read: {str(fault).splitlines()[0]}.",
            where=str(path),
            remedy="Write it again from the source.",
        ) from None


def _everywhere(wide: Wide, missing: list[str]) -> dict[str, list[str]]:
    """The same words for a missing value in every column."""
    return {item.name: missing for item in wide.columns}


def _cleaned(item: WideColumn, raw: str) -> str:
    """Text without blanks around it; a code keeps them, where they are a finding."""
    return f"CASE WHEN {clean(raw)} IS NOT NULL THEN {raw} END" if item.is_code else clean(raw)


def _is_plain(item: WideColumn, kinds: dict[str, str], missing: list[str], odd: bool) -> bool:
    physical = kinds.get(item.cell.header or "", "")
    integers = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UTINYINT", "USMALLINT", "UINTEGER")
    if item.is_code or (item.column.type in ("text", "identifier") and (missing or odd)):
        return False
    if item.column.type == "integer":
        return physical in integers
    return physical == item.column.sql_type


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

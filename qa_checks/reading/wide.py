"""One sheet becomes one typed table in the database, one column for each recognised header."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from qa_checks.catalogue.ruleset import sql_literal
from qa_checks.catalogue.schemas import Block, Column
from qa_checks.errors import InputError
from qa_checks.reading.headers import HeaderCell, Match, Target
from qa_checks.reading.sheets import Sheet
from qa_checks.reading.store import Store
from qa_checks.reading.typing_sql import clean, typed

ROW = "_row"
WRITTEN = "_written"
BETWEEN_PARTS = "chr(31)"
BETWEEN_CELLS = "chr(30)"


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
    """A loaded sheet. ``blank_headers`` are columns with data under no header."""

    name: str
    source: int
    match: Match
    columns: list[WideColumn]
    is_view: bool = False
    rows: int = 0
    blank_headers: set[int] = field(default_factory=set)
    row_faults: list[tuple[int, str, str, int]] = field(default_factory=list)


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


def _select(store: Store, wide: Wide, missing: list[str], raw: dict[str, str]) -> tuple[str, str]:
    """Typed select list and the inner list of cleaned texts, given each column's raw SQL."""
    inner, outer, faults = [], [], []
    for item in wide.columns:
        text = f"t_{item.name}"
        inner.append(f'{clean(raw[item.name])} AS "{text}"')
        if item.is_code:
            inner.append(f'{raw[item.name]} AS "r_{item.name}"')
            outer.append(f'CASE WHEN "{text}" IS NOT NULL THEN "r_{item.name}" END AS "{item.name}"')
            continue
        shape = typed(item.column, f'"{text}"', missing, store.wants_cells)
        outer.append(f'{shape.value} AS "{item.name}"')
        if shape.fault not in ("(FALSE OR FALSE)",):
            faults.append((item.name, shape.fault, f'"{text}"'))
    if faults:
        any_fault = " OR ".join(fault for _, fault, _ in faults)
        texts = ", ".join(
            f"CASE WHEN {fault} THEN '{name}' || {BETWEEN_PARTS} || {text} || {BETWEEN_CELLS} END"
            for name, fault, text in faults
        )
        outer.append(f"CASE WHEN {any_fault} THEN concat({texts}) END AS {WRITTEN}")
    else:
        outer.append(f"CAST(NULL AS VARCHAR) AS {WRITTEN}")
    return ", ".join(outer), ", ".join(inner)


def _load_spooled(store: Store, sheet: Sheet, wide: Wide, missing: list[str]) -> None:
    """Write the needed cells as plain CSV, which DuckDB loads in one go."""
    spool = store.scratch / f"{wide.name}.csv"
    written = 0
    with spool.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for written, cells in enumerate(_cells(sheet, wide), start=1):  # noqa: B007
            writer.writerow(cells)
    raw = {item.name: f"c{number}" for number, item in enumerate(wide.columns)}
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in ("r", *raw.values()))
    outer, inner = _select(store, wide, missing, raw)
    store.connection.execute(
        f"CREATE TABLE {wide.name} AS SELECT {ROW}, {outer} FROM "
        f"(SELECT CAST(r AS BIGINT) AS {ROW}, {inner} FROM read_csv({sql_literal(str(spool))}, "
        f"columns={{{columns}}}, {_plain_csv(',')}, parallel=false, buffer_size=33554432, max_line_size=16777216))"
    )
    spool.unlink()
    loaded = _count(store, wide)
    if loaded != written:
        raise InputError(f"{written:,} rows were found, but {loaded:,} loaded.", where=str(spool.name))


def _plain_csv(delimiter: str) -> str:
    """Options of read_csv; it finds the line end itself (naming CRLF made DuckDB 2.0 read nothing)."""
    return (
        f"header=false, auto_detect=false, delim={sql_literal(delimiter)}, quote='\"', escape='\"', "
        "strict_mode=true"
    )


def _cells(sheet: Sheet, wide: Wide) -> Iterator[list[str] | tuple[str, ...]]:
    """Row number and needed cells of each data row; faults of form are noted on the way."""
    positions = [item.cell.position - 1 for item in wide.columns if item.cell.position]
    pick = itemgetter(*positions) if len(positions) > 1 else lambda row: (row[positions[0]],)
    header = list(sheet.head[wide.match.header_row - 1])
    width = len(header)
    unnamed = [number for number, text in enumerate(header) if not text.strip()]
    last = max((number for number, text in enumerate(header) if text.strip()), default=0) + 1
    pending_blank: list[int] = []
    for number, row in enumerate(sheet.rows(), start=1):
        if number <= wide.match.header_row:
            continue
        if not any(row) or not any(cell.strip() for cell in row):
            pending_blank.append(number)
            continue
        wide.row_faults += [(blank, "blank", "", 0) for blank in pending_blank]
        pending_blank.clear()
        if len(row) != width:
            row = _fit(row, number, width, last, wide)
        if unnamed and len(unnamed) != len(wide.blank_headers):
            wide.blank_headers.update(place + 1 for place in unnamed if row[place].strip())
        if row == header:
            wide.row_faults.append((number, "repeated_header", "", len(row)))
            continue
        yield (str(number), *pick(row))
    if sheet.kind == "text":
        wide.row_faults += [(blank, "blank", "", 0) for blank in pending_blank]


def _fit(row: list[str], number: int, width: int, last: int, wide: Wide) -> list[str]:
    """Bring a row to the header's width, noting cells that are missing or left over."""
    if len(row) > width:
        extra = [cell for cell in row[width:] if cell.strip()]
        if extra:
            wide.row_faults.append((number, "long", f"{len(row)} cells, header has {width}", len(row)))
        return row[:width]
    if len(row) < last:
        wide.row_faults.append((number, "short", f"{len(row)} cells, header has {width}", len(row)))
    return row + [""] * (width - len(row))


def _load_direct(store: Store, sheet: Sheet, wide: Wide, missing: list[str]) -> bool:
    """Let DuckDB read a large plain file itself; False if it is not so plain after all."""
    import duckdb

    start = wide.match.header_row
    if any("\n" in cell or "\r" in cell for row in sheet.head[:start] for cell in row):
        return False
    width = len(sheet.head[start - 1])
    columns = ", ".join(f"'p{number}': 'VARCHAR'" for number in range(1, width + 1))
    raw = {item.name: f"p{item.cell.position}" for item in wide.columns}
    outer, inner = _select(store, wide, missing, raw)
    options = _plain_csv(sheet.delimiter or ",")
    try:
        store.connection.execute(
            f"CREATE TABLE {wide.name} AS SELECT {ROW}, {outer} FROM "
            f"(SELECT row_number() OVER () + {start} AS {ROW}, {inner} FROM "
            f"read_csv({sql_literal(str(sheet.direct))}, columns={{{columns}}}, skip={start}, {options}))"
        )
    except duckdb.Error:
        store.connection.execute(f"DROP TABLE IF EXISTS {wide.name}")
        return False
    empty = " AND ".join(f'"{item.name}" IS NULL' for item in wide.columns)
    found = store.connection.execute(
        f"DELETE FROM {wide.name} WHERE {empty} AND {WRITTEN} IS NULL RETURNING {ROW}"
    ).fetchall()
    wide.row_faults += [(number, "blank", "", 0) for (number,) in sorted(found)]
    return True


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
        row = f"file_row_number + {wide.match.header_row + 1} AS {ROW}"
        plain = {item.name: _is_plain(item, kinds, missing, store.wants_cells) for item in wide.columns}
        names = {item.name: _quoted(item.cell.header or "") for item in wide.columns}
        if all(plain.values()):
            listed = ", ".join(f'{names[item.name]} AS "{item.name}"' for item in wide.columns)
            wide.is_view = True
            store.connection.execute(
                f"CREATE VIEW {wide.name} AS SELECT {row}, {listed}, CAST(NULL AS VARCHAR) AS {WRITTEN} FROM {source}"
            )
            return
        raw = {name: f"CAST({column} AS VARCHAR)" for name, column in names.items()}
        outer, inner = _select(store, wide, missing, raw)
        store.connection.execute(
            f"CREATE TABLE {wide.name} AS SELECT {ROW}, {outer} FROM (SELECT {row}, {inner} FROM {source})"
        )
    except duckdb.Error as fault:
        raise InputError(
            f"The Parquet file cannot be read: {str(fault).splitlines()[0]}.",
            where=str(path),
            remedy="Write it again from the source.",
        ) from None


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

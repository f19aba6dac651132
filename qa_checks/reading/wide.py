"""One sheet becomes one typed table in the database, one column for each recognised header."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qa_checks.catalogue.ruleset import sql_literal
from qa_checks.catalogue.schemas import Block, Column
from qa_checks.errors import InputError
from qa_checks.reading.headers import HeaderCell, Match, Target
from qa_checks.reading.sheets import Sheet
from qa_checks.reading.store import Store
from qa_checks.reading.typing_sql import ODD, clean, faulty, typed

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
    """A loaded sheet.

    ``odd`` says that some cell holds characters that betray a wrong encoding,
    ``blank_headers`` are columns with data under no header.
    """

    name: str
    source: int
    match: Match
    columns: list[WideColumn]
    is_view: bool = False
    odd: bool = False
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


def _select(wide: Wide, missing: list[str], raw: dict[str, str], source: str) -> str:
    """SELECT of the typed columns of a source, given each column's cleaned text in SQL.

    Three levels, so that nothing is computed twice: texts, values, and the
    texts worth keeping.
    """
    texts, values, kept, faults = [], [], [], []
    for item in wide.columns:
        text, name = f'"t_{item.name}"', f'"{item.name}"'
        texts.append(f"{raw[item.name]} AS {text}")
        if item.is_code:
            values.append(f"{text} AS {name}")
        else:
            values.append(f"{typed(item.column, text, missing)} AS {name}")
            if missing or wide.odd or item.column.type != "text":
                fault = faulty(item.column, text, name, wide.odd)
                faults.append((item.name, fault, text))
        kept.append(name)
    written = "CAST(NULL AS VARCHAR)"
    if faults:
        any_fault = " OR ".join(fault for _, fault, _ in faults)
        parts = ", ".join(
            f"CASE WHEN {fault} THEN '{name}' || {BETWEEN_PARTS} || {text} || {BETWEEN_CELLS} END"
            for name, fault, text in faults
        )
        written = f"CASE WHEN {any_fault} THEN concat({parts}) END"
    return (
        f"SELECT {ROW}, {', '.join(kept)}, {written} AS {WRITTEN} FROM "
        f"(SELECT *, {', '.join(values)} FROM (SELECT {ROW}, {', '.join(texts)} FROM {source}))"
    )


def _load_spooled(store: Store, sheet: Sheet, wide: Wide, missing: list[str]) -> None:
    """Write the needed cells as plain CSV, which DuckDB loads in one go."""
    spool = store.scratch / f"{wide.name}.csv"
    written = 0
    suspects = frozenset(missing)
    words: set[str] = set()
    with spool.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for written, cells in enumerate(_cells(sheet, wide), start=1):  # noqa: B007
            writer.writerow(cells)
            if not suspects.isdisjoint(cells):
                words |= suspects.intersection(cells)
            if store.wants_cells and not wide.odd and ODD.search("".join(cells)):
                wide.odd = True
    raw = {item.name: f"nullif(c{number}, '')" for number, item in enumerate(wide.columns)}
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in ("r", *(f"c{i}" for i in range(len(raw)))))
    source = (
        f"(SELECT CAST(r AS BIGINT) AS {ROW}, * FROM read_csv({sql_literal(str(spool))}, "
        f"columns={{{columns}}}, {_plain_csv(',')}, parallel=false, max_line_size=16777216))"
    )
    store.connection.execute(
        f"CREATE TABLE {wide.name} AS {_select(wide, sorted(words), raw, source)}"
    )
    spool.unlink()
    loaded = _count(store, wide)
    if loaded != written:
        raise InputError(f"{written:,} rows were found, but {loaded:,} loaded.", where=spool.name)


def _plain_csv(delimiter: str) -> str:
    """Options of read_csv; it finds the line end itself (naming CRLF made DuckDB 2.0 read nothing)."""
    return (
        f"header=false, auto_detect=false, delim={sql_literal(delimiter)}, quote='\"', escape='\"', "
        "strict_mode=true"
    )


def _cells(sheet: Sheet, wide: Wide) -> Iterator[list[str]]:
    """Row number and needed cells of each data row; faults of form are noted on the way.

    Blanks around a cell are taken off, except around codes, where they are
    a finding.
    """
    positions = [item.cell.position - 1 for item in wide.columns if item.cell.position]
    codes = [number for number, item in enumerate(wide.columns, start=1) if item.is_code]
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
        cells = [str(number), *(row[place].strip() for place in positions)]
        for place in codes:
            if cells[place]:
                cells[place] = row[positions[place - 1]]
        yield cells
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
    raw = {item.name: _cleaned(item, f"p{item.cell.position}") for item in wide.columns}
    wide.odd = store.wants_cells
    source = (
        f"(SELECT row_number() OVER () + {start} AS {ROW}, * FROM "
        f"read_csv({sql_literal(str(sheet.direct))}, columns={{{columns}}}, skip={start}, "
        f"{_plain_csv(sheet.delimiter or ',')}))"
    )
    try:
        store.connection.execute(
            f"CREATE TABLE {wide.name} AS {_select(wide, missing, raw, source)}"
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
        raw = {item.name: _cleaned(item, f"CAST({names[item.name]} AS VARCHAR)") for item in wide.columns}
        wide.odd = store.wants_cells
        store.connection.execute(
            f"CREATE TABLE {wide.name} AS "
            + _select(wide, missing, raw, f"(SELECT {row}, * FROM {source})")
        )
    except duckdb.Error as fault:
        raise InputError(
            f"The Parquet file cannot be read: {str(fault).splitlines()[0]}.",
            where=str(path),
            remedy="Write it again from the source.",
        ) from None


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

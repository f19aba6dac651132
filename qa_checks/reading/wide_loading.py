"""The rows of a sheet come into its wide table: in place, or parsed and then loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from msgspec import Struct

from qa_checks.duckdb_core import Error
from qa_checks.errors import InputError, without_values
from qa_checks.reading.contents import Sheet
from qa_checks.reading.formats.delimited_text import SPOOLED_CSV
from qa_checks.reading.headers import Match, known_names
from qa_checks.reading.in_place import read_in_place
from qa_checks.reading.intake import Intake
from qa_checks.reading.later_headers import Header, letters_of
from qa_checks.reading.rows import pick_cells
from qa_checks.reading.totals_among import besides_numbers, take_totals_out
from qa_checks.reading.usual_values import ARE_USUAL
from qa_checks.reading.wanted import Wanted
from qa_checks.reading.wide import ROW, Wide, WideColumn, value_column
from qa_checks.reading.wide_sql import TEXT, select
from qa_checks.sql_text import sql_literal
from qa_checks.words import grouped, plural

AT_ONCE = 64  # rows


class Parsed(Struct):
    """A sheet parsed, as far as Python has to read it: nothing of it is in the database yet.

    ``spool`` holds the wanted cells of its ``rows``, if it has no more direct way;
    ``usual`` are the columns in which nothing is written otherwise than usual; ``fault`` is why it
    could not be loaded.
    """

    sheet: Sheet
    wide: Wide
    header: Header
    spool: Path | None = None
    rows: int = 0
    usual: Collection[str] = ()
    fault: str = ""


def parse_rows(intake: Intake, sheet: Sheet, match: Match) -> Parsed:
    """Parse the rows below the header of a sheet, unless DuckDB may read them from the file.

    Its number is the caller's to give.

    Raises
    ------
    InputError
        If the rows cannot be read.
    """
    wide = Wide(match, _columns(intake, match))
    wide.all_data = sheet.direct is not None and sheet.direct.all_data
    parsed = Parsed(sheet, wide, _header(intake, sheet, wide))
    if sheet.direct is None:
        parsed.spool = _spool(intake, parsed)
    return parsed


def load_wide(intake: Intake, parsed: Parsed) -> None:
    """Load the rows of a sheet into a table of its own.

    Raises
    ------
    InputError
        If DuckDB cannot read a file that should be plain.
    """
    wide = parsed.wide
    wide.is_in_place = read_in_place(intake, parsed.sheet, wide, parsed.header)
    if not wide.is_in_place:
        wide.rows = _load_spooled(intake, parsed, parsed.spool or _spool(intake, parsed))
    take_totals_out(intake, wide)


def _columns(intake: Intake, match: Match) -> list[WideColumn]:
    columns = []
    for target, cell in match.by_target.items():
        block = match.layout.blocks[target.block]
        definition = intake.schemas.tables[target.table].columns[value_column(block, target)]
        columns.append(WideColumn(f"b{target.block}_{target.column}", target, cell, definition))
    return columns


def _header(intake: Intake, sheet: Sheet, wide: Wide) -> Header:
    """The header of a sheet, and all names that its layout knows."""
    layout, above = wide.match.layout, sheet.head[: wide.match.header_row]
    width = len(above[-1])
    of_catalogue = (names for names in intake.layouts if names.layout is layout)
    known = next(of_catalogue, None) or known_names(layout)
    return Header(
        above[-1],
        frozenset(map(letters_of, [*known.targets, *known.ignored])),
        tuple(item.cell.position - 1 for item in wide.probes if item.cell.position),
        frozenset(
            tuple([*map(str.strip, row), *[""] * (width - len(row))][:width])
            for row in above[:-1]
            if any(map(str.strip, row))
        ),
    )


def _spool(intake: Intake, parsed: Parsed) -> Path:
    """Write the needed cells as plain CSV, which DuckDB loads in one go."""
    wide = parsed.wide
    wanted = Wanted(
        header=parsed.header,
        layout=wide.match.layout,
        header_row=wide.match.header_row,
        positions=[item.cell.position - 1 for item in wide.columns if item.cell.position],
        codes=[number for number, item in enumerate(wide.columns) if item.is_code],
        besides_numbers=[wide.columns.index(item) for item in besides_numbers(wide)],
        are_usual={
            number: ARE_USUAL[item.column.type]
            for number, item in enumerate(wide.columns)
            if item.column.type in ARE_USUAL and not item.is_code
        },
        missing=frozenset(intake.missing),
        look_for_odd=intake.wants_cells,
    )
    with NamedTemporaryFile(
        "w", dir=intake.scratch, suffix=".csv", delete=False, encoding="utf-8", newline=""
    ) as stream:
        parsed.rows = _write_rows(stream, pick_cells(parsed.sheet, wanted, wide.faults))
    parsed.usual = {
        wide.columns[number].name for number in wanted.are_usual.keys() - wide.faults.unusual
    }
    return Path(stream.name)


def _load_spooled(intake: Intake, parsed: Parsed, spool: Path) -> int:
    """Load the cells that were written, and say how many rows there are."""
    wide = parsed.wide
    columns = ", ".join(f"'{TEXT}{item.name}': 'VARCHAR'" for item in wide.columns)
    source = (
        f"read_csv({sql_literal(str(spool))}, columns={{'{ROW}': 'BIGINT', {columns}}}, "
        f"{SPOOLED_CSV})"
    )
    words = {
        item.name: sorted(wide.faults.missing.get(number, ()))
        for number, item in enumerate(wide.columns)
    }
    try:
        [(loaded,)] = intake.connection.execute(
            f"CREATE TABLE {wide.name} AS {select(wide, words, source, usual=parsed.usual)}"
        ).fetchall()
    except Error as fault:
        raise InputError(f"Its rows cannot be loaded: {without_values(fault)}.") from None
    spool.unlink()
    if loaded != parsed.rows:
        raise InputError(
            f"{plural(parsed.rows, 'row was', 'rows were')} read, but {grouped(loaded)} loaded."
        )
    return parsed.rows


def _write_rows(stream: IO[str], rows: Iterator[Sequence[str]]) -> int:
    """Write rows as CSV, some at once, and say how many there are."""
    number = 0
    while some := list(islice(rows, AT_ONCE)):
        number += len(some)
        text = '"\n"'.join(['","'.join(cells) for cells in some])
        if text.count('"') != 2 * sum(map(len, some)) - 2:
            text = '"\n"'.join(
                ['","'.join([cell.replace('"', '""') for cell in cells]) for cells in some]
            )
        stream.write(f'"{text}"\n')
    return number

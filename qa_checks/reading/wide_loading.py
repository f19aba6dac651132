"""The rows of a sheet come into its wide table: in place, or parsed and then loaded."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from qa_checks.reading.contents import Sheet, TypedRows
from qa_checks.reading.headers import Match, known_names
from qa_checks.reading.in_place import read_in_place
from qa_checks.reading.intake import Intake
from qa_checks.reading.later_headers import Header, letters_of
from qa_checks.reading.rows import pick_cells
from qa_checks.reading.spool import Spool, put_down
from qa_checks.reading.totals_among import besides_numbers, take_totals_out
from qa_checks.reading.usual_values import ARE_USUAL
from qa_checks.reading.wanted import Wanted
from qa_checks.reading.wide import ROW, Wide, WideColumn, value_column
from qa_checks.reading.wide_sql import TEXT, select


class Parsed(Struct):
    """A sheet parsed, as far as Python has to read it: nothing of it is in the database yet.

    ``spool`` holds the wanted cells of its rows, if it has no more direct way;
    ``usual`` are the columns in which nothing is written otherwise than usual; ``fault`` is why it
    could not be loaded.
    """

    sheet: Sheet
    wide: Wide
    header: Header
    spool: Spool | None = None
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
    wide.all_data = isinstance(sheet.direct, TypedRows) and sheet.direct.all_data
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
        _load_spooled(intake, parsed, parsed.spool or _spool(intake, parsed))
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
        tuple(item.position - 1 for item in wide.probes),
        frozenset(
            tuple([*map(str.strip, row), *[""] * (width - len(row))][:width])
            for row in above[:-1]
            if any(map(str.strip, row))
        ),
    )


def _spool(intake: Intake, parsed: Parsed) -> Spool:
    """Put the needed cells of each row down."""
    wide = parsed.wide
    wanted = Wanted(
        header=parsed.header,
        layout=wide.match.layout,
        header_row=wide.match.header_row,
        positions=[item.position - 1 for item in wide.columns],
        codes=[number for number, item in enumerate(wide.columns) if item.is_code],
        besides_numbers=[wide.columns.index(item) for item in besides_numbers(wide)],
        are_usual={
            number: ARE_USUAL[item.column.type]
            for number, item in enumerate(wide.columns)
            if item.column.type in ARE_USUAL and not item.is_code
        },
        missing=frozenset(intake.missing),
        look_for_odd=intake.judges("extract_cells"),
    )
    spool = put_down(pick_cells(parsed.sheet, wanted, wide.faults), intake.scratch)
    parsed.usual = {
        wide.columns[number].name for number in wanted.are_usual.keys() - wide.faults.unusual
    }
    return spool


def _load_spooled(intake: Intake, parsed: Parsed, spool: Spool) -> None:
    """Load the cells that were put down."""
    wide = parsed.wide
    columns = {ROW: "BIGINT", **{f"{TEXT}{item.name}": "VARCHAR" for item in wide.columns}}
    words = {
        item.name: sorted(wide.faults.missing.get(number, ()))
        for number, item in enumerate(wide.columns)
    }
    rows = select(wide, words, spool.source(columns), usual=parsed.usual)
    spool.load(intake.connection, f"CREATE TABLE {wide.name} AS {rows}")
    wide.rows = spool.rows

"""Records what cells of a column have in common, so that one finding names the cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from qa_checks.catalogue.schemas import Column
from qa_checks.reading.cell_faults import DECIMALS, take_out
from qa_checks.reading.cell_marks.shown import (
    MONTH_FIRST,
    OTHER,
    PERCENT,
    SCIENTIFIC,
    Shown,
    joins_digits,
)
from qa_checks.reading.contents import Sheet, UnlikeCells
from qa_checks.reading.exchanged_days import take_out_exchanged_days
from qa_checks.reading.headers import HeaderCell
from qa_checks.reading.hidden_parts import find_hidden_columns
from qa_checks.reading.intake import Intake, insert_rows
from qa_checks.reading.misplaced import FAULTY, count_faulty, take_out_misplaced
from qa_checks.reading.moved_rows import take_out_moved_rows
from qa_checks.reading.numbered_days import count_numbered_days, name_numbered_days
from qa_checks.reading.wide import ROW, ColumnFault, Wide, WideColumn

LEAST_MONTH_FIRST = 2  # one may be a slip
SHOWN = "number_format"
_ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?"
_SHORT_YEAR = "[0-9]{1,2}([/.-][0-9]{1,2}[/.-]|[ -][A-Za-z]{3,9}[ -])[0-9]{2}"
_MONTH_FIRST = "(0?[1-9]|1[0-2])[/-](1[3-9]|2[0-9]|3[01])[/-][0-9]{4}( .*)?"


def record_column_faults(intake: Intake, sheet: Sheet, wide: Wide) -> None:
    """Fill ``extract_column_faults`` from a loaded sheet whose cells have been recorded."""
    faulty = {} if wide.is_view else count_faulty(intake, wide)  # which has nothing odd
    numbered = count_numbered_days(intake, wide, faulty)
    faults = [
        *take_out_misplaced(intake, wide, faulty, numbered),
        *_find_unlike(intake, sheet, wide),
        *name_numbered_days(intake, wide, numbered),
        *(take_out_moved_rows(intake, wide) if faulty else ()),
        *take_out_exchanged_days(intake, wide),
        *find_hidden_columns(sheet, wide),
        *_find_formulas(sheet, wide),
        *_take_out_dates(intake, sheet, wide),
        *(_take_out_month_first(intake, wide) if faulty else ()),
        *(_name_short_years(intake, wide) if faulty else ()),
        *(() if wide.is_view else _count_decimals(intake, wide)),
        *_take_out_merged(intake, sheet, wide),
        *_find_texts(intake, sheet, wide),
    ]
    _record(intake, wide, faults)


def read_as_shown(intake: Intake, sheet: Sheet, wide: Wide) -> None:
    """Give texts that are kept as numbers the form their format shows, before they are judged."""
    ask = intake.connection.execute
    faults = []
    for item in wide.columns:
        runs = [run[1:] for run in sheet.numbers if run.column == item.position]
        if not runs or not item.column.is_text:
            continue
        ask(
            "CREATE OR REPLACE TEMP TABLE shown_numbers "
            "(top BIGINT, bottom BIGINT, before VARCHAR, digits INTEGER, behind VARCHAR)"
        )
        insert_rows(intake.connection, "shown_numbers", runs)
        name = f'w."{item.name}"'
        digits = f"greatest(n.digits, CAST(length({name}) AS INTEGER))"
        shown = f"n.before || lpad({name}, {digits}, '0') || n.behind"
        changed = (
            f"{ROW} BETWEEN n.top AND n.bottom AND regexp_full_match({name}, '[0-9]+') "
            f"AND {shown} <> {name}"
        )
        count = f"SELECT min({ROW}), count(*) FROM {wide.name} AS w, shown_numbers AS n"
        [(first, cells)] = ask(f"{count} WHERE {changed}").fetchall()
        if cells:
            ask(
                f'UPDATE {wide.name} AS w SET "{item.name}" = {shown} FROM shown_numbers AS n '
                f"WHERE {changed}"
            )
            faults.append(ColumnFault(item.cell, "number_format", first, cells))
    _record(intake, wide, faults)


def _record(intake: Intake, wide: Wide, faults: Sequence[ColumnFault]) -> None:
    rows = [_as_row(wide, fault) for fault in faults]
    insert_rows(intake.connection, "extract_column_faults", rows)


def _as_row(wide: Wide, common: ColumnFault) -> tuple[object, ...]:
    cell = common.cell
    block, table, column = cell.target_columns
    place = (wide.source, block, common.row, cell.position, cell.header)
    return (*place, table, column, common.fault, common.cells, common.detail)


def _find_formulas(sheet: Sheet, wide: Wide) -> Iterator[ColumnFault]:
    """Columns with formulas below the header."""
    below = wide.match.header_row + 1
    for cell in wide.match.cells:
        rows = [
            (max(run.first, below), run.last)
            for run in sheet.formulas
            if run.column == cell.position and run.last >= below
        ]
        if rows:
            count = sum(last - first + 1 for first, last in rows)
            yield ColumnFault(cell, "formula", min(rows)[0], count)


def _find_unlike(intake: Intake, sheet: Sheet, wide: Wide) -> Iterator[ColumnFault]:
    """Columns with cells whose format shows something else than they hold.

    Those of them that cannot be read are part of this fault, and none of their own.
    """
    below = wide.match.header_row + 1
    items = {item.cell.position: item for item in wide.columns}
    for cell in wide.match.cells:
        item = items.get(cell.position)
        column = item.column if item else None
        runs = [run for run in sheet.unlike if run.column == cell.position]
        if column is not None and not column.is_text:
            runs += [
                UnlikeCells(run.column, run.first, run.last, OTHER)
                for run in sheet.numbers
                if run.column == cell.position
                and joins_digits(Shown(run.before, run.digits, run.behind))
            ]
        by_effect: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for run in runs:
            if run.last >= below and not _is_right(run.effect, column):
                by_effect[run.effect].append((max(run.first, below), run.last))
        for effect, rows in by_effect.items():
            if effect == PERCENT and item and _are_alike(intake, wide, item, rows):
                continue
            _explain_unreadable(intake, wide, cell, _among(intake, rows))
            count = sum(last - first + 1 for first, last in rows)
            yield ColumnFault(cell, f"shows_{effect}", min(rows)[0], count)


def _is_right(effect: str, column: Column | None) -> bool:
    """Whether the values of a column may be shown so; of no other column is anything known."""
    if effect == MONTH_FIRST:
        return column is None or column.type != "date"
    if effect == PERCENT:
        return column is None
    return effect == SCIENTIFIC and (column is None or column.type == "number")


def _are_alike(
    intake: Intake, wide: Wide, item: WideColumn, runs: Sequence[tuple[int, int]]
) -> bool:
    """Whether the numbers of a column, but for noughts, stand all in some rows or all outside."""
    if item.column.type != "number":
        return False
    sides = f'SELECT DISTINCT {_among(intake, runs)} FROM {wide.name} WHERE "{item.name}" <> 0'
    return len(intake.connection.execute(sides).fetchall()) < 2


def _among(intake: Intake, runs: Sequence[tuple[int, int]]) -> str:
    """SQL condition on rows that they are of one of these runs, first and last row of each."""
    intake.connection.execute("CREATE OR REPLACE TEMP TABLE runs (top BIGINT, bottom BIGINT)")
    insert_rows(intake.connection, "runs", runs)
    return f"EXISTS (FROM runs AS r WHERE {ROW} BETWEEN r.top AND r.bottom)"


def _explain_unreadable(intake: Intake, wide: Wide, cell: HeaderCell, where: str) -> None:
    """Say of cells of a column that cannot be read that their format is the cause."""
    intake.connection.execute(
        f"UPDATE extract_cells SET fault = '{SHOWN}' "
        f"WHERE {wide.recorded(cell.position)} AND {FAULTY} AND ({where})"
    )


def _take_out_dates(intake: Intake, sheet: Sheet, wide: Wide) -> Iterator[ColumnFault]:
    """Columns of a workbook whose numbers a format shows as dates."""
    for item in wide.columns if sheet.name is not None else ():
        if item.column.type in ("integer", "number"):
            _explain_unreadable(intake, wide, item.cell, f"regexp_full_match(written, '{_ISO}')")
        elif item.column.type == "identifier":
            take_out(intake, wide, item, SHOWN, f"regexp_full_match(\"{item.name}\", '{_ISO}')")
        else:
            continue
        fault = _count_recorded(
            intake, wide, item, SHOWN, f"AND regexp_full_match(written, '{_ISO}')"
        )
        if fault.cells:
            yield replace(fault, fault="shows_date")


def _take_out_month_first(intake: Intake, wide: Wide) -> Iterator[ColumnFault]:
    """Columns whose dates have the month first; none of them is a day any more.

    Of a column in which the days after the twelfth stand only in the second place, the others were
    read with day and month exchanged.
    """
    ask = intake.connection.execute
    for item, exchanged in _find_unread_days(intake, wide, _MONTH_FIRST):
        late = f'SELECT count(*) FROM {wide.name} WHERE day("{item.name}") > 12'
        counts = f"SELECT count(*), ({late}) FROM extract_cells WHERE {exchanged}"
        [(unread, days_first)] = ask(counts).fetchall()
        if unread < LEAST_MONTH_FIRST or days_first:
            continue
        ask(f"UPDATE extract_cells SET fault = 'month_first' WHERE {exchanged}")
        take_out(intake, wide, item, "month_first", f'"{item.name}" IS NOT NULL')
        yield _count_recorded(intake, wide, item, "month_first")


def _name_short_years(intake: Intake, wide: Wide) -> Iterator[ColumnFault]:
    """Columns whose dates all have years of two digits, of which none was read."""
    ask = intake.connection.execute
    for item, unread in _find_unread_days(intake, wide, _SHORT_YEAR):
        [(read,)] = ask(f'SELECT count("{item.name}") FROM {wide.name}').fetchall()
        if not read:
            ask(f"UPDATE extract_cells SET fault = 'short_year' WHERE {unread}")
            yield _count_recorded(intake, wide, item, "short_year")


def _count_decimals(intake: Intake, wide: Wide) -> Iterator[ColumnFault]:
    """Columns with identifiers that end in '.0'."""
    counts = (
        f"SELECT position, min({ROW}), count(*) FROM extract_cells WHERE _source = {wide.source} "
        f"AND fault = '{DECIMALS}' GROUP BY 1 ORDER BY 1"
    )
    columns = {item.position: item.cell for item in wide.columns}
    for position, first, cells in intake.connection.execute(counts).fetchall():
        yield ColumnFault(columns[position], DECIMALS, first, cells)


def _find_unread_days(intake: Intake, wide: Wide, form: str) -> Iterator[tuple[WideColumn, str]]:
    """Columns of days with several of a form that were not read, and SQL of those cells."""
    unread = (
        f"_source = {wide.source} AND fault = 'unreadable' AND regexp_full_match(written, '{form}')"
    )
    counts = f"SELECT position, count(*) FROM extract_cells WHERE {unread} GROUP BY 1"
    met = dict(intake.connection.execute(counts).fetchall())
    for item in wide.columns:
        if item.column.type == "date" and met.get(item.position, 0) >= LEAST_MONTH_FIRST:
            yield item, f"{unread} AND position = {item.position}"


def _take_out_merged(intake: Intake, sheet: Sheet, wide: Wide) -> Iterator[ColumnFault]:
    """Columns with cells that are merged into another, which alone shows its value."""
    for item in wide.columns if sheet.merged else ():
        runs = _find_covered(sheet, item.position)
        if not runs:
            continue
        take_out(intake, wide, item, "merged", _among(intake, runs))
        fault = _count_recorded(intake, wide, item, "merged")
        if fault.cells:
            yield fault


def _find_texts(intake: Intake, sheet: Sheet, wide: Wide) -> Iterator[ColumnFault]:
    """Columns whose numbers a workbook keeps as texts, though they can be read."""
    for item in wide.columns if sheet.texts else ():
        runs = [(run.first, run.last) for run in sheet.texts if run.column == item.position]
        if not runs or item.column.type not in ("integer", "number"):
            continue
        [(first, cells)] = intake.connection.execute(
            f"SELECT min({ROW}), count(*) FROM {wide.name} "
            f'WHERE "{item.name}" IS NOT NULL AND {_among(intake, runs)}'
        ).fetchall()
        if cells:
            yield ColumnFault(item.cell, "text", first, cells)


def _find_covered(sheet: Sheet, column: int) -> list[tuple[int, int]]:
    """First and last row of each run of cells in a column that are not the first of an area."""
    return [
        (top, area.bottom)
        for area in sheet.merged
        if area.left <= column <= area.right
        and (top := area.top + (column == area.left)) <= area.bottom
    ]


def _count_recorded(
    intake: Intake, wide: Wide, item: WideColumn, fault: str, where: str = ""
) -> ColumnFault:
    """One fault for all cells of a column that are recorded with it."""
    [(first, cells)] = intake.connection.execute(
        f"SELECT min({ROW}), count(*) FROM extract_cells "
        f"WHERE {wide.recorded(item.position)} AND fault = '{fault}' {where}"
    ).fetchall()
    return ColumnFault(item.cell, fault, first, cells)

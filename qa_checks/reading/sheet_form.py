"""Records the form of a sheet that was read: how it is written, its headers, its odd rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qa_checks.model.inputs import Input, ReadColumn, Role
from qa_checks.reading.cell_faults import CELLS_AS_READ
from qa_checks.reading.contents import Sheet
from qa_checks.reading.equal_rows import record_equal_rows
from qa_checks.reading.foot import name_rows
from qa_checks.reading.header_text import visible
from qa_checks.reading.headers import HeaderCell
from qa_checks.reading.hidden_parts import describe_hidden_rows
from qa_checks.reading.intake import Intake, insert_rows
from qa_checks.reading.later_headers import find_invisible
from qa_checks.reading.row_lengths import Noted
from qa_checks.reading.shifted_rows import SHIFTED
from qa_checks.reading.wide import Wide
from qa_checks.words import grouped, plural

LEAST_ALIKE = 3  # rows of another length have one cause if most rows are among them
MANY_MARKED = 4  # cells of a header that hold what nobody sees have one cause


def record_form(intake: Intake, entry: Input, sheet: Sheet, wide: Wide) -> None:
    """Fill the extract tables with what the reader met in this sheet."""
    match = wide.match
    named = sum(cell.position is not None and bool(cell.text) for cell in match.cells)
    row = (
        *(wide.source, 0, None, entry.path, sheet.name, entry.role),
        *(match.layout.layout, match.layout.title),
        *(sheet.encoding, sheet.delimiter, sheet.newline),
        *(match.header_row, match.title, wide.rows, wide.passed_over, named, wide.told_by),
    )
    intake.note_form("extract_sheets", [row])
    intake.note_form("extract_columns", [_as_row(cell, wide) for cell in match.cells])
    rows = [
        (wide.source, 0, number, f"row {number}", fault, detail or None, cells)
        for number, fault, detail, cells in _tell_rows(intake, sheet, wide)
    ]
    insert_rows(intake.connection, "extract_rows", rows)
    if intake.judges("extract_cells"):
        insert_rows(intake.connection, CELLS_AS_READ, _marked_headers(sheet, wide))
    # Where values were taken out, rows are equal that were not.
    looked_at = entry.role is not Role.SOURCE and not wide.is_misplaced
    if intake.judges("extract_rows") and looked_at and not wide.match.layout.nameless:
        record_equal_rows(intake, wide)


def _as_row(cell: HeaderCell, wide: Wide) -> tuple[object, ...]:
    block, table, column = cell.target_columns
    return (
        *(wide.source, block, wide.match.header_row, cell.position, cell.header, table, column),
        *(_recognised(cell, wide), cell.nearest, cell.required),
    )


def _tell_rows(
    intake: Intake, sheet: Sheet, wide: Wide
) -> Iterator[tuple[int, str, str, int | None]]:
    """Row, fault, words and number of cells of all that there is to tell of rows."""
    yield from _tell_once(wide)
    yield from ((*told, None) for told in wide.faults.foot.describe())
    yield from ((*told, None) for told in _tell_totals(wide))
    yield from ((*told, None) for told in describe_hidden_rows(intake, sheet, wide))


def _tell_totals(wide: Wide) -> Iterator[tuple[int, str, str]]:
    """Rows among the data that are totals, and how many are by their words and by their numbers."""
    totals, sums = wide.faults.totals, wide.faults.sums
    by_words = plural(len(totals), "total") if totals else ""
    by_numbers = (
        plural(len(sums), "sum of the rows above", "sums of the rows above") if sums else ""
    )
    rows, kinds = sorted((*totals, *sums)), " and ".join(filter(None, (by_words, by_numbers)))
    if rows:
        yield rows[0], "among", f"{name_rows(rows)}: {kinds}"


def _tell_once(wide: Wide) -> Iterator[Noted]:
    """The rows at fault, but for those of one other length that most rows have: the first."""
    lengths = Counter((fault, cells) for _, fault, _, cells in wide.faults.rows if fault in SHIFTED)
    told: set[tuple[str, int]] = set()
    for number, fault, detail, cells in wide.faults.rows:
        rows = lengths[fault, cells]
        if rows < LEAST_ALIKE or rows * 2 < wide.rows:
            yield number, fault, detail, cells
        elif (fault, cells) not in told:
            told.add((fault, cells))
            yield (
                number,
                fault,
                f"{detail}; so are {grouped(rows)} of {plural(wide.rows, 'row')}",
                cells,
            )


def _marked_headers(sheet: Sheet, wide: Wide) -> list[tuple[object, ...]]:
    """Cells of headers, those among the data too, that hold characters nobody sees.

    A row in which many do is one cell: the first of them.
    """
    number = wide.match.header_row
    above = [(number, *cell) for cell in find_invisible(sheet.head[number - 1])]
    targets = {cell.position: cell.target_columns for cell in wide.match.cells if cell.position}
    marked = [*above, *wide.faults.marked]
    in_row = Counter(row for row, _, _ in marked)
    many = {row: cells for row, cells in in_row.items() if cells >= MANY_MARKED}
    told: set[int] = set()
    rows: list[tuple[object, ...]] = []
    for row, position, text in marked:
        if row in told:
            continue
        name = visible(text).strip()
        header = name
        if row in many:
            told.add(row)
            header += f" (and {plural(many[row] - 1, 'more cell')} of the row)"
        block, table, column = targets.get(position, (0, None, None))
        rows.append(
            (
                *(wide.source, block, row, f"row {row}, {header}", position, header),
                *(table, column, None, text, name, "invisible"),
            )
        )
    return rows


def read_columns(wide: Wide) -> tuple[ReadColumn, ...]:
    """What each column of the sheet was taken for, in the sheet's order."""
    return tuple(
        ReadColumn(
            cell.position,
            cell.header or "",
            _recognised(cell, wide),
            *((cell.target.table, cell.target.column, cell.target.block) if cell.target else ()),
        )
        for cell in wide.match.cells
        if cell.position is not None
    )


def _recognised(cell: HeaderCell, wide: Wide) -> str:
    """What a header was recognised as, now that it is known under which there is data."""
    blank = cell.recognised == "empty" and cell.position in wide.faults.blank_headers
    return "blank" if blank else cell.recognised

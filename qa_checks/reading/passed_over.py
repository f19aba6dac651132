"""Records the sheets a file holds and, cell by cell, what of them is read into no table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from qa_checks.model.inputs import Input, Role
from qa_checks.reading.cell_faults import name_units
from qa_checks.reading.cell_marks.label import HEADER
from qa_checks.reading.contents import Sheet, TypedRows
from qa_checks.reading.intake import Intake
from qa_checks.reading.loaded import Place
from qa_checks.reading.note_marks import find_notes
from qa_checks.reading.spool import put_down
from qa_checks.reading.wide import Wide

SHEET, COLUMN, BELOW, COMMENT = "sheet", "column", "below", "comment"
_COLUMNS = {
    "part": "VARCHAR",
    "_row": "BIGINT",
    "position": "BIGINT",
    "header": "VARCHAR",
    "written": "VARCHAR",
}
FETCHED = 10_000  # rows at a time
Cell = tuple[str, str, str, str, str]  # part, row, position, header, text


def record_contents(
    intake: Intake, sheet: Sheet, entry: Input, source: int, wide: Wide | None = None
) -> None:
    """Note that a file of the release holds a sheet; one that was not read has no wide table."""
    if entry.role is not Role.RELEASE:
        return
    if wide is None:
        intake.places[source] = Place(entry.path, sheet.name, entry.role)
    header = sheet.head[wide.match.header_row - 1] if wide else _fullest(sheet)
    wants_unread = intake.judges("extract_unread")
    wants_comments = wants_unread or intake.judges("extract_comments")
    cells = _comments_of(sheet, header) if wants_comments else iter(())
    if wants_unread:
        beside = _cells_beside(intake, sheet, header, wide) if wide else _cells_of(sheet, header)
        cells = chain(beside, cells)
    if _record_cells(intake, source, cells) and wide:
        name_units(intake, wide, "extract_unread")
    if wide and sheet.comments:  # those of other sheets are notes
        intake.connection.execute(
            "INSERT INTO extract_comments SELECT * EXCLUDE (part) FROM extract_unread "
            f"WHERE _source = {source} AND part = '{COMMENT}'"
        )
    if sheet.name is not None and intake.judges("extract_notes"):
        notes = [
            (source, 0, met.row, f"row {met.row}, column {met.position}", *met[1:])
            for met in find_notes(sheet.rows())
        ]
        intake.note_form("extract_notes", notes)
    labels = [
        (source, 0, None, name if part == HEADER else f"{part} '{name}'", part, name, text or None)
        for part, name, text in sheet.labels
    ]
    intake.note_form("extract_labels", labels)
    row = (source, 0, None, entry.path, sheet.name, sheet.hidden, wide is not None)
    intake.note_form("extract_contents", [row])


def _record_cells(intake: Intake, source: int, cells: Iterator[Cell]) -> bool:
    """Fill ``extract_unread``; False if there is no cell."""
    first = next(cells, None)
    if first is None:
        return False
    spool = put_down(chain([first], cells), intake.scratch)
    spool.load(
        intake.connection,
        f"INSERT INTO extract_unread SELECT {source}, 0, _row, "
        "concat('row ', _row, ', column ', position), part, position, header, written, NULL "
        f"FROM {spool.source(_COLUMNS)}",
    )
    return True


def _fullest(sheet: Sheet) -> tuple[str, ...]:
    """The header of an unknown sheet, which may have any number of titles above it."""
    return max(sheet.head, key=lambda row: sum(map(bool, map(str.strip, row))), default=())


def _cells_of(sheet: Sheet, header: tuple[str, ...]) -> Iterator[Cell]:
    """Each cell of a sheet that is filled."""
    for number, row in enumerate(sheet.rows(), start=1):
        for place, text in enumerate(row):
            if text.strip():
                yield SHEET, str(number), str(place + 1), _header_of(header, place), text.strip()


def _cells_beside(
    intake: Intake, sheet: Sheet, header: tuple[str, ...], wide: Wide
) -> Iterator[Cell]:
    """Cells of a sheet that was read which are in none of its columns, in totals, or below."""
    read = {item.position for item in wide.columns}
    others = [place for place in range(len(header)) if place + 1 not in read]
    foot = wide.faults.foot
    totals = {*wide.faults.totals, *wide.faults.sums}
    longer = {number for number, fault, _, _ in wide.faults.rows if fault == "long"}
    if (
        foot.first
        or totals
        or longer
        or (not wide.faults.nothing_beside and any(header[place].strip() for place in others))
        or wide.faults.blank_headers
    ):
        for number, row in _rows_below(intake, sheet, wide):
            is_below = number in totals or foot.holds(number)
            places = [*others, *range(len(header), len(row))] if number in longer else others
            for place in range(len(row)) if is_below else places:
                text = row[place].strip() if place < len(row) else ""
                if text:
                    part = BELOW if is_below else COLUMN
                    yield part, str(number), str(place + 1), _header_of(header, place), text


def _rows_below(intake: Intake, sheet: Sheet, wide: Wide) -> Iterator[tuple[int, list[str]]]:
    """Number and texts of the rows below the header; some sheets only DuckDB can read."""
    header_row = wide.match.header_row
    if not isinstance(sheet.direct, TypedRows):
        yield from islice(enumerate(sheet.rows(), start=1), header_row, None)
        return
    rows = intake.connection.execute(sheet.direct.relation.as_texts)
    while some := rows.fetchmany(FETCHED):
        yield from ((number, texts) for number, *texts in some)


def _comments_of(sheet: Sheet, header: tuple[str, ...]) -> Iterator[Cell]:
    for comment in sheet.comments:
        place = str(comment.row), str(comment.column)
        yield COMMENT, *place, _header_of(header, comment.column - 1), comment.text.strip()


def _header_of(header: tuple[str, ...], place: int) -> str:
    return header[place].strip() if place < len(header) else ""

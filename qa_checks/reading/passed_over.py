"""Records the sheets a file holds and, cell by cell, those that are no table of a known layout."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from qa_checks.model import Input, Role
from qa_checks.reading.contents import Sheet
from qa_checks.reading.formats.delimited_text import PLAIN_CSV
from qa_checks.reading.intake import Intake, insert_rows
from qa_checks.reading.loaded import Place
from qa_checks.sql_text import sql_literal

_COLUMNS = "{'_row': 'BIGINT', 'position': 'BIGINT', 'header': 'VARCHAR', 'written': 'VARCHAR'}"


def record_contents(intake: Intake, sheet: Sheet, entry: Input, source: int | None) -> None:
    """Note that a file of the release holds a sheet; one without a source was not read."""
    if entry.role is not Role.RELEASE:
        return
    if source is None:
        intake.sources += 1
        intake.places[intake.sources] = Place(entry.path, sheet.name, entry.role)
        if intake.wants_unread:
            _record_cells(intake, sheet)
    row = (
        source or intake.sources,
        0,
        None,
        entry.path,
        sheet.name,
        sheet.hidden,
        source is not None,
    )
    insert_rows(intake.connection, "extract_contents", [row])


def _record_cells(intake: Intake, sheet: Sheet) -> None:
    """Fill ``extract_unread`` through a file: a sheet may be long."""
    spool = intake.scratch / f"unread_{intake.sources}.csv"
    with spool.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(_cells_of(sheet))
    intake.connection.execute(
        f"INSERT INTO extract_unread SELECT {intake.sources}, 0, _row, "
        "concat('row ', _row, ', column ', position), position, header, written FROM "
        f"read_csv({sql_literal(str(spool))}, columns={_COLUMNS}, {PLAIN_CSV}, delim=',', "
        "new_line='\\n', nullstr='', allow_quoted_nulls=true, parallel=false, "
        "max_line_size=16777216)"
    )
    spool.unlink()


def _cells_of(sheet: Sheet) -> Iterator[tuple[int, int, str, str]]:
    """Row, position, header and text of each cell that is filled.

    The header is the fullest of the first rows; a sheet may have any number of titles above it.
    """
    header = max(sheet.head, key=lambda row: sum(map(bool, map(str.strip, row))), default=())
    for number, row in enumerate(sheet.rows(), start=1):
        for place, text in enumerate(row):
            if text.strip():
                title = header[place] if place < len(header) else ""
                yield number, place + 1, title.strip(), text.strip()

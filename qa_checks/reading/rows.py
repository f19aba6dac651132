"""The rows below a header: needed cells picked, faults of form noted on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from qa_checks.reading.broken_rows import WholeRows, join_broken
from qa_checks.reading.contents import Sheet
from qa_checks.reading.foot import FEW, LONGEST, LONGEST_NOTES, Row, find_foot, is_line
from qa_checks.reading.later_headers import Header
from qa_checks.reading.plain_rows import Stretches
from qa_checks.reading.row_faults import RowFaults, note_header
from qa_checks.reading.row_lengths import RowLengths
from qa_checks.reading.total_rows import is_declared
from qa_checks.reading.typing_sql import holds_odd
from qa_checks.reading.wanted import Wanted
from qa_checks.words import signs

MOST_TITLES = 12  # rows above a header among the data that are looked at
TITLE_AGAIN = "it is a title above the header"


def pick_cells(sheet: Sheet, wanted: Wanted, faults: RowFaults) -> Iterator[Sequence[str]]:
    """Row number and wanted cells of each data row that is not blank."""
    header = wanted.header
    lengths = RowLengths(len(header.cells), header.last_named)
    blanks: list[int] = []
    below = islice(enumerate(sheet.rows(), start=1), wanted.header_row, None)
    stretches = Stretches(below, wanted)
    while True:
        for plain in stretches.plain():
            lengths.rows += len(plain.cells)
            plain.note(wanted, faults)
            yield from plain.cells
        rows = _without_foot(stretches, sheet, wanted, faults)
        yield from _pick_one_by_one(rows, wanted, faults, lengths, blanks)
        if stretches.are_over:
            break
    faults.below, faults.nothing_beside = stretches.rows, not stretches.is_beside
    if sheet.blank_end_counts:
        faults.rows += [(blank, "blank", "", 0) for blank in blanks]
    if sheet.delimiter:
        faults.rows += lengths.look_back()


def _pick_one_by_one(
    rows: Iterable[Row], wanted: Wanted, faults: RowFaults, lengths: RowLengths, blanks: list[int]
) -> Iterator[list[str]]:
    """Pick the cells of rows of which any may be odd; ``blanks`` are blank rows at their end."""
    width, unnamed = lengths.width, wanted.header.unnamed
    for number, row in rows:
        stripped = list(map(str.strip, row))
        if not any(stripped):
            blanks.append(number)
            continue
        faults.rows += [(blank, "blank", "", 0) for blank in blanks]
        blanks.clear()
        if len(row) != width:
            stripped = (stripped + [""] * (width - len(row)))[:width]
        if _is_no_data((number, row), stripped, wanted, faults):
            continue
        faults.rows += lengths.look_at(number, row)
        if len(faults.blank_headers) != len(unnamed):
            faults.blank_headers.update(place + 1 for place in unnamed if stripped[place])
        cells = [str(number), *wanted.pick(stripped)]
        _look_into(cells, wanted, faults)
        if stripped != row and (
            len(row) != width or wanted.pick_codes(row) != wanted.pick_codes(stripped)
        ):
            _keep_blanks(cells, row, wanted)
        yield cells


def _without_foot(
    stretches: Stretches, sheet: Sheet, wanted: Wanted, faults: RowFaults
) -> Iterator[Row]:
    """Rows above the foot that may stand at their end, without titles that stand among them."""
    rows = stretches.others()
    if sheet.delimiter:
        first = sheet.head[wanted.header_row :]
        whole = WholeRows(wanted.header.last_named, len(wanted.header.cells), first)
        rows = join_broken(rows, whole, faults.rows)
    rows = drop_titles(rows, wanted.header, faults)
    return _hold_foot_back(rows, stretches, wanted, faults)


def _hold_foot_back(
    rows: Iterable[Row], stretches: Stretches, wanted: Wanted, faults: RowFaults
) -> Iterator[Row]:
    """Give the rows above the foot, which is noted; it is looked for in the last rows alone."""
    tail: deque[tuple[Row, bool]] = deque()
    full = 0
    may_be_lines = wanted.header.named > FEW
    for row in rows:
        is_full = not (may_be_lines and is_line(row[1]))
        tail.append((row, is_full))
        full += is_full
        while full > LONGEST or len(tail) > LONGEST_NOTES:
            above, was_full = tail.popleft()
            full -= was_full
            yield above
    if stretches.are_over:
        faults.foot = find_foot([row for row, _ in tail], wanted.header, wanted.layout)
    yield from (row for row, _ in tail if not faults.foot.holds(row[0]))


def drop_titles(rows: Iterable[Row], header: Header, faults: RowFaults) -> Iterator[Row]:
    """Give rows, but note a header among them together with the title that stands above it."""
    held: list[Row] = []
    for number, row in rows:
        if header.is_title_like(row) and len(held) < MOST_TITLES:
            held.append((number, row))
            continue
        titles = [above for above, cells in held if any(map(str.strip, cells))]
        if titles and note_header(number, row, header, faults, titles):
            held.clear()
            continue
        yield from held
        held.clear()
        yield number, row
    yield from held


def unseen_alone(cells: Sequence[str]) -> str:
    """The characters of a row that holds nothing but such as nobody sees; '' of other rows."""
    if any(map(str.isprintable, filter(None, cells))):
        return ""
    text = "".join("".join(cells).split())
    return "" if any(map(str.isprintable, text)) else signs(text)


def _is_no_data(
    numbered: tuple[int, list[str]], stripped: list[str], wanted: Wanted, faults: RowFaults
) -> bool:
    """Whether a row is none of data, which is noted, or a total of its layout."""
    number, row = numbered
    if unseen := unseen_alone(stripped):
        faults.rows.append((number, "blank", unseen, 0))
        return True
    if wanted.header.may_repeat(stripped) and note_header(number, row, wanted.header, faults):
        return True
    if wanted.header.is_title(stripped):
        faults.rows.append((number, "repeated_header", TITLE_AGAIN, len(row)))
        return True
    return is_declared(stripped, wanted.layout)


def _look_into(cells: list[str], wanted: Wanted, faults: RowFaults) -> None:
    faults.may_hold_totals = faults.may_hold_totals or wanted.may_be_total(cells[1:])
    if not wanted.missing.isdisjoint(cells):
        for number, text in enumerate(cells[1:]):
            if text in wanted.missing:
                faults.missing.setdefault(number, set()).add(text)
    faults.unusual.update(
        number
        for number in wanted.are_usual.keys() - faults.unusual
        if not wanted.is_usual(number, [cells[number + 1]])
    )
    if wanted.look_for_odd and not faults.odd:
        text = "".join(cells)
        # Plain text is told apart fast; only what is not plain is searched.
        if not (text.isascii() and text.isprintable()) and holds_odd(text):
            faults.odd = True


def _keep_blanks(cells: list[str], row: list[str], wanted: Wanted) -> None:
    for number, place in wanted.places_of_codes:
        if cells[number] and place < len(row):
            cells[number] = row[place]

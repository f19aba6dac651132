"""The rows below a header: needed cells picked, faults of form noted on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from operator import itemgetter

from msgspec import Struct

from qa_checks.catalogue.layouts import Layout
from qa_checks.reading.broken_rows import join_broken
from qa_checks.reading.contents import Sheet
from qa_checks.reading.foot import Foot, Row, hold_foot_back, is_total, name_rows
from qa_checks.reading.later_headers import Header, find_invisible
from qa_checks.reading.row_lengths import RowLengths
from qa_checks.reading.typing_sql import ODD
from qa_checks.words import signs

Pick = Callable[[Sequence[str]], tuple[str, ...]]
MOST_TITLES = 12  # rows above a header among the data that are looked at
TITLE_AGAIN = "it is a title above the header"


class RowFaults(Struct):
    """What was wrong with the form of a sheet.

    ``below`` is how many rows stand below the header, data or not;
    ``rows`` holds row number, fault, detail and number of cells;
    ``blank_headers`` are positions (from 1) with data under no header; ``marked`` row, position and
    text of headers with characters in them that nobody sees; ``foot`` what stands below the rows;
    ``odd`` says that some cell holds characters that betray a wrong encoding;
    ``missing`` are the words for a missing value that occur, by wanted column.
    """

    below: int = 0
    rows: list[tuple[int, str, str, int]] = []
    blank_headers: set[int] = set()
    marked: list[tuple[int, int, str]] = []
    foot: list[Foot] = []
    odd: bool = False
    missing: dict[int, set[str]] = {}


class Wanted(Struct, frozen=True, dict=True):
    """Which cells of a row are wanted (positions from 0), and what to look for in them.

    Blanks around a cell are taken off, except in the columns of ``codes``,
    where they are a finding.
    """

    header: Header
    layout: Layout
    header_row: int
    positions: Sequence[int]
    codes: Sequence[int]
    missing: frozenset[str]
    look_for_odd: bool

    @cached_property
    def pick(self) -> Pick:
        """What gives the wanted cells of a row that has the header's length."""
        return _picking(self.positions)

    @cached_property
    def pick_codes(self) -> Pick:
        """What gives those of them that hold a code."""
        return _picking([self.positions[number] for number in self.codes])

    @cached_property
    def places_of_codes(self) -> list[tuple[int, int]]:
        """Where a code stands among the wanted cells, behind the row number, and in its row."""
        return [(number + 1, self.positions[number]) for number in self.codes]


def _picking(places: Sequence[int]) -> Pick:
    """What gives the cells at some places; `itemgetter` is quick, but gives one cell bare."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[place] for place in places)


def pick_cells(sheet: Sheet, wanted: Wanted, faults: RowFaults) -> Iterator[list[str]]:
    """Row number and wanted cells of each data row that is not blank."""
    header = wanted.header
    width, unnamed = len(header.cells), header.unnamed
    last = max(set(range(width)).difference(unnamed), default=0) + 1
    blanks: list[int] = []
    lengths = RowLengths(width, last)
    for number, row in _below(sheet, wanted, faults):
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
    if sheet.blank_end_counts:
        faults.rows += [(blank, "blank", "", 0) for blank in blanks]
    if sheet.delimiter:
        faults.rows += lengths.look_back()


def _below(sheet: Sheet, wanted: Wanted, faults: RowFaults) -> Iterator[Row]:
    """The rows below the header and above the foot, without titles that stand among them."""
    rows = _count(islice(enumerate(sheet.rows(), start=1), wanted.header_row, None), faults)
    if sheet.delimiter:
        rows = join_broken(rows, len(wanted.header.cells), faults.rows)
    rows = drop_titles(rows, wanted.header, faults)
    return hold_foot_back(rows, wanted.header, wanted.layout, faults.foot)


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


def _count(rows: Iterable[Row], faults: RowFaults) -> Iterator[Row]:
    for row in rows:
        faults.below += 1
        yield row


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
    return is_total(stripped, wanted.layout)


def note_header(
    number: int,
    row: Sequence[str],
    header: Header,
    faults: RowFaults,
    titles: Sequence[int] = (),
) -> bool:
    """Note that a row is the header again, and what nobody sees in it; False if it is not.

    Parameters
    ----------
    titles
        Numbers of rows above it that are its title.
    """
    differs = header.compare(row)
    if differs is None:
        return False
    above = f"its title stands in {name_rows(titles)}" if titles else ""
    detail = "; ".join(filter(None, (above, differs)))
    faults.rows.append((number, "repeated_header", detail, len(row)))
    faults.marked += [(number, *cell) for cell in find_invisible(row)]
    return True


def _look_into(cells: list[str], wanted: Wanted, faults: RowFaults) -> None:
    if not wanted.missing.isdisjoint(cells):
        for number, text in enumerate(cells[1:]):
            if text in wanted.missing:
                faults.missing.setdefault(number, set()).add(text)
    if wanted.look_for_odd and not faults.odd:
        text = "".join(cells)
        # Plain text is told apart fast; only what is not plain is searched.
        if not (text.isascii() and text.isprintable()) and ODD.search(text):
            faults.odd = True


def _keep_blanks(cells: list[str], row: list[str], wanted: Wanted) -> None:
    for number, place in wanted.places_of_codes:
        if cells[number] and place < len(row):
            cells[number] = row[place]

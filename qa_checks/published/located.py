"""Where the declared tables stand in the sheets: by title, or as they are marked up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, takewhile
from pathlib import PurePath

from msgspec import Struct

from qa_checks.published.printed import read_printed, without_notes
from qa_checks.reading.contents import Area, MarkedTable
from qa_checks.reading.published_sheets import NOTE_NUMBER, PublishedSheet, title_pattern
from qa_checks.words import list_some, say_place

_ISO_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])( 00:00:00)?")
NamedIn = tuple[PublishedSheet, MarkedTable]


class Header(Struct, frozen=True):
    """A header cell: its column, counted from 1, and its text without notes."""

    position: int
    label: str
    notes: tuple[str, ...] = ()


class Line(Struct, frozen=True):
    """A row of a table: its number in the sheet, its label without notes, and its cells."""

    row: int
    label: str
    notes: tuple[str, ...]
    cells: tuple[str, ...]


class Located(Struct, frozen=True):
    """A declared table in its sheet, its headers and its rows.

    What comes next behind the blank column and below the blank row that end it may be another
    table, or more of this one. ``title_row`` is None where no cell gives it its name;
    ``subtitles`` are what stands between it and the headers, each with its row. ``beyond`` is the
    first row with a number right beside the last header, in a column without one.
    """

    sheet: PublishedSheet
    title: str
    row: int
    labels: Header
    headers: tuple[Header, ...]
    lines: tuple[Line, ...]
    next_header: Header | None = None
    next_line: Line | None = None
    title_row: int | None = None
    subtitles: tuple[tuple[int, str], ...] = ()
    beyond: Line | None = None

    @property
    def place(self) -> str:
        """File, sheet and row of its header."""
        return say_place(self.sheet.file, self.sheet.sheet, self.row)


def locate(title: str, sheets: Sequence[PublishedSheet]) -> Located | str:
    """The one place where a titled table stands; a sentence where it is missing or cannot be told.

    A title that stands alone, as in a list of contents, is no table: below it there is a row of
    headers, the first of the labels and the others of columns. A marked-up table says itself which
    cells are its own.
    """
    marked = find_marked(title, sheets)
    titled = [(sheet, at) for sheet in sheets for at in _titles(title, sheet)]
    if not titled and not marked:
        return f"No cell, marked-up table, sheet or file of the release is called '{title}'."
    if unusable := next(filter(None, (explain_unusable(*named) for named in marked)), ""):
        return unusable
    places: dict[tuple[str, int], Located] = {}
    for sheet, item in marked:
        if item.area:
            located = _within(sheet, item.name, item.area)
            places.setdefault((located.place, located.labels.position), located)
    for sheet, at in titled:
        if below := find_below(sheet, at):
            places.setdefault((below.place, below.labels.position), below)
    tables = list(places.values())
    if not tables:
        cells = [say_place(sheet.file, sheet.sheet, row + 1) for sheet, (row, _) in titled]
        return f"'{title}' stands in {list_some(cells, 3)}, but no table is below it."
    if len(tables) > 1:
        verb = "names" if marked else "begins"
        headers = [located.place for located in tables]
        return f"'{title}' {verb} {len(tables)} tables: {list_some(headers, 3, '; ')}."
    return tables[0]


def _titles(title: str, sheet: PublishedSheet) -> Iterator[tuple[int, int]]:
    """Row and column of the title, from 0; row -1 where the file or sheet is called so."""
    names = (sheet.file, PurePath(sheet.file).name, sheet.sheet or "")
    if title.casefold() in {name.casefold() for name in names}:
        yield -1, 0
        return
    begins = title_pattern([title])
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if cell and begins.match(cell):
                yield row, column


def find_below(sheet: PublishedSheet, at: tuple[int, int]) -> Located | None:
    """The table below a title; notes of one cell may stand between."""
    row, first = at
    title = sheet.rows[row][first] if row >= 0 else sheet.sheet or sheet.file
    top = next(
        (
            number
            for number in range(row + 1, len(sheet.rows))
            if len(_filled_run(sheet.rows[number], first)) > 1
        ),
        None,
    )
    if top is None or _has_title_between(sheet, row, top, first):
        return None
    run = _filled_run(sheet.rows[top], first)
    labels, *headers = _headers(first, run)
    behind = _headers(first + len(run), sheet.rows[top][first + len(run) :])
    lines = tuple(_lines(sheet, top + 1, first, len(run)))
    return Located(
        sheet,
        " ".join(title.split()),
        top + 1,
        labels,
        tuple(headers),
        lines,
        next((header for header in behind if header.label), None),
        _find_next_line(sheet, top + 1, first, len(run)),
        row + 1 if row >= 0 else None,
        tuple((at + 1, _cell(sheet.rows[at], first)) for at in range(row + 1, top)),
        next((line for line in lines if _number_at(sheet, line, first + len(run))), None),
    )


def _within(sheet: PublishedSheet, name: str, area: Area) -> Located:
    """The marked-up table, without blank rows and blank columns at its right end.

    Rows that follow without a blank one belong to it too: a mark that was not made longer when a
    row was added must not hide it.
    """
    first, width = area.left - 1, area.right - area.left + 1
    cells = [
        tuple(_cell(row, first + offset) for offset in range(min(width, max(len(row) - first, 0))))
        for row in sheet.rows[area.top - 1 : area.bottom]
    ]
    filled = max((at + 1 for row in cells for at, cell in enumerate(row) if cell), default=1)
    padded = [(*row, *[""] * (filled - len(row)))[:filled] for row in cells]
    headers = _headers(first, padded[0])
    lines = [
        _line(number, row) for number, row in enumerate(padded[1:], start=area.top + 1) if any(row)
    ]
    others = [table.area.top for table in sheet.tables if table.area and table.area != area]
    following = _lines(sheet, area.bottom, first, filled)
    lines += takewhile(lambda line: line.row not in others, following)
    return Located(sheet, name, area.top, headers[0], tuple(headers[1:]), tuple(lines))


def _headers(first: int, texts: Sequence[str]) -> list[Header]:
    return [Header(first + number + 1, *read_label(text)) for number, text in enumerate(texts)]


def _filled_run(cells: Sequence[str], first: int) -> list[str]:
    """The filled cells from a column on, until the first that is empty."""
    run: list[str] = []
    for cell in cells[first:]:
        if not cell.strip():
            break
        run.append(cell)
    return run


def _has_title_between(sheet: PublishedSheet, row: int, top: int, first: int) -> bool:
    """Whether the headers below belong to another table: blank rows and a title come before."""
    texts = [_cell(sheet.rows[number], first) for number in range(row + 1, top)]
    return "" in texts and any(texts[texts.index("") :])


def _lines(sheet: PublishedSheet, start: int, first: int, width: int) -> Iterator[Line]:
    """The rows until a blank one; those at the end that are only a label are notes or sources."""
    waiting: list[Line] = []
    for line in takewhile(_has_words, _every_line(sheet, start, first, width)):
        waiting.append(line)
        if any(line.cells[1:]):
            yield from waiting
            waiting = []


def _number_at(sheet: PublishedSheet, line: Line, position: int) -> bool:
    """Whether a number stands in a column of a row."""
    return read_printed(_cell(sheet.rows[line.row - 1], position)).value is not None


def _find_next_line(sheet: PublishedSheet, start: int, first: int, width: int) -> Line | None:
    """The first row with words below the blank one that ends a table."""
    rest = dropwhile(_has_words, _every_line(sheet, start, first, width))
    return next(filter(_has_words, rest), None)


def _every_line(sheet: PublishedSheet, start: int, first: int, width: int) -> Iterator[Line]:
    for number in range(start, len(sheet.rows)):
        cells = tuple(_cell(sheet.rows[number], first + offset) for offset in range(width))
        yield _line(number + 1, cells)


def _line(number: int, cells: tuple[str, ...]) -> Line:
    return Line(number, *read_label(cells[0]), cells)


def _has_words(line: Line) -> bool:
    return any(line.cells)


def read_label(text: str) -> tuple[str, tuple[str, ...]]:
    """A label as a reader sees it, a spreadsheet's date 2019-03-31 in words; and its notes."""
    label, notes = without_notes(text)
    if _ISO_DAY.fullmatch(label):
        day = dt.date.fromisoformat(label[:10])
        return f"{day.day} {day:%B %Y}", notes
    return label, notes


def _cell(cells: Sequence[str], position: int) -> str:
    return cells[position].strip() if position < len(cells) else ""


def notes_by_file(sheets: Sequence[PublishedSheet]) -> dict[str, Mapping[str, str]]:
    """The notes that the tables of each file mean: its own, or those of all where it has none."""
    every = _read_notes(sheets)
    return {
        file: _read_notes([sheet for sheet in sheets if sheet.file == file]) or every
        for file in dict.fromkeys(sheet.file for sheet in sheets)
    }


def _read_notes(sheets: Sequence[PublishedSheet]) -> Mapping[str, str]:
    """The text of each note by its number, of sheets with a table of notes."""
    notes: dict[str, str] = {}
    for sheet in sheets:
        begun = False
        for cells in sheet.rows:
            number, text = _cell(cells, 0), _cell(cells, 1)
            if number.casefold() == NOTE_NUMBER:
                begun = True
            elif begun and number and text:
                bare = number.casefold().removeprefix("note").strip(" []")
                notes[bare.removesuffix(".0")] = " ".join(text.split())
    return notes


def find_marked(name: str, sheets: Sequence[PublishedSheet]) -> list[NamedIn]:
    """Every marked-up table of a name, in any capitals, as spreadsheets take it."""
    return [
        (sheet, table)
        for sheet in sheets
        for table in sheet.tables
        if table.name.casefold() == name.casefold()
    ]


def explain_unusable(sheet: PublishedSheet, table: MarkedTable) -> str:
    """Why nobody can tell the cells of a marked-up table; '' if its headers and rows are there."""
    subject = f"The marked-up table '{table.name}' in {say_place(sheet.file, sheet.sheet, None)}"
    area = table.area
    if area is None:
        return f"{subject} does not say which cells it has."
    cells = f"rows {area.top} to {area.bottom}, columns {area.left} to {area.right}"
    widest = max(map(len, sheet.rows), default=0)
    if area.top > len(sheet.rows) or area.left > widest:
        return f"{subject} is marked at {cells}, outside of what the sheet holds."
    if not table.headed:
        return f"{subject} is marked up without a row of headers."
    if area.bottom == area.top or area.right == area.left:
        return (
            f"{subject} is marked at {cells}: it has no row below its headers, or one column only."
        )
    for other in _overlapping(sheet, area):
        return f"{subject} is marked at {cells}, some of which are marked as '{other.name}' too."
    return ""


def _overlapping(sheet: PublishedSheet, area: Area) -> Iterator[MarkedTable]:
    """The tables with other cells, some of which are the same."""
    for other in sheet.tables:
        if other.area and other.area != area and _meet(other.area, area):
            yield other


def _meet(first: Area, second: Area) -> bool:
    rows = first.top <= second.bottom and second.top <= first.bottom
    return rows and first.left <= second.right and second.left <= first.right

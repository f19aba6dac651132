"""The records that reading starts with: files, and their sheets of text rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from qa_checks.model.sources import SourceColumn
from qa_checks.reading.cell_marks.label import Label
from qa_checks.sql_text import sql_name

HEAD_ROWS = 60
"""How many rows at the top of a sheet are kept for finding the header."""

MIB = 1024 * 1024


class Limits(Struct, frozen=True):
    """How large an input may be before it is refused.

    ``file_bytes`` is the size on disk, ``unpacked_bytes`` the size of
    everything inside a compressed file, ``ratio`` how many times larger than
    its compressed form an entry of more than 16 MiB may be. ``cells`` counts
    rows times columns of one sheet of a workbook, empty cells included.
    ``line_bytes`` is the longest line of a text file, ``seconds`` the time
    that reading one workbook may take and ``memory_bytes`` what it may use
    (a small workbook is allowed less). ``connect_seconds`` is how long a database may take to
    answer, ``query_seconds`` how long to deliver all rows that it is asked for.
    """

    file_bytes: int = 8 * 1024 * MIB
    unpacked_bytes: int = 2 * 1024 * MIB
    ratio: int = 250
    sheets: int = 250
    columns: int = 2_000
    cells: int = 25_000_000
    line_bytes: int = 4 * MIB
    seconds: int = 120
    memory_bytes: int = 4 * 1024 * MIB
    connect_seconds: int = 15
    query_seconds: int = 900


LIMITS = Limits()


class Relation(Struct, frozen=True):
    """The rows below a header, as DuckDB reads them from a file.

    Attributes
    ----------
    sql
        What stands behind FROM.
    columns
        Name and DuckDB's type of each column, in the order of the header.
    row
        SQL of a row's number; without it, rows stand in the order of the file.
    """

    sql: str
    columns: tuple[tuple[str, str], ...]
    row: str = ""

    def number_below(self, header_row: int) -> str:
        """SQL of a row's number, whatever gives the rows."""
        return self.row or f"row_number() OVER () + {header_row}"

    @property
    def as_texts(self) -> str:
        """SELECT of the number and the texts of each row."""
        cells = (f"coalesce(CAST({sql_name(name)} AS VARCHAR), '')" for name, _ in self.columns)
        return f"SELECT {', '.join([self.row, *cells])} FROM {self.sql}"


class TypedRows(Struct, frozen=True):
    """A file with types of its own, which only DuckDB reads; its header is row 1.

    ``rows`` are so many, the header included. ``all_data`` is whether each below it is one of data,
    as those that a database gives are: none says again what the columns are called.
    """

    path: Path
    relation: Relation
    rows: int
    all_data: bool = False

    def below(self, header_row: int) -> Relation:
        """The rows below the header."""
        assert header_row == 1  # noqa: S101  there is no row above it
        return self.relation


class PlainText(Struct, frozen=True):
    """A text file that DuckDB may read as it stands.

    Attributes
    ----------
    path
        The file.
    below
        Gives the rows below the header in a row, counted from 1; None if it is not so plain.
    rows
        How many rows there must be, the header and those above it included. If there are not, some
        cell holds a line break, and the rows have to be read one by one.
    quotes
        Whether it holds quotation marks: without, each delimiter stands between two cells.
    """

    path: Path
    below: Callable[[int], Relation | None]
    rows: int
    quotes: bool = True


class Run(NamedTuple):
    """Cells of one column that follow each other; rows and columns count from 1."""

    column: int
    first: int
    last: int


class ShownNumbers(NamedTuple):
    """Numbers of one column that a format shows otherwise; rows and columns count from 1.

    A number is shown between two texts, with at least so many digits.
    """

    column: int
    first: int
    last: int
    before: str
    digits: int
    behind: str


class UnlikeCells(NamedTuple):
    """Cells of one column that a format shows as something else; rows and columns count from 1.

    The effect is one of those of `qa_checks.reading.cell_marks.shown`.
    """

    column: int
    first: int
    last: int
    effect: str


class Comment(NamedTuple):
    """What somebody has noted at a cell; rows and columns count from 1."""

    row: int
    column: int
    text: str


class Area(NamedTuple):
    """Cells that a spreadsheet has merged into one; rows and columns count from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Span(NamedTuple):
    """Rows, or columns, that follow each other; they count from 1."""

    first: int
    last: int


class MarkedTable(NamedTuple):
    """A table that a workbook marks up and names.

    ``headed`` is whether it has a row of headers; ``area`` is None where its cells are not said.
    """

    name: str
    headed: bool = True
    area: Area | None = None


class Sheet(Struct, frozen=True):
    """One sheet of text rows.

    Attributes
    ----------
    name
        Name of the sheet; None for text files, Parquet and frames.
    encoding
        Name of the encoding that was found, for people: "UTF-8 with BOM"; None where the kind of
        file says it, for any but UTF-8 is a finding.
    delimiter
        The character between two cells; None if no line holds one.
    newline
        "LF", "CRLF", "CR" or "mixed"; None if there is no line end or no text.
    head
        The first `HEAD_ROWS` rows.
    source
        Starts again at the first row each time it is called. Cells that are no text are written as
        by `qa_checks.reading.workbook_worker.to_text`.
    direct
        How DuckDB reads it as it stands, if it can.
    hidden
        Whether the workbook hides the sheet.
    blank_end_counts
        Whether blank rows at the end are a fault, as they are in text.
    formulas
        Where a workbook has formulas with a value; `rows` gives the values.
    merged
        Where cells are merged; `rows` gives each its own value, which only the first shows.
    hidden_rows, hidden_columns
        Those that the workbook does not show; `rows` gives them all the same.
    tables
        The tables that the workbook marks up and names.
    numbers
        Where a format shows numbers otherwise; `rows` gives the bare numbers.
    unlike
        Where a format shows something else; `rows` gives what the cells hold.
    texts
        Where a workbook holds texts that begin and end as numbers do.
    comments
        What is noted at cells, threads and older notes alike.
    labels
        Properties, defined names, headers and footers of the workbook, with its first sheet.
    """

    name: str | None
    encoding: str | None
    delimiter: str | None
    newline: str | None
    head: tuple[tuple[str, ...], ...]
    source: Callable[[], Iterator[list[str]]]
    direct: TypedRows | PlainText | None = None
    hidden: bool = False
    blank_end_counts: bool = False
    formulas: tuple[Run, ...] = ()
    merged: tuple[Area, ...] = ()
    hidden_rows: tuple[Span, ...] = ()
    hidden_columns: tuple[Span, ...] = ()
    tables: tuple[MarkedTable, ...] = ()
    numbers: tuple[ShownNumbers, ...] = ()
    unlike: tuple[UnlikeCells, ...] = ()
    texts: tuple[Run, ...] = ()
    comments: tuple[Comment, ...] = ()
    labels: tuple[Label, ...] = ()

    def rows(self) -> Iterator[list[str]]:
        """Give every row in order; row i, counted from 0, is row i + 1 of a spreadsheet."""
        return self.source()


class File(Struct, frozen=True):
    """A file that could be opened, with the digest and size of its bytes on disk.

    ``digest`` may be what waits until all bytes are digested, which goes on beside other work;
    ``columns`` are those that a database delivered, where one was asked instead of a file.
    """

    path: Path
    digest: str | Callable[[], str]
    bytes: int
    sheets: tuple[Sheet, ...]
    columns: tuple[SourceColumn, ...] = ()

    @property
    def sha256(self) -> str:
        """The digest of its bytes.

        Raises
        ------
        InputError
            If they can be read no more.
        """
        return self.digest if isinstance(self.digest, str) else self.digest()

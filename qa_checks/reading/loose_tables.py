"""Any file as a table with the columns it has, whatever it holds: found by the names of its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from qa_checks.duckdb_core import Connection
from qa_checks.errors import InputError
from qa_checks.reading.contents import File, Limits, PlainText, Sheet, TypedRows
from qa_checks.reading.header_text import normalise, visible
from qa_checks.reading.opening import open_file
from qa_checks.reading.spool import put_down
from qa_checks.sql_text import sql_literal, sql_name
from qa_checks.words import list_words, plural, suggest

ROW = "_row"
LINE = "_line"
ANY = "any table"


class LooseTable(Struct, frozen=True):
    """A sheet of a file, the row of its header, and the text of each header.

    ``names`` are the headers as they are compared, by which columns of two files are the same.
    """

    file: File
    sheet: Sheet
    header_row: int

    @property
    def headers(self) -> tuple[str, ...]:
        """What stands above each column, for a reader."""
        return tuple(visible(text).strip() for text in self.sheet.head[self.header_row - 1])

    @property
    def names(self) -> tuple[str, ...]:
        """The headers as they are compared."""
        return tuple(map(normalise, self.headers))

    @property
    def called(self) -> str:
        """The file, and its sheet if it is a workbook, for a reader."""
        return f"{self.file.path}, {self.sheet.name}" if self.sheet.name else str(self.file.path)

    def holds_something(self, place: int) -> bool:
        """Whether a column, by its number from 1, has a value in one of the first rows."""
        return any(
            len(row) >= place and row[place - 1].strip()
            for row in self.sheet.head[self.header_row :]
        )

    @property
    def is_text(self) -> bool:
        """Whether the file does not say of which type a column is."""
        return not isinstance(self.sheet.direct, TypedRows)


class Lines(NamedTuple):
    """Rows of a text file, each as the line that it is.

    ``source`` stands behind FROM and has the columns `LINE` and `ROW`; no line holds a quotation
    mark, so each ``delimiter`` stands between two cells.
    """

    source: str
    delimiter: str


class Rows(Struct, frozen=True):
    """The rows below a header in the database.

    ``source`` stands behind FROM and has the columns c1, c2, … and `ROW`; ``kinds`` are their
    types. ``expected`` is how many rows there must be, where reading has not counted them.
    ``lines`` are the same rows, where each is a line.
    """

    source: str
    kinds: tuple[str, ...]
    expected: int | None = None
    lines: Lines | None = None


def find_table(path: Path, scratch: Path, key: Sequence[str], limits: Limits) -> LooseTable:
    """Find the one sheet of a file, and in it the row, that has every column of a key.

    Raises
    ------
    InputError
        If no sheet has them, or several.
    """
    file = open_file(path, scratch, limits)
    wanted = [normalise(name) for name in key]
    tables = [
        LooseTable(file, sheet, number)
        for sheet in file.sheets
        if (number := _header_row(sheet, wanted))
    ]
    if len(tables) == 1:
        return tables[0]
    named = list_words([f"'{name}'" for name in key])
    if tables:
        sheets = list_words([f"'{table.sheet.name}'" for table in tables])
        raise InputError(
            f"The sheets {sheets} all have {named}: nobody can tell which one is meant.",
            where=str(path),
            remedy="Save the one to compare as a file of its own.",
        )
    met = [cell.strip() for sheet in file.sheets for row in sheet.head for cell in row]
    hints = [suggest(name, [cell for cell in met if cell]) for name in key]
    raise InputError(
        f"None of its first rows has {named}, by which rows are to be matched.",
        where=str(path),
        remedy=" ".join(filter(None, hints)) or "Name columns by their headers: --key 'URN'.",
    )


def _header_row(sheet: Sheet, wanted: Sequence[str]) -> int:
    """The number of the first row that has all of these names; 0 if none has."""
    for number, row in enumerate(sheet.head, start=1):
        if set(wanted) <= set(map(normalise, row)):
            return number
    return 0


def rows_in_place(table: LooseTable) -> Rows | None:
    """The rows as DuckDB reads them from the file itself; None if it cannot be trusted to."""
    direct = table.sheet.direct
    relation = direct.below(table.header_row) if direct else None
    if direct is None or relation is None:
        return None
    # A blank cell of text is no value, as none of another kind of file is.
    cell = "nullif({}, '')" if table.is_text else "{}"
    columns = ", ".join(
        f"{cell.format(sql_name(name))} AS c{number}"
        for number, (name, _) in enumerate(relation.columns, start=1)
    )
    row = relation.number_below(table.header_row)
    return Rows(
        f"(SELECT {columns}, {row} AS {ROW} FROM {relation.sql})",
        tuple(kind for _, kind in relation.columns),
        direct.rows - table.header_row,
        _lines(table, direct) if isinstance(direct, PlainText) else None,
    )


def _lines(table: LooseTable, text: PlainText) -> Lines | None:
    """The rows as lines; None where a quotation mark may join several, or part cells otherwise."""
    delimiter = table.sheet.delimiter
    if text.quotes or not delimiter:
        return None
    return Lines(
        f"(SELECT {LINE}, row_number() OVER () + {table.header_row} AS {ROW} "
        f"FROM read_csv({sql_literal(str(text.path))}, columns={{'{LINE}': 'VARCHAR'}}, "
        f"skip={table.header_row}, header=false, auto_detect=false, delim='', quote='', "
        "escape=''))",
        delimiter,
    )


def load_rows(connection: Connection, table: LooseTable, scratch: Path) -> Rows:
    """Read the rows one by one, as texts, into a table of the database.

    Raises
    ------
    InputError
        At a row with more or fewer cells than the header.
    """
    width = len(table.headers)
    [(number,)] = connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall()
    name = f"loose_{number + 1}"
    spool = put_down(_numbered(table, width), scratch)
    columns = {ROW: "BIGINT", **{f"c{number}": "VARCHAR" for number in range(1, width + 1)}}
    sql = f"CREATE TABLE {name} AS FROM {spool.source(columns)}"
    spool.load(connection, sql, table.called)
    return Rows(name, ("VARCHAR",) * width)


def _numbered(table: LooseTable, width: int) -> Iterator[list[str]]:
    """Each row that is not blank, with its number, as wide as the header."""
    for number, row in enumerate(table.sheet.rows(), start=1):
        if number <= table.header_row or not any(map(str.strip, row)):
            continue
        beyond = any(cell.strip() for cell in row[width:])
        if beyond or (table.sheet.delimiter and len(row) < width):
            raise InputError(
                f"Row {number:,} has {plural(len(row), 'cell')}, the header in row "
                f"{table.header_row} has {width}: nobody can tell what belongs where.",
                where=table.called,
                remedy="Put the missing delimiter or quotation mark in, or take out what is over.",
            )
        yield [str(number), *row[:width], *[""] * (width - len(row))]

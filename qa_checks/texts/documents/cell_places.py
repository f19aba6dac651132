"""In which row and column of its table a cell of a document stands."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents.pieces import Piece

_WIDEST = 100  # columns or rows that a cell may span, and columns that it may cover below it


class _OpenTable(Struct):
    """A table that is being read: the row and column of its last cell, and where the next begins.

    ``covered`` are the rows below for which a cell above covers a column.
    """

    row: int = 0
    column: int = 0
    following: int = 1
    covered: dict[int, int] = {}


class CellPlaces:
    """Counts the rows of all tables of a document through, and the columns of each row."""

    def __init__(self) -> None:
        self._rows = 0
        self._tables = [_OpenTable()]

    def put(self, piece: Piece) -> Piece:
        """The piece, in a cell with its row, from 1 through the whole document, and column."""
        table = self._tables[-1]
        is_cell = piece.kind is BlockKind.CELL
        return replace(piece, row=table.row, column=table.column) if is_cell else piece

    def begin_table(self) -> None:
        """Enter a table, which may stand in a cell of another."""
        self._tables.append(_OpenTable())

    def end_table(self) -> None:
        """Go back to the cell that a table stands in."""
        if len(self._tables) > 1:
            self._tables.pop()

    def begin_row(self, skipped: int = 0) -> None:
        """Enter a row, which may leave out columns at its start."""
        table = self._tables[-1]
        self._rows += 1
        table.row, table.column, table.following = self._rows, 0, 1 + skipped

    def begin_cell(self, columns: int = 1, rows: int = 1) -> None:
        """Enter a cell that spans so many columns and rows."""
        table = self._tables[-1]
        while table.covered.get(table.following, 0) >= table.row:
            table.following += 1
        table.column = table.following
        table.following += columns
        if rows > 1:
            last = table.row + rows - 1
            end = min(table.following, _WIDEST + 1)
            table.covered.update(dict.fromkeys(range(table.column, end), last))


def read_span(text: str | None) -> int:
    """How many columns or rows a cell says that it spans: 1 where it says nothing sensible."""
    digits = (text or "").strip()
    return min(max(1, int(digits)), _WIDEST) if digits.isdecimal() and len(digits) < 9 else 1

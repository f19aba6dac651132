"""Rows with more or fewer cells than the header."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from msgspec import Struct

from qa_checks.words import plural

Noted = tuple[int, str, str, int]  # row number, fault, detail, number of cells


class RowLengths(Struct):
    """Tells which rows of a sheet are too short or too long.

    ``width`` is that of the header, ``last`` the position of its last name. Rows that only have
    empty cells too many are kept in ``overhang`` by their number of cells.
    """

    width: int
    last: int
    rows: int = 0
    overhang: dict[int, array[int]] = {}

    def look_at(self, number: int, row: list[str]) -> Iterator[Noted]:
        """Note cells that are missing, or left over and not empty."""
        self.rows += 1
        cells = len(row)
        if cells < self.last:
            yield self._note(number, "short", cells)
        elif any(cell.strip() for cell in row[self.width :]):
            yield self._note(number, "long", cells)
        elif cells > self.width:
            self.overhang.setdefault(cells, array("q")).append(number)

    def look_back(self) -> Iterator[Noted]:
        """Note empty cells left over, unless that is how the rows of the sheet are written.

        One comma too many pushes an empty cell over the end.
        """
        for cells, numbers in self.overhang.items():
            if len(numbers) * 2 < self.rows:
                yield from (self._note(number, "long", cells) for number in numbers)

    def _note(self, number: int, fault: str, cells: int) -> Noted:
        detail = f"{plural(cells, 'cell')}, header has {self.width}, so they were not checked"
        return number, fault, detail, cells

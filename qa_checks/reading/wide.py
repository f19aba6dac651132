"""One sheet as one table in the database, with a column for each recognised header."""

from __future__ import annotations

from msgspec import Struct, field

from qa_checks.catalogue.layouts import Block
from qa_checks.catalogue.schemas import Column
from qa_checks.reading.headers import HeaderCell, Match, Target
from qa_checks.reading.row_faults import RowFaults

ROW = "_row"
WRITTEN = "_written"  # what is worth keeping of a row as it is written
PROBES = 3  # in how many columns every row is compared with the header


class WideColumn(Struct, frozen=True):
    """A recognised column of the sheet: its name in the wide table and what it means."""

    name: str
    target: Target
    cell: HeaderCell
    column: Column

    @property
    def position(self) -> int:
        """Its place in the sheet, counted from 1."""
        return self.cell.position or 0  # each that is recognised has one

    @property
    def is_code(self) -> bool:
        """Whether the text is a code whose case and blanks are forgiven."""
        return self.column.in_ is not None and self.column.fold


class ColumnFault(Struct, frozen=True):
    """A fault of several cells of one column: how many, the row of the first, and what of it."""

    cell: HeaderCell
    fault: str
    row: int
    cells: int
    detail: str | None = None


class Wide(Struct):
    """A sheet as a table of the database; ``source`` is its number, once it is parsed.

    ``is_in_place`` is whether DuckDB reads the file itself, ``all_data`` that no row can be the
    header again, ``told_by`` what its layout was told by (see `choose_view`). ``shared`` names
    tables with the rows that share their number in a column with another row, or have none there,
    ``texts`` tables with every text ``v`` of a column.
    """

    match: Match
    columns: list[WideColumn]
    source: int = 0
    is_view: bool = False
    is_in_place: bool = False
    is_misplaced: bool = False
    all_data: bool = False
    told_by: str = "columns"
    rows: int = 0
    faults: RowFaults = field(default_factory=RowFaults)
    shared: dict[str, str] = {}
    texts: dict[str, str] = {}

    @property
    def name(self) -> str:
        """What its table is called."""
        return f"wide_{self.source}"

    @property
    def cells(self) -> dict[str, str]:
        """SQL of the cell of a row in each of its columns."""
        return {item.name: f'"{item.name}"' for item in self.columns}

    @property
    def passed_over(self) -> int:
        """How many rows below the header are no data: blank, a header again, a total, a note."""
        return self.faults.below - self.rows

    def recorded(self, position: int | None) -> str:
        """SQL condition of the cells of a column, by its position, that were recorded."""
        return f"_source = {self.source} AND position = {position}"

    @property
    def probes(self) -> list[WideColumn]:
        """Columns that tell whether a row may repeat the header; of codes there are few texts."""
        if self.all_data:
            return []
        return sorted(self.columns, key=lambda item: not item.is_code)[:PROBES]


def value_column(block: Block, target: Target) -> str:
    """Name of the schema column whose type a published column has."""
    return block.unpivot.value if block.unpivot else target.column

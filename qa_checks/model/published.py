"""Published tables cell by cell: what is printed, what the rows give, and why they differ."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class CellState(StrEnum):
    """How a cell of a published table ends."""

    EQUAL = "equal"
    DIFFERS = "differs"
    NOT_IN_DATA = "not in the data"
    NOT_PUBLISHED = "not published"


class CountedRow(Struct, frozen=True):
    """A row that a cell counts: the first column that names it, and where it stands."""

    key: str
    file: str | None
    sheet: str | None
    row: int | None


class RecodedRow(Struct, frozen=True):
    """A row that tables count under another value of a dimension than the data has.

    ``key`` names it, ``of`` is why it is re-coded, such as its owner; ``release`` is the id of its
    release.
    """

    key: str
    of: str
    dimension: str
    before: str
    after: str
    release: str
    file: str | None
    sheet: str | None
    row: int | None


class PublishedCell(Struct, frozen=True):
    """One cell of a published table.

    ``position`` is its column, from 1; ``printed`` its text and ``published`` the number it says,
    if it says one. ``recomputed`` is None where nothing is known; ``reason`` says why it is not in
    the data or not published, ``notes`` what notes say of it. ``counted`` is how many rows a cell
    that differs counts, ``rows`` are the first of them.
    """

    row: int
    position: int
    row_label: str
    column_label: str
    printed: str
    published: float | int | None
    state: CellState
    recomputed: float | int | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()
    counted: int = 0
    rows: tuple[CountedRow, ...] = ()

    @property
    def difference(self) -> float | int | None:
        """Recomputed less published, where both are numbers; None else."""
        if self.published is None or self.recomputed is None:
            return None
        return self.recomputed - self.published


class Cause(Struct, frozen=True):
    """Why the cells of one row or column differ.

    ``label`` is that of the row or column, ``text`` is empty where none of those ``tried`` explains
    it, ``agreeing`` how many tables of the family, out of ``of`` that differ there, have it too.
    ``elsewhere`` is what explains the row of that label in the others.
    """

    label: str
    text: str
    agreeing: int
    of: int
    tried: int
    elsewhere: str = ""

    @property
    def sentence(self) -> str:
        """The cause for a reader."""
        family = f"in {self.agreeing} of {self.of} tables of this form"
        if self.text:
            also = f" (so {family})" if self.of > 1 else ""
            return f"{self.text[:1].upper()}{self.text[1:]}{also}."
        none = f"None of {self.tried} causes that were tried explains it"
        return f"{none}; {family} {self.elsewhere}." if self.elsewhere else f"{none}."


class PublishedTable(Struct, frozen=True):
    """A published table as it stands, and how each of its cells ends.

    ``check`` is the id of the check it is; ``row`` that of its header. ``cells`` are its rows, each
    from left to right, without columns that hold no numbers. ``is_series`` says that each row is
    of another day or period.
    """

    name: str
    title: str
    check: str
    file: str
    sheet: str | None
    row: int
    cells: tuple[tuple[PublishedCell, ...], ...]
    causes: tuple[Cause, ...] = ()
    is_series: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The labels of its columns."""
        return tuple(cell.column_label for cell in self.cells[0]) if self.cells else ()

    def key(self, cell: PublishedCell) -> str:
        """What names a cell: table / row label / column label."""
        return f"{self.name} / {cell.row_label} / {cell.column_label}"

    def explain(self, cell: PublishedCell) -> str:
        """Why a cell differs: what explains its row, else its column; else that nothing does."""
        causes = {cause.label: cause for cause in self.causes}
        row, column = causes.get(cell.row_label), causes.get(cell.column_label)
        told = column if column and column.text and not (row and row.text) else row
        return told.sentence if told else ""

    def count(self, state: CellState) -> int:
        """How many cells end so."""
        return sum(cell.state is state for row in self.cells for cell in row)

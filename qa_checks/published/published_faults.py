"""What is wrong with a published table: where, with what value, and in which words."""

from __future__ import annotations

from msgspec import Struct

from qa_checks.model.checks import Check, Finding, FindingPlace
from qa_checks.model.published import PublishedCell
from qa_checks.reading.published_sheets import PublishedSheet


class Fault(Struct, frozen=True):
    """What is wrong in a row of a table; ``column`` is empty where it is of no column."""

    table: str
    row: int
    column: str
    key: str
    value: str
    message: str

    def find(self, check: Check, sheet: PublishedSheet) -> Finding:
        """The finding that it is, in the sheet of its table."""
        place = FindingPlace(sheet.file, sheet.sheet, self.row)
        return check.find(self.message, place, self.column or None, self.key, self.value)


def fault_of(table: str, row: int, named: str, sentence: str, value: str | None = None) -> Fault:
    """A fault of what is named: a label, or rows and columns; ``value`` where it is another."""
    value = named if value is None else value
    return Fault(table, row, "", f"{table} / {named}", value, f"Table {table}: {sentence}")


def fault_in(table: str, cell: PublishedCell, sentence: str) -> Fault:
    """A fault of one cell."""
    return Fault(
        table,
        cell.row,
        cell.column_label,
        f"{table} / {cell.row_label} / {cell.column_label}",
        cell.printed,
        f"Table {table}, {cell.row_label}, {cell.column_label}: {sentence}",
    )

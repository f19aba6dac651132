"""Put faults into clean sheets and remember where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from demo.published_files import Cell, Row, Sheet

How = Literal["change", "add", "remove", "blank", "header"]
PLACES: Final = 36  # over so many places of a file the faults are spread, whatever their number


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is made wrong, and the check that must find it.

    ``where`` says which rows are fit for it, ``alone`` whether the provider
    may stand in no other file of the release, and ``cells`` gives the new
    cells of the row taken. ``how`` they are used: to change the row, to add a
    changed copy below it, to remove it, to add a blank row, or (keyed by the
    header) to write headers otherwise. ``also`` are checks that are
    bound to find it too. ``right`` is why the producing analyst leaves it when the rest
    is corrected: it needs a decision.
    """

    theme: str
    check: str
    what: str
    file: str
    where: Callable[[Row], object] = bool
    cells: Callable[[Row], Row] = lambda _: {}
    how: How = "change"
    also: tuple[str, ...] = ()
    alone: bool = False
    right: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault and its place: ``row`` is None where it is the lack of a row."""

    fault: Fault
    path: str
    row: int | None


def plant(
    sheets: Mapping[str, Sheet], faults: Sequence[Fault], corrected: bool = False
) -> list[Planted]:
    """Put every fault into a row of its own.

    Parameters
    ----------
    sheets
        The sheets by the names that faults call them; they are changed.
    faults
        What to plant. Faults must not meet in the history of one provider: each
        has one of its own, with a single row in every file.
    corrected
        Whether to plant only those that are right as they are, where all would be.

    Returns
    -------
    list of Planted
        In the order of the faults.
    """
    urns = {name: Counter(row["URN"] for row in sheet.rows) for name, sheet in sheets.items()}
    used = {urn for counts in urns.values() for urn, rows in counts.items() if rows > 1}
    places: list[tuple[Fault, Sheet, Row | None]] = []
    for number, fault in enumerate(faults, 1):
        others = [count for name, count in urns.items() if fault.alone and name != fault.file]
        share = number % PLACES / PLACES
        row = _choose(fault, sheets[fault.file], used.union(*others), share)
        used.add(row.get("URN"))
        if corrected and not fault.right:
            continue
        places.append((fault, sheets[fault.file], _plant(fault, sheets[fault.file], row)))
    return [
        Planted(fault, sheet.path, _row_number(fault, sheet, row)) for fault, sheet, row in places
    ]


def _choose(fault: Fault, sheet: Sheet, used: set[Cell], share: float) -> Row:
    """Choose the row the given share down the fitting ones, of a provider that is free."""
    if fault.how == "header":
        return {}
    fit = [row for row in sheet.rows if row and fault.where(row) and row["URN"] not in used]
    return fit[int(len(fit) * share)]


def _plant(fault: Fault, sheet: Sheet, row: Row) -> Row | None:
    """Plant one fault and return the row it is in, if it is in one."""
    cells = fault.cells(row)
    place = next((place for place, other in enumerate(sheet.rows) if other is row), 0)
    match fault.how:
        case "header":
            sheet.written |= {header: str(text) for header, text in cells.items()}
            return None
        case "remove":
            del sheet.rows[place]
            return None
        case "add" | "blank":
            row = row | cells if fault.how == "add" else {}
            sheet.rows.insert(place + 1, row)
        case _:
            row |= cells
    return row


def _row_number(fault: Fault, sheet: Sheet, row: Row | None) -> int | None:
    if fault.how == "header":
        return sheet.header_row
    return None if row is None else sheet.number(row)

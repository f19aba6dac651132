"""Put faults into clean sheets and remember where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from qa_checks.demo.sheets import Row, Sheet

How = Literal["change", "add", "remove", "blank", "header"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is made wrong, and the check that must find it.

    ``where`` says which rows are fit for it and ``cells`` gives the new cells
    of the one taken. ``how`` they are used: to change the row, to add a
    changed copy below it, to remove it, to add a blank row, or (keyed by the
    header) to write headers otherwise. ``also`` are checks that cannot but
    find it too.
    """

    theme: str
    check: str
    what: str
    file: str
    where: Callable[[Row], object] = bool
    cells: Callable[[Row], Row] = lambda _: {}
    how: How = "change"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault and its place: ``row`` is None where it is the lack of a row."""

    fault: Fault
    path: str
    row: int | None


def plant(sheets: Mapping[str, Sheet], faults: Sequence[Fault]) -> list[Planted]:
    """Put every fault into a row of its own.

    Parameters
    ----------
    sheets
        The sheets by the names that faults call them; they are changed.
    faults
        What to plant.

    Returns
    -------
    list of Planted
        In the order of the faults.
    """
    used: set[str] = set()
    places: list[tuple[Fault, Sheet, Row | None]] = []
    for number, fault in enumerate(faults, 1):
        sheet = sheets[fault.file]
        places.append((fault, sheet, _plant(fault, sheet, used, number / (len(faults) + 1))))
    return [
        Planted(fault, sheet.path, _row_number(fault, sheet, row)) for fault, sheet, row in places
    ]


def _plant(fault: Fault, sheet: Sheet, used: set[str], share: float) -> Row | None:
    """Plant one fault, the given share down the fitting rows; rows of one URN are used once."""
    if fault.how == "header":
        sheet.written |= {key: str(text) for key, text in fault.cells({}).items()}
        return None
    fit = [row for row in sheet.rows if row and row["URN"] not in used and fault.where(row)]
    row = fit[int(len(fit) * share)]
    used.add(str(row["URN"]))
    cells = fault.cells(row)
    place = next(place for place, other in enumerate(sheet.rows) if other is row)
    match fault.how:
        case "change":
            row |= cells
        case "remove":
            del sheet.rows[place]
            return None
        case _:
            new = {} if fault.how == "blank" else row | cells
            sheet.rows.insert(place + 1, new)
            row = new
    used.add(str(row.get("URN")))
    return row


def _row_number(fault: Fault, sheet: Sheet, row: Row | None) -> int | None:
    if fault.how == "header":
        return sheet.header_row
    return None if row is None else sheet.number(row)

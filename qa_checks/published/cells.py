"""The cells of a published table, each compared with what the rows give."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from qa_checks.model.published import CellState, PublishedCell
from qa_checks.published.located import Header, Line
from qa_checks.published.numbers import Numbers
from qa_checks.published.printed import BELOW_UNIT, MARKS, SHORTHAND, Printed, read_printed
from qa_checks.published.published_faults import Fault, fault_in
from qa_checks.published.table_sides import Side
from qa_checks.published.understood import Table
from qa_checks.words import grouped_to

NONE_AT_ALL = {SHORTHAND["-"], SHORTHAND["[z]"]}
LEAST = 0.5  # what rounds to nought may be printed as none
NO_CUBE = "no cube says which rows it counts (cube in tables.yml)"
NO_RELEASE = "no release of this time is given (history in release.yml)"


def compare(
    table: Table, numbers: Numbers, shorthand: Mapping[str, str], notes: Mapping[str, str]
) -> tuple[list[list[PublishedCell]], list[Fault]]:
    """Compare every cell of a table with the rows; what is no number in its place is a fault."""
    cells: list[list[PublishedCell]] = []
    faults: list[Fault] = []
    first = table.located.labels.position
    for line, row in table.rows:
        compared = []
        for header, column in table.columns:
            text = line.cells[header.position - first]
            printed = read_printed(text, shorthand)
            cell = _compare_cell(table, numbers, (line, row), (header, column), printed)
            named = dict.fromkeys([*printed.notes, *line.notes, *header.notes])
            sentences = [f"Note {note}: {notes[note]}" for note in named if note in notes]
            sentences += [f"{mark} means {MARKS[mark]}." for mark in named if mark in MARKS]
            compared.append(replace(cell, printed=text, notes=tuple(sentences)))
            rounded = table.declared.rounding(table.selected(row, column))
            place = line.row, header.position
            is_lost = printed.is_empty and table.located.sheet.is_merged(*place)
            if not is_lost and (odd := _say_odd(compared[-1], printed, rounded)):
                faults.append(fault_in(table.declared.name, compared[-1], odd))
        cells.append(compared)
    return cells, faults


def _say_odd(cell: PublishedCell, printed: Printed, rounded: int | None) -> str:
    """What is wrong with a cell without a number; '' if nothing is known to be."""
    if printed.value is None and not printed.missing:
        return f"'{cell.printed}' is neither a number nor a sign for a missing one."
    if printed.missing == BELOW_UNIT and rounded and (cell.recomputed or 0) > rounded / 2:
        return (
            f"'{cell.printed}' stands for at most {grouped_to(rounded / 2)}, and the rows give "
            f"{grouped_to(cell.recomputed or 0)}."
        )
    if printed.missing in NONE_AT_ALL and abs(cell.recomputed or 0) >= LEAST:
        return (
            f"'{cell.printed}' stands for {printed.missing}, but the rows give "
            f"{grouped_to(cell.recomputed or 0)}."
        )
    if printed.is_empty and cell.recomputed:
        return f"the cell is empty, but the rows give {grouped_to(cell.recomputed)}."
    return ""


def _compare_cell(
    table: Table,
    numbers: Numbers,
    row: tuple[Line, Side],
    column: tuple[Header, Side],
    printed: Printed,
) -> PublishedCell:
    line, header = row[0], column[0]
    cell = PublishedCell(
        line.row, header.position, line.label, header.label, "",
        None if printed.value is None else _tidy(printed.value), CellState.NOT_PUBLISHED,
    )  # fmt: skip
    selected = table.selected(row[1], column[1])
    recomputed: float | int | str = NO_RELEASE if table.declared.is_recomputed else NO_CUBE
    for snapshot in table.snapshots(row[1], column[1]) if table.declared.is_recomputed else ():
        recomputed = numbers.count(table.declared.cube, snapshot, selected)
        if not isinstance(recomputed, str):
            break
    if isinstance(recomputed, str):
        state = CellState.NOT_PUBLISHED if printed.value is None else CellState.NOT_IN_DATA
        why = recomputed if printed.value is not None else printed.missing
        return replace(cell, state=state, reason=why)
    cell = replace(cell, recomputed=_tidy(recomputed))
    if printed.value is None:
        return replace(cell, reason=printed.missing)
    is_of_its_kind = "share" in selected or not printed.percent
    equal = is_of_its_kind and printed.agrees(recomputed, table.declared.rounding(selected))
    return replace(cell, state=CellState.EQUAL if equal else CellState.DIFFERS)


def _tidy(number: float | int) -> float | int:
    return int(number) if number == int(number) else number

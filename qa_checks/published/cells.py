"""The cells of a published table, each compared with what the rows give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.model import CellState, PublishedCell
from qa_checks.published.declaration import TIMES, DeclaredTable, Labels
from qa_checks.published.labels import Meaning, Selection, both, meaning_of
from qa_checks.published.located import Header, Line, Located, as_printed
from qa_checks.published.numbers import Numbers
from qa_checks.published.printed import Printed, read_printed, without_notes
from qa_checks.published.times import read_time, releases_of
from qa_checks.reading.loaded import Snapshot
from qa_checks.words import list_some, suggest

NO_RELEASE = "no release of this time is given (history in release.yml)"


@dataclass(frozen=True)
class Fault:
    """What keeps a part of a table from being compared."""

    row: int
    column: str
    key: str
    value: str
    message: str


@dataclass(frozen=True)
class Side:
    """A row or column that can be compared: its releases and what it selects."""

    selected: Selection
    snapshots: tuple[Snapshot, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table whose rows and columns are understood."""

    declared: DeclaredTable
    located: Located
    rows: tuple[tuple[Line, Side], ...]
    columns: tuple[tuple[Header, Side], ...]
    faults: tuple[Fault, ...]

    def selected(self, row: Side, column: Side) -> Selection:
        """What a cell stands for."""
        family = both(self.declared.family.where, self.declared.selected)
        return both(both(family, row.selected), column.selected)


def understand(
    declared: DeclaredTable, located: Located, numbers: Numbers, codes: Mapping[str, CodeList]
) -> Table:
    """Tell what each label of a table stands for; those that stand for nothing are faults."""
    family, faults = declared.family, []
    labelled = {fold(header): labels for header, labels in family.labels.items()}
    apart = {fold(header) for header in family.ignore} | labelled.keys()
    meaning = meaning_of(family.columns, declared.cube, codes)
    columns = []
    for header in located.headers:
        if fold(header.label) in apart:
            continue
        selected = meaning.select(header.label)
        if selected is None:
            faults.append(_unknown(declared, located.row, header.label, "header", meaning))
        else:
            columns.append((header, Side(selected)))
    rows = []
    sides = _label_columns(declared, located, labelled)
    meanings = {
        place: None if labels in TIMES else meaning_of(labels, declared.cube, codes)
        for place, labels in sides.items()
    }
    headers = {fold(header.label) for header in [located.labels, *located.headers]}
    lacking = [header for header in family.labels if fold(header) not in headers]
    faults += [_lacks(declared, located.row, header) for header in lacking]
    for line in (_labelled(line, sides) for line in located.lines if not lacking):
        row, unknown = _row_side(line, sides, meanings, numbers)
        if unknown is None:
            rows.append((line, row))
        else:
            text = line.cells[unknown]
            faults.append(
                _unknown(
                    declared,
                    line.row,
                    without_notes(as_printed(text))[0],
                    "row label",
                    meanings[unknown],
                )
            )
    faults += _merged(declared, located)
    return Table(declared, located, tuple(rows), tuple(columns), tuple(faults))


def _merged(declared: DeclaredTable, located: Located) -> Iterator[Fault]:
    """Merged cells in the table: only the first of them says anything."""
    last = max((line.row for line in located.lines), default=located.row)
    right = max((header.position for header in located.headers), default=1)
    for area in located.sheet.merged:
        inside = area.bottom >= located.row and area.top <= last
        if inside and area.left <= right and area.right >= located.labels.position:
            rows = f"rows {area.top} to {area.bottom}, columns {area.left} to {area.right}"
            message = (
                f"Table {declared.name}: {rows} are merged into one cell, so all others are lost."
            )
            yield Fault(area.top, "", f"{declared.name} / {rows}", "", message)


def _label_columns(
    declared: DeclaredTable, located: Located, labelled: Mapping[str, Labels]
) -> dict[int, Labels]:
    """What stands for the rows, by the place of its column from the left of the table."""
    if declared.family.rows is not None:
        return {0: declared.family.rows}
    places = {
        fold(header.label): place for place, header in enumerate([located.labels, *located.headers])
    }
    return {places[header]: labels for header, labels in labelled.items() if header in places}


def _lacks(declared: DeclaredTable, row: int, header: str) -> Fault:
    message = f"Table {declared.name}: There is no column '{header}', which holds labels of rows."
    return Fault(row, "", f"{declared.name} / {header}", "", message)


def _labelled(line: Line, sides: Mapping[int, Labels]) -> Line:
    """The row with the label that all of its label columns make."""
    if list(sides) == [0]:
        return line
    texts = [without_notes(as_printed(line.cells[place]))[0] for place in sides]
    return replace(line, label=" / ".join(texts))


def _row_side(
    line: Line,
    sides: Mapping[int, Labels],
    meanings: Mapping[int, Meaning | None],
    numbers: Numbers,
) -> tuple[Side, int | None]:
    """What a row selects of which releases; or the place of the label that nobody knows."""
    selected: Selection = {}
    snapshots: tuple[Snapshot, ...] = (numbers.loaded.release,)
    for place, meaning in meanings.items():
        label = without_notes(as_printed(line.cells[place]))[0]
        if meaning is None:
            time = read_time(label, str(sides[place]))
            if time is None:
                return Side({}), place
            snapshots = tuple(releases_of(numbers.snapshots, time))
        else:
            chosen = meaning.select(label)
            if chosen is None:
                return Side({}), place
            selected = both(selected, chosen)
    return Side(selected, snapshots), None


def _unknown(
    declared: DeclaredTable, row: int, label: str, what: str, meaning: Meaning | None
) -> Fault:
    """A header or label that the declaration does not know, with what is there instead."""
    if meaning is None:
        hint = f"The rows of this table stand for {declared.times}."
    else:
        known = meaning.known
        hint = suggest(label, known, f"Declared are: {list_some(known, 8)}.")
    said = f"The {what} '{label}' is not declared" if label else f"A {what} is missing"
    return Fault(
        row, label, f"{declared.name} / {label}", label, f"Table {declared.name}: {said}. {hint}"
    )


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
            said = [
                f"Note {note}: {notes[note]}"
                for note in _notes(line, header, printed)
                if note in notes
            ]
            compared.append(replace(cell, printed=text, notes=tuple(said)))
            if printed.value is None and not printed.missing:
                key = f"{table.declared.name} / {line.label} / {header.label}"
                message = (
                    f"Table {table.declared.name}, {line.label}, {header.label}: '{text}' is "
                    "neither a number nor a sign for a missing one."
                )
                faults.append(Fault(line.row, header.label, key, text, message))
        cells.append(compared)
    return cells, faults


def _notes(line: Line, header: Header, printed: Printed) -> list[str]:
    return list(dict.fromkeys([*printed.notes, *line.notes, *header.notes]))


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
        None if printed.value is None else tidy(printed.value), CellState.NOT_PUBLISHED,
    )  # fmt: skip
    recomputed: float | int | str = NO_RELEASE
    for snapshot in row[1].snapshots:
        recomputed = numbers.count(table.declared.cube, snapshot, table.selected(row[1], column[1]))
        if not isinstance(recomputed, str):
            break
    if isinstance(recomputed, str):
        state = CellState.NOT_PUBLISHED if printed.value is None else CellState.NOT_IN_DATA
        why = recomputed if printed.value is not None else printed.missing
        return replace(cell, state=state, reason=why)
    cell = replace(cell, recomputed=tidy(recomputed))
    if printed.value is None:
        return replace(cell, reason=printed.missing)
    equal = printed.agrees(recomputed, table.declared.family.rounded)
    return replace(cell, state=CellState.EQUAL if equal else CellState.DIFFERS)


def tidy(number: float | int) -> float | int:
    """A whole number as such."""
    return int(number) if number == int(number) else number

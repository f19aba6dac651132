"""What each row and column of a published table stands for; what nobody can tell is a fault."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.published.declared_tables import DeclaredTable, Labels, without_words
from qa_checks.published.labels import Meaning, Selection, both, meaning_of
from qa_checks.published.located import Header, Line, Located, read_label
from qa_checks.published.numbers import Numbers
from qa_checks.published.printed import read_printed
from qa_checks.published.stale_days import (
    Stale,
    find_gap,
    find_missing_day,
    find_stale_labels,
    find_stale_title,
)
from qa_checks.published.times import TIMES, Time, read_time, releases_of
from qa_checks.published.title_names import find_other_titles
from qa_checks.reading.loaded import Snapshot
from qa_checks.words import list_some, suggest


class Fault(Struct, frozen=True):
    """What keeps a part of a table from being compared."""

    row: int
    column: str
    key: str
    value: str
    message: str


class Side(Struct, frozen=True):
    """A row or column that can be compared: what it selects, its time and the releases of it."""

    selected: Selection
    snapshots: tuple[Snapshot, ...] | None = None
    time: Time | None = None


class Table(Struct, frozen=True):
    """A table whose rows and columns are understood: all of them where it ``is_whole``."""

    declared: DeclaredTable
    located: Located
    rows: tuple[tuple[Line, Side], ...]
    columns: tuple[tuple[Header, Side], ...]
    faults: tuple[Fault, ...]
    release: Snapshot
    is_whole: bool = True

    def snapshots(self, row: Side, column: Side) -> tuple[Snapshot, ...]:
        """The releases a cell may be of: none where none of its time is given."""
        times = [side.snapshots for side in (row, column) if side.snapshots is not None]
        return times[0] if times else (self.release,)

    def time(self, row: Side, column: Side) -> Time | None:
        """The day or period that a cell is of, where its row or column says one."""
        return row.time or column.time

    def selected(self, row: Side, column: Side) -> Selection:
        """What a cell stands for."""
        family = both(self.declared.family.where, self.declared.selected)
        return both(both(family, row.selected), column.selected)


class Labelling(Struct, frozen=True):
    """What the labels of one side stand for: days or periods without a meaning."""

    labels: Labels
    meaning: Meaning | None

    def side(self, label: str, numbers: Numbers) -> Side | None:
        """What one label stands for; None if nobody knows it."""
        if self.meaning is None:
            time = read_time(label, str(self.labels))
            if time is None:
                return None
            return Side({}, tuple(releases_of(numbers.snapshots, time)), time)
        selected = self.meaning.select(label)
        return None if selected is None else Side(selected)


def understand(
    declared: DeclaredTable, located: Located, numbers: Numbers, codes: Mapping[str, CodeList]
) -> Table:
    """Tell what each label of a table stands for; those that stand for nothing are faults."""

    def mean(labels: Labels) -> Labelling:
        meaning = None if labels in TIMES else meaning_of(labels, declared.cube, codes)
        return Labelling(labels, meaning)

    family = declared.family
    labelled = {fold(header): labels for header, labels in family.labels.items()}
    across = mean(family.columns or {})
    columns, faults = _columns(declared, located, across, labelled.keys(), numbers)
    places = {
        place: mean(labels) for place, labels in _label_columns(declared, located, labelled).items()
    }
    headers = {fold(header.label) for header in [located.labels, *located.headers]}
    lacking = [header for header in family.labels if fold(header) not in headers]
    faults += [_lacks(declared, located.row, header) for header in lacking]
    rows = []
    for line in (_labelled(line, places) for line in located.lines if not lacking):
        row, unknown = _row_side(line, places, numbers)
        if unknown is None:
            rows.append((line, row))
        else:
            label = read_label(line.cells[unknown])[0]
            faults.append(_unknown(declared, line.row, label, "row label", places[unknown]))
    faults += _cut_off(declared, located, places, across, numbers)
    faults += _merged(declared, located)
    is_whole = not faults
    faults += _stale(declared, located, [*rows, *columns], numbers.snapshots)
    faults += _told(declared, find_other_titles(declared, located, codes))
    faults += _twice(declared, "row label", [(line.row, line.label) for line, _ in rows])
    faults += _twice(declared, "header", [(located.row, header.label) for header, _ in columns])
    release = numbers.loaded.release
    return Table(declared, located, tuple(rows), tuple(columns), tuple(faults), release, is_whole)


def _columns(
    declared: DeclaredTable,
    located: Located,
    across: Labelling,
    labelled: Collection[str],
    numbers: Numbers,
) -> tuple[list[tuple[Header, Side]], list[Fault]]:
    """The columns that hold numbers, and a fault for each that nobody knows."""
    apart = {*map(fold, declared.family.ignore), *labelled}
    columns: list[tuple[Header, Side]] = []
    faults: list[Fault] = []
    for header in located.headers:
        if fold(header.label) in apart:
            continue
        side = across.side(header.label, numbers)
        if side is None:
            faults.append(_unknown(declared, located.row, header.label, "header", across))
        else:
            columns.append((header, side))
    return columns, faults


def _cut_off(
    declared: DeclaredTable,
    located: Located,
    places: Mapping[int, Labelling],
    across: Labelling,
    numbers: Numbers,
) -> Iterator[Fault]:
    """What a blank row or column parts from a table and the declaration knows as a part of it."""
    if beyond := located.beyond:
        last = located.headers[-1].label
        message = (
            f"Table {declared.name}: The column behind '{last}' has numbers and no header, so they "
            "are not compared."
        )
        yield Fault(beyond.row, "", f"{declared.name} / behind {last}", "", message)
    if not declared.is_recomputed:
        return  # its labels may be any
    header, line = located.next_header, located.next_line
    if header and across.side(header.label, numbers):
        yield _parted(declared, located.row, "header", header.label, "behind a blank column")
    if line and any(read_printed(cell).value is not None for cell in line.cells[1:]):
        line = _labelled(line, places)
        if places and _row_side(line, places, numbers)[1] is None:
            yield _parted(declared, line.row, "row label", line.label, "below a blank row")


def _parted(declared: DeclaredTable, row: int, what: str, label: str, where: str) -> Fault:
    message = (
        f"Table {declared.name}: The {what} '{label}' stands {where}, which ends the table, so "
        "nothing from there on is compared."
    )
    return Fault(row, "", f"{declared.name} / {label}", label, message)


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


def _stale(
    declared: DeclaredTable,
    located: Located,
    sides: Sequence[tuple[Line | Header, Side]],
    snapshots: Sequence[Snapshot],
) -> Iterator[Fault]:
    """What the table says of a day that is not that of the release, and days that it leaves out."""
    facts = snapshots[0].facts
    is_compared = any(side.snapshots for _, side in sides)
    times = [side.time for _, side in sides if side.time is not None and is_compared]
    own = [
        (place.row if isinstance(place, Line) else located.row, place.label)
        for place, side in sides
        if side.time is None and not without_words(side.selected)
    ]
    labels = [*located.subtitles, *own] if declared.is_recomputed else []
    told = [
        *find_stale_title(located, facts),
        *find_stale_labels(labels, facts),
        *find_missing_day(declared, located, times, facts),
        *find_gap(declared, located, times, (snapshot.facts for snapshot in snapshots)),
    ]
    return _told(declared, told)


def _told(declared: DeclaredTable, told: Iterable[Stale]) -> Iterator[Fault]:
    for row, value, sentence in told:
        message = f"Table {declared.name}: {sentence}"
        yield Fault(row, "", f"{declared.name} / {value}", value, message)


def _twice(
    declared: DeclaredTable, what: str, labels: Sequence[tuple[int, str]]
) -> Iterator[Fault]:
    """Labels that stand in the table twice: nobody can tell which cell is meant."""
    seen: set[str] = set()
    for row, label in labels:
        if fold(label) in seen:
            message = f"Table {declared.name}: The {what} '{label}' stands there twice."
            yield Fault(row, "", f"{declared.name} / {label}", label, message)
        seen.add(fold(label))


def _label_columns(
    declared: DeclaredTable, located: Located, labelled: Mapping[str, Labels]
) -> dict[int, Labels]:
    """What stands for the rows, by the place of its column from the left of the table."""
    if not declared.family.labels:
        return {0: declared.family.rows or {}}
    places = {
        fold(header.label): place for place, header in enumerate([located.labels, *located.headers])
    }
    return {places[header]: labels for header, labels in labelled.items() if header in places}


def _lacks(declared: DeclaredTable, row: int, header: str) -> Fault:
    message = f"Table {declared.name}: There is no column '{header}', which holds labels of rows."
    return Fault(row, "", f"{declared.name} / {header}", "", message)


def _labelled(line: Line, places: Collection[int]) -> Line:
    """The row with the label that all of its label columns make."""
    if list(places) == [0]:
        return line
    return replace(line, label=" / ".join(read_label(line.cells[place])[0] for place in places))


def _row_side(
    line: Line, places: Mapping[int, Labelling], numbers: Numbers
) -> tuple[Side, int | None]:
    """What a row selects of which releases; or the place of the label that nobody knows."""
    selected: Selection = {}
    timed = Side({})
    for place, labelling in places.items():
        side = labelling.side(read_label(line.cells[place])[0], numbers)
        if side is None:
            return Side({}), place
        selected = both(selected, side.selected)
        timed = side if labelling.meaning is None else timed
    return replace(timed, selected=selected), None


def _unknown(
    declared: DeclaredTable, row: int, label: str, what: str, labelling: Labelling
) -> Fault:
    """A header or label that the declaration does not know, with what is there instead."""
    if labelling.meaning is None:
        side = "columns" if what == "header" else "rows"
        hint = f"The {side} of this table stand for {declared.times}."
    else:
        known = labelling.meaning.known
        hint = suggest(label, known, f"Declared are: {list_some(known, 8)}.")
    fault = f"The {what} '{label}' is not declared" if label else f"A {what} is missing"
    return Fault(
        row, label, f"{declared.name} / {label}", label, f"Table {declared.name}: {fault}. {hint}"
    )

"""What each row and column of a published table stands for; what nobody can tell is a fault."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.published.cut_off_cells import find_cut_off, find_merged
from qa_checks.published.declared_tables import DeclaredTable, Labels, without_words
from qa_checks.published.labels import Selection, both, meaning_of
from qa_checks.published.located import Header, Line, Located, read_label
from qa_checks.published.numbers import Numbers
from qa_checks.published.published_faults import Fault, fault_of
from qa_checks.published.stale_days import (
    find_gap,
    find_missing_day,
    find_other_titles,
    find_stale_labels,
    find_stale_title,
)
from qa_checks.published.table_sides import Labelling, Side, label_whole, side_of_row
from qa_checks.published.times import TIMES, Time
from qa_checks.reading.loaded import Snapshot
from qa_checks.words import list_some, suggest


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
    faults += [
        fault_of(
            declared.name,
            located.row,
            header,
            f"There is no column '{header}', which holds labels of rows.",
            value="",
        )
        for header in lacking
    ]
    rows = []
    for line in (label_whole(line, places) for line in located.lines if not lacking):
        row, unknown = side_of_row(line, places, numbers)
        if unknown is None:
            rows.append((line, row))
        else:
            label = read_label(line.cells[unknown])[0]
            faults.append(_unknown(declared, line.row, label, "row label", places[unknown]))
    faults += find_cut_off(declared, located, places, across, numbers)
    faults += find_merged(declared, located)
    is_whole = not faults
    faults += _stale(declared, located, [*rows, *columns], numbers.snapshots)
    faults += find_other_titles(declared, located, codes)
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
        side = across.side(header.label, numbers)
        if fold(header.label) in apart:
            if side is not None and declared.is_recomputed and fold(header.label) not in labelled:
                faults.append(_ignored(declared, located.row, header.label))
        elif side is None:
            faults.append(_unknown(declared, located.row, header.label, "header", across))
        else:
            columns.append((header, side))
    return columns, faults


def _ignored(declared: DeclaredTable, row: int, label: str) -> Fault:
    """A column that is declared, and left out all the same."""
    sentence = (
        f"The column '{label}' is under ignore, though columns say what it counts: it would be "
        "compared with nothing."
    )
    return replace(fault_of(declared.name, row, label, sentence), column=label)


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
    yield from find_stale_title(declared.name, located, facts)
    yield from find_stale_labels(declared.name, labels, facts)
    yield from find_missing_day(declared, located, times, facts)
    yield from find_gap(declared, located, times, (snapshot.facts for snapshot in snapshots))


def _twice(
    declared: DeclaredTable, what: str, labels: Sequence[tuple[int, str]]
) -> Iterator[Fault]:
    """Labels that stand in the table twice: nobody can tell which cell is meant."""
    seen: set[str] = set()
    for row, label in labels:
        if fold(label) in seen:
            sentence = f"The {what} '{label}' stands there twice."
            yield fault_of(declared.name, row, label, sentence)
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


def _unknown(
    declared: DeclaredTable, row: int, label: str, what: str, labelling: Labelling
) -> Fault:
    """A header or label that the declaration does not know, with what is there instead."""
    if labelling.meaning is None:
        side = "columns" if what == "header" else "rows"
        hint = f"The {side} of this table stand for {declared.times}."
    else:
        known = labelling.meaning.known
        hint = suggest(label, known, f"Declared are: {list_some(known, 8)}." if known else "")
    fault = f"The {what} '{label}' is not declared" if label else f"A {what} is missing"
    return replace(fault_of(declared.name, row, label, f"{fault}. {hint}".rstrip()), column=label)

"""Why the cells of a row or column differ, searched for; none is said that is not proven.

A cause must make every number of the row or column equal, at least two of which are not nought.
One that leaves a single cell unequal is told only where another table of the family has the same
cause for all of its cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from msgspec import Struct

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.cubes import listed
from qa_checks.model.cube_numbers import Tabulation
from qa_checks.model.published import Cause, CellState, PublishedCell
from qa_checks.published.declared_tables import without_words
from qa_checks.published.labels import Selection, both
from qa_checks.published.numbers import Numbers
from qa_checks.published.printed import read_printed
from qa_checks.published.table_sides import Side
from qa_checks.published.times import say_time
from qa_checks.published.understood import Table
from qa_checks.reading.loaded import Snapshot
from qa_checks.words import list_words, show

MOST_TRIED = 500  # causes for one row
LEAST_CELLS = 2  # that are not nought
MOST_NAMED = 5  # rows that a cause leaves out or adds


class Compared(Struct, frozen=True):
    """A table and its cells as they were compared."""

    table: Table
    cells: Sequence[Sequence[PublishedCell]]


class Try(Struct, frozen=True):
    """A possible cause: its words, and what each cell of the line would stand for.

    ``apart`` selects the rows that it leaves out or adds, in the snapshot of the first cell.
    """

    text: str
    cells: Sequence[tuple[Snapshot, Selection]]
    apart: Selection | None = None


class Differing(Struct, frozen=True):
    """A row or column that differs: its label, its cells, and what each stands for."""

    label: str
    cells: Sequence[PublishedCell]
    stands_for: Sequence[tuple[Snapshot, Selection]]


class Fitting(Struct, frozen=True):
    """What fits a row: the texts of causes, those that leave one cell unequal, how many tried."""

    label: str
    whole: tuple[str, ...]
    nearly: tuple[str, ...]
    tried: int
    apart: Mapping[str, str] = {}


def find_causes(family: Sequence[Compared], numbers: Numbers) -> list[tuple[Cause, ...]]:
    """The causes of the differing rows and columns of each table of one family.

    A column is explained only by what no row of it is.
    """
    fitting = [
        [
            *(_fit_rows(compared, numbers)),
            *(_fit_columns(compared, numbers)),
        ]
        for compared in family
    ]
    support = Counter(
        (fold(line.label), text) for lines in fitting for line in lines for text in line.whole
    )
    differing = Counter(fold(line.label) for lines in fitting for line in lines)
    chosen = [
        [_choose(line, support, differing[fold(line.label)]) for line in lines] for lines in fitting
    ]
    rows = [{line.label for line, _ in compared.table.rows} for compared in family]
    return [
        tuple(cause for cause in causes if cause.text or cause.label in labels)
        for causes, labels in zip(chosen, rows, strict=True)
    ]


def _choose(row: Fitting, support: Counter[tuple[str, str]], of: int) -> Cause:
    """The cause that most tables of the family have; one that nearly fits if another has it."""
    label = fold(row.label)
    whole = max(row.whole, key=lambda text: support[label, text], default="")
    if whole:
        named = f": {row.apart[whole]}" if row.apart.get(whole) else ""
        return Cause(row.label, f"{whole}{named}", support[label, whole], of, row.tried)
    supported = [text for text in row.nearly if support[label, text]]
    nearly = max(supported, key=lambda text: support[label, text], default="")
    if nearly:
        return Cause(
            row.label, f"{nearly}, but for one cell", support[label, nearly], of, row.tried
        )
    others = [(count, text) for (other, text), count in support.items() if other == label]
    most, text = max(others, default=(0, ""))
    return Cause(row.label, "", most, of, row.tried, text)


def _fit_rows(compared: Compared, numbers: Numbers) -> Iterator[Fitting]:
    table = compared.table
    columns = [column for _, column in table.columns]
    for (line, row), cells in zip(table.rows, compared.cells, strict=True):
        if any(cell.state is CellState.DIFFERS for cell in cells):
            stands_for = [_cell(table, row, column) for column in columns]
            differing = Differing(line.label, cells, stands_for)
            others = _other_rows(table, row, columns, numbers)
            shown = {name for column in columns for name in without_words(column.selected)}
            yield _fit(table, differing, others, shown, numbers)


def _fit_columns(compared: Compared, numbers: Numbers) -> Iterator[Fitting]:
    """What fits columns in which at least two cells differ; rows that nobody knows stay out."""
    table = compared.table
    known = [place for place, (_, row) in enumerate(table.rows) if row.snapshots != ()]
    rows = [table.rows[place][1] for place in known]
    for number, (header, column) in enumerate(table.columns):
        cells = [compared.cells[place][number] for place in known]
        if sum(cell.state is CellState.DIFFERS for cell in cells) < LEAST_CELLS:
            continue
        stands_for = [_cell(table, row, column) for row in rows]
        others = [
            Try(
                f"these are the numbers of {label.label}",
                [_cell(table, row, other) for row in rows],
            )
            for label, other in table.columns
            if other is not column and other.snapshots != ()
        ]
        shown = {name for row in rows for name in without_words(row.selected)}
        yield _fit(table, Differing(header.label, cells, stands_for), others, shown, numbers)


def _fit(
    table: Table,
    line: Differing,
    others: Iterable[Try],
    shown: Collection[str],
    numbers: Numbers,
) -> Fitting:
    """Try other rows or columns, alternatives, and a value too many or too few."""
    printed = [read_printed(cell.printed) for cell in line.cells]
    known = [
        place
        for place, cell in enumerate(line.cells)
        if cell.state in (CellState.EQUAL, CellState.DIFFERS)
    ]
    filled = sum(bool(printed[place].value) for place in known)
    whole, nearly, tried = [], [], 0
    apart: dict[str, str] = {}
    for attempt in islice(chain(others, _variants(table, line, shown, numbers)), MOST_TRIED):
        tried += 1
        unequal = 0
        for place in known:
            snapshot, selected = attempt.cells[place]
            number = numbers.count(table.declared.cube, snapshot, selected)
            rounded = table.declared.rounding(selected)
            unequal += isinstance(number, str) or not printed[place].agrees(number, rounded)
            if unequal > 1:
                break
        if not unequal and filled >= LEAST_CELLS:
            whole.append(attempt.text)
            apart[attempt.text] = _name_apart(table, attempt, line, numbers)
        elif unequal == 1 and filled > LEAST_CELLS:
            nearly.append(attempt.text)
    return Fitting(line.label, tuple(whole), tuple(nearly), tried, apart)


def _name_apart(table: Table, attempt: Try, line: Differing, numbers: Numbers) -> str:
    """The rows that a cause leaves out or adds, where they are few."""
    if attempt.apart is None:
        return ""
    named: list[str] = []
    for (snapshot, selected), cell in zip(line.stands_for, line.cells, strict=True):
        if cell.state is CellState.DIFFERS:
            where = {**without_words(selected), **attempt.apart}
            counted, rows = numbers.rows(table.declared.cube, snapshot, where)
            if counted > MOST_NAMED:
                return ""
            named += [row.key for row in rows]
    return list_words(list(dict.fromkeys(named))) if len(named) <= MOST_NAMED else ""


def _variants(
    table: Table, line: Differing, shown: Collection[str], numbers: Numbers
) -> Iterator[Try]:
    """The line as an alternative of the declaration, or with other values of one dimension."""
    for name, alternative in table.declared.family.alternatives.items():
        cells = [(snapshot, both(selected, alternative)) for snapshot, selected in line.stands_for]
        yield Try(f"equal for {name}", cells)
    snapshots = dict.fromkeys(snapshot.database for snapshot, _ in line.stands_for)
    counted = [
        numbers.of(table.declared.cube, numbers.loaded.snapshots[name]) for name in snapshots
    ]
    known = [tabulation for tabulation in counted if isinstance(tabulation, Tabulation)]
    if not known:
        return
    base = line.stands_for[0][1]
    for place, name in enumerate(known[0].dimensions):
        if name in shown or any(
            name in selected and selected[name] != base.get(name) for _, selected in line.stands_for
        ):
            continue
        every = list(dict.fromkeys(row[place] for tabulation in known for row in tabulation.rows))
        present = listed(base[name]) if name in base else every
        for value in every:
            selected_value = f"{name.replace('_', ' ')} {show(value)}"
            if value in present and len(present) > 1:
                values = [other for other in present if other != value]
                text = f"equal without {selected_value}"
            elif value not in present:
                values, text = [*present, value], f"equal with {selected_value} as well"
            else:
                continue
            cells = [
                (snapshot, {**selected, name: values}) for snapshot, selected in line.stands_for
            ]
            yield Try(text, cells, {name: value})


def _other_rows(
    table: Table, row: Side, columns: Sequence[Side], numbers: Numbers
) -> Iterator[Try]:
    """The row as another row of the table would have it."""
    if table.declared.is_series:
        for snapshot in numbers.snapshots:
            time = say_time(snapshot.facts, table.declared.time)
            if snapshot not in (row.snapshots or ()) and time:
                cells = [(snapshot, table.selected(row, column)) for column in columns]
                yield Try(f"these are the numbers of {time}", cells)
        return
    for line, other in table.rows:
        if other is not row:
            cells = [_cell(table, other, column) for column in columns]
            yield Try(f"these are the numbers of {line.label}", cells)


def _cell(table: Table, row: Side, column: Side) -> tuple[Snapshot, Selection]:
    """What a cell stands for; of a time of which no release is given it is never compared."""
    snapshots = table.snapshots(row, column) or (table.release,)
    return snapshots[0], table.selected(row, column)

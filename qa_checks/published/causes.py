"""Why the cells of a row or column differ, searched for; none is said that is not proven.

A cause must make every number of the row or column equal, at least two of which are not nought.
One that leaves a single cell unequal is told only where another table of the family has the same
cause for all of its cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.cubes import listed
from qa_checks.model import Cause, CellState, PublishedCell, Tabulation
from qa_checks.published.declaration import without_words
from qa_checks.published.labels import Selection, both
from qa_checks.published.numbers import Numbers
from qa_checks.published.printed import read_printed
from qa_checks.published.times import say_time
from qa_checks.published.understood import Side, Table
from qa_checks.reading.loaded import Snapshot
from qa_checks.words import list_words, show

MOST_TRIED = 500  # causes for one row
LEAST_CELLS = 2  # that are not nought
MOST_NAMED = 5  # rows that a cause leaves out or adds


@dataclass(frozen=True)
class Compared:
    """A table and its cells as they were compared."""

    table: Table
    cells: Sequence[Sequence[PublishedCell]]


@dataclass(frozen=True)
class Try:
    """A possible cause: its words, and the snapshot and selections it would mean.

    ``apart`` selects the rows that it leaves out or adds.
    """

    text: str
    snapshot: Snapshot
    row: Selection
    columns: Sequence[Selection]
    apart: Selection | None = None


@dataclass(frozen=True)
class Fitting:
    """What fits a row: the texts of causes, those that leave one cell unequal, how many tried."""

    label: str
    whole: tuple[str, ...]
    nearly: tuple[str, ...]
    tried: int
    apart: Mapping[str, str] = field(default_factory=dict)


def find_causes(family: Sequence[Compared], numbers: Numbers) -> list[tuple[Cause, ...]]:
    """The causes of the differing rows of each table of one family."""
    fitting = [_fit_rows(compared, numbers) for compared in family]
    support = Counter(
        (fold(row.label), text) for rows in fitting for row in rows for text in row.whole
    )
    differing = Counter(fold(row.label) for rows in fitting for row in rows)
    return [
        tuple(_choose(row, support, differing[fold(row.label)]) for row in rows) for rows in fitting
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


def _fit_rows(compared: Compared, numbers: Numbers) -> list[Fitting]:
    fitting = []
    for (line, row), cells in zip(compared.table.rows, compared.cells, strict=True):
        if any(cell.state is CellState.DIFFERS for cell in cells):
            tries = _tries(compared.table, row, numbers)
            fitting.append(_fit(compared.table, line.label, cells, tries, numbers))
    return fitting


def _fit(
    table: Table,
    label: str,
    cells: Sequence[PublishedCell],
    tries: Iterator[Try],
    numbers: Numbers,
) -> Fitting:
    printed = [read_printed(cell.printed) for cell in cells]
    known = [place for place, text in enumerate(printed) if text.value is not None]
    filled = sum(bool(printed[place].value) for place in known)
    whole, nearly, tried = [], [], 0
    apart: dict[str, str] = {}
    for attempt in islice(tries, MOST_TRIED):
        tried += 1
        unequal = 0
        for place in known:
            selected = both(attempt.row, attempt.columns[place])
            number = numbers.count(table.declared.cube, attempt.snapshot, selected)
            rounded = table.declared.family.rounded
            unequal += isinstance(number, str) or not printed[place].agrees(number, rounded)
            if unequal > 1:
                break
        if not unequal and filled >= LEAST_CELLS:
            whole.append(attempt.text)
            apart[attempt.text] = _name_apart(table, attempt, numbers)
        elif unequal == 1 and filled > LEAST_CELLS:
            nearly.append(attempt.text)
    return Fitting(label, tuple(whole), tuple(nearly), tried, apart)


def _name_apart(table: Table, attempt: Try, numbers: Numbers) -> str:
    """The rows that a cause leaves out or adds, where they are few."""
    if attempt.apart is None:
        return ""
    allowed: dict[str, list[Any]] = {}
    for selected in attempt.columns:
        for name, values in without_words(selected).items():
            allowed.setdefault(name, []).extend(listed(values))
    shown = {name: values for name, values in allowed.items() if name not in attempt.apart}
    every = all(name in selected for selected in attempt.columns for name in shown)
    where = {**attempt.apart, **(shown if every else {})}
    counted, rows = numbers.rows(table.declared.cube, attempt.snapshot, where)
    if not counted or counted > MOST_NAMED:
        return ""
    return list_words([row.key for row in rows])


def _tries(table: Table, row: Side, numbers: Numbers) -> Iterator[Try]:
    """What may have gone wrong with a row: another row, a value too many or too few, a variant."""
    declared, columns = table.declared, [column.selected for _, column in table.columns]
    base = both(both(declared.family.where, declared.selected), row.selected)
    yield from _other_rows(table, row, base, columns, numbers)
    for snapshot in row.snapshots[:1]:
        for name, alternative in declared.family.alternatives.items():
            yield Try(f"equal for {name}", snapshot, both(base, alternative), columns)
        tabulation = numbers.of(declared.cube, snapshot)
        if isinstance(tabulation, Tabulation):
            for text, selected, apart in _other_values(tabulation, base, columns):
                yield Try(text, snapshot, selected, columns, apart)


def _other_rows(
    table: Table, row: Side, base: Selection, columns: Sequence[Selection], numbers: Numbers
) -> Iterator[Try]:
    """The row as another row of the table would have it."""
    if table.declared.is_series:
        for snapshot in numbers.snapshots:
            time = say_time(snapshot.facts, table.declared.time)
            if snapshot not in row.snapshots and time:
                yield Try(f"these are the numbers of {time}", snapshot, base, columns)
        return
    family = both(table.declared.family.where, table.declared.selected)
    for line, other in table.rows:
        if other is not row:
            selected = both(family, other.selected)
            text = f"these are the numbers of {line.label}"
            yield Try(text, other.snapshots[0], selected, columns)


def _other_values(
    tabulation: Tabulation, base: Selection, columns: Sequence[Selection]
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The row with one value of one dimension left out or added, and what has that value."""
    shown = {name for selected in columns for name in without_words(selected)}
    for place, name in enumerate(tabulation.dimensions):
        if name in shown:
            continue
        every = list(dict.fromkeys(row[place] for row in tabulation.rows))
        present = listed(base[name]) if name in base else every
        for value in every:
            said = f"{name.replace('_', ' ')} {show(value)}"
            if value in present and len(present) > 1:
                left = [other for other in present if other != value]
                yield f"equal without {said}", {**base, name: left}, {**base, name: value}
            elif value not in present:
                more = {**base, name: [*present, value]}
                yield f"equal with {said} as well", more, {**base, name: value}

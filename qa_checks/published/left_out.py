"""Values of a dimension that have rows in the release, and no row or column of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.catalogue.cubes import Value, listed, say_value, values_of
from qa_checks.published.declared_tables import without_words
from qa_checks.published.labels import Selection, both, each_of, labels_of
from qa_checks.published.located import Located, read_label
from qa_checks.published.numbers import Numbers
from qa_checks.published.published_faults import Fault, fault_of
from qa_checks.published.table_sides import Side
from qa_checks.published.understood import Table
from qa_checks.words import list_words, plural

_PAIR = 2


class Shown(Struct, frozen=True):
    """What the rows, or the columns, say of the release: each of a dimension is among them.

    ``along`` is what each of them selects, ``across`` what each column, or row, does.
    """

    what: str
    each: str
    along: Sequence[Selection]
    across: Sequence[Selection]

    @property
    def values(self) -> list[Value]:
        """The values of the dimension that are shown."""
        return [
            value
            for selected in self.along
            if self.each in selected
            for value in listed(selected[self.each])
        ]

    @property
    def groups(self) -> list[Selection]:
        """What selects by other dimensions alone."""
        return [
            selected
            for selected in self.along
            if self.each not in selected and without_words(selected)
        ]


def find_left_out(table: Table, numbers: Numbers, codes: Mapping[str, CodeList]) -> Iterator[Fault]:
    """The values of `each` that count in the release, and that the table does not show."""
    declared = table.declared
    for shown in _shown(table) if table.is_whole else ():
        values = shown.values
        if not values:
            continue  # totals alone
        least = _least(shown, table, numbers)
        for value in values_of(declared.cube.dimensions[shown.each], codes):
            if value in values or _is_grouped(shown, value, table, numbers):
                continue
            size = _size(shown, value, table, numbers)
            if least is None or size > least:
                missing = {shown.each: value}
                yield from _told(table, numbers, shown, missing)
    if table.is_whole:
        yield from _combinations(table, numbers)


def find_unprinted(tables: Sequence[Table], numbers: Numbers) -> Iterator[Fault]:
    """Labels with rows in the release that are named one by one, and that none of the tables has.

    Beside `each` a label is of a group, whose values may stand by themselves.
    """
    table, family = tables[0], tables[0].declared.family
    if len(tables) < len(family.titles) or not all(other.is_whole for other in tables):
        return
    printed = {fold(word) for other in tables for word in _words(other.located)}
    rows = _of_release(table, [side for _, side in table.rows])
    columns = _of_release(table, [side for _, side in table.columns])
    sides = [("row", labels, columns) for labels in (family.rows, *family.labels.values())]
    for what, labels, across in [*sides, ("column", family.columns, rows)]:
        for label, selected in ({} if each_of(labels) else labels_of(labels)).items():
            if fold(label) in printed or not without_words(selected):
                continue
            if counting := _counting(table, numbers, across, selected):
                count = numbers.count_rows(table.declared.cube, table.release, counting)
                sentence = (
                    f"There is no {what} '{label}', which tables.yml declares, but the data has "
                    f"{plural(count, 'row')} of it."
                )
                yield fault_of(table.declared.name, table.located.row, label, sentence)


def _words(located: Located) -> Iterator[str]:
    """All that may be a label in a table."""
    yield from (header.label for header in (located.labels, *located.headers))
    yield from (read_label(cell)[0] for line in located.lines for cell in line.cells)


def _told(table: Table, numbers: Numbers, shown: Shown, missing: Selection) -> Iterator[Fault]:
    """What a row or column that is not shown would count, if that is anything."""
    declared = table.declared
    counting = _counting(table, numbers, shown.across, missing)
    if counting:
        rows = numbers.count_rows(declared.cube, table.release, counting)
        named = [f"{name.replace('_', ' ')} '{say_value(missing[name])}'" for name in missing]
        among = f", which is in the top {declared.family.top}" if _is_top(shown, table) else ""
        sentence = (
            f"There is no {shown.what} of {list_words(named)}{among}, but the data has "
            f"{plural(rows, 'row')} of it."
        )
        words = " / ".join(map(say_value, missing.values()))
        yield fault_of(declared.name, table.located.row, words, sentence)


def _combinations(table: Table, numbers: Numbers) -> Iterator[Fault]:
    """Rows of two values of `each` or more that count, where both stand in other such rows."""
    labels = table.declared.family.labels.values()
    dimensions = tuple(filter(None, map(each_of, labels)))
    rows = _of_release(table, [side for _, side in table.rows])
    whole = [row for row in rows if all(name in row for name in dimensions)]
    grouped = any(without_words(row).keys() - set(dimensions) for row in rows)
    if len(dimensions) < _PAIR or grouped:
        return
    listed_values = ([listed(row[name]) for name in dimensions] for row in whole)
    there = {values for lists in listed_values for values in product(*lists)}
    columns = _of_release(table, [side for _, side in table.columns])
    shown = Shown("row", "", rows, columns)
    known = [{values[place] for values in there} for place in range(len(dimensions))]
    counted = numbers.combinations(table.declared.cube, table.release, dimensions)
    for values in sorted(counted - there, key=str):
        if all(value in others for value, others in zip(values, known, strict=True)):
            missing = dict(zip(dimensions, values, strict=True))
            yield from _told(table, numbers, shown, missing)


def _is_top(shown: Shown, table: Table) -> bool:
    """Whether rows, or columns where no rows are of `each`, show only the largest."""
    family = table.declared.family
    of_rows = any(map(each_of, [family.rows, *family.labels.values()]))
    return family.top is not None and bool(shown.each) and (shown.what == "row") == of_rows


def _least(shown: Shown, table: Table, numbers: Numbers) -> float | None:
    """What a value must be larger than to be missing; None where each must be there."""
    top = table.declared.family.top
    values = shown.values
    if top is None or not _is_top(shown, table) or len(values) < top:
        return None
    return min(_size(shown, value, table, numbers) for value in values)


def _size(shown: Shown, value: Value, table: Table, numbers: Numbers) -> float:
    """What the first column, or row, counts of a value."""
    whole = both(both(table.declared.family.where, table.declared.selected), {shown.each: value})
    counts = (
        numbers.count(table.declared.cube, table.release, both(whole, other))
        for other in shown.across[:1]
    )
    return next((count for count in counts if not isinstance(count, str)), 0)


def _shown(table: Table) -> Iterator[Shown]:
    """Rows and columns that stand for each value of a dimension."""
    family = table.declared.family
    rows = _of_release(table, [side for _, side in table.rows])
    columns = _of_release(table, [side for _, side in table.columns])
    for labels in (family.rows, *family.labels.values()):
        if each := each_of(labels):
            yield Shown("row", each, rows, columns)
    if each := each_of(family.columns):
        yield Shown("column", each, columns, rows)


def _of_release(table: Table, sides: Sequence[Side]) -> list[Selection]:
    return [
        side.selected for side in sides if side.snapshots is None or table.release in side.snapshots
    ]


def _is_grouped(shown: Shown, value: Value, table: Table, numbers: Numbers) -> bool:
    """Whether a group is shown in the place of its values: of none of them beside it."""
    return any(
        _counting(table, numbers, shown.across, {**group, shown.each: value})
        and not _counting(table, numbers, shown.across, {**group, shown.each: shown.values})
        for group in shown.groups
    )


def _counting(
    table: Table, numbers: Numbers, across: Sequence[Selection], selected: Selection
) -> list[Selection]:
    """What the cells of a row or column would stand for, of those that are not nought."""
    whole = both(both(table.declared.family.where, table.declared.selected), selected)
    cells = [both(whole, other) for other in across]
    counted = [numbers.count(table.declared.cube, table.release, cell) for cell in cells]
    return [
        cell
        for cell, number in zip(cells, counted, strict=True)
        if number and not isinstance(number, str)
    ]

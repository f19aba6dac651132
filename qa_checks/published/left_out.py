"""Values of a dimension that have rows in the release, and no row or column of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.catalogue.cubes import Value, listed, say_value, values_of
from qa_checks.published.declaration import without_words
from qa_checks.published.labels import Selection, both, each_of, meaning_of
from qa_checks.published.numbers import Numbers
from qa_checks.published.understood import Fault, Side, Table
from qa_checks.words import plural


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
    for shown in _shown(table, codes) if table.is_whole else ():
        values = shown.values
        if not values:
            continue  # totals alone
        for value in values_of(declared.cube.dimensions[shown.each], codes):
            if value in values or _is_grouped(shown, value, table, numbers):
                continue
            counting = _counting(table, numbers, shown.across, {shown.each: value})
            if counting:
                rows = numbers.count_rows(declared.cube, table.release, counting)
                name, word = shown.each.replace("_", " "), say_value(value)
                message = (
                    f"Table {declared.name}: There is no {shown.what} of {name} '{word}', but the "
                    f"data has {plural(rows, 'row')} of it."
                )
                key = f"{declared.name} / {word}"
                yield Fault(table.located.row, "", key, word, message)


def _shown(table: Table, codes: Mapping[str, CodeList]) -> Iterator[Shown]:
    """Rows and columns that stand for each value of a dimension."""
    family = table.declared.family
    rows = _of_release(table, [side for _, side in table.rows])
    columns = _of_release(table, [side for _, side in table.columns])
    for labels in (family.rows, *family.labels.values()):
        if each := each_of(labels):
            yield Shown("row", each, rows, columns)
    if each := each_of(family.columns):
        yield Shown("column", each, [*columns, *_ignored(table, codes)], rows)


def _of_release(table: Table, sides: Sequence[Side]) -> list[Selection]:
    return [
        side.selected for side in sides if side.snapshots is None or table.release in side.snapshots
    ]


def _ignored(table: Table, codes: Mapping[str, CodeList]) -> Iterator[Selection]:
    """What columns select that are printed, and that the declaration ignores."""
    family = table.declared.family
    meaning = meaning_of(family.columns or {}, table.declared.cube, codes)
    ignored = {fold(label) for label in family.ignore}
    for header in table.located.headers:
        if fold(header.label) in ignored and (selected := meaning.select(header.label)):
            yield selected


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

"""Published percentages against the published counts that they are of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.codes import fold
from qa_checks.published.closing import Tables
from qa_checks.published.entries import Entries, Entry, Key, Spot
from qa_checks.published.percentages import COLUMN, ROW, Base, Percentages
from qa_checks.published.published_faults import Fault
from qa_checks.words import grouped_to, list_some

SHOWN = 8


class Portion(Struct, frozen=True):
    """A percentage with its count and base; ``key`` is its row and column."""

    key: Key
    share: Entry
    count: Entry
    base: Entry

    @property
    def is_open(self) -> bool:
        """Whether one of both is withheld."""
        return self.count.is_withheld or self.base.is_withheld

    @property
    def is_whole(self) -> bool:
        """Whether it stands in the place of its own base."""
        return self.count.spot == self.base.spot

    def bounds(self) -> tuple[float, float] | None:
        """The least and the greatest percentage that its numbers allow; None if there is none."""
        count, base = self.count.range, self.base.range
        if count is None or base is None or not base[1]:
            return None
        least, most = count[0], count[1]
        if self.count.is_withheld:  # a part is not more than its whole
            most = min(most, base[1])
        bottom = max(base[0], least, 0) if self.base.is_withheld else base[0]
        low = 100 * least / base[1] if base[1] < math.inf else 0.0
        if self.is_whole:
            return 100.0, 100.0
        high = 100 * most / bottom if bottom > 0 else math.inf
        return low, min(high, 100.0) if self.is_open else high


class Portions(Struct, frozen=True):
    """How the percentages of a table ended.

    ``wrong`` are those that no count and base allow, ``rounded`` are sums other than 100 of
    percentages each of which is right, by the label of what they are of. ``covered`` are the
    percentages that were compared, ``open`` those of which a count or base is withheld.
    """

    compared: int
    unknown: int
    wrong: tuple[Portion, ...]
    rounded: Mapping[str, float] = {}
    covered: frozenset[Spot] = frozenset()
    open: tuple[Portion, ...] = ()


def compare_portions(item: Percentages, tables: Tables, base: Base) -> Portions:
    """Compare each percentage with its count and base; one of them missing, it is unknown."""
    unknown = 0
    right: list[Portion] = []
    wrong: list[Portion] = []
    withheld: list[Portion] = []
    for portion in find_portions(item, tables, base):
        if portion is None or portion.count.range is None or portion.base.range is None:
            unknown += 1
        elif not _agrees(portion):
            wrong.append(portion)
        elif portion.is_open:
            withheld.append(portion)
        else:
            right.append(portion)
    covered = frozenset(portion.share.spot for portion in [*wrong, *right])
    missed = _miss_hundred(right, [*wrong, *withheld])
    unknown += len(withheld)
    return Portions(len(covered), unknown, tuple(wrong), missed, covered, tuple(withheld))


def find_portions(item: Percentages, tables: Tables, base: Base) -> Iterator[Portion | None]:
    """Each percentage with its count and base; None where one of the three is missing."""
    entries = tables[base.table]
    base_row = _key_of_row(base.name, entries) if base.kind == ROW else None
    for key, share in _shares(item, tables):
        column = fold(item.counts.column) if item.counts.column else key[1]
        count = tables[item.counts.table].get((key[0], column))
        of = fold(base.name) if base.kind == COLUMN else column
        whole = entries.get((base_row if base.kind == ROW else key[0], of))
        if share.printed.value is None or count is None or whole is None:
            yield None
        else:
            yield Portion(key, share, count, whole)


def _agrees(portion: Portion) -> bool:
    """Whether the printed percentage is one of those allowed; a base may be shown as it is."""
    if portion.is_whole and portion.share.printed.value == portion.base.printed.value:
        return True
    bounds = portion.bounds()
    return bounds is not None and portion.share.printed.allows(*bounds)


def _shares(item: Percentages, tables: Tables) -> Iterator[tuple[Key, Entry]]:
    for (row, column), entry in tables.get(item.shares.table, {}).items():
        named = item.shares.column
        if column == fold(named) if named else not entry.is_apart:
            yield (row, column), entry


def _key_of_row(name: str, entries: Entries) -> object:
    """What a row is found by, of its label."""
    named = (row for (row, _), entry in entries.items() if fold(entry.cell.row_label) == fold(name))
    return next(named, None)


def settle_base(base: Base, tables: Tables) -> Base | str:
    """Tell whether the base is a row or a column; a sentence where it is neither, or both."""
    if not base.name:
        return base
    entries = tables[base.table]
    columns = dict.fromkeys(entry.cell.column_label for entry in entries.values())
    rows = dict.fromkeys(entry.cell.row_label for entry in entries.values())
    is_column = base.kind != ROW and fold(base.name) in map(fold, columns)
    is_row = base.kind != COLUMN and fold(base.name) in map(fold, rows)
    if is_row and is_column:
        return (
            f"Table {base.table} has both a column and a row '{base.name}': write "
            f"'row {base.name}' or 'column {base.name}'."
        )
    if not (is_row or is_column):
        kinds = base.kind or "column or row"
        known = [*([] if base.kind == ROW else columns), *([] if base.kind == COLUMN else rows)]
        there = list_some(known, SHOWN)
        return f"Table {base.table} has no {kinds} '{base.name}'. There are: {there}."
    return Base(base.table, base.name, ROW if is_row else COLUMN)


def _miss_hundred(right: Sequence[Portion], others: Sequence[Portion]) -> dict[str, float]:
    """Percentages of one base whose counts make it up and that add to another sum than 100.

    Nothing is said of a base that some of the ``others`` are of: more than rounding is at work.
    """
    faulty = {portion.base.spot for portion in others}
    groups: dict[Spot, list[Portion]] = {}
    for portion in right:
        if not portion.is_whole and portion.base.spot not in faulty:
            groups.setdefault(portion.base.spot, []).append(portion)
    missed: dict[str, float] = {}
    for group in groups.values():
        counts = sum(portion.count.printed.value or 0 for portion in group)
        total = round(sum(portion.share.printed.value or 0 for portion in group), 6)
        base = group[0].base
        if counts == base.printed.value and total != 100:
            is_row = len({portion.key[0] for portion in group}) == 1
            cell = group[0].share.cell
            missed[cell.row_label if is_row else cell.column_label] = total
    return missed


def fault_of_wrong(portion: Portion) -> Fault:
    """Such as: Table 2, Safeguarding, Adequate: 45% is published, and 57 of 125 is 45.6%."""
    return portion.share.fault(f"is published, and {_say_right(portion)}.")


def _say_right(portion: Portion) -> str:
    bounds, base = portion.bounds(), portion.base.cell.printed.strip()
    of = f"{portion.count.cell.printed.strip()} of {base}"
    if bounds is None:
        return f"there is no percentage of a base of {base}"
    low, high = (_percent(bound) for bound in bounds)
    if low == high:
        return f"{of} is {low}"
    end = f"{low} to {high}" if bounds[1] < math.inf else f"{low} or more"
    return f"{of}, as rounded or withheld, is {end}"


def _percent(number: float) -> str:
    return f"{grouped_to(number, 4)}%" if number < math.inf else ""

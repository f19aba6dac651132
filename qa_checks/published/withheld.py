"""Numbers that a table withholds, although a total or a percentage tells what they are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence

from qa_checks.catalogue.cubes import listed
from qa_checks.published.causes import Compared
from qa_checks.published.closing import Tables, derive
from qa_checks.published.entries import Entries, Entry, Spot
from qa_checks.published.labels import Selection, each_of
from qa_checks.published.portions import Portion
from qa_checks.published.published_faults import Fault
from qa_checks.published.same_figures import entries_of
from qa_checks.published.table_sides import Side
from qa_checks.published.understood import Table
from qa_checks.words import grouped, grouped_to


def withhold_in_vain(
    compared: Mapping[str, Compared],
    tables: Tables,
    told: Collection[Spot],
    portions: Sequence[Portion],
) -> Mapping[str, Sequence[Fault]]:
    """What each table withholds in vain, each number once, and none that a declared sum has told.

    Parameters
    ----------
    portions
        Percentages of which a count or base is withheld, as tables.yml declares them.
    """
    faults = {
        name: {fault.key: fault for fault in _find_withheld(item.table, tables[name], told)}
        for name, item in compared.items()
    }
    shares = _shares_of_cubes(list(compared.values()), tables)
    for fault in _find_revealed([*shares, *portions], told):
        faults[fault.table].setdefault(fault.key, fault)
    return {name: tuple(by_key.values()) for name, by_key in faults.items()}


def _find_withheld(table: Table, entries: Entries, told: Collection[Spot]) -> Iterator[Fault]:
    """Each number that its total and the other parts of that tell.

    It is what the rows give: values that are not shown, or not known, may be part of a total.
    """
    by_spot = {entry.spot: entry for entry in entries.values()}
    known = set(told)
    for others, spots in _sums(table):
        if not by_spot.keys() >= set(spots):
            continue  # a label stands there twice
        total, *parts = (by_spot[spot] for spot in spots)
        for derived in derive([(-1, total), *((1, part) for part in parts)]):
            entry = derived.entry
            if entry.spot not in known and derived.number == entry.cell.recomputed:
                known.add(entry.spot)
                yield _say(entry, total, others, derived.number)


def _sums(table: Table) -> Iterator[tuple[str, list[Spot]]]:
    """What other rows or columns are called, and cells: a total, and all that it is made of."""
    family, name = table.declared.family, table.declared.name
    rows = [(line.row, side) for line, side in table.rows]
    columns = [(header.position, side) for header, side in table.columns]
    for labels in (family.rows, *family.labels.values()):
        for numbers in _wholes(each_of(labels), rows):
            for position, _ in columns:
                yield "rows", [(name, row, position) for row in numbers]
    for positions in _wholes(each_of(family.columns), columns):
        for row, _ in rows:
            yield "columns", [(name, row, position) for position in positions]


def _wholes(each: str, sides: Sequence[tuple[int, Side]]) -> Iterator[list[int]]:
    """A row or column of all values of a dimension, and those of each that are like it else."""
    alike: dict[Hashable, list[tuple[int, Side]]] = defaultdict(list)
    for place, side in sides if each else ():
        alike[side.time, _without(each, side.selected)].append((place, side))
    for group in alike.values():
        parts = [place for place, side in group if each in side.selected]
        for place, side in group:
            if parts and each not in side.selected:
                yield [place, *parts]


def _without(each: str, selected: Selection) -> Hashable:
    """The rest of a selection; a text tells 1 from true."""
    return frozenset((name, str(listed(selected[name]))) for name in selected if name != each)


def _say(entry: Entry, total: Entry, others: str, number: float) -> Fault:
    label = total.cell.row_label if others == "rows" else total.cell.column_label
    whole = "" if entry is total else f"'{label}' and "
    return entry.fault(f"is published, but {whole}the other {others} make it {grouped_to(number)}.")


def _shares_of_cubes(every: Sequence[Compared], tables: Tables) -> Iterator[Portion]:
    """Each published share of a cube, with the count and the whole that are published too."""
    figures = {
        figure: (entry, item.table.declared.cube)
        for item in every
        for figure, entry in entries_of(item.table, tables[item.table.declared.name])
    }
    for figure, (entry, cube) in figures.items():
        if figure.is_share:
            share = cube.shares[figure.counted]
            kept = frozenset(value for value in figure.values if value[0] in share.within)
            counted = figure._replace(counted=share.of, is_share=False)
            count, whole = figures.get(counted), figures.get(counted._replace(values=kept))
            if count and whole:
                yield Portion(("", ""), entry, count[0], whole[0])


def _find_revealed(portions: Sequence[Portion], told: Collection[Spot]) -> Iterator[Fault]:
    """The fault of each withheld count that one number alone fits.

    Of a cube it is what the rows give: where it is not, another percentage is at fault.
    """
    for portion in portions:
        count = portion.count
        if count.spot in told or not count.is_withheld or count.is_below_unit:
            continue
        fitting = _fitting(portion.share, portion.base)
        if len(fitting) == 1 and count.cell.recomputed in (None, *fitting):
            yield _say_revealed(portion, fitting[0])


def _fitting(share: Entry, base: Entry) -> list[int]:
    """The counts of a whole that are such a percentage of it; of many, the first two."""
    percent, whole = share.printed.value, base.printed.value
    if percent is None or not whole or base.half or whole != int(whole):
        return []
    near = max(math.floor(whole * (percent - share.half) / 100) - 1, 0)
    most = min(near + 4, int(whole))
    return [
        number
        for number in range(near, most + 1)
        if share.printed.allows(100 * number / whole, 100 * number / whole)
    ]


def _say_revealed(portion: Portion, number: int) -> Fault:
    share, base = portion.share, portion.base
    beside = f"table {share.table}, {share.cell.row_label}, {share.cell.column_label}"
    return portion.count.fault(
        f"is published, but its percentage of {grouped_to(base.printed.value or 0)}, "
        f"{share.cell.printed.strip()} ({beside}), makes it {grouped(number)}."
    )

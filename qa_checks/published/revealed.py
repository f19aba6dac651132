"""Counts that a table withholds, although a published percentage of them tells what they are."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

from qa_checks.published.causes import Compared
from qa_checks.published.closing import Tables
from qa_checks.published.entries import Entry, Spot
from qa_checks.published.portions import Portion
from qa_checks.published.published_faults import Fault
from qa_checks.published.same_figures import entries_of
from qa_checks.words import grouped, grouped_to


def shares_of_cubes(every: Sequence[Compared], tables: Tables) -> Iterator[Portion]:
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


def find_revealed(portions: Sequence[Portion], told: Collection[Spot]) -> Iterator[Fault]:
    """The fault of each withheld count that one number alone fits.

    Of a cube it is what the rows give: where it is not, another percentage is at fault.
    """
    for portion in portions:
        count = portion.count
        if count.spot in told or not count.is_withheld or count.is_below_unit:
            continue
        fitting = _fitting(portion.share, portion.base)
        if len(fitting) == 1 and count.cell.recomputed in (None, *fitting):
            yield _say(portion, fitting[0])


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


def _say(portion: Portion, number: int) -> Fault:
    share, base = portion.share, portion.base
    beside = f"table {share.table}, {share.cell.row_label}, {share.cell.column_label}"
    return portion.count.fault(
        f"is published, but its percentage of {grouped_to(base.printed.value or 0)}, "
        f"{share.cell.printed.strip()} ({beside}), makes it {grouped(number)}."
    )

"""What each sheet gives of what its layout knows: one file may lack what another has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from qa_checks.catalogue.layouts import Layout
from qa_checks.catalogue.schemas import Table
from qa_checks.reading.intake import Intake
from qa_checks.reading.loaded import NOWHERE, Offer
from qa_checks.reading.origins import blocks_of, given_by
from qa_checks.reading.wide import Wide

Pair = tuple[str, str]


def list_offers(intake: Intake, database: str) -> tuple[Offer, ...]:
    """What every sheet of a release gives: one offer for each of the kinds of rows in it."""
    return tuple(offer for wide in intake.wides[database] for offer in _offers(intake, wide))


def list_neighbours(intake: Intake, database: str) -> frozenset[tuple[int, int, int]]:
    """Which blocks of a sheet take values from the cells of which: source, the latter, the former.

    They are those of rows of one kind, and the only block of a table is that of all others.
    """
    return frozenset(
        (wide.source, number, near)
        for wide in intake.wides[database]
        for number, block in enumerate(wide.match.layout.blocks)
        for near, other in enumerate(wide.match.layout.blocks)
        if block.set == other.set
        or sum(block.table == each.table for each in wide.match.layout.blocks) == 1
    )


def _offers(intake: Intake, wide: Wide) -> Iterator[Offer]:
    tables, layout = intake.schemas.tables, wide.match.layout
    kinds: dict[tuple[tuple[str, str], ...], set[int]] = defaultdict(set)
    for number, block in enumerate(layout.blocks):
        kinds[tuple(sorted(block.set.items()))].add(number)
    for numbers in kinds.values():
        given: set[Pair] = set()
        known: set[Pair] = set()
        fixed: dict[Pair, str] = {}
        for number in sorted(numbers):
            block = layout.blocks[number]
            table = tables[block.table]
            known.update((block.table, name) for name in _known(layout, number, table))
            if number in blocks_of(wide, block.table):
                given.update((block.table, name) for name in given_by(wide, number, table))
                values = {**layout.set, **block.set}
                fixed.update({(block.table, name): value for name, value in values.items()})
        path = intake.places.get(wide.source, NOWHERE).file or ""
        if given:
            yield Offer(wide.source, path, frozenset(given), frozenset(known), fixed)


def _known(layout: Layout, number: int, table: Table) -> Iterator[str]:
    """What a block of a layout can give: its columns, or values, and what its rows repeat."""
    block = layout.blocks[number]
    if block.unpivot:
        yield block.unpivot.name
        yield block.unpivot.value
        yield from (f"{block.unpivot.name}={entry}" for entry in block.columns)
    else:
        yield from block.columns
    there = {f"{other.table}.{column}" for other in layout.blocks for column in other.columns}
    yield from (name for name, column in table.columns.items() if there & {*column.repeats})

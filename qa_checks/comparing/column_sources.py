"""Which columns of the sheets the values of a compared column come from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from qa_checks.catalogue.schemas import has_all
from qa_checks.comparing.matching import Side
from qa_checks.comparing.two_releases import TwoReleases
from qa_checks.fields import Needed, read_need
from qa_checks.model.inputs import Input, ReadColumn
from qa_checks.reading.loaded import Place, Snapshot


def is_given(needs: Sequence[str], snapshot: Snapshot, sources: Collection[int]) -> bool:
    """Whether a sheet that rows are from has all that a column needs, in rows of one kind.

    A sheet may show the latest inspection and no date of the one before it. What is derived no
    sheet gives: it is there if the release has it.
    """
    written = [
        need for need in needs if any(has_all([need], offer.given) for offer in snapshot.offers)
    ]
    return has_all(needs, snapshot.columns) and (
        not written
        or any(
            has_all(written, offer.given) for offer in snapshot.offers if offer.source in sources
        )
    )


def list_sources(releases: TwoReleases, side: Side) -> set[int]:
    """The sheets, by their numbers, that the rows of one side are from."""
    return {source for (source,) in releases.ask(f"SELECT DISTINCT _source FROM {side.source}")}


def list_sheets(releases: TwoReleases, sources: Collection[int]) -> Iterator[tuple[int, Input]]:
    """The sheets that were read as these sources."""
    sheets = {Place(sheet.path, sheet.sheet, sheet.role): sheet for sheet in releases.loaded.inputs}
    for source in sorted(sources):
        sheet = sheets.get(releases.loaded.places[source])
        if sheet is not None and sheet.layout in releases.catalogue.layouts:
            yield source, sheet


def list_blocks(releases: TwoReleases, needs: Sequence[str], sheet: Input) -> list[int]:
    """The blocks of a sheet whose rows are of the kind that a column needs.

    ``inspections.basis=latest`` leaves out a block that sets another basis.
    """
    layout = releases.catalogue.layouts[sheet.layout or ""]
    return [
        number
        for number, block in enumerate(layout.blocks)
        if all(
            _fits(need, block.table, {**layout.set, **block.set}) for need in map(read_need, needs)
        )
    ]


def _fits(need: Needed, table: str, fixed: dict[str, str]) -> bool:
    is_fixed = need.table == table and need.column in fixed and need.sign == "="
    return not is_fixed or fixed[need.column] in need.values


def is_needed(needs: Sequence[str], column: ReadColumn) -> bool:
    """Whether a column needs what stands in one of a sheet, whatever its block."""
    return any(
        column.table == need.table and column.column in need.published
        for need in map(read_need, needs)
    )

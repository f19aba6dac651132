"""The columns of two releases that a comparison does not look at, by their headers."""

from __future__ import annotations

from qa_checks.catalogue.comparisons import Comparison
from qa_checks.comparing.ground import Ground
from qa_checks.comparing.matching import Side
from qa_checks.model import ComparedColumn
from qa_checks.reading.loaded import Snapshot

NOT_LOOKED_AT = "changes are not looked for"


def say_lacking(said: str) -> str:
    """Why a column that only one of two releases has is not compared."""
    return f"{said} has no such column"


def list_apart(
    ground: Ground, comparison: Comparison, old: Side, new: Side
) -> list[ComparedColumn]:
    """Every header of the sheets that rows are from, none of whose values was compared, and why.

    A sheet may show columns of one name twice, such as of the latest inspection and of the one
    before it: only those of the compared rows count.
    """
    before, compared_before = _headers(ground, comparison, old, ground.loaded.previous)
    now, compared_now = _headers(ground, comparison, new, ground.loaded.release)
    apart = []
    for folded, header in sorted({**before, **now}.items()):
        if folded in compared_before | compared_now:
            continue
        lacks = next((side for side, has in ((old, before), (new, now)) if folded not in has), None)
        reason = say_lacking(lacks.said) if lacks else NOT_LOOKED_AT
        apart.append(ComparedColumn(header, header, 0, reason))
    return apart


def _headers(
    ground: Ground, comparison: Comparison, side: Side, snapshot: Snapshot
) -> tuple[dict[str, str], set[str]]:
    """The headers of the sheets of one side, and which of them are of compared values, folded."""
    names = {*comparison.key, *comparison.columns}
    names |= {
        need.partition(".")[2].partition("=")[2] or need.partition(".")[2]
        for column in comparison.columns.values()
        for need in column.needs
    }
    sources = {source for (source,) in ground.ask(f"SELECT DISTINCT _source FROM {side.source}")}
    blocks = set(
        ground.ask(f"SELECT DISTINCT _source, _block FROM {snapshot.prefix}{comparison.table}")
    )
    headers = sorted(
        ((key, header) for key, header in ground.loaded.headers.items() if key.source in sources),
        key=lambda item: (item[0].source, item[1]),
    )
    compared = {
        header.casefold()
        for key, header in headers
        if (key.source, key.block) in blocks and key.column in names
    }
    return {header.casefold(): header for _, header in headers}, compared

"""The columns of two releases that a comparison does not look at, by their headers."""

from __future__ import annotations

from collections.abc import Iterable

from qa_checks.catalogue.comparisons import Comparison
from qa_checks.comparing.ground import Ground
from qa_checks.comparing.matching import Side
from qa_checks.model import ComparedColumn

NOT_LOOKED_AT = "changes are not looked for"


def list_apart(
    ground: Ground, comparison: Comparison, sides: Iterable[Side]
) -> list[ComparedColumn]:
    """Every header of the sheets that rows are from, none of whose values was compared.

    A sheet may show columns of one name twice, such as of the latest inspection and of the one
    before it: only those of the compared rows count.
    """
    names = {*comparison.key, *comparison.columns}
    names |= {
        need.partition(".")[2].partition("=")[2] or need.partition(".")[2]
        for column in comparison.columns.values()
        for need in column.needs
    }
    apart: dict[str, str] = {}
    taken: set[str] = set()
    for side, snapshot in zip(sides, (ground.loaded.previous, ground.loaded.release), strict=True):
        sources = {
            source for (source,) in ground.ask(f"SELECT DISTINCT _source FROM {side.source}")
        }
        blocks = set(
            ground.ask(f"SELECT DISTINCT _source, _block FROM {snapshot.prefix}{comparison.table}")
        )
        headers = [
            (key, header) for key, header in ground.loaded.headers.items() if key.source in sources
        ]
        compared = {
            header
            for key, header in headers
            if (key.source, key.block) in blocks and key.column in names
        }
        taken |= {header.casefold() for header in compared}
        apart |= {
            header.casefold(): header
            for key, header in sorted(headers, key=lambda item: (item[0].source, item[1]))
            if header not in compared
        }
    return [
        ComparedColumn(header, header, 0, NOT_LOOKED_AT)
        for folded, header in sorted(apart.items())
        if folded not in taken
    ]

"""The columns of two releases that a comparison does not look at, by their headers."""

from __future__ import annotations

from dataclasses import dataclass

from qa_checks.catalogue.comparisons import Comparison
from qa_checks.comparing.column_pairs import UNNAMED
from qa_checks.comparing.ground import Ground
from qa_checks.comparing.matching import Side
from qa_checks.model import ComparedColumn, Input, ReadColumn
from qa_checks.reading.header_text import normalise, visible
from qa_checks.reading.loaded import Snapshot

NOT_LOOKED_AT = "changes are not looked for"
NOT_READ = {
    "unknown": "no layout knows such a header",
    "ignored": "left out, as the layout says",
    "blank": "nobody can tell which column of the other release it is",
}


@dataclass(frozen=True)
class _Columns:
    """The columns of the sheets of one side by what they are called, as headers are compared.

    ``compared`` are the headers of compared values; ``apart`` the titles of all other columns, and
    ``unread`` why a column was read into no table.
    """

    compared: frozenset[str]
    apart: dict[str, str]
    unread: dict[str, str]

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self.compared or name in self.apart


def say_lacking(said: str) -> str:
    """Why a column that only one of two releases has is not compared."""
    return f"{said} has no such column"


def list_apart(
    ground: Ground, comparison: Comparison, old: Side, new: Side
) -> list[ComparedColumn]:
    """Every column of the sheets that rows are from, none of whose values was compared, and why.

    A sheet may show columns of one name twice, such as of the latest inspection and of the one
    before it: only those of the compared rows count. Those that were read into no table count too.
    """
    before = _list_columns(ground, comparison, old, ground.loaded.previous)
    now = _list_columns(ground, comparison, new, ground.loaded.release)
    apart = []
    for name, title in sorted({**before.apart, **now.apart}.items()):
        if name in before.compared | now.compared:
            continue
        reason = now.unread.get(name) or before.unread.get(name) or NOT_LOOKED_AT
        lacks = next((side for side, has in ((old, before), (new, now)) if not has.has(name)), None)
        if lacks and reason in (NOT_LOOKED_AT, NOT_READ["unknown"]):
            reason = say_lacking(lacks.said)
        apart.append(ComparedColumn(title, title, 0, reason))
    return apart


def _list_columns(
    ground: Ground, comparison: Comparison, side: Side, snapshot: Snapshot
) -> _Columns:
    """What the sheets of one side have."""
    sources = {source for (source,) in ground.ask(f"SELECT DISTINCT _source FROM {side.source}")}
    compared = _list_compared(ground, comparison, sources, snapshot)
    places = {ground.loaded.places[source] for source in sources}
    apart: dict[str, str] = {}
    unread: dict[str, str] = {}
    for sheet in ground.loaded.inputs:
        if (sheet.path, sheet.sheet, sheet.role) in places:
            for column in sheet.columns:
                title = _title(column, sheet)
                name = normalise(title)
                if name and name not in compared:
                    apart.setdefault(name, title)
                    if column.recognised in NOT_READ:
                        unread.setdefault(name, NOT_READ[column.recognised])
    return _Columns(compared, apart, unread)


def _title(column: ReadColumn, sheet: Input) -> str:
    """What a column is called, with its place where others have its header; '' if it is empty."""
    if column.recognised in ("blank", "empty"):
        return f"column {column.position}{UNNAMED}" if column.recognised == "blank" else ""
    header, name = " ".join(visible(column.header).split()), normalise(column.header)
    first = next(other for other in sheet.columns if normalise(other.header) == name)
    return header if first is column else f"{header} (column {column.position})"


def _list_compared(
    ground: Ground, comparison: Comparison, sources: set[int], snapshot: Snapshot
) -> frozenset[str]:
    """The headers of compared values in the sheets of one side."""
    names = {*comparison.key, *comparison.columns}
    names |= {
        need.partition(".")[2].partition("=")[2] or need.partition(".")[2]
        for column in comparison.columns.values()
        for need in column.needs
    }
    blocks = set(
        ground.ask(f"SELECT DISTINCT _source, _block FROM {snapshot.prefix}{comparison.table}")
    )
    return frozenset(
        normalise(header)
        for key, header in ground.loaded.headers.items()
        if key.source in sources and (key.source, key.block) in blocks and key.column in names
    )

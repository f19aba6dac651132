"""The columns of two releases that a comparison does not look at, by their headers."""

from __future__ import annotations

from msgspec import Struct

from qa_checks.catalogue.comparisons import Comparison
from qa_checks.comparing.column_pairs import UNNAMED
from qa_checks.comparing.column_sources import is_needed, list_blocks, list_sheets, list_sources
from qa_checks.comparing.matching import Side
from qa_checks.comparing.two_releases import TwoReleases
from qa_checks.model.changes import ComparedColumn
from qa_checks.model.inputs import Input, ReadColumn
from qa_checks.reading.header_text import normalise, visible

NOT_LOOKED_AT = "changes are not looked for"
NOT_READ = {
    "unknown": "no layout knows such a header",
    "ignored": "left out, as the layout says",
    "blank": "nobody can tell which column of the other release it is",
}


class _Columns(Struct, frozen=True):
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


def say_lacking(side: str) -> str:
    """Why a column that only one of two releases has is not compared."""
    return f"{side} has no such column"


def list_apart(
    releases: TwoReleases, comparison: Comparison, old: Side, new: Side
) -> list[ComparedColumn]:
    """Every column of the sheets that rows are from, none of whose values was compared, and why.

    A sheet may show columns of one name twice, such as of the latest inspection and of the one
    before it: only those of the compared rows count. Those that were read into no table count too.
    """
    before, now = (_list_columns(releases, comparison, side) for side in (old, new))
    apart = []
    for name, title in sorted({**before.apart, **now.apart}.items()):
        if name in before.compared | now.compared:
            continue
        reason = now.unread.get(name) or before.unread.get(name) or NOT_LOOKED_AT
        lacks = next((side for side, has in ((old, before), (new, now)) if not has.has(name)), None)
        if lacks and reason in (NOT_LOOKED_AT, NOT_READ["unknown"]):
            reason = say_lacking(lacks.called)
        apart.append(ComparedColumn(title, title, 0, reason))
    return apart


def _list_columns(releases: TwoReleases, comparison: Comparison, side: Side) -> _Columns:
    """What the sheets of one side have."""
    compared: set[str] = set()
    apart: dict[str, str] = {}
    unread: dict[str, str] = {}
    for _, sheet in list_sheets(releases, list_sources(releases, side)):
        read = _list_compared(releases, comparison, sheet)
        for column in sheet.columns:
            title = _title(column, sheet)
            name = normalise(title)
            if column.position in read:
                compared.add(name)
            elif name:
                apart.setdefault(name, title)
                if column.recognised in NOT_READ:
                    unread.setdefault(name, NOT_READ[column.recognised])
    return _Columns(frozenset(compared), apart, unread)


def _title(column: ReadColumn, sheet: Input) -> str:
    """What a column is called, with its place where others have its header; '' if it is empty."""
    if column.recognised in ("blank", "empty"):
        return f"column {column.position}{UNNAMED}" if column.recognised == "blank" else ""
    header, name = " ".join(visible(column.header).split()), normalise(column.header)
    first = next(other for other in sheet.columns if normalise(other.header) == name)
    return header if first is column else f"{header} (column {column.position})"


def _list_compared(releases: TwoReleases, comparison: Comparison, sheet: Input) -> set[int]:
    """The places of the columns of a sheet that hold compared values, or the key."""
    places = {column.position for column in sheet.columns if column.column in comparison.key}
    for name, compared in comparison.columns.items():
        blocks = list_blocks(releases, compared.needs, sheet)
        places |= {
            column.position
            for column in sheet.columns
            if column.block in blocks
            and (column.column == name if not compared.needs else is_needed(compared.needs, column))
        }
    return places

"""Rows that tables count under another value than the data has, grouped as readers see them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qa_checks.model.published import RecodedRow
from qa_checks.words import plural, say_place


class RecodedLine(Struct, frozen=True):
    """The re-coded rows of one name in one sheet: a sentence, and each row."""

    sentence: str
    rows: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.sentence}: {', '.join(self.rows)}."


def recoded_lines(rows: Sequence[RecodedRow]) -> list[RecodedLine]:
    """One line a name, release and sheet, in the order in which they were found."""
    groups: dict[tuple[object, ...], list[RecodedRow]] = {}
    for row in rows:
        key = (row.dimension, row.before, row.after, row.release, row.file, row.sheet, row.of)
        groups.setdefault(key, []).append(row)
    return [RecodedLine(_sentence(group), tuple(map(_row, group))) for group in groups.values()]


def _sentence(group: Sequence[RecodedRow]) -> str:
    """Such as: 2 rows of Example Trust count as Local Authority, not as Voluntary (sector)."""
    first = group[0]
    dimension = first.dimension.replace("_", " ")
    place = say_place(first.file, first.sheet, None)
    return (
        f"{plural(len(group), 'row')} of {first.of} in {place} "
        f"{'counts' if len(group) == 1 else 'count'} in tables as {first.after} instead of "
        f"{first.before} ({dimension})"
    )


def _row(row: RecodedRow) -> str:
    return row.key if row.row is None else f"{row.key} ({say_place(None, None, row.row)})"

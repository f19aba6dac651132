"""What became of the headers of a sheet, in words."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from qa_checks.model.inputs import Input, ReadColumn

READ = ("exact", "prefix", "nearest")
WORDS = {
    "nearest": "misspelt, read as",
    "ignored": "known and not needed",
    "unknown": "unknown, not read",
    "repeated": "a column again, not read",
    "blank": "no header, data not read",
    "empty": "no header and no data",
}


class HeaderLine(Struct, frozen=True):
    """One header, and what it was read as or why it was not."""

    position: int
    header: str
    read: str
    odd: bool


class Headers(Struct, frozen=True):
    """The headers of a sheet, those that were not simply read first in the summary."""

    summary: str
    lines: tuple[HeaderLine, ...]


def header_lines(sheet: Input) -> Headers:
    """Return what became of every header."""
    kinds = Counter(column.recognised for column in sheet.columns)
    misspelt = kinds["nearest"]
    read = sum(kinds.pop(kind, 0) for kind in READ)
    parts = [f"{read} of {len(sheet.columns)} columns read"]
    if misspelt:
        parts.append(f"{misspelt} misspelt")
    parts += [f"{number} {kind}" for kind, number in kinds.items()]
    return Headers(", ".join(parts), tuple(map(_line, sheet.columns)))


def _line(column: ReadColumn) -> HeaderLine:
    read = WORDS.get(column.recognised, "")
    if column.recognised in READ and column.table and column.column:
        meant = f"{column.table}: {column.column}".replace("_", " ")
        read = f"{read} {meant}".strip()
    return HeaderLine(
        column.position, column.header, read, column.recognised not in ("exact", "prefix")
    )

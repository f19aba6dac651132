"""The extract held against the system of record: rows that one side lacks, fields that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from qa_checks.model.changes import ComparedColumn
from qa_checks.model.sources import Source

SOURCE = "source"  # begins the id of each check of this kind
PARTS = ("key", "missing", "surplus", "types", "query", "differs.*")


def source_checks(tables: Iterable[str]) -> Iterator[str]:
    """The ids that checks of sources may have, as patterns, for the tables of a catalogue."""
    for table in tables:
        yield from (f"{SOURCE}.{table}.{part}" for part in PARTS)


class DifferenceKind(StrEnum):
    """How a row or a field differs."""

    MISSING = "not in the extract"
    SURPLUS = "not in the source"
    OTHER = "differs"
    UNSEEN = "differs unseen"


class FieldDifference(Struct, frozen=True):
    """A row that one side lacks, or a field that differs, with the value on both sides.

    ``column`` is the title, empty for a whole row. ``note`` says what no reader sees, such as a
    blank behind a text. ``file``, ``sheet`` and ``row`` are those of the extract, ``source_row``
    the row of the source, where its header is row 1.
    """

    key: str
    kind: DifferenceKind
    column: str
    extract: str | None
    source: str | None
    note: str
    check: str
    file: str | None
    sheet: str | None
    row: int | None
    source_row: int | None


class Reconciliation(Struct, frozen=True):
    """One table of the extract compared with what the system of record says of it.

    ``name`` begins the ids of its checks. ``left_out`` are rows that were not compared, since they
    have no key or share it; ``reason`` is why nothing was. Of ``differences`` only so many are
    kept; the findings hold more.
    """

    name: str
    title: str
    rows_are: str
    source: Source
    extract_rows: int = 0
    source_rows: int = 0
    both: int = 0
    missing: int = 0
    surplus: int = 0
    differing: int = 0
    left_out: int = 0
    reason: str = ""
    columns: tuple[ComparedColumn, ...] = ()
    notes: tuple[str, ...] = ()
    differences: tuple[FieldDifference, ...] = ()

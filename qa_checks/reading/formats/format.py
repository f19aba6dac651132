"""What a format is: how its bytes are told from others, and how its sheets are opened."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from qa_checks.errors import InputError
from qa_checks.reading.containers import OLE, ZIP, Archive, look_into_ole, look_into_zip
from qa_checks.reading.contents import Limits, Sheet

if TYPE_CHECKING:
    from qa_checks.duckdb_core import Connection

START = 64 * 1024


class Candidate(Struct, frozen=True, dict=True):
    """A file of which nobody knows yet what it is.

    ``start`` is its first 64 KiB, or all of it; ``place`` its name in messages; ``database`` one
    that is open and can look into it, if there is any.
    """

    path: Path
    start: bytes
    place: str
    database: Connection | None = None

    @cached_property
    def archive(self) -> Archive | None:
        """What it lists, if it is a ZIP archive."""
        return look_into_zip(self.path, self.place) if self.start.startswith(ZIP) else None

    @cached_property
    def streams(self) -> Set[str] | None:
        """What it holds, if it is an OLE container."""
        return look_into_ole(self.path, self.place) if self.start.startswith(OLE) else None


class Format(Struct, frozen=True):
    """A kind of file that holds tables.

    Attributes
    ----------
    title
        What people call it.
    recognises
        Whether a file is of this kind, told by its content and never by its name. It may raise
        InputError for one that is, but damaged or protected.
    open_sheets
        Gives the sheets of such a file, and refuses one that is damaged or beyond a limit, which
        nobody else looks at. The folder is for what has to be unpacked.
    packed
        How the name of such a file ends if it holds several times its bytes: an estimate is made
        before any file is opened.
    """

    title: str
    recognises: Callable[[Candidate], bool]
    open_sheets: Callable[[Candidate, Path, Limits], tuple[Sheet, ...]]
    packed: str = ""


def too_wide(columns: int, row: int, limits: Limits, place: str) -> InputError:
    """Build the error for a row that has more columns than are read."""
    return InputError(
        f"Row {row:,} has {columns:,} columns; at most {limits.columns:,} are read.",
        where=place,
        remedy="Check that this is the right file, or delete the columns that are not needed.",
    )


def look_at(path: Path, place: str, database: Connection | None = None) -> Candidate:
    """Read the first bytes of a file."""
    with path.open("rb") as stream:
        return Candidate(path, stream.read(START), place, database)

"""What a run was given: files, what could not be read of them, facts of the release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from qa_checks.days import a_year_before


class Role(StrEnum):
    """What a file is to the run: of the release that is checked, or an earlier one; or a source.

    A source is what the system of record says of a table of the release.
    """

    RELEASE = "release"
    PREVIOUS = "previous"
    HISTORY = "history"
    SOURCE = "source"

    def database(self, number: int = 0) -> str:
        """The database that holds the tables of such a release; of those with several, numbered."""
        if self is Role.RELEASE:
            return "memory"
        return f"{self}_{number}" if self in (Role.HISTORY, Role.SOURCE) else str(self)

    @property
    def is_earlier(self) -> bool:
        """Whether it is of a release before the one that is checked."""
        return self in (Role.PREVIOUS, Role.HISTORY)

    def name_file(self, path: str) -> str:
        """A file's name where files of both releases stand in one list."""
        return path if self is Role.RELEASE else f"{self}: {path}"


class ReadColumn(Struct, frozen=True):
    """One column of a sheet, and what its header was taken for.

    ``recognised`` is exact, prefix or nearest for one that was read as ``column`` of
    ``table``; ignored, unknown, repeated, empty (neither header nor data) or blank
    (data under no header) for one that was not. ``block`` is the part of the layout.
    """

    position: int
    header: str
    recognised: str
    table: str | None = None
    column: str | None = None
    block: int | None = None


class Input(Struct, frozen=True):
    """One sheet of one file, as it was read.

    ``layout`` is None for a sheet that is no known table; ``note`` then says
    why it was not checked. ``published`` sheets hold published tables.
    """

    path: str
    sheet: str | None
    sha256: str
    bytes: int
    rows: int
    layout: str | None
    layout_title: str = ""
    tables: Mapping[str, int] = {}
    header_row: int | None = None
    encoding: str | None = None
    role: Role = Role.RELEASE
    note: str = ""
    columns: tuple[ReadColumn, ...] = ()
    published: bool = False


class AbsentColumn(Struct, frozen=True):
    """A column that files of this kind have had for years, and this one has not.

    ``title`` is the header it usually stands under, ``since`` the date from which
    such files have had it (None where the layout does not say), ``reason`` what
    release.yml says of it, empty where it says nothing.
    ``unpivoted`` is a column whose cells are rows of the table, as a judgement's are.
    """

    path: str
    sheet: str | None
    table: str
    column: str
    title: str
    since: dt.date | None = None
    reason: str = ""
    unpivoted: bool = False


class Problem(Struct, frozen=True):
    """A file that could not be read: the run goes on without it and is incomplete."""

    path: str
    message: str


class ReleaseFacts(Struct, frozen=True):
    """What the release says of itself; None where it says nothing."""

    id: str
    title: str
    as_at: dt.date | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    published_by: dt.date | None = None
    status: str | None = None
    producer: str | None = None

    @property
    def last_day(self) -> dt.date | None:
        """The end of its period, or the day it is as at."""
        return self.period_end or self.as_at

    def covers(self, year: int, month: int = 0) -> bool:
        """Whether a year or a month of it has a day of the release, or that of its publication.

        One without a period is taken to be of the year to its day: what is as at 31 March 2024 may
        be told of 2023.
        """
        last = self.last_day
        first = self.period_start or (last and a_year_before(last + dt.timedelta(days=1)))
        days = [day for day in (self.as_at, self.published_by) if day is not None]
        spans = [(day, day) for day in days] + ([(first, last)] if first and last else [])
        return any(
            (start.year, start.month if month else 0)
            <= (year, month)
            <= (end.year, end.month if month else 0)
            for start, end in spans
        )

"""The days and periods that labels of a series say, and the releases that are of them."""

from __future__ import annotations

import datetime as dt
import re

from qa_checks.days import a_year_after, read_day, read_span
from qa_checks.model.inputs import ReleaseFacts

AS_AT = "as_at"
PERIOD = "period"
TIMES = (AS_AT, PERIOD)  # what the labels of a series stand for
DAY = dt.timedelta(days=1)
_YEARS = re.compile(r"(\d{4})\s*(?:[-–/]|to)?\s*(\d{2}|\d{4})")
_YEAR = re.compile(r"\d{4}")
_BEFORE = re.compile(r"(?i)^(as )?at\s+|^(in|year ending|year to)\s+")
Time = dt.date | tuple[dt.date, dt.date] | tuple[int, int]


def read_time(label: str, kind: str) -> Time | None:
    """The day or period that a label says; None if it says none.

    Two years, as in 2024-25, mean twelve months that begin in the one and end in the other.

    Examples
    --------
    >>> read_time("As at 31 March 2019", "as_at")
    datetime.date(2019, 3, 31)
    >>> read_time("2024 to 2025", "period")
    (2024, 2025)
    """
    bare = _BEFORE.sub("", label.strip())
    try:
        if kind == AS_AT:
            return read_day(bare.removesuffix(" 00:00:00"))
        if years := _YEARS.fullmatch(bare):
            first, last = int(years[1]), int(years[2])
            return first, last if last > 99 else first + (last - first) % 100
        if _YEAR.fullmatch(bare):
            return int(bare), int(bare)
        return read_span(bare)
    except ValueError:
        return None


def is_of(facts: ReleaseFacts, time: Time) -> bool:
    """Whether a release is as at a day, or of a period."""
    if isinstance(time, dt.date):
        return facts.as_at == time
    start, end = facts.period_start, facts.period_end
    if start is None or end is None:
        return False
    if isinstance(time[0], int):
        return (start.year, end.year) == time and end + DAY == a_year_after(start)
    return (start, end) == time


def say_time(facts: ReleaseFacts, kind: str) -> str:
    """The day or period of a release as labels say it; '' if it has none."""
    if kind == AS_AT:
        return f"{facts.as_at.day} {facts.as_at:%B %Y}" if facts.as_at else ""
    start, end = facts.period_start, facts.period_end
    if start is None or end is None:
        return ""
    if end + DAY == a_year_after(start):
        return str(start.year) if start.year == end.year else f"{start.year}-{end.year % 100:02}"
    return f"{start.day} {start:%B %Y} to {end.day} {end:%B %Y}"

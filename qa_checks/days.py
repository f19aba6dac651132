"""Days as people print them and as programs write them."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = (
    "january february march april may june july august september october november december".split()
)
MONTH = "|".join(f"{month}|{month[:3]}" for month in MONTHS)
WAYS_TO_WRITE = "2021-08-31, 31/08/2021 or 31 August 2021"
_ISO = r"(\d{4})-(\d{2})-(\d{2})"
_PRINTED = (
    rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ /.\-](\d{{1,2}}|(?:{MONTH}|sept)\.?),?[ /.\-](\d{{4}})"
)
_BETWEEN = r"\.\.| to | until "


def read_day(text: str) -> dt.date:
    """Read a day: ``2021-08-31``, ``31/08/2021``, ``31 August 2021`` or the like, day first.

    Raises
    ------
    ValueError
        If it is none.
    """
    written = " ".join(text.split())
    if iso := re.fullmatch(_ISO, written):
        return dt.date(*map(int, iso.groups()))
    printed = re.fullmatch(_PRINTED, written, re.IGNORECASE)
    if printed is None:
        raise ValueError(f"'{text}' is not a date")
    day, month, year = printed.groups()
    return dt.date(int(year), number_of(month), int(day))


def read_span(text: str) -> tuple[dt.date, dt.date]:
    """Read the first and the last day of a period: ``01/04/2021..31/08/2021``, or with "to".

    Raises
    ------
    ValueError
        If it is no such pair.
    """
    first, last = re.split(_BETWEEN, text, flags=re.IGNORECASE)
    return read_day(first), read_day(last)


def a_year_after(day: dt.date) -> dt.date:
    """The same day a year later; 28 February after 29 February, and no later than there are days.

    Examples
    --------
    >>> a_year_after(dt.date(2024, 2, 29))
    datetime.date(2025, 2, 28)
    """
    if day.year == dt.MAXYEAR:
        return dt.date.max
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


def a_year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; 28 February before 29 February.

    Examples
    --------
    >>> a_year_before(dt.date(2024, 2, 29))
    datetime.date(2023, 2, 28)
    """
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def number_of(month: str) -> int:
    """The number of a month that is given by its number, its name or the beginning of that."""
    if month.isdigit():
        return int(month)
    return next(i for i, name in enumerate(MONTHS, start=1) if name.startswith(month.lower()[:3]))

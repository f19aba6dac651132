"""Working days: inspections start and reports appear on no other."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Final

EASTER_SUNDAYS: Final = {
    2016: dt.date(2016, 3, 27),
    2017: dt.date(2017, 4, 16),
    2018: dt.date(2018, 4, 1),
    2019: dt.date(2019, 4, 21),
    2020: dt.date(2020, 4, 12),
    2021: dt.date(2021, 4, 4),
}
LAG_USUAL: Final = 28
LAG_LEAST: Final = 20
LAG_MOST: Final = 60


def is_working_day(day: dt.date) -> bool:
    """Say whether offices are open in England on this day.

    Parameters
    ----------
    day
        Any day; Easter is known for the years of `EASTER_SUNDAYS` only.

    Returns
    -------
    bool
        False on weekends, bank holidays and between Christmas and New Year.
    """
    if day.weekday() > 4 or (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2):
        return False
    if day.weekday() == 0 and (
        (day.month == 5 and (day.day <= 7 or day.day >= 25)) or (day.month == 8 and day.day >= 25)
    ):
        return False
    easter = EASTER_SUNDAYS.get(day.year)
    return easter is None or (day - easter).days not in (-2, 1)


def working_day(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """Draw a working day between two days, both included.

    Parameters
    ----------
    rng
        Source of chance.
    first, last
        The bounds; at least one working day lies between them.

    Returns
    -------
    datetime.date
        The day drawn.
    """
    span = (last - first).days
    while True:
        day = first + dt.timedelta(int(rng.random() * (span + 1)))
        if is_working_day(day):
            return day


def monday(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """Draw a Monday that is no bank holiday.

    Parameters
    ----------
    rng
        Source of chance.
    first, last
        The bounds, both included.

    Returns
    -------
    datetime.date
        The Monday drawn.
    """
    start = first + dt.timedelta(-first.weekday() % 7)
    weeks = (last - start).days // 7
    while True:
        day = start + dt.timedelta(7 * rng.randint(0, weeks))
        if is_working_day(day):
            return day


def publication_day(rng: Random, inspected: dt.date, cut_off: dt.date) -> dt.date:
    """Draw the working day on which the report of an inspection appears.

    Parameters
    ----------
    rng
        Source of chance.
    inspected
        First day of the inspection.
    cut_off
        Last day on which a report may appear.

    Returns
    -------
    datetime.date
        A day 20 to 60 days after the inspection, not after the cut-off.
    """
    most = min(LAG_MOST, (cut_off - inspected).days)
    lag = round(rng.triangular(LAG_LEAST, most, min(LAG_USUAL, most)))
    day = inspected + dt.timedelta(lag)
    step = 1 if lag + 4 <= most else -1
    while not is_working_day(day):
        day += dt.timedelta(step)
    return day

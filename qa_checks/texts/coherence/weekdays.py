"""Weekdays beside dates, and days that no calendar has."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence

from qa_checks.days import read_day
from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.calendar import DATE, MONTH
from qa_checks.texts.coherence.mending import are_one_digit_apart
from qa_checks.texts.coherence.relation import ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import Skeleton

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WHOLE_DATE = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d")
_WEEKDAY = re.compile(rf"\b({'|'.join(_DAYS)}),?(?: the)? #x(\d+)#")
_WEEK = re.compile(r"\bweeks? (?:beginning|commencing|starting)(?: on)?(?: the)? #x(\d+)#")
_MONDAY, _SUNDAY = 0, 6  # that a week begins on a Sunday is somebody's custom


def find_weekdays(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """The days of the week that dates of a text are said to be, and dates that do not exist."""
    for sentence in sentences:
        if "#x" not in sentence.words:
            continue
        for date in (number for number in sentence.numbers if number.exempt):
            if _read(date) is None and _WHOLE_DATE.fullmatch(date.printed):
                yield _relation(date, f"there is no {date.printed}", is_so=False)
        for place in _WEEKDAY.finditer(sentence.words):
            yield from _weekday(sentence.numbers[int(place[2])], place[1])
        for place in _WEEK.finditer(sentence.words):
            date = sentence.numbers[int(place[1])]
            day = _read(date)
            if day and day.weekday() != _SUNDAY:
                yield from _weekday(date, _DAYS[_MONDAY], "and a week begins on a")


def _weekday(date: PrintedNumber, weekday: str, but: str = "not a") -> Iterator[Relation]:
    day = _read(date)
    if day is None:
        return
    is_so = _DAYS[day.weekday()] == weekday
    name = f"{day:%A}" if is_so else f"{day:%A}, {but} {weekday.capitalize()}"
    mends = () if is_so else tuple(_other_days(date.printed, day, weekday))
    yield _relation(date, f"{date.printed} is a {name}", is_so=is_so, mends=mends)


def _relation(
    date: PrintedNumber, says: str, *, is_so: bool, mends: tuple[str, ...] = ()
) -> Relation:
    return Relation(ClosingKind.WEEKDAY, (date,), lambda _: is_so, lambda _: says, mends=mends)


def _other_days(printed: str, day: dt.date, weekday: str) -> Iterator[str]:
    """The days of the month that are such a weekday and differ in one digit, as printed."""
    written = f"{day.day}"
    for number in range(1, monthrange(day.year, day.month)[1] + 1):
        other = f"{number}"
        fits = _DAYS[day.replace(day=number).weekday()] == weekday
        if fits and are_one_digit_apart(written, other) and printed.startswith(written):
            yield f"{other}{printed[len(written) :]} instead of {printed}"


def _read(date: PrintedNumber) -> dt.date | None:
    if date.exempt != DATE:
        return None
    try:
        return read_day(date.printed)
    except ValueError:
        return None

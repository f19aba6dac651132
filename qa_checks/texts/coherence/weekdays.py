"""Weekdays beside dates, and days that no calendar has."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from qa_checks.days import read_day
from qa_checks.texts.calendar import DATE, MONTH
from qa_checks.texts.coherence.relation import ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import Skeleton

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WHOLE_DATE = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d")
_WEEKDAY = re.compile(rf"\b({'|'.join(_DAYS)}),?(?: the)? #x(\d+)#")
_WEEK = re.compile(r"\bweeks? (?:beginning|commencing|starting)(?: on)?(?: the)? #x(\d+)#")
_DATES = re.compile(r"#x(\d+)#")
_MONDAY, _SUNDAY = 0, 6  # that a week begins on a Sunday is somebody's custom


def find_weekdays(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """The days of the week that dates of a text are said to be, and dates that do not exist."""
    for sentence in sentences:
        if "#x" not in sentence.words:
            continue
        for place in _DATES.finditer(sentence.words):
            printed = sentence.numbers[int(place[1])].printed
            if _read(sentence, place[1]) is None and _WHOLE_DATE.fullmatch(printed):
                yield _false(sentence, place[1], f"there is no {printed}")
        for place in _WEEKDAY.finditer(sentence.words):
            yield from _weekday(sentence, place[2], place[1])
        for place in _WEEK.finditer(sentence.words):
            day = _read(sentence, place[1])
            if day and day.weekday() != _SUNDAY:
                yield from _weekday(sentence, place[1], _DAYS[_MONDAY], "and a week begins on a")


def _weekday(
    sentence: Skeleton, place: str, weekday: str, but: str = "not a"
) -> Iterator[Relation]:
    day = _read(sentence, place)
    number = sentence.numbers[int(place)]
    if day is None:
        return
    is_so = _DAYS[day.weekday()] == weekday
    name = f"{day:%A}" if is_so else f"{day:%A}, {but} {weekday.capitalize()}"
    says = f"{number.printed} is a {name}"
    mends = () if is_so else tuple(_other_days(number.printed, day, weekday))
    yield Relation(ClosingKind.WEEKDAY, (number,), lambda _: is_so, lambda _: says, mends=mends)


def _other_days(printed: str, day: dt.date, weekday: str) -> Iterator[str]:
    """The days of the month that are such a weekday and differ in one digit, as printed."""
    written = f"{day.day}"
    for number in range(1, 32):
        other = f"{number}"
        differ = sum(left != right for left, right in zip(written, other, strict=False))
        try:
            fits = _DAYS[day.replace(day=number).weekday()] == weekday
        except ValueError:
            continue
        if fits and len(other) == len(written) and differ == 1 and printed.startswith(written):
            yield f"{other}{printed[len(written) :]} instead of {printed}"


def _false(sentence: Skeleton, place: str, says: str) -> Relation:
    number = sentence.numbers[int(place)]
    return Relation(ClosingKind.WEEKDAY, (number,), lambda _: False, lambda _: says)


def _read(sentence: Skeleton, place: str) -> dt.date | None:
    number = sentence.numbers[int(place)]
    if number.exempt != DATE:
        return None
    try:
        return read_day(number.printed)
    except ValueError:
        return None

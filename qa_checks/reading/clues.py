"""What titles, sheets and file names say of a release: its date and its period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from msgspec import Struct

from qa_checks.days import MONTH, number_of

_DAY = rf"(\d{{1,2}}) ({MONTH}) (\d{{4}})"
AS_AT = rf"\b(?:as )?at {_DAY}\b"
SPAN = rf"\b{_DAY} (?:to|until|and) {_DAY}\b"
MONTHS_SPAN = rf"\b({MONTH})(?: (\d{{4}}))? to ({MONTH}) (\d{{4}})\b"
YEAR = r"\b(?:in|for|during)? ?(?:the )?(?:year )?(20\d\d) (\d\d)\b(?! \d)"


class Clue(Struct, frozen=True):
    """A text that says something of the release, and where it stands."""

    text: str
    where: str

    @property
    def words(self) -> str:
        """The text in lower case with one blank between words, so that file names read alike."""
        return re.sub(r"[\s_\-–—/.,]+", " ", self.text).casefold()


def guess_as_at(clues: Sequence[Clue]) -> tuple[dt.date | None, Clue | None]:
    """The latest date that stands behind 'as at' or 'at'."""
    dated = [
        (day, clue)
        for clue in clues
        for match in re.finditer(AS_AT, clue.words)
        if (day := _day(*match.groups()))
    ]
    return max(dated, key=lambda pair: pair[0], default=(None, None))


def guess_period(clues: Sequence[Clue]) -> tuple[dt.date, dt.date, Clue] | None:
    """The first span of days or months, else the first year such as 2023-24 (April to March)."""
    for clue in clues:
        for match in re.finditer(SPAN, clue.words):
            start, end = _day(*match.groups()[:3]), _day(*match.groups()[3:])
            if start and end and start <= end:
                return start, end, clue
        for match in re.finditer(MONTHS_SPAN, clue.words):
            start, end = _day("1", match[1], match[2] or match[4]), _last_day(match[3], match[4])
            if start and end and start <= end:
                return start, end, clue
    for clue in clues:
        for match in re.finditer(YEAR, clue.words):
            year = int(match[1])
            if (year + 1) % 100 == int(match[2]):
                return dt.date(year, 4, 1), dt.date(year + 1, 3, 31), clue
    return None


def _day(day: str, month: str, year: str) -> dt.date | None:
    try:
        return dt.date(int(year), number_of(month), int(day))
    except ValueError:
        return None


def _last_day(month: str, year: str) -> dt.date | None:
    days = (_day(day, month, year) for day in ("31", "30", "29", "28"))
    return next(filter(None, days), None)

"""A text beside that of the last release: what was carried forward, what is quoted from then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from qa_checks.days import MONTHS, number_of
from qa_checks.model.texts import BlockKind, NumberKind, PrintedNumber, Text
from qa_checks.texts.coherence.relation import bounds_of
from qa_checks.texts.coherence.skeletons import Skeleton, draw_skeletons, is_hedged
from qa_checks.texts.folding import fold

_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = "|".join(month[:3] for month in MONTHS)
_DATE = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({_MONTH})[a-z]*\.? (\d{{4}})", re.IGNORECASE
)
_AGO = (
    r"a year (?:ago|earlier|before)|the year before|the (?:previous|last) (?:release|publication)"
)
_TIMED = re.compile(
    rf"#[cpu](?P<number>\d+)#(?: [a-z'-]+){{0,4}}? (?:#x(?P<time>\d+)#|(?P<ago>{_AGO}))"
)
_OPENING = re.compile(
    r"(?:in|at|as at|on|by)(?: the (?:year|period|quarter)(?: to| ending)?)? #x(\d+)#,"
)
_LAST = re.compile(r"(?i:last|previous|preceding|one year (?:ago|earlier|before))\b")
_WORD = re.compile(r"[a-z][a-z'-]+")
_TIMELESS = frozenset(
    "a an the of in on at to and or but for by with as from than were was is are had have has be "
    "been being there that which who it its their this these those they them all total number "
    "compared against same period year last previous release up down rose risen rise fell fallen "
    "fall grew grown growth increase increased decrease decreased dropped declined reduction "
    "change since ago earlier before now still also over under again percentage points per "
    "cent".split()
)
_ALIKE = 0.5  # the part of their words that two sentences on one thing share
_NEAR = 4  # a figure that is off by more than a quarter is another one
_FEW_WORDS = 3
_STATED = (NumberKind.NUMBER, NumberKind.FRACTION, NumberKind.MULTIPLE)
Day = tuple[int, int, int]


class Edition(Struct, frozen=True, dict=True):
    """A text of one release, with its numbers."""

    text: Text
    numbers: Sequence[PrintedNumber]

    @cached_property
    def sentences(self) -> tuple[Skeleton, ...]:
        """Its sentences outside of tables."""
        every = draw_skeletons(self.text, self.numbers)
        return tuple(sentence for sentence in every if sentence.kind is not BlockKind.CELL)

    @cached_property
    def days(self) -> frozenset[Day]:
        """The days, months and years that it names: (2021, 8, 31), (2021, 8, 0), (2021, 0, 0)."""
        return frozenset(
            day for number in self.numbers if number.exempt for day in _days(number.printed)
        )

    def words(self, sentence: Skeleton) -> str:
        """A sentence as it is written."""
        return self.text.content[sentence.start : sentence.end]


class Carried(Struct, frozen=True):
    """A sentence that the last text has in the same words: where it starts, and its numbers."""

    start: int
    numbers: tuple[int, ...]


class Quoted(Struct, frozen=True):
    """An earlier figure that a text quotes, and whether it is what the last text printed."""

    start: int
    holds: bool
    message: str


def find_carried(now: Edition, last: Edition) -> tuple[Carried, ...]:
    """The sentences with numbers that stand in the last text in the same words.

    One that names its year says the same of that year for ever, and is none of them.
    """
    before = {_plain(last.words(sentence)) for sentence in last.sentences}
    return tuple(
        Carried(sentence.start, tuple(number.start for number in stated))
        for sentence in now.sentences
        if (stated := find_stated(sentence))
        and len(sentence.words.split()) > _FEW_WORDS
        and not any(number.exempt and _YEAR.search(number.printed) for number in sentence.numbers)
        and _plain(now.words(sentence)) in before
    )


def find_quoted(now: Edition, last: Edition) -> tuple[Quoted, ...]:
    """The figures of the last release that a text quotes, where the last text prints them.

    Which sentence of the last text is on the same thing, the words say; a figure for which there
    is none is none of them.
    """
    return tuple(
        quoted
        for sentence in now.sentences
        for number, day in _earlier(sentence, now, last)
        if (quoted := _compare(number, day, sentence, last))
    )


def find_stated(sentence: Skeleton) -> list[PrintedNumber]:
    """The numbers of a sentence that state an amount."""
    return [number for number in sentence.numbers if number.kind in _STATED and not number.exempt]


def _plain(words: str) -> str:
    return " ".join(fold(words).lower().split()).rstrip(".")


def _days(printed: str) -> Iterator[Day]:
    if dates := list(_DATE.finditer(printed)):
        for date in dates:
            yield int(date[3]), number_of(date[2]), int(date[1] or 0)
    else:
        yield from ((int(year), 0, 0) for year in _YEAR.findall(printed))


def _earlier(
    sentence: Skeleton, now: Edition, last: Edition
) -> Iterator[tuple[PrintedNumber, Day | None]]:
    """The numbers of a sentence that are of the time of the last text, and of which day."""
    seen: set[str] = set()
    for place in _TIMED.finditer(sentence.words):
        day = None
        if place["time"]:
            printed = sentence.numbers[int(place["time"])].printed
            day = _earlier_day(printed, now, last)
            if day is None and not _LAST.match(printed):
                continue
        seen.add(place["number"])
        if not is_hedged(sentence.words, place.start()):
            yield sentence.numbers[int(place["number"])], day
    opening = _OPENING.match(sentence.words)
    if opening and sentence.words.count("#x") == 1:
        day = _earlier_day(sentence.numbers[int(opening[1])].printed, now, last)
        for place in re.finditer(r"#[cpu](\d+)#", sentence.words) if day else ():
            if place[1] not in seen and not is_hedged(sentence.words, place.start()):
                yield sentence.numbers[int(place[1])], day


def _earlier_day(printed: str, now: Edition, last: Edition) -> Day | None:
    """The day of a date that the last text names as well, and after which comes one of this."""
    days = list(_days(printed))
    if len(days) != 1 or not now.days:
        return None
    [day] = days
    known = {day, (day[0], 0, 0)} & {*last.days, *((year, 0, 0) for year, _, _ in last.days)}
    later = max(now.days) > (day if day[1] else (day[0], 12, 31))
    return day if known and later else None


def _compare(
    number: PrintedNumber, day: Day | None, sentence: Skeleton, last: Edition
) -> Quoted | None:
    alike = [
        (other, printed)
        for other in last.sentences
        if _likeness(sentence, other) >= _ALIKE and _is_of(other, day)
        for printed in find_stated(other)
        if printed.unit == number.unit and printed.kind is number.kind and printed.value
    ]
    if not alike or number.value is None:
        return None
    if any(_agree(number, printed) for _, printed in alike):
        return Quoted(number.start, True, f"{number.printed} is what was printed then")
    value = number.value
    other, printed = min(alike, key=lambda pair: abs((pair[1].value or 0) - value))
    if abs((printed.value or 0) - value) * _NEAR > abs(value):
        return None
    then_said = last.words(other)
    return Quoted(
        number.start,
        False,
        f"{number.printed} is quoted from then, and what was printed is {printed.printed}: "
        f"'{then_said}' ({last.text.file})",
    )


def _agree(number: PrintedNumber, then: PrintedNumber) -> bool:
    """Whether both are the same, or one is the other rounded."""
    if number.step == then.step:
        return number.value == then.value
    return bounds_of(number).meets(bounds_of(then))


def _likeness(sentence: Skeleton, other: Skeleton) -> float:
    left, right = _content(sentence), _content(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def _content(sentence: Skeleton) -> frozenset[str]:
    return frozenset(_WORD.findall(sentence.words)) - _TIMELESS


def _is_of(sentence: Skeleton, day: Day | None) -> bool:
    """Whether a sentence of the last text may be on a day: it names it, or no year at all."""
    days = [day for number in sentence.numbers if number.exempt for day in _days(number.printed)]
    return day is None or not days or any(other[0] == day[0] for other in days)


class BesideLast(Struct, frozen=True):
    """What of a text stands in those of the last release.

    ``compared`` counts the sentences with numbers, ``carried`` are those that stand there too,
    each with the file; ``quoted`` are earlier figures that the text quotes.
    """

    compared: int = 0
    carried: tuple[tuple[str, Carried], ...] = ()
    quoted: tuple[Quoted, ...] = ()


def hold_beside(now: Edition, before: Sequence[Edition]) -> BesideLast:
    """Look for the sentences and the earlier figures of a text in those of the last release.

    A figure that one of them has is as printed then, whatever another says.
    """
    if not before:
        return BesideLast()
    carried = {
        sentence.start: (last.text.file, sentence)
        for last in before
        for sentence in find_carried(now, last)
    }
    quoted: dict[int, Quoted] = {}
    for last in before:
        for figure in find_quoted(now, last):
            if figure.holds or figure.start not in quoted:
                quoted[figure.start] = figure
    return BesideLast(
        sum(bool(find_stated(sentence)) for sentence in now.sentences),
        tuple(carried[start] for start in sorted(carried)),
        tuple(quoted[start] for start in sorted(quoted)),
    )

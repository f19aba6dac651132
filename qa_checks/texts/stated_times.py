"""The day or period that a sentence says its numbers hold for: "on 31 March 2021 there were 4"."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from qa_checks.days import MONTH, a_year_before, number_of, read_day
from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.sentences import Span

_DAY_OF_MONTH = rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTH}|sept)\b"
_DAY = rf"(?:{_DAY_OF_MONTH}\.?,? \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}})(?!\d)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?"
_SPELL = r"(?:financial |academic |reporting )?(?:year|period|12 months)"
_TIME = re.compile(
    r"\b(?:"
    rf"(?P<at>as at|as of|at|on) {_WEEKDAY}(?P<day>{_DAY})"
    rf"|(?:between|from) {_WEEKDAY}(?P<first>{_DAY}|{_DAY_OF_MONTH}) (?:and|to|until) {_WEEKDAY}"
    rf"(?P<last>{_DAY})"
    rf"|(?:between|from) (?P<first_month>{MONTH}|sept)(?: (?P<from_year>(?:19|20)\d\d))?"
    r" (?:and|to|until) "
    rf"(?P<last_month>{MONTH}|sept)\b(?: (?P<of_year>(?:19|20)\d\d)(?![\d/:-]|[,.]\d| ?%))?"
    rf"|in the (?P<spell>{_SPELL}) (?:ending|ended|to)(?: on)? (?P<end>{_DAY})"
    rf"|(?:in|during) (?:the {_SPELL} )?"
    r"(?P<first_year>(?:19|20)\d\d)(?: to |/|-)(?P<last_year>(?:19|20)?\d\d)(?![\d,.%]\d|\d|%)"
    r"|(?:in|during) (?:the (?:calendar )?year )?"
    rf"(?P<month>(?:{MONTH}|sept)\b,? )?(?P<year>(?:19|20)\d\d)(?![\d/:-]|[,.]\d| ?%)"
    r")"
    # Not the first of several days: on 31 March 2020 and 31 March 2021.
    rf"(?!,?(?: and| or| to| until| -)?(?: on| at| as at)? {_WEEKDAY}"
    rf"(?:{_DAY}|(?:19|20)\d\d\b(?!,\d)))"
)
_OPENING = re.compile(
    r"\W{0,5}(?:\(?\d{1,3}[.)] )?(?P<words>(?:[a-z'-]{1,30} ){0,5}[a-z'-]{1,30}, )?\(?"
)
_BEFORE_NUMBER = re.compile(r",?(?P<words>(?: [a-z'-]{1,30}){0,14}) [£$€]?")
_BEHIND_NUMBER = re.compile(r"\)?(?P<words>(?: [a-z'-]{1,30}){0,14}) \(?")
_NEXT_WORDS = re.compile(r"(?: [a-z'-]{1,30}){0,6}")
# Of a sentence with these some day may be another than that of its numbers.
_OTHER_DAY = frozenset(
    """
    after because before earlier framework frameworks from legislation introduced introduction
    later new previously regulations since until when where which who whose that change changed
    changes compared but while whereas
    """.split()
)
_CHANGE = frozenset(
    """
    decrease decreased down drop dropped fall fell fewer growth grew higher increase increased less
    lower more rise rose up
    """.split()
)
_STATE = frozenset("are had has have is numbered offered provided stood totalled was were".split())
_HEDGES = frozenset(
    "a about all almost around just least less more most nearly of only over some than the total "
    "under up to at".split()
)
_EVENT = re.compile(r"\w+(?:ed|ing)|began|came|held|left|made|met|took|went")
_OF_CHANGE = re.compile(
    r"\b(?:by|up|down|(?:change|decrease|drop|fall|growth|increase|rise) of|decreased|dropped|fell"
    r"|grew|increased|rose)(?: (?:a|about|around|almost|nearly|only|over))? \W?\Z"
)


class FirstDay(Struct, frozen=True):
    """The first day of a period, and where it is stated: in "the year to" it is not in figures."""

    start: int
    end: int
    day: dt.date


class StatedTime(Struct, frozen=True):
    """A day, the last one of a period, or the years of one, and the number it stands beside.

    ``start`` and ``end`` are its place in the text. ``years`` are two of one period, or one twice,
    which may be that of a ``month``; ``first`` is the first day of a period, where that is stated.
    ``months`` are the first and the last of a period whose year is not.
    """

    start: int
    end: int
    number: int
    day: dt.date | None = None
    years: tuple[int, int] | None = None
    month: int | None = None
    months: tuple[int, int] | None = None
    first: FirstDay | None = None


def find_stated_times(
    plain: str, sentences: Sequence[Span], numbers: Sequence[PrintedNumber]
) -> Iterator[StatedTime]:
    """The times of a folded text in small letters that are said of a number beside them.

    A time opens the sentence before its first number, or follows a number in the same clause.
    """
    counted = [(place, number) for place, number in enumerate(numbers) if not number.exempt]
    starts = [number.start for _, number in counted]
    places = frozenset(starts)  # in 2013 homes
    for sentence in sentences:
        for time in _TIME.finditer(plain, sentence.start, sentence.end):
            if time["year"] and time.start("year") in places:
                continue
            before = bisect_left(starts, time.start()) - 1
            behind = bisect_left(starts, time.end())
            if before >= 0 and starts[before] >= sentence.start:
                place, number = counted[before]
                if _follows(plain, number, time):
                    yield from _read(time, place)
            elif behind < len(starts) and starts[behind] < sentence.end:
                place, number = counted[behind]
                if _opens(plain, sentence, time, number):
                    yield from _read(time, place)


def _read(time: re.Match[str], number: int) -> Iterator[StatedTime]:
    if first := time["first_year"]:
        years = int(first), int(first[:2] + time["last_year"][-2:])
        if years[1] == years[0] + 1:
            yield StatedTime(time.start("first_year"), time.end(), number, years=years)
        return
    if year := time["year"]:
        month = number_of(time["month"].strip(" ,")) if time["month"] else None
        start = time.start("month" if month else "year")
        yield StatedTime(start, time.end(), number, years=(int(year), int(year)), month=month)
        return
    if time["last_month"]:
        yield _read_months(time, number)
        return
    [part] = [name for name in ("day", "last", "end") if time[name]]
    try:
        day = read_day(time[part])
        first = _read_first(time, day)
    except ValueError:  # which is told as a day that no calendar has
        return
    yield StatedTime(time.start(part), time.end(part), number, day, first=first)


def _read_months(time: re.Match[str], number: int) -> StatedTime:
    """From April to August, of a year that may be named."""
    first, last = (number_of(time[name]) for name in ("first_month", "last_month"))
    start, end = time.start("first_month"), time.end()
    if not time["of_year"]:
        return StatedTime(start, end, number, months=(first, last))
    year = int(time["of_year"])
    begins = dt.date(int(time["from_year"] or year - (first > last)), first, 1)
    ends = dt.date(year + last // 12, last % 12 + 1, 1) - dt.timedelta(days=1)
    return StatedTime(start, end, number, ends, first=FirstDay(start, end, begins))


def _read_first(time: re.Match[str], last: dt.date) -> FirstDay | None:
    """The first day of a period that ends on another: of two days without a year the one before."""
    if time["first"]:
        has_year = re.search(r"\d{4}", time["first"])
        day = read_day(time["first"] if has_year else f"{time['first']} {last.year}")
        if not has_year and day > last:
            day = a_year_before(day)
        return FirstDay(*time.span("first"), day)
    if time["spell"] in ("year", "12 months"):
        day = a_year_before(last + dt.timedelta(days=1))
        return FirstDay(time.start("spell"), time.end(), day)
    return None


def _opens(plain: str, sentence: Span, time: re.Match[str], number: PrintedNumber) -> bool:
    """Whether a time opens the sentence, and is said of its first number."""
    opening = _OPENING.fullmatch(plain, sentence.start, time.start())
    between = _BEFORE_NUMBER.fullmatch(plain, time.end(), number.start)
    if opening is None or between is None:
        return False
    words = between["words"].split()
    others = [*(opening["words"] or "").strip(", ").split(), *words]
    if not _OTHER_DAY.isdisjoint(others):
        return False
    # "On 1 April, 12 homes moved" tells of an event, "On 1 April, 12 homes were open" of a state.
    if _HEDGES.issuperset(words):
        behind = _NEXT_WORDS.match(plain, number.end, sentence.end)
        words = behind[0].split() if behind else []
    return time["day"] is None or not _STATE.isdisjoint(words)


def _follows(plain: str, number: PrintedNumber, time: re.Match[str]) -> bool:
    """Whether a time behind a number is said of it."""
    behind = _BEHIND_NUMBER.fullmatch(plain, number.end, time.start())
    if behind is None:
        return False
    words = behind["words"].split()
    if not (_OTHER_DAY | _CHANGE | {"than"}).isdisjoint(words) or words[-1:] == ["and"]:
        return False
    if time["at"] != "on" and not time["year"]:
        return True
    before = plain[max(0, number.start - 40) : number.start]
    # "There were 12 registered homes on 1 April" tells of a day, "12 registered on it" of an event.
    is_adjective = len(words) > 1 and not _STATE.isdisjoint(before.split())
    events = filter(_EVENT.fullmatch, words[1:] if is_adjective else words)
    return not any(events) and not _OF_CHANGE.search(before)

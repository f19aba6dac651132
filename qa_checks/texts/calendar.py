"""Dates, years, periods and times of day in a text: what looks like a number and counts nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_checks.days import MONTHS
from qa_checks.texts.lexicon import DIGITS, NUMERALS, Entry, beginning
from qa_checks.texts.numerals import NO_UNIT, SMALL

DATE, PERIOD, YEAR, TIME = "date", "period", "year", "time of day"

MONTH_NAMES = (
    " ".join(f"{month.capitalize()} {month[:3].capitalize()}" for month in MONTHS) + " Sept"
)
MONTH = rf"(?:{MONTH_NAMES.replace(' ', '|')})\b\.?"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
CENTURY = r"(?:19|20)\d\d"
_LONG = "day|week|fortnight|month|term|year|decade"
_SPAN = rf"(?:{_LONG}|quarter)"
_SORT = r"(?:working |calendar |financial |academic |full |school |consecutive )?"
_AGO = r"(?:ago|earlier|later|previously|before|period|cycle|running|in a row)"
_NAMED = rf" (?:of )?{CENTURY}|[.,;)]|\n|\Z"  # what follows a numbered quarter or week
_NO_DECIMALS = r"(?!\d|,\d{3}|\.\d)"

ENTRIES = (
    Entry(DATE, DIGITS, r"\d{4}-\d\d-\d\d\b"),
    Entry(DATE, DIGITS, r"(?<![\d/.,])\d{1,2}([/.])\d{1,2}\1(?:19|20)?\d\d(?![\d/,]|\.\d)"),
    Entry(
        DATE,
        DIGITS,
        (
            rf"(?:{DAY} ?(?:to|-) ?|(?<=between ){DAY} and )?{DAY}[ -]?(?:of )?{MONTH}"
            rf"(?:,? ?-?(?:{CENTURY}|'?\d\d(?! [a-z]))(?!,?\d|\.\d| ?%| per))?"
        ),
    ),
    beginning(
        DATE,
        MONTH_NAMES,
        (
            rf"(?:\.? {DAY}, {CENTURY}\b|-\d\d\b"
            rf"|\.?(?: of|,)? ?-?(?:{CENTURY}{_NO_DECIMALS}|'\d\d\b))"
        ),
    ),
    beginning(DATE, "on until", rf" {MONTH} {DAY}{NO_UNIT}(?! [a-z])(?!\w)"),
    Entry(
        TIME,
        DIGITS,
        (
            r"(?i:(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)? ?(?:a\.?m\b\.?|p\.?m\b\.?|noon\b|o'clock))"
            r"|(?<!ratio of )(?<!:)(?:[01]\d|2[0-3]):[0-5]\d\b(?![:\d])"
        ),
    ),
    Entry(PERIOD, "q h", r"(?<!\w)[QH][1-4]\b(?:(?: |/|-|, )(?:of )?(?:19|20)\d\d(?:[-/]\d\d)?)?"),
    # Not "in 2010 - 20 fewer than before".
    Entry(
        PERIOD,
        DIGITS,
        (
            rf"{CENTURY}(?: ?[/-] ?{CENTURY}| ?/ ?\d\d| ?-\d\d| ?- \d\d(?! [a-z]))"
            r"\b(?!,\d|\.\d| ?%)"
        ),
    ),
    Entry(PERIOD, DIGITS, rf"{CENTURY}s\b|\d\d(?:st|nd|rd|th)[- ]century\b"),
    Entry(
        PERIOD,
        NUMERALS,
        (
            r"(?i:(?<!average )(?<!mean )(?<!median )"
            rf"{SMALL}-(?:{_LONG}|hour|minute|working[- ]day)s?"
            r"(?:ly)?\b(?!-| olds?| average| median| mean))"
        ),
    ),
    Entry(PERIOD, NUMERALS, rf"(?i:{SMALL} {_SORT}{_SPAN}s? {_AGO}\b)"),
    beginning(
        PERIOD,
        "last past previous preceding next coming first final latest every recent following",
        rf"(?i: {SMALL} {_SORT}{_SPAN}s?\b)",
    ),
    beginning(PERIOD, "half quarter", r"(?i:[- ]year(?:s|ly)?\b)"),
    beginning(
        PERIOD,
        "every each all",
        rf"(?i: (?:other |{_SORT})(?:{_SPAN}|hour|morning|spring|summer|autumn|winter|time)\b)",
    ),
    beginning(
        PERIOD,
        "first second third fourth last latest final previous this each every next same that per "
        "current preceding",
        (
            r"(?i: (?:half|quarter)\b)"
            rf"(?! of (?!(?:the |a |this |last )?(?:\w+ )?(?:{CENTURY}|{_SPAN}|period|cycle)\b))"
        ),
    ),
    beginning(PERIOD, "first second third fourth fifth sixth last", rf"(?i: {_SORT}(?:{_LONG})\b)"),
    beginning(PERIOD, "one a", r"(?i: quarter (?:ago|earlier|later)\b)"),
    beginning(PERIOD, "once", r"(?i: (?:a|every|each|per) (?:quarter|year|month|week|day)\b)"),
    beginning(PERIOD, "in over during by since for of", r"(?i: the quarter\b(?! of))"),
    beginning(PERIOD, "quarter", rf" [1-4]{NO_UNIT}(?= \(|{_NAMED})"),
    beginning(PERIOD, "week", rf" \d{{1,2}}{NO_UNIT}(?={_NAMED})"),
    beginning(PERIOD, "quarter", rf"(?: (?:ending|ended)\b| to (?=(?:\d{{1,2}} )?{MONTH}))"),
)

_YEARS = re.compile(rf"(?<![\w£$€,.:/-]){CENTURY}(?![\d%/]|:\d|,\d|\.\d| ?%| per ?cent)(?!\w)")
_GROUPED = re.compile(r"(?<![\d,])[12],\d{3}(?![\d,])")
_PUBLISHED = (
    "figures statistics results releases publications series census regulations returns analysis "
    "guidelines rules estimates editions versions tables elections reforms data levels tests exams"
).split()
_VERBS = "is was has as this its does us plus sees saw towards across shows thus less".split()
_PLURAL = re.compile(r" (?:[a-z][a-z'-]* )?([a-z][a-z'-]+s)\b")
_DATING = re.compile(r"(?i:\b(?:in|since|during|by|after|before|from)) \Z")
_CHANGE = (
    r"(?:rose|risen|rises?|fell|fallen|falls?|grew|grown|grow|increased?|increases|decreased?"
    r"|dropped|went|gone|reduced|down|up|changed?)(?: slightly| sharply| further)?"
)
_COUNTING = re.compile(
    r"(?:\b(?:were|was|are|is|had|have|has|only|over|around|about|nearly|almost|than|least|most"
    r"|total|total of|reached|reaching|some|all|another|these|those|out of|up to)"
    rf"|\b{_CHANGE}(?: by| to| from| from [\d,]+(?: [a-z]+)? to)) \Z"
)


def _ends_there(after: str, plural: re.Match[str] | None) -> bool:
    """Whether nothing is said of the things after a year, as in: we saw faults in 2010 homes."""
    return bool(
        plural and re.match(r"[.,;:)]|\Z| (?:in|across|run by|which|that)\b", after[plural.end() :])
    )


def find_years(plain: str) -> Iterator[tuple[int, int]]:
    """The years of a folded text that nothing around them makes a count.

    Where thousands are grouped (2,013 homes), four digits from 1900 to 2099 are a year unless
    words for counting stand on both sides; where they are not, one side is enough to leave it a
    number.
    """
    groups = bool(_GROUPED.search(plain))
    for year in _YEARS.finditer(plain):
        before, after = plain[max(0, year.start() - 40) : year.start()], plain[year.end() :][:40]
        plural = _PLURAL.match(after)
        counts = plural is not None and plural[1] not in [*_PUBLISHED, *_VERBS]
        counting = bool(_COUNTING.search(before))
        dated = bool(_DATING.search(before)) and (groups or not _ends_there(after, plural))
        if (counts and (counting or not dated)) or (counting and not groups):
            continue
        yield year.span()

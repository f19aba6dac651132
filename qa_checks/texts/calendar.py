"""Dates, years, periods and times of day in a text: what looks like a number and counts nothing."""

from __future__ import annotations

import re

from qa_checks.days import MONTHS
from qa_checks.texts.numerals import NO_UNIT, SMALL

DATE, PERIOD, YEAR, TIME = "date", "period", "year", "time of day"

_NAMES = "|".join(f"{month.capitalize()}|{month[:3].capitalize()}" for month in MONTHS)
MONTH = rf"(?:{_NAMES}|Sept)\b\.?"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
CENTURY = r"(?:19|20)\d\d"
_SPAN = r"(?:day|week|fortnight|month|quarter|term|year|decade)"
_SORT = r"(?:working |calendar |financial |academic |full |school |consecutive )?"

PATTERNS = (
    (DATE, r"\b\d{4}-\d\d-\d\d\b"),
    (DATE, r"(?<![\d/.,])\d{1,2}([/.])\d{1,2}\1(?:19|20)?\d\d(?![\d/,]|\.\d)"),
    (
        DATE,
        rf"\b{DAY}[ -]?(?:of )?{MONTH}"
        rf"(?:,? ?-?(?:{CENTURY}|'?\d\d(?! [a-z]))(?!,?\d|\.\d| ?%| per))?",
    ),
    (DATE, rf"\b{MONTH} {DAY}, {CENTURY}\b"),
    (DATE, rf"\b(?:on|until) {MONTH} {DAY}{NO_UNIT}(?! [a-z])(?!\w)"),
    (DATE, rf"\b{MONTH}(?: of|,)? ?-?(?:{CENTURY}(?!\d|,\d{{3}}|\.\d)|'\d\d\b)"),
    (
        TIME,
        r"(?i:\b(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)? ?(?:a\.?m\b\.?|p\.?m\b\.?|noon\b|o'clock))"
        r"|(?<!ratio of )(?<![\d:])\b(?:[01]\d|2[0-3]):[0-5]\d\b(?![:\d])",
    ),
    (PERIOD, r"\b[QH][1-4](?:(?: |/|-|, )(?:of )?(?:19|20)\d\d(?:[-/]\d\d)?)?\b"),
    (PERIOD, rf"\b{CENTURY} ?(?:/|-) ?(?:{CENTURY}|\d\d)\b(?!,\d|\.\d| ?%)"),
    (PERIOD, rf"\b{CENTURY}s\b|\b\d\d(?:st|nd|rd|th)[- ]century\b"),
    (PERIOD, rf"(?i:\b{SMALL}-(?:{_SPAN}|hour|minute|working[- ]day)s?(?:ly)?\b(?!-| olds?))"),
    (
        PERIOD,
        r"(?i:\b(?:last|past|previous|preceding|next|coming|first|final|every|recent|following) "
        rf"{SMALL} {_SORT}{_SPAN}s?\b)",
    ),
    (
        PERIOD,
        rf"(?i:\b{SMALL} {_SORT}{_SPAN}s? "
        r"(?:ago|earlier|later|previously|before|period|cycle|running|in a row)\b)",
    ),
    (PERIOD, r"(?i:\b(?:half|quarter)[- ]year(?:s|ly)?\b)"),
    (
        PERIOD,
        rf"(?i:\b(?:every|each|all) (?:other |{_SORT})"
        rf"(?:{_SPAN}|hour|morning|spring|summer|autumn|winter|time)\b)",
    ),
    (
        PERIOD,
        r"(?i:\b(?:first|second|third|fourth|last|latest|final|previous|this|each|every|next|same"
        r"|that|per|current|preceding) (?:half|quarter)\b"
        rf"(?! of (?!(?:the |a |this |last )?(?:\w+ )?(?:{CENTURY}|{_SPAN}|period|cycle)\b)))",
    ),
    (
        PERIOD,
        r"(?i:\b(?:one|a) quarter (?:ago|earlier|later)\b|\bonce a (?:quarter|year|month)\b"
        r"|\b(?:in|over|during|by|since|for|of) the quarter\b|\bquarter (?:ending|to|ended|on)\b)",
    ),
    (
        PERIOD,
        rf"(?i:\b(?:first|second|third|fourth|fifth|sixth|last) {_SORT}(?:{_SPAN}|half-term)\b)",
    ),
)

_YEARS = re.compile(rf"(?<![\w£$€,.:/-]){CENTURY}(?![\d%/:]|,\d|\.\d| ?%| per ?cent)(?!\w)")
_GROUPED = re.compile(r"(?<![\d,])[12],\d{3}(?![\d,])")
_PUBLISHED = (
    "figures statistics results releases publications series census regulations returns analysis "
    "guidelines rules estimates editions versions tables elections reforms data levels tests exams"
).split()
_VERBS = "is was has as this its does us plus sees saw towards across shows thus less".split()
_PLURAL = re.compile(r" (?:[a-z][a-z'-]* )?([a-z][a-z'-]+s)\b")
_COUNTING = re.compile(
    r"(?:\b(?:were|was|are|is|had|have|has|only|over|around|about|nearly|almost|than|least|most"
    r"|total|total of|reached|reaching|some|all|another|these|those|all of|out of|of these)"
    r"|\b(?:rose|risen|rise|fell|fallen|fall|grew|grown|increased?|decreased?|dropped|went|gone"
    r"|reduced|down|up|change|changed)(?: slightly| sharply| further)? (?:by|to)|\bup to) \Z"
)
_CHANGING = re.compile(
    r"(?:rose|risen|fell|fallen|grew|grown|increased?|decreased?|up|down) from \Z"
)


def find_years(plain: str) -> list[tuple[int, int, str]]:
    """The years of a folded text that nothing around them makes a count.

    Where thousands are grouped (2,013 homes), four digits from 1900 to 2099 are a year unless
    words for counting stand on both sides; where they are not, one side is enough to leave it a
    number.
    """
    groups = bool(_GROUPED.search(plain))
    years = []
    for year in _YEARS.finditer(plain):
        before, after = plain[max(0, year.start() - 40) : year.start()], plain[year.end() :][:40]
        counted = _PLURAL.match(after)
        counts = bool(counted) and counted is not None and counted[1] not in [*_PUBLISHED, *_VERBS]
        counting = bool(_COUNTING.search(before) or _CHANGING.search(before))
        if (counts and counting) or (not groups and counting):
            continue
        if counts and not re.search(r"(?i:\b(?:in|since|during|by|after|before|from)) \Z", before):
            continue
        years.append((year.start(), year.end(), YEAR))
    return years

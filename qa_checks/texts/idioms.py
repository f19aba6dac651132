"""Names and turns of phrase that hold a word for a number and count nothing; ages too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_checks.texts.citations import COUNTED, numbered
from qa_checks.texts.lexicon import DIGITS, NUMERALS, Entry, beginning
from qa_checks.texts.numerals import NO_UNIT, SMALL

MEASURE, AGE, PRONOUN = "name of a measure", "age", "the pronoun one"
NAME, BOUND, RATE = "name or phrase", "part of a bound", "base of a rate"

_GRADE = r"\d{1,2}(?:[a-z](?![a-z]))?"
_UP = r"(?: (?:or|and) (?:above|below|higher|lower))?"
# "At local authority level 12 were good": a level is one only after some words.
_NAMING = (
    "at a of in to or and from for with reach reached achieve achieved above below gained"
).split()
_AFTER_NAMING = "(?:(?m:^)|{})".format("|".join(rf"(?<=\b{word} )" for word in _NAMING))
_PHRASES = {
    "one": r"[- ]to[- ]one|[- ](?:off|stop|way|sided|size)| another| hand",
    "each": r" other",
    "double": r"[- ](?:count|check|decker|glaz)\w*",
    "at": r" (?:all(?=[.,;:)]|$)|first)",  # "at all homes" counts homes
    "above after": r" all(?=,)",
    "first": r" of all|[- ](?:aid|class|names?|languages?|hand|tier|instance)| world war",
    "second": r"[- ](?:hand|languages?|opinions?|analysts?)| world war",
    "third": r"[- ](?:part(?:y|ies)|sector)",
    "zero": r"[- ](?:hours|tolerance)",
    "half": r"[- ](?:terms?|hours?|days?|past)",
    "day": r" one",
    "all": r"-(?:party|parties|through|round)|[- ](?:day|year)",
    "most": r" recent(?:ly)?",
    "no": r" (?:longer|doubt|matter|wonder)",
    "yes": r" or no",
    "for": r" (?:the most part|one thing)",
    "both": r" sides",
    "in": r" all(?=[.,;:)]|$)",
    "of": r" (?:all|every) (?:types?|kinds?|sorts?|ages?|sizes?)",
}
_PEOPLE = (
    "children people those adults babies pupils learners students persons men women boys girls"
)
ENTRIES = (
    beginning(MEASURE, "covid cov", r"[- ]?\d+"),
    beginning(MEASURE, "KS", rf" ?\d(?: ?(?:and|to|or|-) ?\d)*{NO_UNIT}"),
    beginning(MEASURE, "key", rf"(?i: stages?) ?\d(?: ?(?:and|to|or|-) ?\d)*{NO_UNIT}"),
    *numbered(
        MEASURE,
        "Progress Attainment Grade Level Category Tier Stage Band Phase Type Group Class Zone Step "
        "Priority Quintile Decile Standard Wave Round Year",
        "Grades Levels Categories Tiers Stages Bands Phases Types Groups Years",
        _GRADE,
        _UP,
    ),
    beginning(
        MEASURE,
        "grade grades level levels category tier band stage quintile decile type",
        (
            rf" {_GRADE}{NO_UNIT}(?:{COUNTED}|(?= (?:qualifications|passes|results|courses)\b))"
            rf"(?: ?(?:and|to|or|-) ?{_GRADE}{NO_UNIT}(?! [a-z]))*{_UP}"
        ),
        _AFTER_NAMING,
    ),
    beginning(
        AGE,
        "age aged ages",
        (
            rf"(?i:(?: of| from| between| under| over| below)? {SMALL}\b"
            rf"(?: ?(?:to|and|or|-) ?{SMALL}\b)?"
            r"(?: (?:years?|months?)\b)?"
            rf"(?: (?:and|or) (?:over|under|above|below|older|younger))?{NO_UNIT})"
        ),
        r"(?i:(?<!average )(?<!mean )(?<!median ))",
    ),
    Entry(
        AGE,
        NUMERALS,
        (
            rf"(?i:{SMALL}-?(?: ?(?:and|to|or|-) ?{SMALL})?[- ]years?[- ]olds?\b"
            rf"|{SMALL}(?: (?:to|-) {SMALL})? years? (?:of age|old)\b)"
        ),
    ),
    beginning(AGE, "under over", r"[- ]\d{1,2}'?s\b"),
    Entry(
        AGE,
        DIGITS,
        (
            r"(?:\d{1,2} years?(?: old)?|1[68]|2[15]|6[05]) (?:and|or) over\b(?! ?\d)"
            r"|\d{1,2}(?: years?)?(?: old)? (?:and|or) (?:older|younger)\b"
            rf"|(?:1[68]|25|65)\+(?![\d%]){COUNTED}"
        ),
    ),
    beginning(
        AGE,
        _PEOPLE,
        (
            r"(?i: (?:aged )?(?:under|over|below) (?:the age of )?\d{1,2})"
            r"(?! ?[%£\d,]\d?| per| million| (?!years)[a-z-]+s\b|\.\d)"
        ),
    ),
    Entry(MEASURE, DIGITS, r"(?<=\b[A-G]/)[1-9](?![\d/])"),  # grade C/4
    Entry(NAME, DIGITS, r"(?<!\d)[2-5][DG]\b"),
    Entry(NAME, DIGITS, r"24 ?/ ?7\b|24 hours a day\b"),
    *(beginning(NAME, words, rf"(?i:{tail})\b") for words, tail in _PHRASES.items()),
    beginning(
        BOUND, "no", r"(?i:(?= (?:more|fewer|less|greater|higher|lower|later|earlier) than\b))"
    ),
    beginning(BOUND, "at", r" most\b"),
    beginning(
        NAME,
        "add adds adding sum sums summing",
        r"(?i: (?:up )?to 100(?: ?%| per ?cent)?(?![\d,]))",
    ),
    beginning(
        NAME, "nearest", r"(?i: \d[\d,]*(?: thousand| million)?\b(?!\.\d))", r"(?i:(?<=to the ))"
    ),
    beginning(
        RATE,
        "per",
        (
            r"(?i: (?:(?:100|1,?000|10,?000|100,?000|1,?000,?000)(?!,?\d)"
            r"|(?:(?:one|a|ten) )?(?:hundred |thousand )?(?:hundred|thousand|million)\b))"
        ),
    ),
)

_ONE = re.compile(r"\bone\b", re.IGNORECASE)
_BEFORE_PRONOUN = re.compile(
    r"(?i:\b(?:this|that|which|any|every|each|another|same|previous|latest|new|old|right|wrong"
    r"|the first|the last|the next|the other|better|larger|smaller|different|other)) \Z"
)
_MAY = r"(?:can|could|may|might|must|should|would|ought|does|needs|hopes|expects|assumes)"
_AFTER_PRONOUN = re.compile(rf"(?i: {_MAY}(?: (?:not|also|then|only))? [a-z]|'s\b)")
_DURATION = re.compile(
    rf"(?i:\b(?:within|after|for up to|(?:in|over|during|throughout|for) the) {SMALL} "
    r"(?:(?:working|calendar|full) )?(?:hour|day|week|month|year)s?\b(?! olds?))"
)
_AVERAGE = re.compile(
    r"(?i:\b(?:average|averag\w+|mean|median|typical\w*|took|take[sn]?|waited)\b)"
)


def find_pronouns(plain: str) -> Iterator[tuple[int, int]]:
    """Where "one" stands for a thing or for anybody, and is no count."""
    for word in _ONE.finditer(plain):
        before = plain[max(0, word.start() - 20) : word.start()]
        if _BEFORE_PRONOUN.search(before) or _AFTER_PRONOUN.match(plain, word.end()):
            yield word.span()


def find_durations(plain: str) -> Iterator[tuple[int, int]]:
    """Lengths of time that name a period or a limit; one that was measured is a number."""
    for duration in _DURATION.finditer(plain):
        around = plain[max(0, duration.start() - 80) : duration.end() + 40]
        if not _AVERAGE.search(around):
            yield duration.span()

"""Names and turns of phrase that hold a word for a number and count nothing; ages too."""

from __future__ import annotations

import re

from qa_checks.texts.citations import COUNTED, POINTED, numbered
from qa_checks.texts.numerals import NO_UNIT, SMALL

MEASURE, AGE, PRONOUN = "name of a measure", "age", "the pronoun one"
NAME, BOUND, RATE, PERIOD = "name or phrase", "part of a bound", "base of a rate", "period"

_GRADE = r"\d{1,2}(?:[a-z](?![a-z]))?"
_UP = r"(?: (?:or|and) (?:above|below|higher|lower))?"
_PHRASES = (
    r"24 ?/ ?7|one[- ]to[- ]one|one[- ](?:off|stop|way|sided|size)|one another|each other"
    r"|double[- ](?:count|check|decker|glaz)\w*|on (?:the )?one hand|at all|above all|after all"
    r"|first of all|at first|first[- ](?:aid|class|names?|languages?|hand|tier|instance)"
    r"|second[- ](?:hand|languages?|opinions?|analyst|analysts)|third[- ](?:part(?:y|ies)|sector)"
    r"|zero[- ](?:hours|tolerance)|half[- ](?:terms?|hours?|days?|past)|(?:first|second) world war"
    r"|one day|day one|for one thing|all[- ](?:party|parties|through|round|day|year)|most recent"
    r"|most recently|no (?:longer|doubt|matter|wonder)|(?:yes|or) no|for the most part|both sides"
)
_PEOPLE = (
    "children|people|those|adults|babies|pupils|learners|students|persons|men|women|boys|girls"
)
PATTERNS = (
    (MEASURE, r"\b(?:COVID|Covid|SARS-CoV)[- ]?\d+"),
    (MEASURE, rf"\b(?:[Kk]ey [Ss]tages?|KS) ?\d(?: ?(?:and|to|or|-) ?\d)*{NO_UNIT}"),
    (
        MEASURE,
        numbered(
            "Progress|Attainment|Grade|Level|Category|Tier|Stage|Band|Phase|Type|Group|Class|Zone"
            "|Step|Priority|Quintile|Decile|Standard|Wave|Round|Year",
            "Grades|Levels|Categories|Tiers|Stages|Bands|Phases|Types|Groups|Years",
            _GRADE,
        )
        + _UP,
    ),
    (
        MEASURE,
        rf"{POINTED}\b(?:grade|level|category|tier|band|stage|quintile|decile)s? {_GRADE}{NO_UNIT}"
        rf"{COUNTED}(?: ?(?:and|to|or|-) ?{_GRADE}{NO_UNIT}(?! [a-z]))*{_UP}",
    ),
    (
        AGE,
        r"(?i:(?<!average )(?<!mean )(?<!median )\b(?:aged?|ages)(?: of| from| between)? "
        rf"{SMALL}\b(?: ?(?:to|and|or|-) ?{SMALL}\b)?(?: (?:years?|months?)\b)?"
        rf"(?: (?:and|or) (?:over|under|above|below|older|younger))?{NO_UNIT})",
    ),
    (AGE, rf"(?i:\b{SMALL}-?(?: ?(?:and|to|or|-) ?{SMALL})?[- ]years?[- ]olds?\b)"),
    (AGE, rf"(?i:\b{SMALL} (?:to|-) {SMALL} years? of age\b|\b{SMALL} years? (?:of age|old)\b)"),
    (AGE, r"(?i:\b(?:under|over)[- ]\d{1,2}'?s\b)"),
    (
        AGE,
        r"(?i:\b\d{1,2}(?: years?)?(?: old)? (?:and|or) (?:over|older|younger)\b(?! ?\d))"
        r"|\b(?:0|1[1-9]|25|65)\+(?![\d%])",
    ),
    (
        AGE,
        rf"(?i:\b(?:{_PEOPLE}) (?:aged )?(?:under|over|below) (?:the age of )?\d{{1,2}}"
        r"(?! ?[%£\d,]\d?| per| million| (?!years)[a-z-]+s\b|\.\d))",
    ),
    (NAME, rf"(?i:\b(?:{_PHRASES})\b)"),
    (
        BOUND,
        r"(?i:\bno (?=(?:more|fewer|less|greater|higher|lower|later|earlier) than\b)|\bat most\b)",
    ),
    (
        RATE,
        r"(?i:\b(?:per|for every) (?:(?:100|1,?000|10,?000|100,?000|1,?000,?000)(?!,?\d)"
        r"|(?:(?:one|a|ten) )?(?:hundred |thousand )?(?:hundred|thousand|million)\b))",
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
    rf"(?i:\b(?:within|after|over a|for up to|a|the|any) {SMALL} "
    r"(?:(?:working|calendar|full) )?(?:day|week|month|year)s?\b(?! olds?))"
)
_AVERAGE = re.compile(
    r"(?i:\b(?:average|averag\w+|mean|median|typical\w*|took|take[sn]?|waited)\b)"
)


def find_pronouns(plain: str) -> list[tuple[int, int, str]]:
    """Where "one" stands for a thing or for anybody, and is no count."""
    return [
        (word.start(), word.end(), PRONOUN)
        for word in _ONE.finditer(plain)
        if _BEFORE_PRONOUN.search(plain, max(0, word.start() - 20), word.start())
        or _AFTER_PRONOUN.match(plain, word.end())
    ]


def find_durations(plain: str) -> list[tuple[int, int, str]]:
    """Lengths of time that name a period or a limit; one that was measured is a number."""
    return [
        (duration.start(), duration.end(), PERIOD)
        for duration in _DURATION.finditer(plain)
        if not _AVERAGE.search(plain[max(0, duration.start() - 80) : duration.end() + 40])
    ]

"""The words by which a text says that something changed, and where its two ends stand."""

from __future__ import annotations

import re

from qa_checks.texts.coherence.skeletons import number, words

_UP = (
    "rose|risen|rises?|rising|grew|grown|grows?|growing|growth|increases?|increased|increasing"
    "|climbed|climbing|jumped|widened|up|gains?"
)
_DOWN = (
    "fell|fallen|falls?|falling|decreases?|decreased|decreasing|drops?|dropped|dropping|declines?"
    "|declined|declining|reductions?|reduced|narrowed|shrank|dipped|down|loss|losses|cut"
)
_LESS = "fewer|less|lower|smaller"
MORE = "more|fewer|less|higher|lower|larger|smaller"
EITHER = "change|difference|gap|changed"  # to one side or the other
RISE = "(?:rise|increase|growth|gain|fall|decrease|drop|decline|reduction|loss)"
CHANGE = rf"\b(?P<verb>{_UP}|{_DOWN})"
# Not the nouns: falls from 10 to 20 per cent may be anything between.
WENT = (
    "rose|risen|rising|grew|grown|growing|increased|increasing|climbed|climbing|jumped|widened|up"
    "|fell|fallen|falling|decreased|decreasing|dropped|dropping|declined|declining|narrowed|shrank"
    "|dipped|down"
)
# They reduced the number of homes that they run by 3%; in "homes visited by three" nothing is said.
_BY_ALL = r"(?: [a-z]+){0,2} (?:number|proportion|share|total|rate|capacity)(?: [a-z'-]+){0,8} by"
BY = rf"(?: [a-z]+ly)?(?: by| of|{_BY_ALL})?(?: an? (?:further|additional))?"
FIRST, SECOND = number("cpou", "first"), number("cpou", "second")
AMOUNT = number("cpouf", "amount")
# From 2,071; from a rate of 2%, the 2012 total of 2,309, a ten-year high of 1.96.
TO_END = rf"(?:{words(3)}|{words(4)} (?:total|number|figure|rate|average|peak|high|low) of)"
FROM_TO = rf"from{TO_END} {FIRST}{words(7)},? to{words(4)} {SECOND}"
TO_FROM = rf"to{words(3)} {SECOND}{words(7)},?(?: up| down)? from{words(3)} {FIRST}"
# From 2,071; compared with 31 March 2016 (2,071), with last year, when there were 2,071.
ON = r"(?:from|on|against|compared (?:with|to))"
_THERE = r"(?:there|it|they|these|the [a-z]+) (?:were|was|had been|stood at)"
SINCE_FIRST = (
    rf"(?:{ON}{TO_END} |(?:since|than|{ON}){words(8)} \((?=#[cpu]\d+#{words(2)}\))"
    rf"|(?:since|than|{ON}){words(6)},? when {_THERE} ){FIRST}"
    r"(?! (?:more|fewer|less)\b)"
)
# Than the 2,071 in 2016, the peak of 2,071, in 2016 (2,071): not than the average of 12 years.
THAN_FIRST = (
    rf"{words(3)} than(?: the (?:(?:(?:peak|high|low|record|total|number|figure) ){{1,2}}of )?"
    rf"|{words(6)} \((?=#[cpu]\d+#(?: [a-z]+ #x\d+#)?\))|{words(6)},? when {_THERE} ){FIRST}"
    r"(?!-| (?:more|fewer|less|years?|months?|weeks?|days?)\b)"
)
# "331 more homes (up 9% from 3,679 to 4,010)": the change is that of the homes, not of the 331.
STOCK = rf"{SECOND}(?! (?:more|fewer|less|extra|additional|further)\b)"
NO_END = rf"(?!{words(7)},? to{words(3)} #)"

# Words behind a change that say no more than since when: than in 2020, on the previous year.
_WHEN = (
    "than since compared with to from on over in during at as by between and the a an this that it "
    "there was were last previous prior same time point date year years quarter month months "
    "period ago before earlier"
).split()
_A_YEAR = r"(?!,? an? (?:year|quarter|month|week|day)(?! (?:ago|before|earlier)))"  # 80 a year
ONLY_TIME = rf"{_A_YEAR}(?:,? (?:{'|'.join(_WHEN)}|#x\d+#)(?![a-z'-]))*"

RANKING = re.compile(r"\b(?:rank|position|place\b|league)")  # in which 1 is above 2
_FALLS = re.compile(rf"{_DOWN}|{_LESS}|fall|decrease|drop|decline|reduction")


def says_fall(verb: str) -> bool:
    """Whether a word says that something became less."""
    return bool(_FALLS.fullmatch(verb))

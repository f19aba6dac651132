"""How a text says that something changed: the words, and the sentences with its two ends."""

from __future__ import annotations

import re
from itertools import permutations

from qa_checks.texts.coherence.skeletons import compiled, number, words

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

# The ways to name a change: an increase of 9%, a 9% increase, an increase (9%), a gap of 9.
_NAMED = (
    rf"(?:an? )?{CHANGE}{BY} {AMOUNT}",
    rf"an? {AMOUNT} (?P<verb>{RISE})\b",
    rf"an? (?:[a-z]+ )?(?P<verb>{RISE}) \({AMOUNT}\)",
    rf"(?:an? )?(?P<verb>{EITHER}) of {AMOUNT}",
)
_ALSO = rf"(?:(?: \(|,? or ){number('cpou', 'also')}\)?)?"
_AS_A = r"(?:,| \(| -) ?"
_THAN_THEN = rf"(?: than{words(2)} #x\d+#|[.,;)]|\Z)"  # not than in Wales
_ASIDE = rf"(?:,{words(4)}(?=,))?"  # 2,209 homes, of all types, a 3% increase

# Each holds a verb, the amount of the change and its two ends.
AMOUNTS = compiled(
    rf"{CHANGE}{BY} {AMOUNT}{_ALSO}{words(6)},? {FROM_TO}",
    rf"{CHANGE}{BY} {AMOUNT}{words(6)},? {TO_FROM}",
    rf"{CHANGE}{BY} {AMOUNT}{words(6)} \({FROM_TO}",
    rf"{CHANGE}{BY} {AMOUNT}{words(6)} \({TO_FROM}",
    rf"{CHANGE}{BY} {AMOUNT}{words(6)} \({SECOND}{words(3)},? from {FIRST}{words(3)}\)",
    rf"{CHANGE}{BY} {AMOUNT} \({FIRST} to {SECOND}\)",
    rf"\ban? (?:[a-z]+ )?(?P<verb>{RISE}) \({AMOUNT}\){words(6)},? {FROM_TO}",
    *(rf"{FROM_TO}{words(6)}{_AS_A}{named}{_ALSO}" for named in _NAMED),
    rf"{AMOUNT} (?P<verb>{RISE}){words(8)},? {FROM_TO}",
    rf"\b(?P<verb>{EITHER}) (?:of|by) {AMOUNT}{words(8)},? {FROM_TO}",
    rf"{FROM_TO}{words(6)}{_AS_A}{AMOUNT} (?P<verb>{MORE}){_THAN_THEN}",
    rf"{AMOUNT} (?P<verb>{MORE}){words(6)} \({SECOND},?(?: up| down)? {ON} {FIRST}\)",
    rf"{AMOUNT} (?P<verb>{RISE}){words(8)} \(to {SECOND}\){words(6)} \({FIRST}\)",
    # 2,500 homes, up 9% from 2,300; 2,500 homes, compared with 2,300 in 2020, an increase of 9%.
    *(
        f"{STOCK}{words(7)}{change}"
        for named in _NAMED
        for change in (
            rf"{_ASIDE}{_AS_A}{named}{words(3)} {SINCE_FIRST}{NO_END}",
            rf",? (?:up |down )?{ON}{words(3)} {FIRST}{words(7)}{_AS_A}{named}",
        )
    ),
    rf"{STOCK}{words(7)}{_AS_A}(?:which (?:is|was) )?{AMOUNT} (?P<verb>{MORE}){THAN_FIRST}{NO_END}",
)
# To 2,500 by 200, or by 9% since 2018 (2,300): the other end may stand in the sentences before.
WITHOUT_FIRST = compiled(rf"{CHANGE}{BY} {AMOUNT}{words(4)},? to {SECOND}")
WITHOUT_SECOND = compiled(rf"{CHANGE}{BY} {AMOUNT}{words(3)} {SINCE_FIRST}")

# Amounts with their percentage: 200 homes (8%), and not 200 in Wales (8%).
_COUNT, _PERCENT = number("c", "amount"), number("p", "percent")
_THING = r"(?:(?! (?:in|of|at|for|from|on|since|than|up|down|more|fewer|among|per) ) [a-z'-]+){0,2}"
_BOTH = (
    rf"{_COUNT}{_THING} \((?:or )?{_PERCENT}\)",
    rf"{_COUNT}{_THING},? or {_PERCENT}",
    rf"{_PERCENT} \((?:or )?{_COUNT}{_THING}\)",
    rf"{_PERCENT},? or {_COUNT}{_THING}(?=,| (?:since|on|compared|from)\b)",
)
_NO_OTHER_END = rf",?(?!{words(6)},? (?:from|to){words(3)} #[cpu])"
# The end it led to is printed; the one it began with need not be.
BOTH_TO = compiled(
    *(
        pattern
        for both in _BOTH
        for pattern in (
            rf"{STOCK}{words(9)}(?:,| \(| -) ?(?:an? )?{CHANGE}(?: by| of)? {both}{_NO_OTHER_END}",
            rf"{STOCK}{words(9)}(?:,| \(| -) ?{both} (?P<verb>{MORE}) than ",
            rf"{CHANGE} by {both}{words(6)},? to{words(3)} {SECOND}(?!{words(6)},? from )",
            rf"{both} (?P<verb>more|fewer){words(6)},? bringing{words(6)} to{words(3)} {SECOND}",
        )
    )
)
BOTH_FROM = compiled(*(rf"{CHANGE}(?: by| of)? {both},?{words(3)} {SINCE_FIRST}" for both in _BOTH))

# Which way something went: rose to 1,695 (49%), compared with 1,570 last year.
_WENT = rf"\b(?P<verb>{WENT})(?: [a-z]+ly)?(?: again| further)?"
_RISE, _WITH = rf"(?P<verb>{RISE})", r"compared (?:with|to)"
_LAST = r"(?:last|the previous|the prior) |a year (?:ago|earlier|before)"
_DATED = rf"(?: \(#p\d+#\))?(?=(?: in| on| at| as at)? #x| (?:{_LAST}))"
DIRECTIONS = compiled(
    rf"{_WENT},? {FROM_TO}",
    rf"{STOCK}{words(9)}{_AS_A}(?P<verb>up|down) from{TO_END} {FIRST}{NO_END}",
    rf"{_WENT} to{words(3)} {SECOND}(?: \(#p\d+#\))?{words(5)},? (?:from|{_WITH}){words(3)} {FIRST}"
    rf"{_DATED}",
    rf"{_WENT} to {SECOND}{words(3)} \({FIRST} (?:in |on |at )?#x\d+#\)",
)
# 2,500 homes (with new ones), an increase on the 2,300 in 2020.
_AN_INCREASE = (
    rf"{words(5)}(?: \([a-z '-]+\))?(?:,| -| \(|) ?(?:which is )?an? {_RISE} (?:on|from|over)"
    rf"{words(4)}"
)
DIRECTIONS_IN_TIME = compiled(
    rf"{_WENT} {TO_FROM}{NO_END}",
    rf"\b(?:an?|the) {_RISE}{words(8)},? {FROM_TO}",
    rf"\b(?:rate|number|proportion|share|total|percentage) {_RISE} {FROM_TO}",
    rf"\b(?:an?|the) {_RISE} in{words(8)},? {TO_FROM}{NO_END}",
    rf"{STOCK}{_AN_INCREASE} {FIRST}{NO_END}",
    rf"{STOCK}{_AN_INCREASE} \({FIRST}\)",
    rf"{STOCK}{words(7)},(?: which (?:is|was))? (?P<verb>{MORE}){THAN_FIRST}{NO_END}",
    rf"{STOCK}{words(7)},? {_WITH}{words(3)} {FIRST}{words(4)}, an? {_RISE}(?=[.,;)]|\Z)",
)
_SAME = (
    r"\b(?P<verb>(?:remain(?:ed|s)|stay(?:ed|s)|was|were|is|are) (?:the same|unchanged)|unchanged)"
)
UNCHANGED = compiled(
    rf"{_SAME}{words(6)},? {FROM_TO}",
    rf"{_SAME},? at{words(2)} {SECOND},?{words(5)},? \({FIRST}(?: in #x\d+#)?\)",
    rf"{_SAME},? at{words(2)} {SECOND}{words(5)},? (?:{_WITH}|from){words(3)} {FIRST}",
)

# How many times as much: doubled from two to four; twice as many as in 2020 (1,200).
_TIMES = number("m", "multiple")
_NOW_TIMES = rf"{STOCK}{words(7)},{words(3)} {_TIMES}"
MULTIPLES = compiled(
    rf"{_TIMES}{words(12)},? {FROM_TO}",
    rf"{_TIMES}{words(6)},? {TO_FROM}",
    rf"{_TIMES} as (?:many|much|high|large)?{words(6)} \({SECOND}\) as{words(6)} \({FIRST}\)",
    rf"{_NOW_TIMES} the {FIRST}",
    rf"{_NOW_TIMES}(?: the (?:number|total|figure)| that| as (?:many|much)){words(6)} \({FIRST}\)",
)

# What came and what went: 120 opened and 80 closed, a net increase of 40.
_CAME = (
    r"(?:open(?:ed|ing|ings)|join(?:ed|ers)|start(?:ed|s|ers)|new|arriv(?:ed|als)|births|added"
    r"|entered|entrants|registrations|registered|recruited|inflows?|immigrated)"
)
_LEFT = (
    r"(?:clos(?:ed|ing|ures)|left|leavers|resign(?:ed|ations)|ceased|departed|departures|deaths"
    r"|removed|cancell(?:ed|ations)|deregist(?:ered|rations)|de-registered|outflows?|emigrated)"
)
_BETWEEN = r",? (?:and|while|but|whereas|compared with|against)"
_NET = rf"an?(?: overall)? net {_RISE}{words(3)} of {number('cu', 'net')}"
NET_CHANGES = compiled(
    *(
        rf"{one}{_BETWEEN}{words(2)} {other},?(?: -)?{words(4)} {_NET}"
        for one, other in permutations(
            (
                rf"{number('cu', 'came')}{words(6)} {_CAME}{words(6)}",
                rf"{number('cu', 'went')}{words(6)} {_LEFT}{words(6)}",
            )
        )
    )
)

_FALLS = re.compile(rf"{_DOWN}|{_LESS}|fall|decrease|drop|decline|reduction")


def says_fall(verb: str) -> bool:
    """Whether a word says that something became less."""
    return bool(_FALLS.fullmatch(verb))

"""Percentages beside the count and the whole that they are of, and beside words for a part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.coherence.pattern_matches import find_matches
from qa_checks.texts.coherence.relation import HUNDRED, Bounds, ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import (
    Skeleton,
    compiled,
    is_hedged,
    number,
    places,
    words,
)

OF = r"(?:out )?of(?: (?:the|#q\d+#|#q\d+# the|a total of|the total of|the total|these|those))?"
_PERCENT, _PART, _WHOLE = number("p", "percent"), number("c", "part"), number("c", "whole")
_BEING = "representing|which (?:is|was)|equal to|equivalent to"
_OR = r"(?: \(|, or |, that is,? | - | or )"
# 59% of places (20,550 out of 31,125); 20 of the 125 inspections (16%); 20 (16%) of the 125.
_TOGETHER = compiled(
    rf"{_PERCENT}{words(10)}{_OR}{_PART}{words(3)} {OF} {_WHOLE}",
    rf"{_PART}{words(4)} {OF} {_WHOLE}{words(8)} \({_PERCENT}\)",
    rf"{_PART}{words(4)} {OF} {_WHOLE}{words(8)}, (?:or|{_BEING}) {_PERCENT}(?=[,.;]|\Z)",
    rf"{_PART}{words(6)}, (?:{_BEING}|accounting for|making up) {_PERCENT} {OF} {_WHOLE}",
    rf"{_PART}{words(4)} \({_PERCENT}\){words(4)} {OF} {_WHOLE}",
    rf"{_PERCENT}{words(4)} \({_PART}\){words(4)} {OF} {_WHOLE}",
    rf"{_PERCENT} {OF} {_WHOLE}{words(8)} \({_PART}\)",
    rf"{_PERCENT} {OF} {_WHOLE}{words(8)}, or {_PART}(?=[,.;]|\Z)",
)
# In "33% of the 20 providers' homes" the homes are the whole.
_NO_OWNER = r"(?!(?: [a-z-]+){0,3} [a-z-]+s'(?![a-z]))"
# 20 inadequate homes (16% of the 125 homes): where both are of the same things.
_THING = r"(?:(?: [a-z-]+){0,2}? (?P<thing>[a-z-]+s)\b)?"
_OF_THING = rf"{_PERCENT} {OF} {_WHOLE}{_NO_OWNER}{_THING}"
_OF_THE_SAME = compiled(
    rf"{_PART}(?P<things>{words(4)}) \({_OF_THING}",
    rf"{_PART}(?P<things>{words(4)}), or {_OF_THING}",
    rf"\bthe {_PART}(?P<things>{words(4)}) ma(?:ke|de) up {_OF_THING}",
)
_BASE = compiled(
    r"(?:\A|[,;:] | and | but )(?:out )?of (?:(?:the|these|those|#q\d+#|#q\d+# the) )?"
    rf"{_WHOLE}{_NO_OWNER}"
)
_OTHER_BASE = re.compile(r"\bof (?:which|whom|these|those|them|the|all)\b")
_OF_THEM = re.compile(r" of (?:which|whom|them|these|those)\b")
_COUNT_IN_BRACKETS = compiled(rf"{_PART}{words(4)}(?: \((?:or )?|, or ){_PERCENT}[),]")
# 8% (10 LAs), and not 8% (10 in Wales).
_THINGS = (
    r"(?:(?! (?:in|of|at|for|from|on|since|than|up|down|more|fewer) )(?: [a-z'-]+){0,2} [a-z-]+s)?"
)
_PERCENT_IN_BRACKETS = compiled(rf"{_PERCENT}{words(4)} \((?:or )?{_PART}{_THINGS}\)")
_HAS = compiled(
    rf"{_PERCENT}(?= (?:of (?:them|these|those|which|whom) )?(?:were|was|had|have|are)\b)"
)
_PERCENT_OF = compiled(rf"{_PERCENT} {OF} {_WHOLE}{_NO_OWNER}")
_AVERAGE = re.compile(r"\b(?:average|mean|median|typical|weighted|estimate)")
# 125 inspections, 20 of which (16%) were inadequate, or of which 20 (16%) were.
_OF_WHICH = compiled(
    *(
        rf"{_WHOLE}{words(6)}, {part}"
        for part in (
            rf"{_PART} of (?:which|whom|them){words(6)} \((?:or )?{_PERCENT}\)",
            rf"{_PART} \((?:or )?{_PERCENT}\) of (?:which|whom|them)\b",
            rf"of (?:which|whom)(?: only)? {_PART}{words(4)} \((?:or )?{_PERCENT}\)",
            rf"of (?:which|whom)(?: only)? {_PERCENT}{words(4)} \((?:or )?{_PART}{_THINGS}\)",
        )
    )
)
# There were 125 inspections. Of these, 20 (16%) were inadequate.
_THESE = r"\Aof (?:these|those|them|this total)(?P<things>(?: [a-z'-]+){0,3}),?"
_OF_THESE = compiled(
    rf"{_THESE} {_PART}{words(4)} \((?:or )?{_PERCENT}\)",
    rf"{_THESE} {_PERCENT}{words(4)} \((?:or )?{_PART}{_THINGS}\)",
)
_COUNTED = re.compile(r"#c\d+#((?:(?! (?:with|in|of|at|for|and|by|to|from|on) ) [a-z'-]+){1,4})")
_MANY = 12
_SHARE = ("percent", "part", "whole")


def find_shares(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """What the words of a text say to be a percentage of a whole."""
    for place, sentence in enumerate(sentences):
        if "#p" not in sentence.words:
            continue
        yield from _together(sentence)
        yield from _of_base(sentence)
        yield from _possible(sentence)
        if place and sentences[place - 1].block == sentence.block:
            yield from _of_these(sentence, sentences[place - 1])
        yield from _likely(sentence, sentences[max(0, place - 2) : place + 1])


def share(
    percent: PrintedNumber, part: PrintedNumber, whole: PrintedNumber, *, firm: bool
) -> Relation:
    """A percentage that a part is of a whole."""
    return Relation(ClosingKind.SHARE, (percent, part, whole), _is_share, _say_share, firm)


def _is_share(bounds: Sequence[Bounds]) -> bool:
    percent, part, whole = bounds
    if whole.low <= 0:
        return False
    return (
        HUNDRED * part.low / whole.high <= percent.high
        and HUNDRED * part.high / whole.low >= percent.low
    )


def _say_share(numbers: Sequence[PrintedNumber]) -> str:
    percent, part, whole = numbers
    exact = HUNDRED * (part.value or 0) / whole.value if whole.value else Decimal(0)
    if f"{exact:.{places(percent)}f}" == f"{percent.value:f}":
        return f"{part.printed} of {whole.printed} is {percent.printed}"
    return (
        f"{percent.printed} stands beside {part.printed} of {whole.printed}, which is "
        f"{exact:.{places(percent) + 1}f}%"
    )


def _together(sentence: Skeleton) -> Iterator[Relation]:
    for match in find_matches(sentence, _TOGETHER):
        if not match.is_change("percent"):
            yield share(*match.numbers(*_SHARE), firm=not match.is_hedged("percent"))
    for match in find_matches(sentence, _OF_THE_SAME):
        is_first = "#c" not in sentence.words[: match.begin("part")]
        if is_first and (match.place["thing"] or "") in ("", *match.place["things"].split()):
            yield share(*match.numbers(*_SHARE), firm=True)
    for match in find_matches(sentence, _OF_WHICH):
        # In "125 homes in 40 areas, 20 of which (16%)" it is not said of which.
        is_first = "#c" not in sentence.words[: match.place.start()]
        yield share(*match.numbers(*_SHARE), firm=is_first)


def _of_these(sentence: Skeleton, before: Skeleton) -> Iterator[Relation]:
    """There were 125 inspections. Of these, 20 (16%) were inadequate.

    Firm where the sentence before has one count, says it of the same things, and no more of them.
    """
    counts = [other for other in before.numbers if not (other.exempt or other.unit)]
    if len(counts) != 1 or counts[0].kind is not NumberKind.NUMBER:
        return
    hedged = is_hedged(before.words, before.words.index("#c"))
    counted = " ".join(_COUNTED.findall(before.words)).split()
    for match in find_matches(sentence, _OF_THESE):
        percent, part = match.numbers("percent", "part")
        things = match.place["things"].split()
        are_the_same = not things or things[-1] in counted
        if are_the_same and not hedged and (part.value or 0) <= (counts[0].value or 0):
            yield share(percent, part, counts[0], firm=True)


def _of_base(sentence: Skeleton) -> Iterator[Relation]:
    """Of the 125 inspections, 20 (16%) were inadequate."""
    for base, start, end in _bases(sentence):
        for match in find_matches(sentence, _COUNT_IN_BRACKETS, start, end):
            behind = _OF_THEM.match(sentence.words, match.place.end())
            if "#c" in sentence.words[start : match.place.start()] and behind:
                continue  # of 40 homes, 12 were good, 3 (25%) of which were new
            yield share(match.number("percent"), match.number("part"), base, firm=True)
        for match in find_matches(sentence, _PERCENT_IN_BRACKETS, start, end):
            if not match.is_change("percent"):
                yield share(match.number("percent"), match.number("part"), base, firm=True)


def _bases(sentence: Skeleton) -> Iterator[tuple[PrintedNumber, int, int]]:
    """The wholes that a sentence takes parts of, and from where to where it does."""
    for match in find_matches(sentence, _BASE):
        begin = match.place.end()
        other = _OTHER_BASE.search(sentence.words, begin)
        yield match.number("whole"), begin, other.start() if other else len(sentence.words)


def _possible(sentence: Skeleton) -> Iterator[Relation]:
    """Of the 20 homes, 33% were good: no whole number of them is, unless on average."""
    if _AVERAGE.search(sentence.words):
        return
    pairs = [
        (match, base)
        for base, start, end in _bases(sentence)
        for match in find_matches(sentence, _HAS, start, end)
    ]
    pairs += [(match, match.number("whole")) for match in find_matches(sentence, _PERCENT_OF)]
    for match, whole in pairs:
        if not (match.is_change("percent") or match.is_hedged("percent")):
            numbers = (match.number("percent"), whole)
            yield Relation(ClosingKind.POSSIBLE, numbers, _is_possible, _say_possible, proves=False)


def _is_possible(bounds: Sequence[Bounds]) -> bool:
    percent, whole = bounds
    if whole.low != whole.high or whole.low <= 0 or whole.low != int(whole.low):
        return True  # rounded, or no number of things
    most = int(whole.low * percent.high / HUNDRED)
    return most >= whole.low * percent.low / HUNDRED


def _say_possible(numbers: Sequence[PrintedNumber]) -> str:
    percent, whole = numbers
    number_of = whole.value or Decimal(1)
    below = int(number_of * (percent.value or 0) / HUNDRED)
    digits = places(percent) + 1
    readings = " and ".join(
        f"{number} of {whole.printed} is {HUNDRED * number / number_of:.{digits}f}%"
        for number in (below, below + 1)
    )
    return f"no whole number of {whole.printed} is {percent.printed}: {readings}"


def _likely(sentence: Skeleton, nearby: Sequence[Skeleton]) -> Iterator[Relation]:
    """26 authorities (40%): of some whole that stands in the sentences before."""
    wholes = [
        other
        for near in nearby
        if near.block == sentence.block
        for other in near.numbers
        if not (other.exempt or other.unit) and other.value and other.value >= 2
    ]
    for match in find_matches(sentence, (*_COUNT_IN_BRACKETS, *_PERCENT_IN_BRACKETS)):
        percent, part = match.numbers("percent", "part")
        for whole in wholes[-_MANY:]:
            if part.value and whole.value and whole.value > part.value:
                yield share(percent, part, whole, firm=False)

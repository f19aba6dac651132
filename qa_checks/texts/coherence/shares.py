"""Percentages beside the count and the whole that they are of, and beside words for a part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.coherence.relation import (
    HUNDRED,
    Bounds,
    ClosingKind,
    Relation,
)
from qa_checks.texts.coherence.skeletons import (
    Skeleton,
    is_change,
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
_TOGETHER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_PERCENT}{words(10)}{_OR}{_PART}{words(3)} {OF} {_WHOLE}",
        rf"{_PART}{words(4)} {OF} {_WHOLE}{words(8)} \({_PERCENT}\)",
        rf"{_PART}{words(4)} {OF} {_WHOLE}{words(8)}, (?:or|{_BEING}) {_PERCENT}(?=[,.;]|\Z)",
        rf"{_PART}{words(6)}, (?:{_BEING}|accounting for|making up) {_PERCENT} {OF} {_WHOLE}",
        rf"{_PART}{words(4)} \({_PERCENT}\){words(4)} {OF} {_WHOLE}",
        rf"{_PERCENT}{words(4)} \({_PART}\){words(4)} {OF} {_WHOLE}",
        rf"{_PERCENT} {OF} {_WHOLE}{words(8)} \({_PART}\)",
        rf"{_PERCENT} {OF} {_WHOLE}{words(8)}, or {_PART}(?=[,.;]|\Z)",
    )
)
# In "33% of the 20 providers' homes" the homes are the whole.
_NO_OWNER = r"(?!(?: [a-z-]+){0,3} [a-z-]+s'(?![a-z]))"
# 20 inadequate homes (16% of the 125 homes): where both are of the same things.
_THING = r"(?:(?: [a-z-]+){0,2}? (?P<thing>[a-z-]+s)\b)?"
_OF_THING = rf"{_PERCENT} {OF} {_WHOLE}{_NO_OWNER}{_THING}"
_OF_THE_SAME = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_PART}(?P<things>{words(4)}) \({_OF_THING}",
        rf"{_PART}(?P<things>{words(4)}), or {_OF_THING}",
        rf"\bthe {_PART}(?P<things>{words(4)}) ma(?:ke|de) up {_OF_THING}",
    )
)
_BASE = re.compile(
    r"(?:\A|[,;:] | and | but )(?:out )?of (?:(?:the|these|those|#q\d+#|#q\d+# the) )?"
    rf"{_WHOLE}{_NO_OWNER}"
)
_OTHER_BASE = re.compile(r"\bof (?:which|whom|these|those|them|the|all)\b")
_OF_THEM = re.compile(r" of (?:which|whom|them|these|those)\b")
_COUNT_IN_BRACKETS = re.compile(rf"{_PART}{words(4)}(?: \((?:or )?|, or ){_PERCENT}[),]")
# 8% (10 LAs), and not 8% (10 in Wales).
_THINGS = (
    r"(?:(?! (?:in|of|at|for|from|on|since|than|up|down|more|fewer) )(?: [a-z'-]+){0,2} [a-z-]+s)?"
)
_PERCENT_IN_BRACKETS = re.compile(rf"{_PERCENT}{words(4)} \((?:or )?{_PART}{_THINGS}\)")
_HAS = re.compile(
    rf"{_PERCENT}(?= (?:of (?:them|these|those|which|whom) )?(?:were|was|had|have|are)\b)"
)
_PERCENT_OF = re.compile(rf"{_PERCENT} {OF} {_WHOLE}{_NO_OWNER}")
_AVERAGE = re.compile(r"\b(?:average|mean|median|typical|weighted|estimate)")
# 125 inspections, 20 of which (16%) were inadequate, or of which 20 (16%) were.
_OF_WHICH = tuple(
    re.compile(rf"{_WHOLE}{words(6)}, {part}")
    for part in (
        rf"{_PART} of (?:which|whom|them){words(6)} \((?:or )?{_PERCENT}\)",
        rf"{_PART} \((?:or )?{_PERCENT}\) of (?:which|whom|them)\b",
        rf"of (?:which|whom)(?: only)? {_PART}{words(4)} \((?:or )?{_PERCENT}\)",
        rf"of (?:which|whom)(?: only)? {_PERCENT}{words(4)} \((?:or )?{_PART}{_THINGS}\)",
    )
)
# There were 125 inspections. Of these, 20 (16%) were inadequate.
_OF_THESE = tuple(
    re.compile(rf"\Aof (?:these|those|them|this total)(?P<things>(?: [a-z'-]+){{0,3}}),? {part}")
    for part in (
        rf"{_PART}{words(4)} \((?:or )?{_PERCENT}\)",
        rf"{_PERCENT}{words(4)} \((?:or )?{_PART}{_THINGS}\)",
    )
)
_COUNTED = re.compile(r"#c\d+#((?:(?! (?:with|in|of|at|for|and|by|to|from|on) ) [a-z'-]+){1,4})")
_MANY = 12


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
    for pattern in _TOGETHER:
        for place in pattern.finditer(sentence.words):
            start = place.start("percent") - 2
            if is_change(sentence.words, start):
                continue
            yield share(
                _number(sentence, place, "percent"),
                _number(sentence, place, "part"),
                _number(sentence, place, "whole"),
                firm=not is_hedged(sentence.words, start),
            )
    for pattern in _OF_THE_SAME:
        for place in pattern.finditer(sentence.words):
            is_first = "#c" not in sentence.words[: place.start("part") - 2]
            if is_first and (place["thing"] or "") in ("", *place["things"].split()):
                names = ("percent", "part", "whole")
                yield share(*(_number(sentence, place, name) for name in names), firm=True)
    for pattern in _OF_WHICH:
        for place in pattern.finditer(sentence.words):
            percent, part, whole = (
                _number(sentence, place, name) for name in ("percent", "part", "whole")
            )
            # In "125 homes in 40 areas, 20 of which (16%)" it is not said of which.
            yield share(percent, part, whole, firm="#c" not in sentence.words[: place.start()])


def _of_these(sentence: Skeleton, before: Skeleton) -> Iterator[Relation]:
    """There were 125 inspections. Of these, 20 (16%) were inadequate.

    Firm where the sentence before has one count, says it of the same things, and no more of them.
    """
    counts = [other for other in before.numbers if not (other.exempt or other.unit)]
    if len(counts) != 1 or counts[0].kind is not NumberKind.NUMBER:
        return
    hedged = is_hedged(before.words, before.words.index("#c"))
    counted = " ".join(_COUNTED.findall(before.words)).split()
    for pattern in _OF_THESE:
        for place in pattern.finditer(sentence.words):
            percent, part = (_number(sentence, place, name) for name in ("percent", "part"))
            things = place["things"].split()
            if (
                (not things or things[-1] in counted)
                and not hedged
                and (part.value or 0) <= (counts[0].value or 0)
            ):
                yield share(percent, part, counts[0], firm=True)


def _of_base(sentence: Skeleton) -> Iterator[Relation]:
    """Of the 125 inspections, 20 (16%) were inadequate."""
    for base, start, end in _bases(sentence):
        for place in _COUNT_IN_BRACKETS.finditer(sentence.words, start, end):
            if "#c" in sentence.words[start : place.start()] and _OF_THEM.match(
                sentence.words, place.end()
            ):
                continue  # of 40 homes, 12 were good, 3 (25%) of which were new
            part, percent = (_number(sentence, place, name) for name in ("part", "percent"))
            yield share(percent, part, base, firm=True)
        for place in _PERCENT_IN_BRACKETS.finditer(sentence.words, start, end):
            if not is_change(sentence.words, place.start("percent") - 2):
                part, percent = (_number(sentence, place, name) for name in ("part", "percent"))
                yield share(percent, part, base, firm=True)


def _bases(sentence: Skeleton) -> Iterator[tuple[PrintedNumber, int, int]]:
    """The wholes that a sentence takes parts of, and from where to where it does."""
    for base in _BASE.finditer(sentence.words):
        other = _OTHER_BASE.search(sentence.words, base.end())
        end = other.start() if other else len(sentence.words)
        yield _number(sentence, base, "whole"), base.end(), end


def _possible(sentence: Skeleton) -> Iterator[Relation]:
    """Of the 20 homes, 33% were good: no whole number of them is, unless on average."""
    if _AVERAGE.search(sentence.words):
        return
    for base, start, end in _bases(sentence):
        for place in _HAS.finditer(sentence.words, start, end):
            if not _is_loose(sentence, place):
                yield _possible_share(_number(sentence, place, "percent"), base)
    for place in _PERCENT_OF.finditer(sentence.words):
        if not _is_loose(sentence, place):
            percent, whole = (_number(sentence, place, name) for name in ("percent", "whole"))
            yield _possible_share(percent, whole)


def _is_loose(sentence: Skeleton, place: re.Match[str]) -> bool:
    start = place.start()
    return is_change(sentence.words, start) or is_hedged(sentence.words, start)


def _possible_share(percent: PrintedNumber, whole: PrintedNumber) -> Relation:
    return Relation(
        ClosingKind.POSSIBLE, (percent, whole), _is_possible, _say_possible, proves=False
    )


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
    for pattern in (_COUNT_IN_BRACKETS, _PERCENT_IN_BRACKETS):
        for place in pattern.finditer(sentence.words):
            part, percent = (_number(sentence, place, name) for name in ("part", "percent"))
            for whole in wholes[-_MANY:]:
                if part.value and whole.value and whole.value > part.value:
                    yield share(percent, part, whole, firm=False)


def _number(sentence: Skeleton, place: re.Match[str], name: str) -> PrintedNumber:
    return sentence.numbers[int(place[name])]

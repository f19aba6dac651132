"""How many times as much something is, beside both ends: doubled from two to four."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.change_patterns import FIRST, FROM_TO, SECOND, STOCK, TO_FROM
from qa_checks.texts.coherence.change_relations import is_positive
from qa_checks.texts.coherence.pattern_matches import Match, find_matches
from qa_checks.texts.coherence.relation import Bounds, ClosingKind, Relation, bounds_of
from qa_checks.texts.coherence.skeletons import Skeleton, compiled, number, words

_TIMES = number("m", "multiple")
_NOW_TIMES = rf"{STOCK}{words(7)},{words(3)} {_TIMES}"
_MULTIPLES = compiled(
    rf"{_TIMES}{words(12)},? {FROM_TO}",
    rf"{_TIMES}{words(6)},? {TO_FROM}",
    rf"{_TIMES} as (?:many|much|high|large)?{words(6)} \({SECOND}\) as{words(6)} \({FIRST}\)",
    # 2,500 homes, more than double the 1,200 in 2020; twice as many as in 2020 (1,200).
    rf"{_NOW_TIMES} the {FIRST}",
    rf"{_NOW_TIMES}(?: the (?:number|total|figure)| that| as (?:many|much)){words(6)} \({FIRST}\)",
)
_MORE_THAN = re.compile(r"\b(?:more than|over|at least) \Z")
_BACK = 15  # characters before a multiple that say so
_SLACK = Decimal("0.2")  # what "doubled" may be off by
_NEARLY = re.compile(r"\b(?:almost|nearly|around|about|approximately|roughly|close to) \Z")
_NEARLY_SLACK = Decimal("0.3")  # and "nearly doubled"


def find_multiples(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """Doubled from two to four; three times as many (6) as in 2020 (2)."""
    for sentence in sentences:
        for match in find_matches(sentence, _MULTIPLES) if "#m" in sentence.words else ():
            multiple, first, second = match.numbers("multiple", "first", "second")
            if match.is_sure and first.unit == second.unit and is_positive(first):
                yield _multiple(match, (multiple, first, second))


def _multiple(match: Match, numbers: tuple[PrintedNumber, ...]) -> Relation:
    before = match.before("multiple", _BACK)
    is_least, is_near = bool(_MORE_THAN.search(before)), bool(_NEARLY.search(before))
    near = partial(_is_multiple, slack=_NEARLY_SLACK if is_near else _SLACK)
    is_said = is_least or is_near or not match.is_hedged("multiple")
    firm = is_said and not match.is_hedged("first", "second")
    holds = _is_at_least if is_least else near
    proves = _is_multiple([bounds_of(number) for number in numbers], _SLACK)
    return Relation(ClosingKind.CHANGE, numbers, holds, _say_multiple, firm, proves)


def _is_multiple(bounds: Sequence[Bounds], slack: Decimal) -> bool:
    multiple, first, second = bounds
    if first.low <= 0:
        return False
    middle = (multiple.low + multiple.high) / 2
    low, high = second.low / first.high, second.high / first.low
    return low <= middle * (1 + slack) and high >= middle * (1 - slack)


def _is_at_least(bounds: Sequence[Bounds]) -> bool:
    multiple, first, second = bounds
    middle = (multiple.low + multiple.high) / 2
    if first.low <= 0:
        return False
    # "More than halved" is less than a half.
    return second.high / first.low >= middle if middle >= 1 else second.low / first.high <= middle


def _say_multiple(numbers: Sequence[PrintedNumber]) -> str:
    multiple, first, second = numbers
    times = (second.value or Decimal(0)) / (first.value or Decimal(1))
    return (
        f"from {first.printed} to {second.printed} is {times:.2f} times as much, "
        f"printed is '{multiple.printed}'"
    )

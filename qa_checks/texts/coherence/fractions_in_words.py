"""Words for a part of a whole beside its percentage or counts: almost half (46%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.pattern_matches import Match, find_matches
from qa_checks.texts.coherence.relation import (
    HUNDRED,
    Bounds,
    ClosingKind,
    Relation,
    bounds_of,
    says,
)
from qa_checks.texts.coherence.shares import OF
from qa_checks.texts.coherence.skeletons import Skeleton, compiled, number, words

_PERCENT, _PART, _WHOLE = number("p", "percent"), number("c", "part"), number("c", "whole")
_FRACTION = number("f", "fraction")
_PART_WORDS = compiled(
    rf"{_FRACTION}{words(8)} \({_PERCENT}\)",
    rf"{_PERCENT}{words(8)} \({_FRACTION}\)",
)
# Two thirds of homes (20 of 30); one in five of the 125 homes (25).
_COUNTED_PARTS = compiled(
    rf"{_FRACTION}{words(8)} \({_PART} {OF} {_WHOLE}\)",
    rf"{_FRACTION} {OF} {_WHOLE}{words(8)} \({_PART}\)",
    rf"\A{OF} {_WHOLE}{words(3)}, {_FRACTION}{words(3)} \({_PART}\)",
)
_UNDER = re.compile(r"\b(?:almost|nearly|under|(?:less|fewer) than|close to|below|approaching) \Z")
_OVER = re.compile(r"\b(?:over|above|more than|at least) \Z")
# What words for a part leave: of it, and at most in percentage points; less makes them close.
_LOOSE, _PLAIN, _CLOSE = Decimal("0.25"), Decimal("0.15"), Decimal("0.1")
_BESIDE = says("'{}' stands beside {}")
_MOST_LOOSE, _MOST_PLAIN, _MOST_CLOSE = Decimal(10), Decimal(7), Decimal(5)


def find_fractions(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """What the words of a text say in a fraction and in numbers as well."""
    for sentence in sentences:
        if "#f" in sentence.words:
            yield from _beside_percentages(sentence)
            yield from _beside_counts(sentence)


def _beside_percentages(sentence: Skeleton) -> Iterator[Relation]:
    """Almost half of all inspections (46%)."""
    for match in find_matches(sentence, _PART_WORDS):
        fraction, percent = match.numbers("fraction", "percent")
        below, above = _room(match)
        near = min(_MOST_CLOSE, HUNDRED * (fraction.value or Decimal(0)) * _CLOSE)
        close = _is_about([bounds_of(fraction), bounds_of(percent)], near, near)
        holds = partial(_is_about, below=below, above=above)
        yield Relation(ClosingKind.SHARE, (fraction, percent), holds, _BESIDE, proves=close)


def _beside_counts(sentence: Skeleton) -> Iterator[Relation]:
    """Two thirds of all homes (150 of 300)."""
    for match in find_matches(sentence, _COUNTED_PARTS):
        below, above = _room(match)
        numbers = tuple(match.numbers("fraction", "part", "whole"))
        holds = partial(_is_part, below=below, above=above)
        yield Relation(ClosingKind.SHARE, numbers, holds, _say_counted, proves=False)


def _room(match: Match) -> tuple[Decimal, Decimal]:
    """The percentage points that a share may lie below and above words for it."""
    fraction = match.number("fraction")
    before, hedged = match.before("fraction", 20), match.is_hedged("fraction")
    if "/" in fraction.printed and not hedged:
        return Decimal(0), Decimal(0)
    middle = HUNDRED * (fraction.value or Decimal(0))
    room = min(_MOST_PLAIN, middle * _PLAIN)
    if hedged or _UNDER.search(before) or _OVER.search(before):
        room = min(_MOST_LOOSE, middle * _LOOSE)
    return (
        Decimal(0) if _OVER.search(before) else room,
        Decimal(0) if _UNDER.search(before) else room,
    )


def _is_about(bounds: Sequence[Bounds], below: Decimal, above: Decimal) -> bool:
    fraction, percent = bounds
    middle = HUNDRED * (fraction.low + fraction.high) / 2
    return middle - below <= percent.high and percent.low <= middle + above


def _is_part(bounds: Sequence[Bounds], below: Decimal, above: Decimal) -> bool:
    fraction, part, whole = bounds
    if whole.low <= 0:
        return False
    share = Bounds(HUNDRED * part.low / whole.high, HUNDRED * part.high / whole.low)
    return _is_about([fraction, share], below, above)


def _say_counted(numbers: Sequence[PrintedNumber]) -> str:
    fraction, part, whole = numbers
    exact = HUNDRED * (part.value or 0) / (whole.value or 1)
    return (
        f"'{fraction.printed}' stands beside {part.printed} of {whole.printed}, which is "
        f"{exact:.1f}%"
    )

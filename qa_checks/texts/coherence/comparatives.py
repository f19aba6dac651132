"""What a text calls more or less than another, with both numbers: more likely (12%) than (9%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.relation import Bounds, ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import Skeleton, is_hedged, number
from qa_checks.texts.digits import PERCENT

_MORE, _LESS = "more|higher|greater|larger|bigger|longer", "fewer|less|lower|smaller|shorter"
_COMPARED = r"(?:than|compared (?:with|to))"
_FIRST, _SECOND = number("cpu", "first"), number("cpu", "second")
_WORD = rf"(?: (?!(?:{_COMPARED}|{_MORE}|{_LESS})\b)[a-z][a-z'/-]*| #[xq]\d+#)"
# Not "homes with fewer places (12%)", nor "the more deprived areas (12%)".
_VERB = (
    r"(?<!\bwith )(?<!\bof )(?<!\bin )(?<!\bfor )(?<!\bthe )"
    rf"\b(?P<verb>{_MORE}|{_LESS})\b(?! than\b)"
)
_AND = r"(?:compared (?:with|to)|and|versus|vs|against)"
_THAN = rf"{_WORD}{{0,8}},? {_COMPARED}{_WORD}{{1,8}}"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # More boys (12%) than girls (9%).
        rf"{_VERB}{_WORD}{{1,10}} \({_FIRST}\){_THAN} \({_SECOND}\)",
        # Boys (12%) were more likely to be absent than girls (9%).
        rf"\({_FIRST}\){_WORD}{{1,6}} {_VERB}{_THAN} \({_SECOND}\)",
        # The rate was higher for boys than for girls (12% compared with 9%).
        rf"{_VERB}{_THAN} \({_FIRST},? {_AND} {_SECOND}(?:,? respectively)?\)",
    )
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|neither|nor|any|whether|if|once)\b|n't )[^.;(]*\Z|#[qx]\d+# \Z"  # no more
)
_DENYING = 40  # characters before a comparative in which a word may turn it round
# Of counts nothing follows where parts of a whole are compared.
_OF_PARTS = re.compile(
    r"\b(?:likely|likelihood|proportions?|rates?|shares?|percentages?|often|commonly|average)\b"
)
# The highest rate, and not the highest buildings.
_MEASURE = (
    r"(?: [a-z-]+){0,3} (?:numbers?|proportions?|shares?|percentages?|rates?|levels?|totals?"
    r"|groups?|categor(?:y|ies)|reasons?|sources?|causes?|contributors?|rises?|increases?|growth"
    r"|gains?|falls?|decreases?|declines?|drops?|reductions?|changes?)\b"
)
_MOST = r"#[qr]\d+# (?:common(?:ly)?|frequent(?:ly)?|likely|popular|prevalent|often|numerous)\b"
_HIGHEST = re.compile(
    rf"\b(?:highest|largest|greatest|biggest){_MEASURE}|\bmain (?:reason|cause|source)|{_MOST}"
)
_LOWEST = re.compile(rf"\b(?:lowest|smallest|fewest|least){_MEASURE}|\bleast (?:common|likely)\b")
_PLACED = (
    r" (?:\((?:up |down |by )?(?=#[cpu]\d+#\))|(?:by|at) "
    r"|(?:with|of) (?=#p|#[cu]\d+#(?:[,.;]|\Z| and| then)))"
)
_FOLLOWED = re.compile(
    rf"{_PLACED}{_FIRST}\)?{_WORD}{{0,4}},? (?:and |then )?followed by{_WORD}{{1,6}}"
    rf"{_PLACED}{_SECOND}(?:\)?(?:,| and|, and){_WORD}{{1,6}}{_PLACED}{number('cpu', 'third')})?"
)


def find_comparatives(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """What the words of a text say to be the larger or the smaller of two numbers."""
    for sentence in sentences:
        for pattern in _PATTERNS if "(#" in sentence.words else ():
            for place in pattern.finditer(sentence.words):
                if relation := _compare(sentence, place):
                    yield relation
        for place in _FOLLOWED.finditer(sentence.words) if "followed" in sentence.words else ():
            yield from _rank(sentence, place)


def _compare(sentence: Skeleton, place: re.Match[str]) -> Relation | None:
    first, second = (sentence.numbers[int(place[name])] for name in ("first", "second"))
    before = sentence.words[max(0, place.start("verb") - _DENYING) : place.start("verb")]
    if first.unit != second.unit or _DENIED.search(before):
        return None
    if min(first.value or 0, second.value or 0) < 0:
        return None  # of falls
    if first.unit != PERCENT and _OF_PARTS.search(place[0]):
        return None
    if any(is_hedged(sentence.words, place.start(name) - 2) for name in ("first", "second")):
        return None
    larger = place["verb"] in _MORE.split("|")
    return _order(first, second, larger=larger, word=place["verb"])


def _rank(sentence: Skeleton, place: re.Match[str]) -> Iterator[Relation]:
    """The highest rate was in London (12%), followed by Leeds (9%) and York (7%)."""
    before = sentence.words[: place.start()]
    named = [int(sign) for sign in (place["first"], place["second"], place["third"]) if sign]
    numbers = [sentence.numbers[sign] for sign in named]
    descends, ascends = _HIGHEST.search(before), _LOWEST.search(before)
    if bool(descends) == bool(ascends):
        return
    for first, second in pairwise(numbers):
        if first.unit == second.unit and min(first.value or 0, second.value or 0) >= 0:
            yield _order(first, second, larger=bool(descends), word="followed by", ties=True)


def _order(
    first: PrintedNumber, second: PrintedNumber, *, larger: bool, word: str, ties: bool = False
) -> Relation:
    """One number that is the larger of two; it proves nothing, for many numbers are."""
    return Relation(
        ClosingKind.CHANGE,
        (first, second),
        partial(_is_ordered, larger=larger, ties=ties),
        partial(_say_order, word=word),
        proves=False,
    )


def _is_ordered(bounds: Sequence[Bounds], larger: bool, ties: bool) -> bool:
    first, second = bounds if larger else bounds[::-1]
    return first.high > second.low or (ties and first.high >= second.low)


def _say_order(numbers: Sequence[PrintedNumber], word: str) -> str:
    return f"'{word}' stands between {numbers[0].printed} and {numbers[1].printed}"

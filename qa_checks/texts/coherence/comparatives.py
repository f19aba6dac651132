"""What a text calls more or less than another, with both numbers: more likely (12%) than (9%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.pattern_matches import Match, find_matches
from qa_checks.texts.coherence.relation import Bounds, ClosingKind, Relation, says
from qa_checks.texts.coherence.skeletons import Skeleton, compiled, number
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
_PATTERNS = compiled(
    # More boys (12%) than girls (9%).
    rf"{_VERB}{_WORD}{{1,10}} \({_FIRST}\){_THAN} \({_SECOND}\)",
    # Boys (12%) were more likely to be absent than girls (9%).
    rf"\({_FIRST}\){_WORD}{{1,6}} {_VERB}{_THAN} \({_SECOND}\)",
    # The rate was higher for boys than for girls (12% compared with 9%).
    rf"{_VERB}{_THAN} \({_FIRST},? {_AND} {_SECOND}(?:,? respectively)?\)",
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
_FOLLOWED = compiled(
    rf"{_PLACED}{_FIRST}\)?{_WORD}{{0,4}},? (?:and |then )?followed by{_WORD}{{1,6}}"
    rf"{_PLACED}{_SECOND}(?:\)?(?:,| and|, and){_WORD}{{1,6}}{_PLACED}{number('cpu', 'third')})?"
)


def find_comparatives(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """What the words of a text say to be the larger or the smaller of two numbers."""
    for sentence in sentences:
        for match in find_matches(sentence, _PATTERNS) if "(#" in sentence.words else ():
            yield from _compare(match)
        for match in find_matches(sentence, _FOLLOWED) if "followed" in sentence.words else ():
            yield from _rank(match)


def _compare(match: Match) -> Iterator[Relation]:
    first, second = match.numbers("first", "second")
    start = match.place.start("verb")
    is_denied = _DENIED.search(match.sentence.words[max(0, start - _DENYING) : start])
    are_parts = first.unit != PERCENT and _OF_PARTS.search(match.place[0])
    if not (is_denied or are_parts or match.is_hedged("first", "second")):
        larger = match.verb in _MORE.split("|")
        yield from _order(first, second, larger=larger, word=match.verb)


def _rank(match: Match) -> Iterator[Relation]:
    """The highest rate was in London (12%), followed by Leeds (9%) and York (7%)."""
    before = match.sentence.words[: match.place.start()]
    descends, ascends = _HIGHEST.search(before), _LOWEST.search(before)
    if bool(descends) == bool(ascends):
        return
    names = ("first", "second", "third") if match.place["third"] else ("first", "second")
    for first, second in pairwise(match.numbers(*names)):
        yield from _order(first, second, larger=bool(descends), word="followed by", ties=True)


def _order(
    first: PrintedNumber, second: PrintedNumber, *, larger: bool, word: str, ties: bool = False
) -> Iterator[Relation]:
    """One number that is the larger of two, not of falls; it proves nothing, for many are."""
    if first.unit == second.unit and min(first.value or 0, second.value or 0) >= 0:
        holds = partial(_is_ordered, larger=larger, ties=ties)
        say = says(f"'{word}' stands between {{}} and {{}}")
        yield Relation(ClosingKind.CHANGE, (first, second), holds, say, proves=False)


def _is_ordered(bounds: Sequence[Bounds], larger: bool, ties: bool) -> bool:
    first, second = bounds if larger else bounds[::-1]
    return first.high > second.low or (ties and first.high >= second.low)

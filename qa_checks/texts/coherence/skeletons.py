"""Sentences in which each number is a sign of its sort, so that patterns see the words between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from qa_checks.model.texts import BlockKind, NumberKind, PrintedNumber, Text, begin_within
from qa_checks.texts.digits import PERCENT, PERCENT_POINTS, POINTS
from qa_checks.texts.folding import fold, lower
from qa_checks.texts.sentences import split_sentences

_BACK = 40  # characters before a number that say what it is
_MOST_NUMBERS = 60  # with more it is a list or a table, and no sentence
_SIGNS = {
    NumberKind.FRACTION: "f",
    NumberKind.MULTIPLE: "m",
    NumberKind.QUANTIFIER: "q",
    NumberKind.RANK: "r",
}
_UNITS = {"": "c", PERCENT: "p", POINTS: "o", PERCENT_POINTS: "b"}
MONEY, EXEMPT, IN_PARTS = "u", "x", "t"
_AND_PART = re.compile(
    r" (?:(?:hours?|hrs?|minutes?|mins?|years?|yrs?|months?|weeks?|days?),? )?(?:and )?"
)
_PART = re.compile(r" (?:seconds?|secs?|minutes?|mins?|months?|weeks?|days?)\b")
_SCALED = re.compile(r"(?:million|thousand)\Z")

_WORD = r"(?:[a-z][a-z'/-]*|#[xqr]\d+#)"
_CHANGE_WORDS = (
    "by up down rose rise risen fell fall fallen grew grown growth increase increased increasing "
    "decrease decreased decreasing drop dropped decline declined reduction reduced change changed"
).split()
_MADE = r"(?<!\bmade )(?<!\bmake )(?<!\bmakes )(?<!\bmaking )"  # good homes made up 16% of all
_CHANGE_BEFORE = re.compile(
    rf"{_MADE}\b(?:{'|'.join(_CHANGE_WORDS)})(?: of| by| a| an| further)* \Z"
)
_HEDGE_BEFORE = re.compile(
    r"\b(?:around|about|almost|nearly|approximately|roughly|over|under|(?:more|less|fewer) than"
    r"|at least|at most|up to|close to|some|circa|above|below|approx\.) \Z"
)


def number(sort: str, name: str) -> str:
    """A pattern for a number of one of the sorts (c for a count, p for a percentage)."""
    return rf"#[{sort}](?P<{name}>\d+)#"


def words(most: int) -> str:
    """A pattern for up to so many words, dates, quantifiers and ranks, each after a blank."""
    return rf"(?: {_WORD}){{0,{most}}}"


def compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for the words of a skeleton, ready to be looked for."""
    return tuple(map(re.compile, patterns))


def is_change(words: str, end: int) -> bool:
    """Whether the number after the words up to ``end`` says by how much something changed."""
    return bool(_CHANGE_BEFORE.search(words[max(0, end - _BACK) : end]))


def is_hedged(words: str, end: int) -> bool:
    """Whether the number after the words up to ``end`` is only about right."""
    return bool(_HEDGE_BEFORE.search(words[max(0, end - _BACK) : end]))


def places(item: PrintedNumber) -> int:
    """How many decimals a number is printed with."""
    return max(0, -item.step.adjusted())


class Skeleton(Struct, frozen=True):
    """A sentence in small letters, each number a sign: "#p0# (#c1# out of #c2#) were good."."""

    words: str
    numbers: tuple[PrintedNumber, ...]
    start: int
    end: int
    block: int
    kind: BlockKind


def draw_skeletons(text: Text, numbers: Sequence[PrintedNumber]) -> tuple[Skeleton, ...]:
    """The sentences of a text as skeletons, in order."""
    plain = lower(fold(text.content)).replace("#", " ")
    return tuple(_draw(text, numbers, plain))


def _draw(text: Text, numbers: Sequence[PrintedNumber], plain: str) -> Iterator[Skeleton]:
    block = 0
    for start, end in split_sentences(text):
        while text.blocks[block].end < end:
            block += 1
        inside = tuple(numbers[place] for place in begin_within(numbers, start, end))
        if len(inside) > _MOST_NUMBERS:
            continue
        in_parts = _in_parts(inside, plain)
        pieces, done = [], start
        for place, item in enumerate(inside):
            sign = IN_PARTS if place in in_parts else _sign(item)
            pieces += [plain[done : item.start], f"#{sign}{place}#"]
            done = item.end
        words_between = "".join([*pieces, plain[done:end]])
        yield Skeleton(words_between, inside, start, end, block, text.blocks[block].kind)


def _in_parts(numbers: Sequence[PrintedNumber], plain: str) -> set[int]:
    """The places of numbers that are one in parts: 8 minutes 3 seconds, 12 million 837 thousand."""
    places: set[int] = set()
    for place, (first, second) in enumerate(pairwise(numbers)):
        between = plain[first.end : second.start]
        if not _AND_PART.fullmatch(between):
            continue
        timed = between.strip() not in ("", "and") and _PART.match(plain, second.end)
        scaled = all(_SCALED.search(part.printed.lower()) for part in (first, second))
        if timed or scaled:
            places |= {place, place + 1}
    return places


def _sign(item: PrintedNumber) -> str:
    if item.exempt:
        return EXEMPT
    return _SIGNS.get(item.kind) or _UNITS.get(item.unit, MONEY)

"""What is left of a whole beside its parts: 60% were good and the remaining 40% were not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import combinations

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.relation import HUNDRED, Bounds, ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import Skeleton, is_change, is_hedged, number
from qa_checks.texts.digits import PERCENT

_WHOLE = Bounds(HUNDRED, HUNDRED)
_REST = re.compile(
    r"(?<!\bof )(?<!\bin )(?<!\bfor )(?<!\bfrom )(?<!\bby )(?<!\bto )(?<!\bacross )\bthe (?:"
    r"(?:remaining|other) |(?:rest|remainder|remaining(?: [a-z'-]+){1,3})(?: \(|, ))"
    rf"{number('cp', 'rest')}"
)
_TAKES_PARTS = re.compile(
    r"\bof (?:(?:the |these |those |all |all the |a total of )?#c\d+#"
    r"|(?:which|whom|these|those|them)\b)"
)
_PLACED = re.compile(r"\b(?:in|across|from|by|for|to|on|at|than|over|within) (?:the |all )?\Z")
_IN_WORDS = re.compile(r"#[fqrm]\d+#")
_NUMBERS = re.compile(r"#([cp])(\d+)#")
_BACK, _NEAR, _MOST = 40, 2, 6  # characters, sentences and parts before what remains


def find_remainders(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """What is said to be left of a whole, beside the parts that are taken from it."""
    for place, sentence in enumerate(sentences):
        for rest in _REST.finditer(sentence.words):
            before = sentences[max(0, place - _NEAR) : place]
            nearby = [near for near in before if near.block == sentence.block]
            if relation := _remain(sentence, rest, nearby):
                yield relation


def _remain(sentence: Skeleton, rest: re.Match[str], nearby: Sequence[Skeleton]) -> Relation | None:
    left = sentence.numbers[int(rest["rest"])]
    before = sentence.words[: rest.start()]
    pieces = [*((near, near.words) for near in nearby), (sentence, before)]
    if any(_IN_WORDS.search(words) for _, words in pieces):
        return None  # the majority were good: how many is not said
    if left.unit != PERCENT and not any(_TAKES_PARTS.search(words) for _, words in pieces):
        return None
    parts: list[PrintedNumber] = []
    for near, words in pieces:
        for sign in _NUMBERS.finditer(words):
            item = near.numbers[int(sign[2])]
            if is_hedged(words, sign.start()):
                return None
            if item.unit == left.unit and _is_part(words, sign.start(), left):
                parts.append(item)
    percent = left.unit == PERCENT
    few = 1 if percent else 2
    if not few <= len(parts) <= _MOST:
        return None
    return Relation(
        ClosingKind.TOTAL,
        (left, *parts),
        partial(_is_left, percent=percent),
        partial(_say_left, percent=percent),
    )


def _is_part(words: str, start: int, left: PrintedNumber) -> bool:
    """Whether a number may be a part, or the whole: in "in 12 regions" it is neither."""
    if left.unit == PERCENT:
        return not is_change(words, start)
    before = words[max(0, start - _BACK) : start]
    return not _PLACED.search(before)


def _is_left(bounds: Sequence[Bounds], percent: bool) -> bool:
    """Whether some parts and the rest are a whole: all, or one that is itself a part."""
    left, *parts = bounds
    for size in range(1, len(parts) + 1):
        for some in combinations(range(len(parts)), size):
            low = left.low + sum(parts[place].low for place in some)
            high = left.high + sum(parts[place].high for place in some)
            wholes = [part for place, part in enumerate(parts) if place not in some]
            if any(
                low <= whole.high and whole.low <= high
                for whole in [*wholes, *([_WHOLE] if percent else [])]
            ):
                return True
    return False


def _say_left(numbers: Sequence[PrintedNumber], percent: bool) -> str:
    left, *parts = numbers
    whole = HUNDRED if percent else max(part.value or Decimal(0) for part in parts)
    taken = [part for part in parts if percent or part.value != whole]
    leaves = whole - sum(part.value or 0 for part in taken)
    together = " and ".join(part.printed for part in taken)
    unit = "%" if percent else ""
    leave = "leave" if len(taken) > 1 else "leaves"
    return (
        f"{together} of {whole:,}{unit} {leave} {leaves:,}{unit}, "
        f"the rest is printed as {left.printed}"
    )

"""What stands in brackets beside words that say the same: thirty-seven (37), all (20 of 20)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.pattern_matches import find_matches
from qa_checks.texts.coherence.relation import Bounds, ClosingKind, Relation, are_same, says
from qa_checks.texts.coherence.skeletons import Skeleton, compiled, number, words

Say = Callable[[Sequence[PrintedNumber]], str]
Holds = Callable[[Sequence[Bounds]], bool]
_FIRST, _SECOND = number("cpu", "first"), number("cpu", "second")
_PART_OF = rf"\({number('c', 'part')} (?:out )?of (?:the |all )?{number('c', 'whole')}\)"
_IN_WORDS = compiled(rf"{number('c', 'first')} \({number('c', 'second')}\)")
# A bound in words, and whether the number in brackets keeps to it.
_BOUNDS: tuple[tuple[tuple[re.Pattern[str], ...], Holds], ...] = (
    (
        compiled(
            rf"\b(?P<bound>more than|over|above|at least|just over) {_FIRST}{words(5)} "
            rf"\({_SECOND}\)"
        ),
        lambda bounds: bounds[1].high >= bounds[0].low,
    ),
    (
        compiled(
            r"\b(?P<bound>(?:fewer|less) than|under|below|at most|up to|almost|nearly|just under)"
            rf" {_FIRST}{words(5)} \({_SECOND}\)"
        ),
        lambda bounds: bounds[1].low <= bounds[0].high,
    ),
)
_QUANTIFIED = compiled(rf"#q(?P<every>\d+)#(?:{words(2)} #c\d+#)?{words(8)} {_PART_OF}")
# Most homes (45%), and not most homes in London (45%), nor where most homes (45%) stand empty.
_MOST = compiled(
    r"(?<!\bnot )(?<!# )#q(?P<most>\d+)#(?: of)?(?:(?! (?:in|at|for|from|on|with) ) [a-z'-]+){0,4}"
    rf" \({number('p', 'percent')}\)"
)
_NOT_SAID = re.compile(r"\b(?:where|if|when|whether|unless|until)\b")
_PARTS: dict[str, Holds] = {
    "most": lambda bounds: bounds[1].high > _HALF,
    "majority": lambda bounds: bounds[1].high > _HALF,
    "minority": lambda bounds: bounds[1].low < _HALF,
}
_HALF = 50
_EVERY = re.compile(r"(?i:all|every|each|everyone|everybody)")
_BESIDE, _OF_WHOLE = says("'{}' stands beside {}"), says("'{}' stands beside {} of {}")
_NEAR = Decimal("0.75")  # another number in brackets may be that of a note, or of other things


def find_restated(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """Numbers that say what stands in brackets behind them, in words or as a bound."""
    for sentence in sentences:
        if "(#" in sentence.words:
            yield from _in_words(sentence)
            yield from _bounds(sentence)
            yield from _quantified(sentence)
            yield from _most(sentence)


def _in_words(sentence: Skeleton) -> Iterator[Relation]:
    for match in find_matches(sentence, _IN_WORDS):
        first, second = match.numbers("first", "second")
        in_digits = [any(map(str.isdigit, number.printed)) for number in (first, second)]
        if in_digits == [False, True] and _are_near(first, second):
            yield _relation((first, second), are_same, _BESIDE)


def _bounds(sentence: Skeleton) -> Iterator[Relation]:
    for patterns, holds in _BOUNDS:
        for match in find_matches(sentence, patterns):
            first, second = match.numbers("first", "second")
            if first.unit == second.unit and _are_near(first, second):
                bound = match.place["bound"]
                say = says(f"'{bound} {{}}' stands beside {{}}")
                yield _relation((first, second), holds, say)


def _quantified(sentence: Skeleton) -> Iterator[Relation]:
    for match in find_matches(sentence, _QUANTIFIED):
        every, part, whole = match.numbers("every", "part", "whole")
        if match.is_hedged("every") or match.before("every", 4) == "not ":
            continue
        numbers = (every, part, whole)
        if every.value == 0:
            yield _relation(numbers, lambda bounds: bounds[1].low <= 0, _OF_WHOLE)
        elif _EVERY.fullmatch(every.printed):
            yield _relation(numbers, lambda bounds: bounds[1].meets(bounds[2]), _OF_WHOLE)


def _most(sentence: Skeleton) -> Iterator[Relation]:
    for match in find_matches(sentence, _MOST):
        most, percent = match.numbers("most", "percent")
        holds = _PARTS.get(most.printed.lower())
        if holds and not _NOT_SAID.search(sentence.words[: match.place.start()]):
            yield _relation((most, percent), holds, _BESIDE)


def _are_near(first: PrintedNumber, second: PrintedNumber) -> bool:
    low, high = sorted((first.value or Decimal(0), second.value or Decimal(0)))
    return low > 0 and low >= high * _NEAR


def _relation(numbers: tuple[PrintedNumber, ...], holds: Holds, say: Say) -> Relation:
    return Relation(ClosingKind.REPEAT, numbers, holds, say, proves=False)

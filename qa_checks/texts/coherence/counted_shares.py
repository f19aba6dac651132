"""Percentages of a whole, and the counts that stand elsewhere in the text for the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from qa_checks.model.texts import BlockKind, NumberKind, PrintedNumber
from qa_checks.texts.coherence.grids import Row
from qa_checks.texts.coherence.pattern_matches import find_matches
from qa_checks.texts.coherence.relation import HUNDRED, Bounds, ClosingKind, Relation
from qa_checks.texts.coherence.repeats import repeat
from qa_checks.texts.coherence.shares import share
from qa_checks.texts.coherence.skeletons import Skeleton, compiled, number
from qa_checks.texts.digits import PERCENT

_BASE = compiled(rf"\bof (?:the |these |all |all the )?{number('c', 'whole')}")
_PERCENT = compiled(number("p", "percent"))
_NONE = re.compile(r"#q(\d+)#")
_LABEL = re.compile(r"[^#.;:]*")
_WORD = re.compile(r"[a-z]{4,}")
_PLAIN = frozenset(
    (
        "were been being have that this these those them they with from found which their further "
        "also more than only both some such when where while over under between other another"
    ).split()
)
_MANY, _MOST = 3, 40


class Labelled(Struct, frozen=True):
    """A number and the words that say what it counts."""

    number: PrintedNumber
    words: frozenset[str]


def find_counted_shares(
    sentences: Sequence[Skeleton], grids: Sequence[Sequence[Row]]
) -> Iterator[Relation]:
    """Percentages that are likely those of a count elsewhere, or that make up the whole."""
    by_word: defaultdict[str, list[Labelled]] = defaultdict(list)
    for count in (*_counts(sentences), *_cells(grids)):
        for word in count.words:
            by_word[word].append(count)
    yield from _nothing(sentences, grids)
    for base, percents in _groups(sentences):
        if len(percents) > _MOST:
            continue
        if len(percents) >= _MANY:
            numbers = tuple(percent.number for percent in percents)
            yield Relation(ClosingKind.TOTAL, numbers, _is_whole, _say_whole, firm=False)
        for percent in percents:
            others = [other.words for other in percents if other is not percent]
            for word in percent.words.difference(*others):
                for count in by_word[word][:_MOST]:
                    yield share(percent.number, count.number, base, firm=False)


def _nothing(sentences: Sequence[Skeleton], grids: Sequence[Sequence[Row]]) -> Iterator[Relation]:
    """None were outstanding, and a 0 stands in the row of that name."""
    zeros = [cell for cell in _cells(grids) if cell.number.value == 0]
    for sentence in sentences:
        for place in _NONE.finditer(sentence.words):
            none = sentence.numbers[int(place[1])]
            label = _label(sentence.words, place.end())
            for zero in zeros:
                if none.value == 0 and zero.words & label:
                    yield repeat(none, zero.number).likely()


def _groups(sentences: Sequence[Skeleton]) -> Iterator[tuple[PrintedNumber, list[Labelled]]]:
    """The percentages of each whole that a paragraph names."""
    for _, of_block in groupby(sentences, key=lambda sentence: sentence.block):
        groups: list[tuple[PrintedNumber, list[Labelled]]] = []
        for sentence in of_block:
            if "#p" not in sentence.words:
                continue
            if named := next(find_matches(sentence, _BASE), None):
                groups.append((named.number("whole"), []))
            for match in find_matches(sentence, _PERCENT) if groups else ():
                if not match.is_change("percent"):
                    label = _label(sentence.words, match.place.end())
                    groups[-1][1].append(Labelled(match.number("percent"), label))
        yield from ((base, percents) for base, percents in groups if percents)


def _counts(sentences: Sequence[Skeleton]) -> Iterator[Labelled]:
    for sentence in sentences:
        if sentence.kind is BlockKind.CELL:
            continue
        for place in re.finditer(r"#c(\d+)#", sentence.words):
            yield Labelled(sentence.numbers[int(place[1])], _label(sentence.words, place.end()))


def _cells(grids: Sequence[Sequence[Row]]) -> Iterator[Labelled]:
    for rows in grids:
        for row in rows:
            for cell in row.numbers.values():
                if cell.kind is NumberKind.NUMBER and cell.unit != PERCENT:
                    yield Labelled(cell, _label(row.label.lower(), 0))


def _label(words: str, start: int) -> frozenset[str]:
    """The words after a number, up to the next one, that say what it counts."""
    piece = _LABEL.match(words, start)
    return frozenset(_WORD.findall(piece[0] if piece else "")) - _PLAIN


def _is_whole(bounds: Sequence[Bounds]) -> bool:
    return sum(part.low for part in bounds) <= HUNDRED <= sum(part.high for part in bounds)


def _say_whole(numbers: Sequence[PrintedNumber]) -> str:
    return f"{' + '.join(number.printed for number in numbers)} make up the whole"

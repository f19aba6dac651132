"""The same quantity in two places of a text, where the words are the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from qa_checks.model.texts import BlockKind, PrintedNumber, Text
from qa_checks.texts.coherence.mending import are_one_digit_apart
from qa_checks.texts.coherence.relation import ClosingKind, Relation, are_same
from qa_checks.texts.coherence.skeletons import EXEMPT, Skeleton, is_hedged

_TOKEN = re.compile(r"#([a-z])(\d+)#|[a-z][a-z'-]*")
_STOPS = frozenset(
    "a an the of in on at to and or but for by with as from were was is are had has have been be "
    "there that which who it its all total number overall also only just".split()
)
# These point to something said before, so the same words may count something else.
_POINTING = frozenset(
    "these this those they them their which latter former such it remaining rest others another "
    "further same respectively".split()
)
_SUMMARY = re.compile(
    r"(?i:main|key|headlines?|summary|overview|introduction|at a glance|findings|in brief|figures)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNT = re.compile(r"#c(\d+)#")
_OF_THE_SO_MANY = re.compile(r"of the #c\d+#(?: [a-z][a-z'-]*){1,3} of ")
_PHRASE = re.compile(r"((?: [a-z][a-z'-]*){1,8})")
_PHRASE_ENDS = frozenset(
    "were was had have has is are in on at between that which with to found received took by as "
    "who during since until up down than and or but while over under after before per".split()
)
_WORDS, _PHRASE_WORDS, _LARGE, _HEADING_WORDS, _NEAR = 4, 2, 10, 10, 3
_HUGE = 1000  # smaller counts differ in one digit by chance


def find_repeats(text: Text, sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """Numbers that a text says twice in the same words."""
    prose = [sentence for sentence in sentences if sentence.kind is not BlockKind.CELL]
    yield from _same_sentences(text, prose)
    yield from _same_phrases(text, prose)


def repeat(number: PrintedNumber, other: PrintedNumber) -> Relation:
    """Two numbers that are to be the same."""
    return Relation(ClosingKind.REPEAT, (number, other), are_same, _say_same)


class Mention(Struct, frozen=True):
    """A count, what it counts, and the dates and words of the sentence that it stands in.

    ``definite`` says that they are "the" so many.
    """

    number: PrintedNumber
    sentence: int
    definite: bool
    thing: str
    dates: frozenset[str]
    words: frozenset[str]


def _same_sentences(text: Text, sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """Sentences in the same words, which differ in one number at most: more is another matter."""
    alike: defaultdict[tuple[str, ...], list[Skeleton]] = defaultdict(list)
    for sentence in sentences:
        if key := _content(sentence):
            alike[key].append(sentence)
    headings = _headings(text)
    for group in alike.values():
        for left, right in pairwise(group):
            if left.block == right.block or not _one_scope(headings, left, right):
                continue
            pairs = list(zip(_stated(right), _stated(left), strict=True))
            apart = [pair for pair in pairs if pair[0].value != pair[1].value]
            anchored = len(pairs) > 1 or "#x" in left.words
            if not apart or (len(apart) == 1 and anchored):
                yield from (repeat(number, other) for number, other in pairs)


def _content(sentence: Skeleton) -> tuple[str, ...] | None:
    """The words of a sentence that carry its meaning; None where they may mean something else.

    Dates count as words; of a number only its sort does.
    """
    words, carrying = [], 0
    for token in _TOKEN.finditer(sentence.words):
        if token[1] == EXEMPT:
            words.append(sentence.numbers[int(token[2])].printed.lower())
        elif token[1]:
            words.append(f"#{token[1]}")
            if is_hedged(sentence.words, token.start()):
                return None
        elif token[0] in _POINTING:
            return None
        elif token[0] not in _STOPS:
            words.append(token[0])
            carrying += 1
    numbers = any(word.startswith("#") for word in words)
    return tuple(words) if carrying >= _WORDS and numbers else None


def _stated(sentence: Skeleton) -> list[PrintedNumber]:
    return [number for number in sentence.numbers if not number.exempt and number.value is not None]


def _headings(text: Text) -> list[str]:
    """The heading above each block: a block of that kind, or a short line without a full stop."""
    headings, heading = [], ""
    for block in text.blocks:
        content = text.content[block.start : block.end]
        short = len(content.split()) <= _HEADING_WORDS and not content.rstrip().endswith(".")
        if block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and short):
            heading = content
        headings.append(heading)
    return headings


def _one_scope(headings: Sequence[str], left: Skeleton, right: Skeleton) -> bool:
    """Whether nothing above two sentences makes them speak of different things."""
    above = headings[left.block], headings[right.block]
    return above[0] == above[1] or any(bool(_SUMMARY.search(heading)) for heading in above)


def _same_phrases(text: Text, sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    mentions = _mentions(_headings(text), sentences)
    yield from _same_days(mention for group in mentions.values() for mention in group)
    for group in mentions.values():
        by_value: defaultdict[object, list[Mention]] = defaultdict(list)
        for mention in group:
            by_value[mention.number.value].append(mention)
        for same in by_value.values():
            for left, right in pairwise(same):
                if left.sentence != right.sentence:
                    yield repeat(left.number, right.number)
        for place, mention in enumerate(group):
            if mention.definite and len(by_value[mention.number.value]) == 1:
                yield from _slips(mention, group[max(0, place - _NEAR) : place])


def _mentions(
    headings: Sequence[str], sentences: Sequence[Skeleton]
) -> dict[tuple[str, ...], list[Mention]]:
    """The large counts of a text by what they count."""
    mentions: defaultdict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for place, sentence in enumerate(sentences):
        dates = frozenset(
            item.printed for item in sentence.numbers if item.exempt and _YEAR.search(item.printed)
        )
        words = frozenset(re.findall(r"[a-z'-]{2,}", sentence.words)) - _STOPS
        for match in _COUNT.finditer(sentence.words):
            number = sentence.numbers[int(match[1])]
            phrase, ends = _phrase(sentence.words, match.end())
            if not phrase or number.value is None or number.value < _LARGE:
                continue
            start = max(0, match.start() - len("of the "))
            definite = ends and _OF_THE_SO_MANY.match(sentence.words, start) is not None
            if len(phrase) < _PHRASE_WORDS:  # one word counts the same in one section alone
                phrase, definite = (*phrase, headings[sentence.block]), False
            mentions[phrase].append(Mention(number, place, definite, phrase[0], dates, words))
    return mentions


def _slips(mention: Mention, group: Sequence[Mention]) -> Iterator[Relation]:
    """Of the 126 inspections of safeguarding, where one or two sentences before they were 125."""
    for other in group:
        near = 0 < mention.sentence - other.sentence <= _NEAR
        is_slip = are_one_digit_apart(mention.number.printed, other.number.printed)
        if near and not other.definite and is_slip:
            yield repeat(mention.number, other.number)


def _same_days(mentions: Iterable[Mention]) -> Iterator[Relation]:
    """4,011 homes where the same day had 4,010, and one sentence only says more words of it."""
    by_day: defaultdict[object, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.dates and (mention.number.value or 0) >= _HUGE:
            by_day[mention.dates, mention.thing].append(mention)
    for group in by_day.values():
        for place, mention in enumerate(group):
            for other in group[max(0, place - _NEAR) : place]:
                narrower = mention.words <= other.words or other.words <= mention.words
                pointing = (mention.words | other.words) & _POINTING
                apart = mention.sentence != other.sentence and not pointing
                is_slip = are_one_digit_apart(mention.number.printed, other.number.printed)
                if narrower and apart and is_slip:
                    yield repeat(mention.number, other.number)


def _phrase(words: str, start: int) -> tuple[tuple[str, ...], bool]:
    """What a count counts, and whether nothing follows that narrows it."""
    match = _PHRASE.match(words, start)
    phrase: list[str] = []
    for word in match[1].split() if match else []:
        if word in _PHRASE_ENDS:
            return tuple(phrase), word in {"were", "was", "had", "have"}
        if word not in _STOPS:
            phrase.append(word)
    end = match.end() if match else start
    return tuple(phrase), words[end : end + 1] in {",", ".", ";", ""}


def _say_same(numbers: Sequence[PrintedNumber]) -> str:
    left, right = numbers
    if left.value == right.value:
        return f"{left.printed} is said twice"
    return f"{left.printed} here is {right.printed} in another place, in the same words"

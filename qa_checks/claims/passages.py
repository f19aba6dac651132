"""Where the words of a claim stand in a text, and what fills its holes there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from qa_checks.claims.agreement import PLACES, SHARED
from qa_checks.claims.edges import splits_range, splits_word
from qa_checks.claims.sayings import Gap, Hole, HoleKind, Piece
from qa_checks.claims.vocabulary import DIRECTION, HEDGE, RANK, Vocabulary
from qa_checks.model.texts import (
    START,
    BlockKind,
    NumberKind,
    PrintedNumber,
    Text,
    begin_within,
)
from qa_checks.texts.digits import MONEY, read_unit
from qa_checks.texts.folding import fold, lower
from qa_checks.texts.sentences import Span, split_sentences

FIGURES = re.compile(rf"-?[{MONEY}]?\d+(?:,\d{{3}})*(?:\.\d+)?")
BETWEEN = re.compile(r" (?:in|out of|of the|of)(?: every)? ", re.IGNORECASE)
ARTICLE = re.compile(r"(?:an?|the|about an?) ", re.IGNORECASE)
ORDINAL = re.compile(
    rf"(?:the )?(?:(?:{'|'.join(SHARED)})[- ])?(?:(?:{'|'.join(PLACES)})[- ])?", re.IGNORECASE
)
STOP = re.compile(r"[;:()]|[.,!?](?=\s|$)|$", re.MULTILINE)
WORD = re.compile(r"\w+")
LONGEST_WORDS = 80  # characters of a name in a hole of kind word
NUMERIC = (NumberKind.NUMBER, NumberKind.QUANTIFIER)


class Filling(Struct, frozen=True):
    """What fills a hole: from ``start`` to before ``end``, with the numbers that stand there."""

    hole: Hole
    start: int
    end: int
    numbers: tuple[int, ...] = ()


class Passage(Struct, frozen=True):
    """A place where all words of a claim stand, and the fillings of its holes in order."""

    start: int
    end: int
    fillings: tuple[Filling, ...] = ()


class Prose(Struct, frozen=True, dict=True):
    """A text with its numbers and sentences, in which claims are looked for."""

    text: Text
    numbers: Sequence[PrintedNumber]
    vocabulary: Vocabulary

    @cached_property
    def plain(self) -> str:
        """The text as it is matched: folded, in small letters, the cells of a row side by side."""
        plain = list(lower(fold(self.text.content)))
        for block, after in zip(self.text.blocks, self.text.blocks[1:], strict=False):
            if block.kind is after.kind is BlockKind.CELL and block.row == after.row:
                plain[block.end : after.start] = " " * (after.start - block.end)
        return "".join(plain)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, in order."""
        return split_sentences(self.text)

    def span(self, position: int) -> Span:
        """The place of the sentence in which a position stands."""
        return self.sentences[max(0, bisect_right(self.sentences, position, key=START) - 1)]

    def sentence(self, position: int) -> str:
        """The sentence in which a position stands."""
        span = self.span(position)
        return self.text.content[span.start : span.end]

    def line(self, position: int) -> int:
        """The line of the file in which a position stands."""
        return self.text.block(position).line

    def find(self, pieces: Sequence[Piece]) -> list[Passage]:
        """Every place where a claim's words stand with a number or word in each hole.

        Of two places within each other the shorter one counts, so that words left out are few; but
        a hole at the start is filled with all that belongs in it: "almost half", not "half".
        """
        plain = _plain_pieces(pieces)
        search = _Search(self, plain)
        passages = [
            Passage(start, fillings[-1].end, fillings[:-1])
            for start in self.candidates(plain[0], 0, len(self.plain))
            if (fillings := search.walk(0, start))
        ]
        if isinstance(plain[0], Hole) and plain[0].kind is not HoleKind.WORD:
            first = {passage.end: passage for passage in reversed(passages)}
            passages = [passage for passage in passages if first[passage.end] is passage]
        return [
            passage
            for passage in passages
            if not _holds_another(passage, passages) and not self._cuts_a_range(passage)
        ]

    def _cuts_a_range(self, passage: Passage) -> bool:
        ends = (passage.start, passage.end)
        return any(splits_range(self.plain, self.numbers, place) for place in ends)

    def numbers_in(self, start: int, end: int) -> tuple[int, ...]:
        """The places of the numbers that stand in a part of the text, or reach into it."""
        places = begin_within(self.numbers, start, end)
        first = places.start
        if first and self.numbers[first - 1].end > start:
            first -= 1
        return tuple(range(first, places.stop))

    def candidates(self, first: Piece, low: int, high: int) -> Iterator[int]:
        """Where a piece may begin in a part of the text."""
        if isinstance(first, str):
            start = self.plain.find(first, low, high)
            while start >= 0:
                if not splits_word(self.plain, start):
                    yield start
                start = self.plain.find(first, start + 1, high)
            return
        assert isinstance(first, Hole)  # noqa: S101  gaps at the ends are gone
        if first.kind is HoleKind.WORD:
            yield from (span.start for span in self.sentences if low <= span.start < high)
            return
        if first.kind is HoleKind.NUMBER:
            for place in begin_within(self.numbers, low, high):
                yield self.numbers[place].start
            return
        for word in WORD.finditer(self.plain, low, high):
            if self.plain[word.start() - 1 : word.start()] in ("", " ", "\n", "(", "£", "-", '"'):
                yield word.start()

    def fill(self, hole: Hole, start: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Where what fills a hole at a place may end, and the numbers in it."""
        match hole.kind:
            case HoleKind.NUMBER:
                yield from self._fill_number(start, NUMERIC)
            case HoleKind.FRACTION:
                yield from self._fill_fraction(start)
            case HoleKind.MULTIPLE:
                start = self._behind_hedge(start)
                yield from self._fill_number(start, (NumberKind.MULTIPLE,))
            case HoleKind.DIRECTION:
                if word := self.vocabulary.match(DIRECTION, self.plain, start):
                    yield word.end(), ()
            case HoleKind.RANK:
                ordinal = ORDINAL.match(self.plain, start)
                for begin in dict.fromkeys((ordinal.end() if ordinal else start, start)):
                    if word := self.vocabulary.match(RANK, self.plain, begin):
                        yield word.end(), self.numbers_in(start, word.end())
            case HoleKind.WORD:
                yield from self._fill_words(start)

    def _fill_number(
        self, start: int, kinds: Sequence[NumberKind]
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """A number that begins here, without its unit or with it."""
        places = self.numbers_in(start, start + 1) or self.numbers_in(start, start + 2)
        for place in places[:1]:
            number = self.numbers[place]
            before = self.plain[min(start, number.start) : max(start, number.start)]
            if (
                number.kind in kinds
                and number.value is not None
                and before.strip(f"{MONEY}-") == ""
            ):
                figures = FIGURES.match(self.plain, start)
                ends = {number.end, self._before_unit(number)}
                if figures:
                    ends.add(min(figures.end(), number.end))
                yield from ((end, (place,)) for end in sorted(ends))

    def _before_unit(self, number: PrintedNumber) -> int:
        """Where the unit behind a number begins; its end where there is none."""
        if not number.unit:
            return number.end
        places = range(number.start + 1, number.end)
        return next(
            (place for place in places if read_unit(self.plain, place)[1] == number.end), number.end
        )

    def _fill_fraction(self, start: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """A fraction with its hedge, a quantifier, or one number in another."""
        behind = self._behind_hedge(start)
        article = ARTICLE.match(self.plain, behind)
        for begin in dict.fromkeys([behind, article.end() if article else behind]):
            kinds = (NumberKind.FRACTION, NumberKind.QUANTIFIER)
            for place in self.numbers_in(begin, begin + 1):
                number = self.numbers[place]
                if number.kind in kinds and number.start <= begin:
                    yield number.end, (place,)
        for end, numbers in self._fill_number(behind, NUMERIC):
            if between := BETWEEN.match(self.plain, end):
                for stop, more in self._fill_number(between.end(), NUMERIC):
                    yield stop, (*numbers, *more)

    def hedge(self, start: int) -> str:
        """The hedge that begins at a place, such as almost; '' without one."""
        match = self.vocabulary.match(HEDGE, self.plain, start)
        return match[0] if match else ""

    def hedge_of(self, start: int) -> str:
        """The hedge of what begins at a place: it begins there too, or stands before it."""
        return self.hedge(start) or self.vocabulary.hedge_before(self.plain, start)

    def _behind_hedge(self, start: int) -> int:
        hedge = self.vocabulary.match(HEDGE, self.plain, start)
        return hedge.end() + 1 if hedge else start

    def _fill_words(self, start: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Words from here on, as few as can be; at the end of a claim, up to a punctuation mark."""
        stop = STOP.search(self.plain, start + 1)
        first = stop.start() if stop else len(self.plain)
        yield first, self.numbers_in(start, first)
        line = self.plain.find("\n", start)
        most = min(line if line >= 0 else len(self.plain), start + LONGEST_WORDS)
        for word in WORD.finditer(self.plain, start, most):
            yield word.end(), self.numbers_in(start, word.end())


class _Search(Struct):
    """Looks for the pieces of one claim; ``failed`` remembers after which gaps nothing follows."""

    prose: Prose
    pieces: Sequence[Piece]
    failed: dict[int, tuple[int, int]] = {}

    def walk(self, place: int, start: int) -> tuple[Filling, ...]:
        """The fillings of the pieces from one on, and one for the end; none if they are not there.

        ``place`` is that of the first piece, which must stand at ``start``.
        """
        if place == len(self.pieces):
            return (Filling(Hole(""), start, start),)
        piece, plain = self.pieces[place], self.prose.plain
        if isinstance(piece, str):
            end, behind = start + len(piece), self.pieces[place + 1 : place + 2]
            is_last = not behind or isinstance(behind[0], Gap)
            if not plain.startswith(piece, start) or (is_last and splits_word(plain, end)):
                return ()
            return self.walk(place + 1, end)
        if isinstance(piece, Gap):
            return self._skip(place + 1, start)
        for end, numbers in self.prose.fill(piece, start):
            if rest := self.walk(place + 1, end):
                return (Filling(piece, start, end, numbers), *rest)
        return ()

    def _skip(self, place: int, start: int) -> tuple[Filling, ...]:
        """The next place in the same block at which what comes after a gap stands."""
        plain = self.prose.plain
        line = plain.find("\n", start)
        stop = len(plain) if line < 0 else line
        since, until = self.failed.get(place, (stop, -1))
        if until == stop and since <= start:
            return ()  # what does not follow an earlier place of the block follows none after it
        for begin in self.prose.candidates(self.pieces[place], start, stop):
            if fillings := self.walk(place, begin):
                return fillings
        self.failed[place] = (start, stop)
        return ()


def _plain_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces as they are matched, without gaps at the ends and blanks after gaps."""
    plain: list[Piece] = []
    for piece in pieces:
        words = lower(fold(piece)) if isinstance(piece, str) else piece
        if isinstance(words, str) and (not plain or isinstance(plain[-1], Gap)):
            words = words.lstrip()
        if plain or not isinstance(words, Gap):
            plain.append(words)
    while isinstance(plain[-1], Gap):
        plain.pop()
    if isinstance(plain[-1], str):
        plain[-1] = plain[-1].rstrip()
    return plain


def _holds_another(passage: Passage, passages: Sequence[Passage]) -> bool:
    return any(
        other is not passage and passage.start <= other.start and other.end <= passage.end
        for other in passages
    )

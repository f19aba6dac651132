"""The words of a catalogue that say a share, multiple, direction or rank, with their bands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.errors import CatalogueError

WORDS = "words"  # the name of the code list
COLUMNS = ("kind", "value", "low", "high", "loose_low", "loose_high")
ANY = "any"  # a band without an end
LONGEST_HEDGE = 40
HEDGE, PLAIN, QUANTIFIER, DIRECTION, RANK = "hedge", "plain", "quantifier", "direction", "rank"
STATUS = "status"  # of a release: provisional or final
PLAIN_FRACTION, PLAIN_MULTIPLE = "plain fraction", "plain multiple"


class End(Struct, frozen=True):
    """An end of a band; None where it has none. ``open`` leaves the value itself out."""

    value: Decimal | None = None
    open: bool = False


class Band(Struct, frozen=True):
    """From which number to which a word is right."""

    low: End
    high: End

    def holds(self, number: Decimal) -> bool:
        """Whether a number lies in it."""
        low, high = self.low, self.high
        if low.value is not None and (number < low.value or (low.open and number == low.value)):
            return False
        if high.value is None:
            return True
        return number < high.value or (number == high.value and not high.open)

    @property
    def is_above(self) -> bool:
        """Whether it lies above the value that it says parts of: more than, at least, just over."""
        low, high = self.low.value, self.high.value
        return low is not None and low >= 0 and (high is None or high > 0)

    @property
    def is_below(self) -> bool:
        """Whether it lies below that value: less than, at most, almost."""
        low, high = self.low.value, self.high.value
        return high is not None and high <= 0 and (low is None or low < 0)

    def around(self, value: Decimal) -> Band:
        """The band about a value, of one that says parts of it: -0.1 is a tenth below."""
        return Band(
            *(
                End(None if end.value is None else value * (1 + end.value), end.open)
                for end in (self.low, self.high)
            )
        )


class Word(Struct, frozen=True):
    """A word with the band in which it is right, and the one in which it is only loose."""

    code: str
    kind: str
    value: Decimal | None
    right: Band
    loose: Band


class Vocabulary(Struct, frozen=True, dict=True):
    """All words of a catalogue, by their spelling."""

    words: Mapping[str, Word]
    plain: Mapping[str, Word]

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        kinds = {word.kind for word in self.words.values()}
        return {
            kind: _pattern(spelling for spelling, word in self.words.items() if word.kind == kind)
            for kind in kinds
        }

    def match(self, kind: str, text: str, start: int) -> re.Match[str] | None:
        """The longest word of a kind that begins at a place of a text."""
        pattern = self._patterns.get(kind)
        return pattern.match(text, start) if pattern else None

    def find(self, kind: str, text: str) -> Iterator[re.Match[str]]:
        """Every word of a kind that a text has."""
        pattern = self._patterns.get(kind)
        for word in pattern.finditer(text) if pattern else ():
            if not text[word.start() - 1 : word.start()].isalnum():
                yield word

    @cached_property
    def _hedge_before(self) -> re.Pattern[str]:
        hedges = (spelling for spelling, word in self.words.items() if word.kind == HEDGE)
        return re.compile(rf"(?<!\w)({_alternatives(hedges)})(?:(?<!\w)| )\Z", re.IGNORECASE)

    def hedge_before(self, text: str, end: int) -> str:
        """The hedge that ends before a place of a text; '' without one."""
        match = self._hedge_before.search(text[max(0, end - LONGEST_HEDGE) : end])
        return match[1] if match else ""

    @cached_property
    def _direction_before(self) -> re.Pattern[str]:
        directions, hedges = (
            _alternatives(spelling for spelling, word in self.words.items() if word.kind == kind)
            for kind in (DIRECTION, HEDGE)
        )
        return re.compile(
            rf"(?<!\w)({directions})\s+(?:by|of)\s+(?:(?:{hedges})\s+)?\Z", re.IGNORECASE
        )

    def direction_before(self, text: str, end: int) -> str:
        """The direction that a number at a place is said to have gone in: fell by; '' without."""
        match = self._direction_before.search(text, max(0, end - 2 * LONGEST_HEDGE), end)
        return match[1] if match else ""

    def word(self, kind: str, text: str) -> Word | None:
        """The word that a text is."""
        word = self.words.get(fold(text))
        return word if word and word.kind == kind else None


def read_vocabulary(codes: Mapping[str, CodeList]) -> Vocabulary:
    """The words of a catalogue's code list; none where it has no such list.

    Raises
    ------
    CatalogueError
        If the list lacks a column, or a band is none.
    """
    listed = codes.get(WORDS)
    if listed is None:
        return Vocabulary({}, {})
    lacking = [name for name in COLUMNS if name not in listed.columns]
    if lacking:
        raise CatalogueError(f"The column '{lacking[0]}' is missing.", where=f"{listed.path}:1")
    by_code = {}
    for line, row in enumerate(listed.rows, start=2):
        try:
            by_code[row["code"]] = _read_word(row)
        except InvalidOperation:
            raise CatalogueError(
                "A value or an end of a band is a number, such as 0.5, >0 or <1, or 'any'.",
                where=f"{listed.path}:{line}",
            ) from None
    spelled = {
        spelling: by_code[code]
        for spelling, code in listed.folded.items()
        if by_code[code].kind != PLAIN
    }
    plain = {code: word for code, word in by_code.items() if word.kind == PLAIN}
    return Vocabulary(spelled, plain)


def _read_word(row: Mapping[str, str]) -> Word:
    right = Band(_end(row["low"]), _end(row["high"]))
    loose = Band(
        _end(row["loose_low"]) if row["loose_low"] else right.low,
        _end(row["loose_high"]) if row["loose_high"] else right.high,
    )
    value = Decimal(row["value"]) if row["value"] else None
    return Word(row["code"], row["kind"], value, right, loose)


def _end(text: str) -> End:
    if text in ("", ANY):
        return End()
    return End(Decimal(text.lstrip("<>")), text[0] in "<>")


def _pattern(spellings: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternatives(spellings)})(?!\w)", re.IGNORECASE)


def _alternatives(spellings: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first."""
    listed = sorted(spellings, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, spelling.split())) for spelling in listed)

"""Patterns by the words they begin with: a text's words are looked up once for all patterns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qa_checks.texts.numerals import CARDINALS, TENS

DIGITS = "0"  # stands for any digits among the words of an entry
NUMERALS = " ".join([DIGITS, *CARDINALS, *TENS])
_TOKEN = re.compile(r"(?<![^\W\d])[A-Za-z]+|(?<!\d)(?<!\d,)\d+")  # nothing begins within 1,234


class Entry(NamedTuple):
    """A pattern that begins with one of some words, and what it is that it finds."""

    sort: str
    words: str
    pattern: str


def beginning(sort: str, words: str, tail: str, before: str = "") -> Entry:
    """An entry of words and what follows them; a word with a capital stands only as written."""
    either_case = "|".join(word for word in words.split() if word.islower())
    as_written = "|".join(word for word in words.split() if not word.islower())
    alternatives = "|".join(filter(None, [either_case and f"(?i:{either_case})", as_written]))
    return Entry(sort, words.lower(), rf"{before}(?:{alternatives})(?![^\W\d]){tail}")


class Lexicon:
    """Entries by their first words; of those that fit at one place the first is taken."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_word: defaultdict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
        for entry in entries:
            pattern = re.compile(entry.pattern)
            for word in entry.words.split():
                self._by_word[word].append((entry.sort, pattern))
        self._by_word.default_factory = None

    def find(self, plain: str) -> Iterator[tuple[str, re.Match[str]]]:
        """What stands in a folded text, in order, none over another."""
        done = 0
        for token in _TOKEN.finditer(plain):
            start = token.start()
            if start < done:
                continue
            word = token[0]
            for sort, pattern in self._by_word.get(DIGITS if word.isdigit() else word.lower(), ()):
                if place := pattern.match(plain, start):
                    done = max(place.end(), start + 1)
                    yield sort, place
                    break

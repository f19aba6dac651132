"""Where patterns fit in the sentences of a text: the numbers there, by the names of the pattern."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.coherence.skeletons import Skeleton, is_change, is_hedged, number

_COMPARED = re.compile(r"\bcompared (?:with|to)\b")
_DATED = re.compile(rf"#(?: [a-z'-]+){{0,7}} {number('x', 'date')}")
_WORDS = ("verb", "thing", "things")
_YEAR_BEFORE = re.compile(r"(?:the )?(?:last|previous|prior) year|a year (?:ago|earlier|before)")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Match(NamedTuple):
    """A place in a sentence where a pattern fits."""

    sentence: Skeleton
    place: re.Match[str]

    @property
    def verb(self) -> str:
        """The word that says what happened."""
        return self.place["verb"]

    def number(self, name: str) -> PrintedNumber:
        """The number of a name."""
        return self.sentence.numbers[int(self.place[name])]

    def numbers(self, *names: str) -> list[PrintedNumber]:
        """The numbers of several names."""
        return list(map(self.number, names))

    def begin(self, name: str) -> int:
        """Where the sign of a number begins in the words of the sentence."""
        return self.place.start(name) - len("#c")

    def before(self, name: str, most: int) -> str:
        """So many characters at most before a number."""
        start = self.begin(name)
        return self.sentence.words[max(0, start - most) : start]

    def is_hedged(self, *names: str) -> bool:
        """Whether one of these numbers is only about right."""
        return any(is_hedged(self.sentence.words, self.begin(name)) for name in names)

    def is_change(self, name: str) -> bool:
        """Whether a number says by how much something changed."""
        return is_change(self.sentence.words, self.begin(name))

    @property
    def parts(self) -> dict[str, PrintedNumber]:
        """Every number by its name; none where one of them is only about right."""
        names = [name for name, found in self.place.groupdict().items() if found]
        numeric = [name for name in names if name not in _WORDS]
        if self.is_hedged(*numeric):
            return {}
        return {name: self.number(name) for name in numeric}

    @property
    def ends_in_time(self) -> tuple[PrintedNumber, PrintedNumber]:
        """Both ends of a change, the earlier first.

        In "394 homes in 2016 compared with 389 in 2017" the years tell that it stands first.
        """
        first, second = self.number("first"), self.number("second")
        years = [self._year_behind(name) for name in ("first", "second")]
        if _COMPARED.search(self.place[0]) and "" not in years and years[0] > years[1]:
            return second, first
        return first, second

    def _year_behind(self, name: str) -> str:
        dated = _DATED.match(self.sentence.words, self.place.end(name))
        year = dated and _YEAR.search(self.sentence.numbers[int(dated["date"])].printed)
        return year[0] if year else ""

    @property
    def is_sure(self) -> bool:
        """Whether nothing else can have changed, where it begins with what there is now.

        In "2,500 places in 300 homes, up 9% from 2,200" the change is not that of the homes.
        """
        second = self.number("second")
        return self.begin("second") > self.place.start() or not any(
            other.unit == second.unit and other.kind is NumberKind.NUMBER and not other.exempt
            for other in self.sentence.numbers[: int(self.place["second"])]
        )


def find_matches(
    sentence: Skeleton, patterns: Iterable[re.Pattern[str]], start: int = 0, end: int = sys.maxsize
) -> Iterator[Match]:
    """Every place in a piece of a sentence where one of some patterns fits, pattern by pattern."""
    for pattern in patterns:
        for place in pattern.finditer(sentence.words, start, end):
            yield Match(sentence, place)


def are_of_one_time(change: Skeleton, ends: Skeleton) -> bool:
    """Whether the times that one sentence names may be those between the ends of another."""
    years = {int(year) for number in _exempt(ends) for year in _YEAR.findall(number)}
    for named in _exempt(change):
        if not years.issuperset(map(int, _YEAR.findall(named))):
            return False
        if not _YEAR.search(named) and (
            not _YEAR_BEFORE.fullmatch(named) or (years and max(years) - min(years) > 1)
        ):
            return False
    return True


def _exempt(sentence: Skeleton) -> list[str]:
    return [number.printed.lower() for number in sentence.numbers if number.exempt]

"""The numbers of a sentence that a pattern has found, by their names."""

from __future__ import annotations

import re

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.coherence.skeletons import Skeleton, is_hedged, number

_COMPARED = re.compile(r"\bcompared (?:with|to)\b")
_DATED = re.compile(rf"#(?: [a-z'-]+){{0,7}} {number('x', 'date')}")
_WORDS = ("verb", "things")
_YEAR_BEFORE = re.compile(r"(?:the )?(?:last|previous|prior) year|a year (?:ago|before|earlier)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def parts_of(sentence: Skeleton, place: re.Match[str]) -> dict[str, PrintedNumber]:
    """The numbers of a pattern by their names; none where one of them is only about right."""
    named = {
        name: int(sign) for name, sign in place.groupdict().items() if sign and name not in _WORDS
    }
    if any(is_hedged(sentence.words, place.start(name) - 2) for name in named):
        return {}
    return {name: sentence.numbers[sign] for name, sign in named.items()}


def ends_in_time(sentence: Skeleton, place: re.Match[str]) -> tuple[PrintedNumber, PrintedNumber]:
    """Both ends of a change that a pattern has found, the earlier first.

    In "394 homes in 2016 compared with 389 in 2017" the years tell that it stands first.
    """
    first, second = (sentence.numbers[int(place[name])] for name in ("first", "second"))
    years = [_year_behind(sentence, place.end(name)) for name in ("first", "second")]
    if _COMPARED.search(place[0]) and "" not in years and years[0] > years[1]:
        return second, first
    return first, second


def _year_behind(sentence: Skeleton, end: int) -> str:
    dated = _DATED.match(sentence.words, end)
    year = dated and _YEAR.search(sentence.numbers[int(dated["date"])].printed)
    return year[0] if year else ""


def is_sure(sentence: Skeleton, place: re.Match[str]) -> bool:
    """Whether nothing else can have changed.

    In "2,500 places in 300 homes, up 9% from 2,200" the change is not that of the homes.
    """
    second = sentence.numbers[int(place["second"])]
    earlier = sentence.numbers[: int(place["second"])]
    return not any(
        other.unit == second.unit and other.kind is NumberKind.NUMBER and not other.exempt
        for other in earlier
    )


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

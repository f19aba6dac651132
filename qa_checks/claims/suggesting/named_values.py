"""Which values of a cube's dimensions the words of a sentence name."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.cubes import Cube, Dimension, Value, say_value, values_of
from qa_checks.claims.suggesting.stems import Word, stems_of

_LEAST = 0.55  # of the weight of a name's words: enough to name it
_WINDOW = 3  # words between the first and the last of a name, beside its own
_NOT = "not"
_ASIDE = re.compile(r"\([^)]*\)")


class NamedValue(Struct, frozen=True):
    """A value of a dimension that words name, from the first to the last of them.

    ``weight`` is 1 where all words of the name stand there.
    """

    dimension: str
    value: Value
    first: int
    last: int
    weight: float


class _Name(Struct, frozen=True):
    stems: tuple[str, ...]
    value: Value


class Names:
    """What the values of a cube's dimensions are called."""

    def __init__(self, cube: Cube, codes: Mapping[str, CodeList]) -> None:
        self._names = {
            name: list(_names_of(name, dimension, codes))
            for name, dimension in cube.dimensions.items()
        }
        self._weights = {name: _weigh(names) for name, names in self._names.items()}

    def find(self, words: Sequence[Word]) -> list[NamedValue]:
        """The values that some words name, each word for one value of a dimension."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            places.setdefault(word.stem, []).append(place)
        named: list[NamedValue] = []
        for dimension, names in self._names.items():
            every = [
                named_value
                for name in names
                for named_value in _find(name, dimension, places, self._weights[dimension])
            ]
            named += _without_lesser(every)
        return named


def _names_of(name: str, dimension: Dimension, codes: Mapping[str, CodeList]) -> Iterator[_Name]:
    listed = codes.get((dimension.codes or "").partition(".")[0])
    column = (dimension.codes or "").partition(".")[2]
    if listed is not None:
        whole = column and listed.sql_type(column) == "BIGINT"
        for row in listed.rows:
            told = row[column] if column else row["code"]
            if not told:
                continue
            value: Value = int(told) if whole else told
            spellings = [row["code"], *row.get("aliases", "").split("|"), row.get("title", "")]
            for spelling in {
                spelling for text in spellings for spelling in (text, _ASIDE.sub("", text))
            }:
                if stems := stems_of(spelling):
                    yield _Name(stems, value)
        return
    for value in values_of(dimension, codes):
        if isinstance(value, bool):
            if value:
                yield _Name(stems_of(name), value)
                yield _Name(stems_of(dimension.title), value)
            else:
                yield _Name((_NOT, *stems_of(name)), value)
                yield _Name((f"un{stems_of(name)[0]}",), value)
        elif stems := stems_of(say_value(value)):
            yield _Name(stems, value)


def _weigh(names: Sequence[_Name]) -> dict[str, float]:
    """The weight of each word: much for one that few names have."""
    values = Counter((word, say_value(name.value)) for name in names for word in set(name.stems))
    having = Counter(word for word, _ in values)
    count = len({say_value(name.value) for name in names}) + 1
    return {word: math.log(count / number) + 0.1 for word, number in having.items()}


def _find(
    name: _Name, dimension: str, places: Mapping[str, list[int]], weights: Mapping[str, float]
) -> Iterator[NamedValue]:
    whole = sum(weights[word] for word in name.stems)
    heaviest = max(name.stems, key=lambda word: weights[word])
    for anchor in places.get(heaviest, ()):
        near = [
            place
            for word in set(name.stems)
            for place in places.get(word, ())
            if abs(place - anchor) <= len(name.stems) - 1 + _WINDOW
        ]
        closest: dict[str, int] = {}
        for word in set(name.stems):
            own = [place for place in places.get(word, ()) if place in near]
            if own:
                closest[word] = min(own, key=lambda place: abs(place - anchor))
        weight = sum(weights[word] for word in closest) / sum(
            weights[word] for word in set(name.stems)
        )
        denied = {_NOT}.intersection(name.stems) - closest.keys()
        if whole and weight >= _LEAST and not denied:
            yield NamedValue(
                dimension, name.value, min(closest.values()), max(closest.values()), weight
            )


def _without_lesser(named: Sequence[NamedValue]) -> list[NamedValue]:
    """Of values that the same words name those that they name best."""
    kept: list[NamedValue] = []
    for value in sorted(named, key=lambda item: (-item.weight, item.first - item.last)):
        if not any(
            other.first <= value.last
            and value.first <= other.last
            and (other.weight, other.first, other.last) != (value.weight, value.first, value.last)
            for other in kept
        ):
            kept.append(value)
    return kept

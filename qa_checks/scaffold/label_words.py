"""What labels and titles of published tables may name: values of dimensions, by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.catalogue.cubes import Cube, Dimension, Value, values_of
from qa_checks.words import to_singular

TOTALS = frozenset({"all", "total", "overall", "england", "national", "nation"})
PASSED_OVER = frozenset(
    "a an and any as at by count for from in kind number of on or the to type with".split()
)
PERCENTAGE = "percentage"
_PERCENT = re.compile(r"%|\bper\s?cent\b|\bproportions?\b|\bshares?\b")
NEAR = 0.5  # the part of all words that a label and a name must share
LONGEST = 200  # letters of a label: more is a sentence
MOST_NAMED = 8  # values that a title is tried for, by itself and two together
Selection = Mapping[str, Any]


class Named(Struct, frozen=True):
    """A selection and the words that name it, as one of its names has them."""

    selection: Selection
    words: frozenset[str]


def words_of(text: str) -> frozenset[str]:
    """The words of a text in the singular, without those that say nothing."""
    words = re.findall(r"[a-z0-9]+(?:'s)?", _PERCENT.sub(f" {PERCENTAGE} ", fold(text)))
    return frozenset(to_singular(word.removesuffix("'s")) for word in words) - PASSED_OVER


def is_total(label: str) -> bool:
    """Whether a label says that it is of everything, or of all of a kind."""
    return bool(words_of(label) & TOTALS)


def name_all(cube: Cube, codes: Mapping[str, CodeList]) -> list[Named]:
    """Every value, measure and share of a cube, by each of its names."""
    named = [
        Named({name: value}, words_of(text) - TOTALS)
        for name, dimension in cube.dimensions.items()
        for value, text in _names(dimension, codes)
    ]
    named += [
        Named({"measure": name} if place else {}, words_of(name.replace("_", " ")))
        for place, name in enumerate(cube.measures)
    ]
    named += [Named({"share": name}, frozenset([PERCENTAGE])) for name in cube.shares]
    return [item for item in named if item.words]


def near(label: str, named: Sequence[Named]) -> list[Selection]:
    """What a label may stand for, the nearest first; everything where it says so."""
    if len(label) > LONGEST:
        return []
    wanted = words_of(label) - TOTALS
    shared = [
        (len(item.words & wanted) / len(item.words | wanted), item) for item in named if wanted
    ]
    near = [(share, item) for share, item in shared if share >= NEAR]
    near.sort(key=lambda pair: -pair[0])
    every: list[Selection] = [{}] if is_total(label) or not wanted else []
    return _once([*(item.selection for _, item in near), *every])


def is_same(label: str, selection: Selection, named: Sequence[Named]) -> bool:
    """Whether a label has exactly the words of a selection, and of no other."""
    wanted = words_of(label)
    return _once([item.selection for item in named if item.words == wanted]) == [selection]


def named_in(title: str, named: Sequence[Named]) -> list[tuple[Selection, int]]:
    """What a title may select, with how many of its words say so; at last everything."""
    wanted = words_of(title)
    met = [item for item in named if item.selection and item.words <= wanted]
    met.sort(key=lambda item: -len(item.words))
    most: dict[str, Named] = {}
    for item in met:
        most.setdefault(repr(item.selection), item)
    single = list(most.values())[:MOST_NAMED]
    pairs = [
        ({**first.selection, **second.selection}, len(first.words | second.words))
        for first, second in combinations(single, 2)
        if not first.words & second.words and not first.selection.keys() & second.selection.keys()
    ]
    return [*((item.selection, len(item.words)) for item in single), *pairs, ({}, 0)]


def _names(dimension: Dimension, codes: Mapping[str, CodeList]) -> Iterator[tuple[Value, str]]:
    """Each value of a dimension with each of its names."""
    if dimension.codes is None:
        for value in dimension.values:
            if value is True:  # that something is not so, no label says
                yield value, dimension.title
            elif isinstance(value, str):
                yield value, value.replace("_", " ")
        return
    name, _, column = dimension.codes.partition(".")
    if column:
        return  # such labels are those of the list, and are known exactly
    known = values_of(dimension, codes)
    for spelling, code in codes[name].folded.items():
        if code in known:
            yield code, spelling
    for code, title in codes[name].titles.items():
        yield code, title


def _once(selections: Sequence[Selection]) -> list[Selection]:
    return list({repr(selection): selection for selection in selections}.values())

"""What each unbound number of a text may be: the likeliest quantities that have its value."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList
from qa_checks.claims.passages import Prose
from qa_checks.claims.suggesting.counted_cubes import CubeOverTime
from qa_checks.claims.suggesting.fitting import Named, StandsFor, find_quantities
from qa_checks.claims.suggesting.likelihood import LOOKED_AT, Surroundings, weigh
from qa_checks.claims.suggesting.named_values import NamedValue, Names
from qa_checks.claims.suggesting.passages_to_bind import Unbound, UnboundPassage, find_passages
from qa_checks.claims.suggesting.quantities import Quantity
from qa_checks.claims.vocabulary import DIRECTION
from qa_checks.model.texts import CheckedNumber, NumberKind

_RECENT = 6  # numbers whose cubes are likely for the next one, too
SHOWN = 3  # of each number


class Suggestion(Struct, frozen=True):
    """An unbound number and the quantities that it may be, the likeliest first."""

    number: CheckedNumber
    quantities: tuple[Quantity, ...]


class SuggestedPassage(Struct, frozen=True):
    """A sentence or row with what its unbound numbers may be."""

    passage: UnboundPassage
    suggestions: tuple[Suggestion, ...]


class Suggesting:
    """Finds what numbers may be among the cubes of a release."""

    def __init__(self, cubes: Sequence[CubeOverTime], codes: Mapping[str, CodeList]) -> None:
        self._cubes = cubes
        self._codes = codes
        self._names = [Names(over_time.now.cube, codes) for over_time in cubes]

    def suggest(self, prose: Prose, numbers: Sequence[CheckedNumber]) -> Iterator[SuggestedPassage]:
        """What the unbound numbers of a text may be, passage by passage."""
        recent: deque[str] = deque(maxlen=_RECENT)
        for passage in find_passages(prose, numbers):
            suggestions = tuple(self._suggest(prose, passage, Counter(recent)))
            recent += [
                likely.quantities[0].counted.cube.cube
                for likely in suggestions
                if likely.quantities
            ]
            yield SuggestedPassage(passage, suggestions)

    def _suggest(
        self, prose: Prose, passage: UnboundPassage, recent: Counter[str]
    ) -> Iterator[Suggestion]:
        printed = [unbound.number.number for unbound in passage.numbers]
        here = [names.find(passage.words) for names in self._names]
        weighed: dict[int, list[tuple[float, Quantity]]] = {number.start: [] for number in printed}
        for place, (over_time, names) in enumerate(zip(self._cubes, self._names, strict=True)):
            named = Named(here[place], names.find(passage.context))
            others = _only_elsewhere(here, place)
            fits = [StandsFor(number) for number in printed]
            quantities = list(find_quantities(over_time, named, self._codes, fits))
            for unbound, fit in zip(passage.numbers, fits, strict=True):
                around = _around(prose, passage, unbound, recent)
                in_header = names.find(unbound.header)
                weighed[fit.number.start] += [
                    (weigh(quantity, around, named, in_header, others), quantity)
                    for quantity in quantities
                    if fit.holds(quantity.kind, quantity.value)
                ]
        for unbound in passage.numbers:
            best = _likeliest(weighed[unbound.number.number.start])
            yield Suggestion(unbound.number, best)


def _only_elsewhere(here: Sequence[Sequence[NamedValue]], place: int) -> list[NamedValue]:
    """Values that words name in other cubes, where this one has none in these words."""
    spans: dict[tuple[int, int], NamedValue] = {}
    for other, named in enumerate(here):
        if other == place:
            continue
        for item in named:
            if not any(own.first <= item.last and item.first <= own.last for own in here[place]):
                spans.setdefault((item.first, item.last), item)
    return list(spans.values())


def _around(
    prose: Prose, passage: UnboundPassage, unbound: Unbound, recent: Counter[str]
) -> Surroundings:
    number = unbound.number.number
    before, behind = number.start - LOOKED_AT, number.end + LOOKED_AT
    content = prose.text.content
    changed = [
        place
        for place, word in enumerate(passage.words)
        if prose.vocabulary.match(DIRECTION, prose.plain, passage.start + word.start)
    ]
    return Surroundings(
        passage.words,
        passage.context,
        unbound.place,
        content[max(0, before) : number.start].lower(),
        content[number.end : behind].lower(),
        changed,
        unbound.header,
        float(number.value or 0) if number.kind is NumberKind.FRACTION else None,
        {cube: count / _RECENT for cube, count in recent.items()},
    )


def _likeliest(weighed: Sequence[tuple[float, Quantity]]) -> tuple[Quantity, ...]:
    """The first few, of those that are the same number of the same rows the simplest."""
    kept: dict[tuple[object, ...], Quantity] = {}
    for _, quantity in sorted(weighed, key=lambda item: -item[0]):
        since = quantity.before.relation if quantity.before else ""
        same = (quantity.kind, quantity.counted.relation, quantity.counted.as_at, quantity.measure)
        kept.setdefault((*same, since, quantity.value), quantity)
        if len(kept) == SHOWN:
            break
    return tuple(kept.values())

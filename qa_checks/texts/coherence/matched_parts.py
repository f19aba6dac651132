"""The numbers of a sentence that a pattern has found, by their names."""

from __future__ import annotations

import re

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.coherence.skeletons import Skeleton, is_hedged


def parts_of(sentence: Skeleton, place: re.Match[str]) -> dict[str, PrintedNumber]:
    """The numbers of a pattern by their names; none where one of them is only about right."""
    named = {name: int(sign) for name, sign in place.groupdict().items() if sign and name != "verb"}
    if any(is_hedged(sentence.words, place.start(name) - 2) for name in named):
        return {}
    return {name: sentence.numbers[sign] for name, sign in named.items()}


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

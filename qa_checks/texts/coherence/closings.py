"""What the numbers of a text say together: what closes, what contradicts, what would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_checks.model.texts import PrintedNumber, Text
from qa_checks.texts.coherence.mending import Mend, find_mends, holds
from qa_checks.texts.coherence.relation import ClosingKind, Relation, rounding_of
from qa_checks.texts.coherence.shares import find_shares
from qa_checks.texts.coherence.skeletons import draw_skeletons

_MOST_MENDS = 4


@dataclass(frozen=True, slots=True)
class Closing:
    """Numbers of a text that close with each other, or contradict each other.

    ``numbers`` are their places in the text, the first where the fault is shown. ``message`` says
    both readings, without a full stop; ``mends`` the changes of one digit that would close it.
    """

    kind: ClosingKind
    numbers: tuple[int, ...]
    holds: bool
    message: str
    mends: tuple[str, ...] = ()


def close_numbers(text: Text, numbers: Sequence[PrintedNumber]) -> tuple[Closing, ...]:
    """Hold the numbers of a text against each other, in the order in which they stand.

    A number in a closing that holds is consistent, and no more than that: nothing has looked at
    the data.
    """
    sentences = draw_skeletons(text, numbers)
    rounding = rounding_of(numbers)
    relations = [*find_shares(sentences)]
    closings: dict[tuple[object, ...], Closing] = {}
    for relation in relations:
        true = holds(relation, rounding)
        if not (true or relation.firm) or (true and relation.kind is ClosingKind.POSSIBLE):
            continue
        mends = () if true else find_mends(relation, relations, rounding)
        closing = _close(relation, true, mends)
        closings.setdefault((closing.kind, closing.numbers, closing.holds), closing)
    return tuple(sorted(closings.values(), key=lambda closing: closing.numbers))


def _close(relation: Relation, true: bool, mends: Sequence[Mend]) -> Closing:
    return Closing(
        relation.kind,
        tuple(number.start for number in relation.numbers),
        true,
        relation.say(relation.numbers),
        tuple(map(_say_mend, mends[:_MOST_MENDS])),
    )


def _say_mend(mend: Mend) -> str:
    also = f", which mends {' and '.join(mend.also)} as well" if mend.also else ""
    return f"{mend.printed} instead of {mend.number.printed}{also}"

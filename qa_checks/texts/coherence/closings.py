"""What the numbers of a text say together: what closes, what contradicts, what would mend it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qa_checks.model.texts import PrintedNumber, Text
from qa_checks.texts.coherence.comparatives import find_comparatives
from qa_checks.texts.coherence.counted_shares import find_counted_shares
from qa_checks.texts.coherence.fractions_in_words import find_fractions
from qa_checks.texts.coherence.grids import find_grid_totals, read_grids
from qa_checks.texts.coherence.mending import Mend, Related, find_mends, holds
from qa_checks.texts.coherence.relation import ClosingKind, Relation, rounding_of
from qa_checks.texts.coherence.remainders import find_remainders
from qa_checks.texts.coherence.repeats import find_repeats
from qa_checks.texts.coherence.restated import find_restated
from qa_checks.texts.coherence.shares import find_shares
from qa_checks.texts.coherence.skeletons import draw_skeletons
from qa_checks.texts.coherence.stated_changes import find_changes
from qa_checks.texts.coherence.totals import find_totals
from qa_checks.texts.coherence.units import find_units
from qa_checks.texts.coherence.weekdays import find_weekdays

_MOST_MENDS = 4  # more do not tell where the slip is


class Closing(Struct, frozen=True):
    """Numbers of a text that close with each other, or contradict each other.

    ``numbers`` are their places in the text, the first where the fault is shown. ``message`` says
    both readings, without a full stop; ``mends`` the changes of one digit that would close it.
    One that holds and ``proves`` nothing makes no number consistent, as many others would hold.
    """

    kind: ClosingKind
    numbers: tuple[int, ...]
    holds: bool
    message: str
    mends: tuple[str, ...] = ()
    proves: bool = True

    @property
    def proves_nothing(self) -> bool:
        """Whether it holds, as much else would."""
        return self.holds and not self.proves


def close_numbers(text: Text, numbers: Sequence[PrintedNumber]) -> tuple[Closing, ...]:
    """Hold the numbers of a text against each other, in the order in which they stand.

    A number in a closing that holds is consistent, and no more than that: nothing has looked at
    the data.
    """
    sentences = draw_skeletons(text, numbers)
    grids = read_grids(text, numbers)
    rounding = rounding_of(numbers)
    relations = [
        *find_shares(sentences),
        *find_fractions(sentences),
        *find_changes(sentences),
        *find_units(sentences),
        *find_comparatives(sentences),
        *find_weekdays(sentences),
        *find_totals(sentences),
        *find_remainders(sentences),
        *find_grid_totals(grids),
        *find_restated(sentences),
        *find_repeats(text, sentences),
        *find_counted_shares(sentences, grids),
    ]
    related = Related(relations)
    closings: dict[tuple[object, ...], Closing] = {}
    for relation in relations:
        true = holds(relation, rounding)
        if not (relation.firm or (true and relation.proves)):
            continue
        mends = () if true else find_mends(relation, related, rounding)
        closing = _close(relation, true, mends)
        same = (closing.kind, frozenset(closing.numbers))
        if same not in closings or closings[same].proves_nothing:
            closings[same] = closing
    return tuple(sorted(closings.values(), key=lambda closing: closing.numbers))


def _close(relation: Relation, true: bool, mends: Sequence[Mend]) -> Closing:
    return Closing(
        relation.kind,
        tuple(number.start for number in relation.numbers),
        true,
        relation.say(relation.numbers),
        (*relation.mends, *map(_say_mend, _telling(mends, relation))),
        relation.proves,
    )


def _telling(mends: Sequence[Mend], relation: Relation) -> Sequence[Mend]:
    """The mends to tell: where there are many, those of the number where the fault is shown."""
    if len(mends) > _MOST_MENDS:
        mends = [mend for mend in mends if mend.number == relation.numbers[0]]
    return mends if len(mends) <= _MOST_MENDS else ()


def _say_mend(mend: Mend) -> str:
    also = f", which mends {' and '.join(mend.also)} as well" if mend.also else ""
    return f"{mend.printed} instead of {mend.number.printed}{also}"

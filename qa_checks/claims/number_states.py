"""What is known of each number of a text, once its claims are judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from qa_checks.claims.passages import Prose
from qa_checks.claims.rulings import JudgedClaim, Ruling
from qa_checks.model.texts import CheckedNumber, NumberState, PrintedNumber
from qa_checks.texts.coherence import Closing

# Of two claims on one number, what is said first here counts.
RANKED = (
    NumberState.WRONG,
    NumberState.VERIFIED,
    NumberState.CONSISTENT,
    NumberState.OUTSIDE,
    NumberState.UNBOUND,
)


def bind_numbers(
    prose: Prose, claims: Sequence[JudgedClaim], closings: Sequence[Closing]
) -> tuple[CheckedNumber, ...]:
    """Every number of a text with its state: bound by claims, exempt, consistent or unbound."""
    bound: dict[int, tuple[JudgedClaim, Ruling]] = {}
    for judged in claims:
        for ruling in judged.rulings:
            for place in ruling.numbers:
                before = bound.get(place)
                if before is None or _rank(ruling) < _rank(before[1]):
                    bound[place] = (judged, ruling)
    loose = {**dict(_closed(closings)), **dict(_unchecked(prose, claims))}
    return tuple(
        _bound(prose, number, *bound[place])
        if place in bound
        else _free(prose, number, loose.get(number.start))
        for place, number in enumerate(prose.numbers)
    )


def _rank(ruling: Ruling) -> int:
    return RANKED.index(ruling.state)


class _Known(Struct, frozen=True):
    """What is known of a number that no claim binds, or whose claim could not be checked."""

    reason: str
    state: NumberState = NumberState.UNBOUND
    claim: int | None = None


def _closed(closings: Sequence[Closing]) -> Iterator[tuple[int, _Known]]:
    """Numbers that close with others or contradict them, which counts, by where they start."""
    for closing in sorted(closings, key=lambda closing: not closing.holds):
        for start in () if closing.proves_nothing else closing.numbers:
            state = NumberState.CONSISTENT if closing.holds else NumberState.UNBOUND
            yield start, _Known(closing.message, state)


def _unchecked(prose: Prose, claims: Sequence[JudgedClaim]) -> Iterator[tuple[int, _Known]]:
    """The numbers in the words of claims that could not be checked, by where they start."""
    for judged in claims:
        if judged.faults:
            for place in prose.numbers_in(judged.claim.start, judged.claim.end):
                known = _Known("its claim could not be checked", claim=judged.claim.number)
                yield prose.numbers[place].start, known


def _bound(
    prose: Prose, number: PrintedNumber, judged: JudgedClaim, ruling: Ruling
) -> CheckedNumber:
    return CheckedNumber(
        number,
        ruling.state,
        prose.sentence(number.start),
        prose.line(number.start),
        ruling.reason,
        judged.claim.number,
        ruling.hole,
        ruling.recomputed,
        ruling.low,
        ruling.high,
    )


def _free(prose: Prose, number: PrintedNumber, known: _Known | None) -> CheckedNumber:
    if number.exempt:
        known = _Known(number.exempt, NumberState.EXEMPT)
    known = known or _Known("")
    sentence, line = prose.sentence(number.start), prose.line(number.start)
    return CheckedNumber(number, known.state, sentence, line, known.reason, known.claim)

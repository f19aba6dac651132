"""What is known of each number of a text, once its claims are judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_checks.claims.passages import Prose
from qa_checks.claims.rulings import JudgedClaim, Ruling
from qa_checks.model.texts import CheckedNumber, NumberState, PrintedNumber

# Of two claims on one number, what is said first here counts.
RANKED = (
    NumberState.WRONG,
    NumberState.VERIFIED,
    NumberState.CONSISTENT,
    NumberState.OUTSIDE,
    NumberState.UNBOUND,
)


def bind_numbers(prose: Prose, claims: Sequence[JudgedClaim]) -> tuple[CheckedNumber, ...]:
    """Every number of a text with its state: bound by claims, exempt, or unbound."""
    bound: dict[int, tuple[JudgedClaim, Ruling]] = {}
    for judged in claims:
        for ruling in judged.rulings:
            for place in ruling.numbers:
                before = bound.get(place)
                if before is None or _rank(ruling) < _rank(before[1]):
                    bound[place] = (judged, ruling)
    unchecked = dict(_unchecked(prose, claims))
    return tuple(
        _bound(prose, number, *bound[place])
        if place in bound
        else _free(prose, number, unchecked.get(place))
        for place, number in enumerate(prose.numbers)
    )


def _rank(ruling: Ruling) -> int:
    return RANKED.index(ruling.state)


def _unchecked(prose: Prose, claims: Sequence[JudgedClaim]) -> Iterator[tuple[int, JudgedClaim]]:
    """The numbers in the words of claims that could not be checked."""
    for judged in claims:
        if judged.faults:
            for place in prose.numbers_in(judged.claim.start, judged.claim.end):
                yield place, judged


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


def _free(prose: Prose, number: PrintedNumber, unchecked: JudgedClaim | None) -> CheckedNumber:
    state = NumberState.EXEMPT if number.exempt else NumberState.UNBOUND
    reason, claim = number.exempt, None
    if unchecked and not number.exempt:
        reason, claim = "its claim could not be checked", unchecked.claim.number
    return CheckedNumber(
        number, state, prose.sentence(number.start), prose.line(number.start), reason, claim
    )

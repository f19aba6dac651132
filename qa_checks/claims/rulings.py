"""What comes of a claim: a ruling on each of its holes, how strong it is, or why there is none."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence, Set
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.lineage import NOTHING, Columns
from qa_checks.claims.agreement import Fit
from qa_checks.model.texts import Claim, NumberState
from qa_checks.words import list_words

Value = float | int | str | None


class Ruling(Struct, frozen=True):
    """What is known of one filled hole, or of a quantifier in the words of a claim.

    ``numbers`` are the places of the text's numbers that it is about. ``fit`` is None where
    nothing was compared; ``state`` is what its numbers are.
    """

    hole: str
    start: int
    end: int
    numbers: tuple[int, ...]
    state: NumberState
    fit: Fit | None = None
    concludes: bool = False
    reason: str = ""
    recomputed: Value = None
    low: float | None = None
    high: float | None = None


class JudgedClaim(Struct, frozen=True):
    """A claim with what came of it; ``faults`` keep holes, or all of it under '', from a check."""

    claim: Claim
    rulings: tuple[Ruling, ...] = ()
    faults: Mapping[str, str] = {}


def as_number(value: Decimal) -> float | int:
    """A number as reports and parameters hold it, whole where it is."""
    return int(value) if value == value.to_integral_value() else float(value)


def weigh(
    rulings: Sequence[Ruling],
    origins: Columns,
    printed: Set[str],
    doubted: Container[str],
) -> list[Ruling]:
    """The rulings on the holes of a claim, verified only where the value came out of rows.

    Parameters
    ----------
    origins
        What each column of the query is made of.
    printed
        Names of the printed numbers that go into the query.
    doubted
        Columns that hang on numbers which no rows give.
    """
    sound: set[str] = set()
    right = {ruling.hole for ruling in rulings if ruling.fit in (Fit.RIGHT, Fit.LOOSE)}
    wrong = {ruling.hole for ruling in rulings if ruling.fit is Fit.WRONG}
    said = {
        ruling.hole
        for ruling in rulings
        if ruling.recomputed and ruling.recomputed in origins.get(ruling.hole, NOTHING).constants
    }
    for _ in right:
        sound |= {
            name
            for name in right
            if origins.get(name)
            and (origins[name].rows or origins[name].parameters)
            and name not in origins[name].parameters | origins[name].bounds
            and origins[name].parameters & printed <= sound
            and name not in doubted
            and name not in said
        }
    ruled = []
    for ruling in rulings:
        if ruling.state is NumberState.VERIFIED and ruling.hole not in sound:
            reason = (
                "it stands in the query as a number of its own"
                if ruling.hole in said
                else _why_consistent(ruling.hole, origins, printed, doubted)
            )
            ruled.append(replace(ruling, state=NumberState.CONSISTENT, reason=reason))
        elif ruling.fit is None and ruling.state is NumberState.CONSISTENT and wrong:
            reason = "the query it goes into gives another number than is printed"
            ruled.append(replace(ruling, state=NumberState.UNBOUND, reason=reason))
        elif ruling.fit is None and ruling.state is NumberState.CONSISTENT:
            ruled.append(replace(ruling, reason="it goes into the query as it is printed"))
        else:
            ruled.append(ruling)
    return ruled


def _why_consistent(name: str, origins: Columns, printed: Set[str], doubted: Container[str]) -> str:
    """Why a right number is no more than consistent."""
    if name in doubted:
        return "it comes from published cells that the rows do not give"
    lineage = origins.get(name)
    if lineage is None or not lineage.rows:
        return "the query makes it of no rows"
    named = sorted((lineage.parameters | lineage.bounds) & printed)
    return f"the query makes it of printed numbers that are not verified: {list_words(named)}"

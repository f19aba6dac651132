"""What comes of a claim: a ruling on each of its holes, and what keeps it from a check."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from qa_checks.claims.agreement import Fit
from qa_checks.model.texts import Claim, NumberState

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

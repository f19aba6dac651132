"""What looks like a number in a text and says nothing on the data, with the reason.

Nothing that may be a statement on the data is among them: where the words leave it open, it
stays a number of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from qa_checks.texts import calendar, citations, idioms

# Read in this order; what one has taken is not there for the next.
_PATTERNS = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        *citations.PATTERNS,
        *idioms.PATTERNS,
        *calendar.PATTERNS,
        *citations.CODES,
    )
)
_FINDERS = (calendar.find_years, idioms.find_pronouns, idioms.find_durations)
_TAKEN = "\x1a"  # stands in the place of every sign that was taken


class Exemption(NamedTuple):
    """A piece of a text that says nothing on the data, and why."""

    start: int
    end: int
    reason: str


def find_exemptions(plain: str) -> tuple[list[Exemption], str]:
    """The pieces of a folded text that say nothing on the data, and the text without them.

    Every other sign stays in its place.
    """
    exemptions: list[Exemption] = []
    rest = plain
    for reason, pattern in _PATTERNS:
        places = [place.span() for place in pattern.finditer(rest)]
        rest = take_out(rest, places)
        exemptions += [Exemption(*place, reason) for place in places]
    for find in _FINDERS:
        more = [Exemption(*place) for place in find(rest)]
        rest = take_out(rest, [(place.start, place.end) for place in more])
        exemptions += more
    return sorted(exemptions), rest


def take_out(plain: str, places: Iterable[tuple[int, int]]) -> str:
    """A text with signs that no pattern knows in these places, given in order."""
    pieces: list[str] = []
    done = 0
    for start, end in places:
        pieces += [plain[done:start], _TAKEN * (end - start)]
        done = end
    return "".join([*pieces, plain[done:]]) if pieces else plain

"""What looks like a number in a text and says nothing on the data, with the reason.

Nothing that may be a statement on the data is among them: where the words leave it open, it
stays a number of the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from qa_checks.texts import calendar, citations, idioms
from qa_checks.texts.lexicon import Lexicon

_LEXICON = Lexicon([*citations.ENTRIES, *idioms.ENTRIES, *calendar.ENTRIES, citations.VERSION])
_FINDERS = (
    (calendar.YEAR, calendar.find_years),
    (idioms.PRONOUN, idioms.find_pronouns),
    (calendar.PERIOD, idioms.find_durations),
)
_TAKEN = "\x1a"  # stands in the place of every sign that was taken


class Exemption(NamedTuple):
    """A piece of a text that says nothing on the data, and why."""

    start: int
    end: int
    reason: str


def find_exemptions(
    plain: str, counts: AbstractSet[int] = frozenset()
) -> tuple[list[Exemption], str]:
    """The pieces of a folded text that say nothing on the data, and the text without them.

    Every other sign stays in its place.

    Parameters
    ----------
    counts
        Where four digits start that are no year.
    """
    exemptions: list[Exemption] = []
    rest = _take(plain, citations.LIST, citations.find_sections(plain), exemptions)
    for reason, pattern in citations.ANYWHERE:
        rest = _take(rest, reason, (place.span() for place in pattern.finditer(rest)), exemptions)
    known = [(reason, place.span()) for reason, place in _LEXICON.find(rest)]
    exemptions += [Exemption(*span, reason) for reason, span in known]
    rest = take_out(rest, (span for _, span in known))
    codes = (place.span() for place in citations.CODES.finditer(rest))
    rest = _take(rest, citations.CODE, codes, exemptions)
    for reason, find in _FINDERS:
        places = (place for place in find(rest) if place[0] not in counts)
        rest = _take(rest, reason, places, exemptions)
    return sorted(exemptions), rest


def take_out(plain: str, places: Iterable[tuple[int, int]]) -> str:
    """A text with signs that no pattern knows in these places, given in order."""
    pieces: list[str] = []
    done = 0
    for start, end in places:
        pieces += [plain[done:start], _TAKEN * (end - start)]
        done = end
    return "".join([*pieces, plain[done:]]) if pieces else plain


def _take(
    rest: str, reason: str, places: Iterable[tuple[int, int]], exemptions: list[Exemption]
) -> str:
    spans = list(places)
    exemptions += [Exemption(*span, reason) for span in spans]
    return take_out(rest, spans)

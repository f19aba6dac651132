"""Raised and lowered marks in small signs, so that no number or name swallows them."""

from __future__ import annotations

import re
from enum import StrEnum

_RAISED = dict(
    zip(
        "0123456789+-\u2212=()abcdefghijklmnoprstuvwxyz",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
        strict=True,
    )
)
_LOWERED = dict(zip("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
RAISED = "".join(_RAISED[sign] for sign in "0123456789()abcdefghijklmnoprstuvwxyz")
"""Small raised digits, letters and brackets: behind a number or a name they mark a note."""
_WORD = re.compile(r"[^\W\d_]{2}")
_ORDINALS = ("st", "nd", "rd", "th")


class Height(StrEnum):
    """Whether words stand on the line."""

    LEVEL = "level"
    RAISED = "raised"
    LOWERED = "lowered"

    def write(self, words: str) -> str:
        """The words, in small signs where they do not stand on the line."""
        if self is Height.RAISED:
            return raised(words)
        return lowered(words) if self is Height.LOWERED else words


ALIGNED = {
    "superscript": Height.RAISED,
    "subscript": Height.LOWERED,
    "baseline": Height.LEVEL,
}
"""The heights by the words that DOCX and XLSX have for them."""


def read_position(position: str) -> Height:
    """The height that ODT and ODS give by a word, or by a percentage of the line."""
    if position.startswith(("sub", "-")):
        return Height.LOWERED
    return Height.LEVEL if position.startswith("0") else Height.RAISED


def raised(words: str) -> str:
    """Write a raised note mark or power in small raised signs."""
    return words if words.strip().casefold() in _ORDINALS else _small(words, _RAISED)


def lowered(words: str) -> str:
    """Write an index in small lowered signs."""
    return _small(words, _LOWERED)


def _small(words: str, signs: dict[str, str]) -> str:
    parts = [signs.get(sign, "" if sign.isalnum() else sign) for sign in words]
    return f" {words} " if _WORD.search(words) or not all(parts) else "".join(parts)

"""Words and numbers that are split over the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

_LOOKED_AT = 80  # signs before a line end

_LAST_WORD = re.compile(r"\S+$")
_FIRST_WORD = re.compile(r"\S+")
_EDGE = re.compile(r"^\W+|\W+$")
_ADDRESS_LEFT = re.compile(r"(?:www\.|\w:/)\S*/$")
_NO_THOUSANDS = re.compile(
    r"(?:\d,? |\b(?:table|chart|figure|section|page|note|annex)s? )$", re.IGNORECASE
)
_THOUSANDS_LEFT = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*,$")
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)")
_DIGITS_LEFT = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*,(\d{1,2})$")
_DIGITS_RIGHT = re.compile(r"\d{1,2}(?!\d)")


def join_lines(lines: Iterable[str], words_of_all: AbstractSet[str]) -> str:
    """Join the lines of a paragraph.

    A soft hyphen at a line end goes. A hyphen goes where the whole word stands elsewhere in the
    document, and otherwise stays as the hyphen of a compound ("re-inspections"); no blank follows
    it. A number broken at its comma or between two digits of a group is put together.
    """
    parts: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if parts:
            left = parts[-1]
            if left.endswith("\u00ad") or _hyphen_goes(left, line, words_of_all):
                parts[-1] = left[:-1]
            elif not _goes_on(left[-_LOOKED_AT:], line):
                parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _hyphen_goes(left: str, right: str, words_of_all: AbstractSet[str]) -> bool:
    """Whether a line ends in a hyphen and the word it splits stands elsewhere without it."""
    if left[-1] not in "-‐":
        return False
    before, after = _LAST_WORD.search(left[-_LOOKED_AT:]), _FIRST_WORD.match(right)
    if before is None or after is None:
        return False
    whole = _EDGE.sub("", before[0][:-1] + after[0])
    return not {whole, whole.lower(), whole.capitalize()}.isdisjoint(words_of_all)


def _goes_on(left: str, right: str) -> bool:
    """Whether a word or number goes on in the next line, without a blank."""
    if left[-1] in "-‐–" and left[-2:-1].isalnum() and right[0].isalnum():
        return True
    if _ADDRESS_LEFT.search(left):
        return True
    if left[-1].isdigit() and right[0] in ",." and right[1:2].isdigit():
        return True
    if thousands := _THOUSANDS_LEFT.search(left):
        listed = _NO_THOUSANDS.search(left[: thousands.start()])
        return listed is None and _THREE_DIGITS.match(right) is not None
    digits, rest = _DIGITS_LEFT.search(left), _DIGITS_RIGHT.match(right)
    return digits is not None and rest is not None and len(digits[1]) + len(rest[0]) == 3

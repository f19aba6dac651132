"""Where the words of a claim may not begin or end: within a word, a number or a range."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from qa_checks.model.texts import START, PrintedNumber

_JOINS = tuple("-:/^")


def splits_word(text: str, place: int) -> bool:
    """Whether a place stands within a word or a number."""
    before, after = text[place - 1 : place], text[place : place + 2]
    if before.isalnum() and after[:1].isalnum():
        return True
    inside = before.isdecimal() and after[:1] in (",", ".") and after[1:].isdecimal()
    behind = before in (",", ".") and text[place - 2 : place - 1].isdecimal()
    return inside or (behind and after[:1].isdecimal())


def splits_range(text: str, numbers: Sequence[PrintedNumber], place: int) -> bool:
    """Whether a place stands beside the sign that joins two numbers: 2-3, 5%-6%, 3:1."""
    return any(_joins(text, numbers, sign) for sign in (place - 1, place) if sign > 0)


def _joins(text: str, numbers: Sequence[PrintedNumber], sign: int) -> bool:
    """Whether a sign stands between two numbers, and nothing else does."""
    after = bisect_left(numbers, sign + 1, key=START)
    if text[sign : sign + 1] not in _JOINS or not 0 < after < len(numbers):
        return False
    return (numbers[after - 1].end, numbers[after].start) == (sign, sign + 1)

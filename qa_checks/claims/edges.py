"""Where the words of a claim may not begin or end: within a word, a number or a range."""

from __future__ import annotations

import re

from qa_checks.texts.digits import MONEY

_JOINED = re.compile(rf"[\d%][-:/^][{MONEY}\d]")


def splits_word(text: str, place: int) -> bool:
    """Whether a place stands within a word or a number."""
    before, after = text[place - 1 : place], text[place : place + 2]
    if before.isalnum() and after[:1].isalnum():
        return True
    inside = before.isdecimal() and after[:1] in (",", ".") and after[1:].isdecimal()
    behind = before in (",", ".") and text[place - 2 : place - 1].isdecimal()
    return inside or (behind and after[:1].isdecimal())


def splits_range(text: str, place: int) -> bool:
    """Whether a place stands beside the sign that joins two numbers: 2-3, 5%-6%, 3:1."""
    return any(_JOINED.match(text, start) for start in (place - 2, place - 1) if start >= 0)

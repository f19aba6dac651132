"""The letters by which spreadsheets call their columns."""

from __future__ import annotations

from functools import lru_cache
from string import ascii_uppercase


@lru_cache(maxsize=2_000)
def column_letters(column: int) -> str:
    """The letters of a column, counted from 0: A to Z, AA and on."""
    before, last = divmod(column, len(ascii_uppercase))
    return (column_letters(before - 1) if before else "") + ascii_uppercase[last]

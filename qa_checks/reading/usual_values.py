"""How nearly all values of a type are written; SQL for these alone is planned and run faster."""

from __future__ import annotations

from collections.abc import Callable, Collection

from qa_checks.catalogue.schemas import Column, ColumnType
from qa_checks.reading.dates import DAY

DAY_LENGTH = 10  # 31/03/2024
MOST_DIGITS = 18  # of a whole number of 64 bits, whatever they are


def value_as_usual(column: Column, text: str) -> str:
    """SQL of the value of a cleaned text that is written as usual, or stands for none."""
    match column.type:
        case "date":
            return f"CAST(try_strptime({text}, '{DAY}') AS DATE)"
        case "integer":
            return f"TRY_CAST({text} AS BIGINT)"
        case _:
            return text


def _are_days(texts: Collection[str]) -> bool:
    """Whether all are of digits and strokes, and none has a year of two digits."""
    return set(map(len, texts)) == {DAY_LENGTH} and _are_digits("".join(texts).replace("/", ""))


def _are_whole_numbers(texts: Collection[str]) -> bool:
    return max(map(len, texts)) <= MOST_DIGITS and _are_digits("".join(texts))


def _are_identifiers(texts: Collection[str]) -> bool:
    """Whether none may be a number with a point or an exponent, as spreadsheets write them."""
    return {".", "e", "E"}.isdisjoint("".join(texts))


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


ARE_USUAL: dict[ColumnType, Callable[[Collection[str]], bool]] = {
    "date": _are_days,
    "integer": _are_whole_numbers,
    "identifier": _are_identifiers,
}
"""Tells of texts, of which there is one at least, whether all are written as usual, by type."""

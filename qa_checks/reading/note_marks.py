"""The notes that a sheet of a workbook holds, and the marks that point at notes: [note 3]."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from qa_checks.reading.published_sheets import NOTE_NUMBER

LONGEST = 200  # characters of a cell that are kept
_MARK = re.compile(r"\[notes?\s{1,5}([^\[\]]{1,40})\]", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d+[a-z]?\b", re.IGNORECASE)
_NOTE = re.compile(
    r"\s*(?:\[note\s+(\d+[a-z]?)\]|note\s+(\d+[a-z]?)\s*[:.–-])\s*\S.*\s\S",
    re.IGNORECASE | re.DOTALL,
)


class Met(NamedTuple):
    """A note, or a mark that points at one: its place, counted from 1, its number and its cell."""

    row: int
    position: int
    number: str
    is_note: bool
    written: str


def find_notes(rows: Iterable[Sequence[str]]) -> Iterator[Met]:
    """The first note, and the first mark, of each number in a sheet.

    Notes stand in a table with the header "Note number", or begin a cell: "[note 1] Figures are
    provisional", "Note 1: Figures are provisional".
    """
    seen: set[tuple[str, bool]] = set()
    is_listed = False
    for number, row in enumerate(rows, start=1):
        if is_listed or "note" in "|".join(row).casefold():  # of which there are few
            first = row[0].strip().casefold() if row else ""
            for position, text, named, is_note in _look_into(row, is_listed):
                if (named, is_note) not in seen:
                    seen.add((named, is_note))
                    yield Met(number, position, named, is_note, text[:LONGEST])
            is_listed = first == NOTE_NUMBER or (is_listed and bool(first))


def _look_into(row: Sequence[str], is_listed: bool) -> Iterator[tuple[int, str, str, bool]]:
    """Position, text, number and whether it is a note, of each that a row holds."""
    for position, text in enumerate(row, start=1):
        listed = _NUMBER.findall(text)[:1] if is_listed and position == 1 else []
        begun = _NOTE.match(text) if "note" in text[:40].casefold() else None
        own = [*listed, *filter(None, begun.groups() if begun else ())]
        yield from ((position, text, name.lower(), True) for name in own)
        if "[" in text:
            marks = (name.lower() for mark in _MARK.findall(text) for name in _NUMBER.findall(mark))
            yield from ((position, text, name, False) for name in marks if name not in own)

"""Four digits alone in a cell of a table in a text: a year, or a count that looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from qa_checks.model.texts import Block, BlockKind, Text
from qa_checks.texts.calendar import CENTURY
from qa_checks.texts.folding import fold

_YEAR = re.compile(rf"\s*({CENTURY})\s*")
_COUNT = re.compile(r"\s*\d[\d,.]*\s*%?\s*")
# A column under one of these words may hold years.
_OF_TIME = re.compile(
    r"(?i:\b(?:years?|dates?|period|since|when|time|from|until|start|end|opened|closed|built|founded"
    r"|formed|established|published|introduced|registered|last|first|latest|edition|census)\b)"
)


def find_counts(text: Text) -> frozenset[int]:
    """Where counts from 1900 to 2099 start that stand in a cell of their own.

    A label may be a year, and so may a header; below a header that does not speak of time it is a
    number like its neighbours.
    """
    tables = groupby(text.blocks, key=lambda block: block.kind is BlockKind.CELL)
    return frozenset(
        start for is_table, blocks in tables if is_table for start in _in_table(text, list(blocks))
    )


def _in_table(text: Text, cells: Sequence[Block]) -> Iterator[int]:
    first = cells[0].row
    headers: dict[int, str] = {}
    if not any(_is_other_count(text, cell) for cell in cells if cell.row == first):
        headers = {cell.column or 1: _words(text, cell) for cell in cells if cell.row == first}
    for cell in cells:
        column = cell.column or 1
        year = _YEAR.fullmatch(_words(text, cell))
        is_label = column == 1 or (cell.row == first and headers)
        if year and not is_label and not _OF_TIME.search(headers.get(column, "")):
            yield cell.start + year.start(1)


def _is_other_count(text: Text, cell: Block) -> bool:
    """Whether a cell beside the labels holds a number that cannot be a year: no header does."""
    words = _words(text, cell)
    return (cell.column or 1) > 1 and bool(_COUNT.fullmatch(words)) and not _YEAR.fullmatch(words)


def _words(text: Text, cell: Block) -> str:
    return fold(text.content[cell.start : cell.end])

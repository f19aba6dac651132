"""Alterations of a file's form: what a program, an upload or a hand does to a table."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.fuzz.slices import Slice


def _nothing(piece: Slice, chance: random.Random) -> None:
    del piece, chance


def _title(piece: Slice, chance: random.Random) -> None:
    width = len(piece.header)
    lines = [["Provider level data"], ["This worksheet contains one table."]]
    piece.above = [line + [""] * (width - 1) for line in lines[: chance.randint(1, 2)]]


def _shuffle(piece: Slice, chance: random.Random) -> None:
    order = list(range(len(piece.header)))
    chance.shuffle(order)
    piece.header = [piece.header[place] for place in order]
    piece.rows = [[row[place] for place in order] for row in piece.rows]


def _empty_columns(piece: Slice, chance: random.Random) -> None:
    many = chance.randint(1, 12)
    piece.header = piece.header + [""] * many
    piece.rows = [row + [""] * many for row in piece.rows]


def _blank_row(piece: Slice, chance: random.Random) -> None:
    piece.rows.insert(chance.randrange(1, len(piece.rows)), [""] * len(piece.header))


def _header_again(piece: Slice, chance: random.Random) -> None:
    piece.rows.insert(chance.randrange(1, len(piece.rows)), list(piece.header))


def _blanks_in_headers(piece: Slice, chance: random.Random) -> None:
    place = chance.randrange(len(piece.header))
    piece.header[place] = f" {piece.header[place].replace(' ', '  ')} "


# None of these may lose a row unsaid. Rows that are added are no rows of data.
ALTERATIONS: tuple[Callable[[Slice, random.Random], None], ...] = (
    _nothing,
    _nothing,
    _title,
    _shuffle,
    _empty_columns,
    _blank_row,
    _header_again,
    _blanks_in_headers,
)
ADDING = (_blank_row, _header_again)


def damage(content: bytes, chance: random.Random) -> bytes:
    """Cut, change, double or insert some bytes anywhere in a file."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content))
        match chance.randrange(5):
            case 0:
                content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
            case 1:
                content = content[:at] + chance.choice((b'"', b"\r", b"\n", b"\0", b",", b"\x1a"))
                content += content[at:]
            case 2:
                content = content[: max(at, 1)]
            case 3:
                content = content[:at] + content[at : at + 400] + content[at:]
            case _:
                content = content[:at] + content[at + chance.randint(1, 300) :]
        if not content:
            return b"\n"
    return content

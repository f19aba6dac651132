"""Texts of an XLS workbook with raised or lowered parts, which its library runs together.

They stand in one list, which is cut into records wherever one is full.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TypeAlias

from qa_checks.small_signs import lowered, raised

_Heights: TypeAlias = Mapping[int, Callable[[str], str]]

_FONT, _LIST, _MORE = 0x0031, 0x00FC, 0x003C
_HEIGHTS: _Heights = {1: raised, 2: lowered}  # by what a font says of the height of its words
_NO_FONT = 4  # a number that no font has
_IS_WIDE, _HAS_MORE, _HAS_RUNS = 1, 4, 8
_CODE = "utf-16-le"  # in which the places of runs are counted


def find_small(records: Sequence[tuple[int, bytes]]) -> dict[int, str]:
    """The texts that have such a part as a reader sees them, by their number in the list."""
    fonts = [int.from_bytes(data[8:10], "little") for kind, data in records if kind == _FONT]
    fonts.insert(_NO_FONT, 0)
    heights = {font: _HEIGHTS[how] for font, how in enumerate(fonts) if how in _HEIGHTS}
    small: dict[int, str] = {}
    kinds = [kind for kind, _ in records]
    if not heights or _LIST not in kinds:
        return small
    first = last = kinds.index(_LIST)
    while kinds[last + 1 : last + 2] == [_MORE]:
        last += 1
    listed = _List(data for _, data in records[first : last + 1])
    with suppress(IndexError, struct.error):  # of a damaged list as much as there is
        _, many = listed.read("<II")
        for number in range(many):
            text, runs = listed.read_text()
            if any(font in heights for _, font in runs):
                small[number] = _write(text, runs, heights)
    return small


def _write(text: bytes, runs: Sequence[tuple[int, int]], heights: _Heights) -> str:
    """A text with what is raised or lowered in small signs; each run goes on to the next."""
    starts = [0, *(2 * place for place, _ in runs)]
    writers: list[Callable[[str], str]] = [str, *(heights.get(font, str) for _, font in runs)]
    ends = [*starts[1:], len(text)]
    return "".join(
        write(text[start:end].decode(_CODE, "replace"))
        for write, start, end in zip(writers, starts, ends, strict=True)
    )


class _List:
    """The list of texts, read from its records one after the other."""

    def __init__(self, records: Iterable[bytes]) -> None:
        self._records = deque(records)
        self._left = self._records.popleft()

    def read(self, form: str) -> tuple[int, ...]:
        """Numbers of such a form."""
        return struct.unpack(form, self._take(struct.calcsize(form)))

    def read_text(self) -> tuple[bytes, list[tuple[int, int]]]:
        """The next text, and where each of its runs begins, with the number of its font."""
        length, flags = self.read("<HB")
        (runs,) = self.read("<H") if flags & _HAS_RUNS else (0,)
        (more,) = self.read("<I") if flags & _HAS_MORE else (0,)
        text = self._take_signs(length, flags)
        numbers = self.read(f"<{2 * runs}H")
        self._take(more)
        return text, list(zip(numbers[::2], numbers[1::2], strict=True))

    def _take(self, length: int) -> bytes:
        pieces = []
        while len(self._left) < length:
            pieces.append(self._left)
            length -= len(self._left)
            self._left = self._records.popleft()
        pieces.append(self._left[:length])
        self._left = self._left[length:]
        return b"".join(pieces)

    def _take_signs(self, length: int, flags: int) -> bytes:
        """So many signs; a record that goes on with them says first how wide they are there."""
        signs = self._take_here(length, flags)
        while len(signs) < 2 * length:
            self._left = self._records.popleft()
            (flags,) = self.read("<B")
            signs += self._take_here(length - len(signs) // 2, flags)
        return signs

    def _take_here(self, length: int, flags: int) -> bytes:
        width = 2 if flags & _IS_WIDE else 1
        signs = self._take(min(length, len(self._left) // width) * width)
        return signs if width == 2 else signs.decode("latin-1").encode(_CODE)

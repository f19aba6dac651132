"""The lines that the strings on a page of a PDF make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from qa_checks.small_signs import lowered, raised

_WIDTH = 0.5  # of a letter, as a part of its height
_SAME_LINE = 0.6  # of the height of a letter, up or down
_GAP = 1.2  # of it: more than a blank in a justified line
_SMALL = 0.9  # of the line's letters: a note mark or an index
_VERY_SMALL = 0.8
_UP, _DOWN = 0.12, -0.05


class PrintedString(NamedTuple):
    """Characters that stand together on a page; ``y`` is counted from its foot."""

    x: float
    y: float
    size: float
    words: str

    @property
    def end(self) -> float:
        """About where it ends."""
        return self.x + len(self.words) * self.size * _WIDTH


class PrintedLine(Struct, frozen=True):
    """Strings of one line, in parts with a wide gap between two of them."""

    parts: tuple[tuple[PrintedString, ...], ...]

    @property
    def main(self) -> PrintedString:
        """A string in the size in which most of the line is printed."""
        strings = [string for part in self.parts for string in part]
        sizes: Counter[float] = Counter()
        for string in strings:
            sizes[string.size] += len(string.words)
        size = sizes.most_common(1)[0][0]
        return next(string for string in strings if string.size == size)

    @property
    def x(self) -> float:
        """Where it begins."""
        return self.parts[0][0].x

    @property
    def end(self) -> float:
        """About where it ends."""
        return self.parts[-1][-1].end

    @property
    def words(self) -> str:
        """What it says."""
        return " ".join(self.cells)

    @property
    def cells(self) -> tuple[str, ...]:
        """What each of its parts says, with raised and lowered marks as such."""
        main = self.main
        return tuple(_write(part, main).strip() for part in self.parts)


def find_lines(strings: Iterable[PrintedString]) -> list[PrintedLine]:
    """Put the strings of a page together to lines, in the order in which they are printed."""
    lines: list[PrintedLine] = []
    parts: list[list[PrintedString]] = []
    broken = False
    for string in strings:
        words = string.words.replace("\n", " ")
        broken = broken or words != string.words
        if not words.strip():
            if parts and not broken:
                parts[-1].append(string)
            continue
        last = parts[-1][-1] if parts else None
        if last is None or not _is_same_line(parts, string):
            _keep(lines, parts)
            parts = [[string]]
        elif string.x - last.end > _GAP * max(last.size, string.size):
            parts.append([string])
        else:
            parts[-1].append(string._replace(words=f" {words}" if broken else words))
        broken = False
    _keep(lines, parts)
    return lines


def _keep(lines: list[PrintedLine], parts: Sequence[Sequence[PrintedString]]) -> None:
    if parts:
        lines.append(PrintedLine(tuple(map(tuple, parts))))


def _is_same_line(parts: Sequence[Sequence[PrintedString]], string: PrintedString) -> bool:
    first, last = parts[0][0], parts[-1][-1]
    height = max(first.size, last.size, string.size)
    return abs(string.y - first.y) <= _SAME_LINE * height and string.x > last.x - height


def _write(part: Iterable[PrintedString], main: PrintedString) -> str:
    words = ""
    for string in part:
        above = (string.y - main.y) / (main.size or 1)
        small = string.size < _SMALL * main.size
        # Some programs say elsewhere that digits are raised.
        digits = string.size < _VERY_SMALL * main.size and string.words.strip().isdigit()
        if small and above < _DOWN:
            words = words.rstrip() + lowered(string.words.lstrip())
        elif digits or (small and above > _UP):
            words = words.rstrip() + raised(string.words.lstrip())
        else:
            words += string.words
    return words

"""Lines on a terminal: they keep to its width and hang under their beginning.

Text from the data is never markup and never acts on the terminal: it is
cleaned, and signs the terminal's encoding does not have become question marks.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, TextIO

from qa_checks.render.report_words import COMMAND, clean
from qa_checks.render.styled_lines import (
    Line,
    Piece,
    blanks,
    cells_of,
    cut,
    words_of,
    wrap,
    wrap_whole_words,
)

if TYPE_CHECKING:
    from rich.console import Console

GAP = "   "
NARROWEST = 20


class PlainConsole:
    """A stream that shows no colours: a pipe, a file. What does is rich's, which takes longer."""

    def __init__(self, stream: TextIO | None = None, width: int | None = None) -> None:
        self.stream = stream or sys.stdout
        self.width = width or shutil.get_terminal_size().columns
        self.encoding = getattr(self.stream, "encoding", None) or "utf-8"


class Screen:
    """A console that prints lines without boxes, padding or blanks at their ends."""

    indent = 10

    def __init__(self, console: Console | PlainConsole) -> None:
        self.console = console
        self.width = console.width

    def text(self, content: str, style: str = "") -> Line:
        """Return a text that shows what it holds and does nothing."""
        shown = clean(content)
        if not shown.isascii():  # which every terminal can show
            encoding = self.console.encoding
            shown = shown.encode(encoding, "replace").decode(encoding)
        return (Piece(shown, style),) if shown else ()

    def label(self, word: str, style: str = "") -> Line:
        """Return the word that opens a line, as wide as the indent of what follows."""
        return (*blanks(1), *self.text(f"{word} ".ljust(self.indent - 1), style))

    def blank(self) -> None:
        """Print an empty line."""
        self.line(())

    def line(self, line: Line) -> None:
        """Print a line as it is, however long; no CI job takes it for a command."""
        words = words_of(line).rstrip()
        ends = [command.end() for command in COMMAND.finditer(words)]
        first, *others = (cut(line, *part) for part in pairwise([0, *ends, len(words)]))
        line = first + tuple(chain.from_iterable(blanks(1) + part for part in others))
        if isinstance(self.console, PlainConsole):
            self.console.stream.write(f"{words_of(line)}\n")
        else:
            from rich.text import Text

            self.console.print(Text.assemble(*line), soft_wrap=True)

    def hang(self, lead: Line, body: Line, *, whole_words: bool = False) -> None:
        """Print a text behind its lead; what does not fit goes on below the text.

        With ``whole_words`` a word that is longer than a line is not cut, so that a path can
        be copied.
        """
        indent = cells_of(lead)
        room = max(self.width - indent, NARROWEST)
        for part in (wrap_whole_words if whole_words else wrap)(body, room):
            self.line(lead + part)
            lead = blanks(indent)

    def flow(self, lead: Line, chunks: Sequence[Line]) -> None:
        """Print chunks side by side behind a lead, those that do not fit on lines below."""
        indent = cells_of(lead)
        row: Line = ()
        for chunk in chunks:
            if row and cells_of(row) + len(GAP) + cells_of(chunk) > self.width - indent:
                self.hang(lead, row)
                lead, row = blanks(indent), ()
            row = (*row, Piece(GAP), *chunk) if row else chunk
        self.hang(lead, row)

    def columns(self, rows: Sequence[Sequence[Line]]) -> None:
        """Print rows in columns, all but the first of which stand right."""
        widths = [max(map(cells_of, column)) for column in zip(*rows, strict=True)]
        for first, *cells in rows:
            line = _pad(first, widths[0], 0)
            for cell, width in zip(cells, widths[1:], strict=True):
                line += blanks(len(GAP) + width - cells_of(cell)) + cell
            self.line(line)

    def table(self, rows: Sequence[Sequence[Line]]) -> None:
        """Print rows in columns; where they are too wide, the cells of a row one below another.

        A row of one cell is a line of its own and sets no width. The third
        column holds counts and stands right.
        """
        most = max(map(len, rows), default=0)
        widths = [
            max(cells_of(row[at]) for row in rows if at < len(row) - 1 or len(row) == most > 1)
            for at in range(most if most > 1 else 0)
        ]
        fits = sum(widths) + len(GAP) * (len(widths) - 1) <= self.width
        for row in rows:
            if len(row) == 1:
                words = words_of(row[0])
                start = len(words) - len(words.lstrip())
                self.hang(blanks(start), cut(row[0], start, len(words)))
            elif fits:
                lead: Line = ()
                for at, cell in enumerate(row[:-1]):
                    lead = (*lead, *_pad(cell, widths[at], at), Piece(GAP))
                self.hang(lead, row[-1])
            else:
                self.hang((), row[0])
                self.flow(blanks(4), row[1:])


def _pad(cell: Line, width: int, column: int) -> Line:
    before = blanks(width - cells_of(cell))
    return before + cell if column == 2 else cell + before

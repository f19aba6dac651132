"""Lines on a terminal: they keep to its width and hang under their beginning.

Text from the data is never markup and never acts on the terminal: it is
cleaned, and signs the terminal's encoding does not have become question marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from qa_checks.render.report_words import COMMAND, clean

if TYPE_CHECKING:
    from rich.console import Console

GAP = "   "
NARROWEST = 20


class Screen:
    """A console that prints lines without boxes, padding or blanks at their ends.

    Parameters
    ----------
    console
        Where to print.
    """

    indent = 10

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = console.width

    def text(self, content: str, style: str | Style = "") -> Text:
        """Return a text that shows what it holds and does nothing."""
        encoding = self.console.encoding
        shown = clean(content).encode(encoding, "replace").decode(encoding)
        return Text().append(shown, style)  # not Text(style=…), which would colour what follows

    def label(self, word: str, style: str = "") -> Text:
        """Return the word that opens a line, as wide as the indent of what follows."""
        return Text(" ") + self.text(f"{word} ".ljust(self.indent - 1), style)

    def blank(self) -> None:
        """Print an empty line."""
        self.line(Text())

    def line(self, text: Text) -> None:
        """Print a text as it is, however long; no CI job takes it for a command."""
        text.rstrip()
        for command in reversed(list(COMMAND.finditer(text.plain))):
            text = text[: command.end()] + Text(" ") + text[command.end() :]
        self.console.print(text, soft_wrap=True)

    def hang(self, lead: Text, body: Text, *, whole_words: bool = False) -> None:
        """Print a text behind its lead; what does not fit goes on below the text.

        With ``whole_words`` a word that is longer than a line is not cut, so that a path can
        be copied.
        """
        room = max(self.width - lead.cell_len, NARROWEST)
        begin = lead
        parts = _fill(body, room) if whole_words else [*body.wrap(self.console, room)]
        for part in parts or [Text()]:
            self.line(begin + part)
            begin = Text(" " * lead.cell_len)

    def flow(self, lead: Text, chunks: Sequence[Text]) -> None:
        """Print chunks side by side behind a lead, those that do not fit on lines below."""
        room = self.width - lead.cell_len
        row = Text()
        for chunk in chunks:
            if row and row.cell_len + len(GAP) + chunk.cell_len > room:
                self.hang(lead, row)
                lead, row = Text(" " * lead.cell_len), Text()
            row = row + Text(GAP) + chunk if row else chunk
        self.hang(lead, row)

    def table(self, rows: Sequence[Sequence[Text]]) -> None:
        """Print rows in columns; where they are too wide, the cells of a row one below another.

        A row of one cell is a line of its own and sets no width. The third
        column holds counts and stands right.
        """
        most = max(map(len, rows), default=0)
        widths = [
            max(row[at].cell_len for row in rows if at < len(row) - 1 or len(row) == most > 1)
            for at in range(most if most > 1 else 0)
        ]
        fits = sum(widths) + len(GAP) * (len(widths) - 1) <= self.width
        for row in rows:
            if len(row) == 1:
                start = len(row[0].plain) - len(row[0].plain.lstrip())
                self.hang(Text(" " * start), row[0][start:])
            elif fits:
                padded = [_pad(cell, widths[at], at) for at, cell in enumerate(row[:-1])]
                self.hang(Text(GAP).join([*padded, Text()]), row[-1])
            else:
                self.hang(Text(), row[0])
                self.flow(Text("    "), row[1:])


def _fill(body: Text, room: int) -> list[Text]:
    """Lines of whole words, of which one that is longer than a line has it to itself."""
    lines = [Text()]
    for word in body.split(" "):
        if lines[-1] and lines[-1].cell_len + 1 + word.cell_len > room:
            lines.append(word)
        else:
            lines[-1] = lines[-1] + " " + word if lines[-1] else word
    return lines


def _pad(cell: Text, width: int, column: int) -> Text:
    blanks = Text(" " * (width - cell.cell_len))
    return blanks + cell if column == 2 else cell + blanks

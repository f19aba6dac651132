"""Rows of a workbook that this program wrote and people have filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from qa_checks.column_letters import column_letters
from qa_checks.errors import UsageError
from qa_checks.words import reveal

# Blanks and controls, and what a workbook shows for those.
SIGNS = re.compile(r"[\s\x00-\x1f\x7f\u2400-\u2421]+")


class FilledRow(Struct, frozen=True):
    """A row below a header: its place, where each header stands, and its cells."""

    file: Path
    sheet: str
    number: int
    columns: Mapping[str, int]
    cells: Sequence[str]

    def text(self, header: str) -> str:
        """What stands below a header."""
        at = self.columns[header]
        return self.cells[at].strip() if at < len(self.cells) else ""

    def fault(self, header: str, what: str, remedy: str = "") -> UsageError:
        """A refusal that names the cell."""
        cell = f"{column_letters(self.columns[header])}{self.number}"
        return UsageError(what, where=f"{self.file}, sheet '{self.sheet}', {cell}", remedy=remedy)


def plain(text: str) -> str:
    """The text as a spreadsheet keeps it: signs for what cannot be seen, blanks alike."""
    return SIGNS.sub(" ", reveal(text)).strip()

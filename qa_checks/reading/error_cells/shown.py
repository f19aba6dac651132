"""What a spreadsheet shows in a cell that has an error or waits to be worked out."""

from __future__ import annotations

import re
from typing import TypeAlias

Cells: TypeAlias = "dict[int, dict[int, str]]"  # by row and column, from 0
Sheets: TypeAlias = "dict[int, Cells]"  # by the number of the sheet, from 0

ERROR = re.compile(r"#[A-Z][A-Z_]*[!?]?|#N/A|#DIV/0!|Err:\d{3}")
UNNAMED = "#VALUE!"


def as_error(text: str) -> str:
    """The word of an error; one whose cell holds something else goes by the commonest."""
    return text if ERROR.fullmatch(text) else UNNAMED


def as_formula(text: str) -> str:
    """A formula as it is typed."""
    return f"={text}"

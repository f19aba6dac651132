"""The sheet of a sample: what to look up, and the columns to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qa_checks.model.sampling import SampleSheet
from qa_checks.render import spreadsheet
from qa_checks.render.sheet_cells import Cell, Row
from qa_checks.render.spreadsheet import Sheet

WIDEST = 60
ENTRY_WIDTHS = (32, 28, 48)


def write_sample(sheet: SampleSheet, path: Path) -> None:
    """Write the workbook; the same sample gives the same bytes.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    shown = len(sheet.header) - sheet.entries
    chosen = f"Words!$A$2:$A${len(sheet.words) + 1}" if sheet.words else ""
    rows: list[Row] = [("header", sheet.header)]
    rows += [("plain", (*cells, *[None] * sheet.entries)) for cells in sheet.rows]
    about: list[Row] = [("title", [sheet.title])]
    about += [("plain", [text]) for text in sheet.instructions]
    about += [("plain", []), ("header", ["How it was drawn", "To be left as it is"])]
    about += [("plain", line) for line in sheet.lines]
    words: list[Row] = [("header", ["Words that can stand there"])]
    words += [("plain", [word]) for word in sheet.words]
    sheets = [
        Sheet(
            "Sample",
            [*_widths(sheet.header[:shown], sheet.rows), *ENTRY_WIDTHS[: sheet.entries]],
            rows,
            table=True,
            links=1,
            entries={shown + at: chosen if at == 0 else "" for at in range(sheet.entries)},
        ),
        Sheet("About", [32, 70], about),
    ]
    if sheet.words:
        sheets.append(Sheet("Words", [44], words))
    spreadsheet.write(path, sheet.title, sheets)


def _widths(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    columns = zip(header, *rows, strict=True)
    return [min(max(len(str(cell or "")) for cell in column) + 3, WIDEST) for column in columns]

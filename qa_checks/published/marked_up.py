"""Tables that are found by the name under which a workbook marks them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_checks.reading.contents import Area, MarkedTable
from qa_checks.reading.published_sheets import PublishedSheet
from qa_checks.words import say_place

NamedIn = tuple[PublishedSheet, MarkedTable]


def find_marked(name: str, sheets: Sequence[PublishedSheet]) -> list[NamedIn]:
    """Every marked-up table of a name, in any capitals, as spreadsheets take it."""
    return [
        (sheet, table)
        for sheet in sheets
        for table in sheet.tables
        if table.name.casefold() == name.casefold()
    ]


def explain_unusable(sheet: PublishedSheet, table: MarkedTable) -> str:
    """Why nobody can tell the cells of a marked-up table; '' if its headers and rows are there."""
    subject = f"The marked-up table '{table.name}' in {say_place(sheet.file, sheet.sheet, None)}"
    area = table.area
    if area is None:
        return f"{subject} does not say which cells it has."
    cells = f"rows {area.top} to {area.bottom}, columns {area.left} to {area.right}"
    widest = max(map(len, sheet.rows), default=0)
    if area.top > len(sheet.rows) or area.left > widest:
        return f"{subject} is marked at {cells}, outside of what the sheet holds."
    if not table.headed:
        return f"{subject} is marked up without a row of headers."
    if area.bottom == area.top or area.right == area.left:
        return (
            f"{subject} is marked at {cells}: it has no row below its headers, or one column only."
        )
    for other in _overlapping(sheet, area):
        return f"{subject} is marked at {cells}, some of which are marked as '{other.name}' too."
    return ""


def _overlapping(sheet: PublishedSheet, area: Area) -> Iterator[MarkedTable]:
    """The tables with other cells, some of which are the same."""
    for other in sheet.tables:
        if other.area and other.area != area and _meet(other.area, area):
            yield other


def _meet(first: Area, second: Area) -> bool:
    rows = first.top <= second.bottom and second.top <= first.bottom
    return rows and first.left <= second.right and second.left <= first.right

"""A cube as a table: on the terminal, as lines for a CSV file, and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.catalogue.cubes import Cube
from qa_checks.model.cube_numbers import Cell, CrossTable
from qa_checks.render import spreadsheet
from qa_checks.render.screen import PlainConsole, Screen
from qa_checks.render.sheet_cells import Row
from qa_checks.render.styled_lines import blanks
from qa_checks.words import grouped

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 60


def print_cubes(cubes: Mapping[str, Cube], console: Console | PlainConsole) -> None:
    """Print each cube with its title, its dimensions, and what can be counted."""
    screen = Screen(console)
    for cube in cubes.values():
        screen.line(screen.text(cube.cube, "bold") + blanks(2) + screen.text(cube.title))
        named: dict[str, Sequence[str]] = {
            "dimensions": list(cube.dimensions),
            "measures": list(cube.measures),
            "shares": list(cube.shares),
        }
        for word, names in named.items():
            if names:
                screen.hang(screen.text(f"  {word:<12}"), screen.text(", ".join(names)))


def print_table(table: CrossTable, release: str, console: Console | PlainConsole) -> None:
    """Print a table, its numbers below each other, and its notes."""
    screen = Screen(console)
    screen.hang((), screen.text(table.title, "bold"))
    screen.hang((), screen.text(release))
    screen.blank()
    lines = [[screen.text(label, "bold") for label in table.header]]
    lines += [
        [screen.text(label), *(screen.text(_show(cell, table.is_share)) for cell in cells)]
        for label, cells in table.lines
    ]
    screen.columns(lines)
    if table.notes:
        screen.blank()
    for note in table.notes:
        screen.hang((), screen.text(note))


def _show(cell: Cell, is_share: bool) -> str:
    if isinstance(cell, str):
        return cell
    return f"{cell:.1f}" if is_share else grouped(cell)


def lines_of(table: CrossTable) -> list[Sequence[str]]:
    """The header and the lines below it, with numbers as exact as they are."""
    return [table.header, *((label, *map(str, cells)) for label, cells in table.lines)]


def write_workbook(table: CrossTable, release: str, path: Path) -> None:
    """Write the table to one sheet of a workbook, and to another what it is."""
    labels = [table.header[0], *(label for label, _ in table.lines)]
    widths = [min(max(map(len, labels)) + 2, WIDEST)]
    widths += [min(len(label) + 6, WIDEST) for label in table.header[1:]]
    rows: list[Row] = [("header", table.header)]
    rows += [("plain", (label, *cells)) for label, cells in table.lines]
    about: list[Row] = [("title", (table.title,))]
    about += [("plain", (text,)) for text in (release, *table.notes)]
    sheets = [
        spreadsheet.Sheet("Table", widths, rows, table=True),
        spreadsheet.Sheet("About", [WIDEST], about),
    ]
    spreadsheet.write(path, table.title, sheets)

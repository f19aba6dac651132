"""The files of a release on a screen: what was read from each, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from qa_checks.model.inputs import AbsentColumn, Input
from qa_checks.render.absence_lines import absences
from qa_checks.render.fault_lines import STYLES
from qa_checks.render.report_words import near, say_role
from qa_checks.render.screen import Screen
from qa_checks.render.styled_lines import Line
from qa_checks.words import grouped, plural


def show_inputs(inputs: Iterable[Input], screen: Screen, base: Path) -> None:
    """Print what was read from each file, and which of its sheets were not."""
    lines: list[list[Line]] = []
    for path, sheets in groupby(inputs, key=lambda item: item.path):
        lines.extend(_file(near(path, base), list(sheets), screen))
    screen.table(lines)


def _file(path: str, sheets: list[Input], screen: Screen) -> Iterator[list[Line]]:
    """One line for a text file; for a workbook its name and a line for each known sheet."""
    unknown = [sheet for sheet in sheets if sheet.layout is None and not sheet.published]
    if any(sheet.sheet is not None for sheet in sheets):
        yield [screen.text(path, "bold")]
    for sheet in sheets:
        if sheet.layout is not None:
            name = f"  {sheet.sheet}" if sheet.sheet is not None else path
            yield [
                screen.text(name, "" if sheet.sheet is not None else "bold"),
                screen.text(sheet.layout_title or sheet.layout),
                screen.text(plural(sheet.rows, "row"), "cyan"),
                screen.text(_reading(sheet), "dim"),
            ]
        elif sheet.published:
            name = f"  {sheet.sheet}" if sheet.sheet is not None else path
            yield [screen.text(name), screen.text(sheet.note)]
        elif sheet.sheet is None:
            note = f"not checked: {sheet.note}" if sheet.note else "not checked"
            yield [screen.text(path, "bold"), screen.text(note, "yellow")]
    names = [item.sheet for item in unknown if item.sheet is not None]
    if names:
        told = f"  {plural(len(names), 'sheet')} not checked: {', '.join(names)}"
        yield [screen.text(told, "dim")]


def _reading(sheet: Input) -> str:
    parts = (
        f"header on row {grouped(sheet.header_row)}" if sheet.header_row else None,
        sheet.encoding,
        say_role(sheet.role),
        sheet.note,
    )
    return ", ".join(part for part in parts if part)


def show_absent(absent: Iterable[AbsentColumn], screen: Screen, base: Path) -> None:
    """Say which columns a file should have and has not."""
    for place, absence in enumerate(absences(absent)):
        lead = screen.label("" if place else "absent", STYLES["unread"])
        where = ", ".join(part for part in (near(absence.path, base), absence.sheet) if part)
        reason = f": {absence.reason}" if absence.reason else ""
        screen.hang(lead, screen.text(f"{where}: {absence.columns}{reason}"))

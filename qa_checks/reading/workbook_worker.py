"""Writes the rows of every sheet of a workbook as text; run in a process of its own.

A workbook of a few hundred bytes can ask for any amount of memory (a cell in
the last corner, a number that says how many strings follow, one long string
used a million times), and the library that reads it then ends the process. So
this runs apart, with limits that the operating system keeps. It is started as
a file, without site packages, to be quick: of this package only the door to the
operating system and `cell_marks` are imported.

The library gives an error cell (#REF!, #N/A) as an empty one or by the number it
held before, and a formula that no program has worked out yet as an empty one; those
are looked up and put back, so that neither looks like a value or a missing one.

A sheet becomes a file of lines, each a JSON list of some of its rows: that is
read back much faster than CSV.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, SheetMetadata

    from qa_checks.reading.cell_marks.marks import Marks, Sheets
    from qa_checks.reading.worksheets import Worksheets

DIGITS = "0123456789"
STARTS = f"+-.{DIGITS}"  # how numbers begin
MOST_BLANK = 10  # rows between the last value and a formula without one
CELLS_A_LINE = 8_192
MOST_A_LINE = 64 * 1024 * 1024


def spool(source: str, folder: Path, limits: dict[str, int]) -> list[dict[str, Any]]:
    """Write the rows of each worksheet to a file in the folder and say what was written.

    Each entry has the sheet's name, whether it is hidden, its file, and what is known of its cells;
    or, under "fault", why the workbook is refused, and under "most" the limit it passes, if it is
    one.
    """
    from qa_checks.reading.cell_marks import in_xlsx
    from qa_checks.reading.worksheets import Worksheets

    with ThreadPoolExecutor(1) as aside:
        worksheets = Worksheets(source, aside)
        try:
            marks = find_marks(source, worksheets.list_all)
        except Exception:
            worksheets.list_all()  # what the library says of a damaged workbook comes first
            raise
        sheets = worksheets.list_all()
        names = [sheets[place].name for place in worksheets.list_places()]
        twice = [name for name, number in Counter(names).items() if number > 1]
        if twice:  # the library would give the first of them each time
            only = f"Several sheets are called {twice[0]!r}: only one of them can be read."
            return [{"fault": only}]
        if len(names) > limits["sheets"]:
            return [{"fault": f"The workbook has {len(names):,} sheets.", "most": "sheets"}]
        if any(of_sheet.is_misread for of_sheet in marks.values()):
            copy = str(folder / "readable.xlsx")
            in_xlsx.write_readably(source, copy)
            worksheets = Worksheets(copy, aside)
        return _write(worksheets, marks, folder, limits)


def _write(
    worksheets: Worksheets, marks: Sheets, folder: Path, limits: dict[str, int]
) -> list[dict[str, Any]]:
    from python_calamine import SheetVisibleEnum

    from qa_checks.reading.cell_marks.marks import WHOLE, Marks

    written: list[dict[str, Any]] = []
    left = limits["unpacked_bytes"]
    for place, about, sheet in worksheets:
        rows, columns = (0, 0) if sheet.end is None else (sheet.end[0] + 1, sheet.end[1] + 1)
        known = marks.get(place, Marks())
        sizes = {"columns": columns, "cells": rows * columns}
        if refused := _find_fault(about.name, sizes, known, limits):
            return [refused]
        target = folder / f"{place}.jsonl"
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            for line in _lines(sheet, columns, known):
                left -= len(line)
                if left < 0 or len(line) > MOST_A_LINE:
                    fault = f"The text of sheet {about.name!r} is too long."
                    return [{"fault": fault, "most": "unpacked_bytes"}]
                stream.write(line + "\n")
        hidden = about.visible != SheetVisibleEnum.Visible
        if not written:
            known.labels = marks.get(WHOLE, Marks()).labels
        spooled = {"file": target.name, "marks": known.as_record()}
        written.append({"name": about.name, "hidden": hidden, **spooled})
    return written


def _find_fault(
    name: str, sizes: dict[str, int], known: Marks, limits: dict[str, int]
) -> dict[str, str]:
    """Why a sheet of such sizes is not read; nothing if it is."""
    for most, size in sizes.items():
        if size > limits[most]:
            return {"fault": f"Sheet {name!r} has {size:,} {most}.", "most": most}
    if known.unreadable:
        return {
            "fault": f"Sheet {name!r} has {known.unreadable}.",
            "remedy": "Open it in the spreadsheet program, look whether all is there, and save it "
            "anew.",
        }
    return {}


def _lines(sheet: CalamineSheet, columns: int, marks: Marks) -> Iterator[str]:
    """Give every row from the first of the sheet on, empty rows and columns included.

    Texts that are like numbers are noted on the way, for by then all are texts.
    The library ends at the last value; a formula without one may stand below.
    """
    if sheet.start is None:
        return
    shown = marks.shown
    rows = sheet.iter_rows()  # with the empty rows before the first cell, without the columns
    before = [""] * sheet.start[1]
    height = max(1, CELLS_A_LINE // columns)
    first = 0
    while some := list(islice(rows, height)):
        _note_texts(some, first, len(before), marks)
        texts = [before + [c if type(c) is str else to_text(c) for c in row] for row in some]
        for number in shown.keys() & range(first, first + len(texts)):
            for column, word in shown[number].items():
                if column < columns:
                    texts[number - first][column] = word
        first += len(texts)
        yield json.dumps(texts, ensure_ascii=False)
    for number in sorted(row for row in shown if row >= first):
        if number - first > MOST_BLANK:
            return
        blank = [[""] * columns for _ in range(first, number)]
        first = number + 1
        words = [shown[number].get(column, "") for column in range(columns)]
        yield json.dumps([*blank, words], ensure_ascii=False)


def _note_texts(rows: Sequence[Sequence[object]], top: int, left: int, marks: Marks) -> None:
    """Note texts that begin and end as numbers do."""
    texts = {cell for cell in set(chain.from_iterable(rows)) if type(cell) is str}
    like_numbers = {text for text in texts if _is_like_number(text.strip())}
    for number, row in enumerate(rows if like_numbers else (), start=top):
        for column, cell in enumerate(row, start=left):
            if cell in like_numbers:
                marks.note_text(number, column)


def _is_like_number(text: str) -> bool:
    return bool(text) and text[-1] in DIGITS and text[0] in STARTS


def find_marks(source: str, list_all: Callable[[], Sequence[SheetMetadata]]) -> Sheets:
    """What a spreadsheet knows of its cells and the library does not say.

    The library may still be reading: it is asked as late as can be which sheets there are.
    """
    from qa_checks.reading.cell_marks import in_ods, in_xls, in_xlsx

    finders: dict[str, Callable[[str], Sheets]] = {
        ".xlsx": in_xlsx.find,
        ".ods": partial(in_ods.find, list_names=lambda: [sheet.name for sheet in list_all()]),
        ".xls": in_xls.find,
    }
    return finders[Path(source).suffix](source)


@lru_cache(maxsize=1 << 16, typed=True)
def to_text(cell: object) -> str:
    """Write a cell as text, the way it would stand in a CSV file.

    A date is ISO, with its time only if there is one or the hour depends on a zone; a whole number
    has no decimal point, so that a URN kept as a number stays a URN.
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time() and cell.tzinfo is None
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    order = json.loads(sys.argv[1])
    sys.path += [order["package"], order["library"]]
    from qa_checks.operating_system import limit_process

    limit_process(order["memory_bytes"], order["seconds"], order["unpacked_bytes"])
    sheets = spool(order["source"], Path(order["folder"]), order)
    sys.stdout.write(json.dumps(sheets))

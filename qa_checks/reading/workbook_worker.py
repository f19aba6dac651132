"""Writes the rows of every sheet of a workbook as text; run in a process of its own.

A workbook of a few hundred bytes can ask for any amount of memory (a cell in
the last corner, a number that says how many strings follow, one long string
used a million times), and the library that reads it then ends the process. So
this runs apart, with limits that the operating system keeps. It is started as
a file, without site packages, to be quick: of this package only the door to the
operating system is imported.

The library gives an error cell (#REF!, #N/A) as an empty one, and a formula that no
program has worked out yet as well; in XLSX those are looked up and put back, so that
neither looks like a missing value.

A sheet becomes a file of lines, each a JSON list of some of its rows: that is
read back much faster than CSV.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

CELLS_A_LINE = 8_192
MOST_A_LINE = 64 * 1024 * 1024

_TAG = re.compile(r"<(?:\w+:)?(?:sheet|Relationship)\s[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.S)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)<)")
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


def spool(source: str, folder: Path, limits: dict[str, int]) -> list[dict[str, Any]]:
    """Write each worksheet to a CSV file in the folder and say what was written.

    Each entry has the sheet's name, whether it is hidden, its file, its number
    of rows and columns; or, under "fault", why the workbook is refused.
    """
    from python_calamine import (
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    workbook = CalamineWorkbook.from_path(source)
    worksheets = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    if len(worksheets) > limits["sheets"]:
        return [{"fault": f"The workbook has {len(worksheets):,} sheets.", "most": "sheets"}]
    blanks = find_blanks(source) if zipfile.is_zipfile(source) else {}
    written: list[dict[str, Any]] = []
    left = limits["unpacked_bytes"]
    for number, about in enumerate(worksheets, start=1):
        sheet = workbook.get_sheet_by_name(about.name)
        rows, columns = (0, 0) if sheet.end is None else (sheet.end[0] + 1, sheet.end[1] + 1)
        for most, found in (("columns", columns), ("cells", rows * columns)):
            if found > limits[most]:
                return [{"fault": f"Sheet {about.name!r} has {found:,} {most}.", "most": most}]
        target = folder / f"{number}.jsonl"
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            for line in _lines(sheet, columns, blanks.get(about.name, {})):
                left -= len(line)
                if left < 0 or len(line) > MOST_A_LINE:
                    fault = f"The text of sheet {about.name!r} is too long."
                    return [{"fault": fault, "most": "unpacked_bytes"}]
                stream.write(line + "\n")
        hidden = about.visible != SheetVisibleEnum.Visible
        written.append({"name": about.name, "hidden": hidden, "file": target.name, "rows": rows})
    return written


def _lines(sheet: CalamineSheet, columns: int, blanks: dict[int, dict[int, str]]) -> Iterator[str]:
    """Give every row from the first of the sheet on, empty rows and columns included."""
    if sheet.start is None:
        return
    rows = sheet.iter_rows()  # with the empty rows before the first cell, without the columns
    before = [""] * sheet.start[1]
    height = max(1, CELLS_A_LINE // columns)
    first = 0
    while some := list(islice(rows, height)):
        texts = [before + [c if type(c) is str else to_text(c) for c in row] for row in some]
        for number in blanks.keys() & range(first, first + len(texts)):
            for column, word in blanks[number].items():
                if column < columns:
                    texts[number - first][column] = word
        first += len(texts)
        yield json.dumps(texts, ensure_ascii=False)


def find_blanks(source: str) -> dict[str, dict[int, dict[int, str]]]:
    """Find what the library gives as empty in XLSX: sheet, row and column (from 0) to its text."""
    with zipfile.ZipFile(source) as archive:
        parts = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= parts:
            return {}
        links = {
            link.get("Id"): link.get("Target", "")
            for link in _attributes(archive.read("xl/_rels/workbook.xml.rels"))
        }
        found: dict[str, dict[int, dict[int, str]]] = {}
        for sheet in _attributes(archive.read("xl/workbook.xml")):
            identifier = next((v for k, v in sheet.items() if k.endswith(":id")), "")
            target = links.get(identifier, "")
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            if part in parts:
                found[html.unescape(sheet.get("name", ""))] = _blank_in(archive.read(part))
        return found


def _attributes(xml: bytes) -> list[dict[str, str]]:
    """Give the attributes of each sheet or relationship."""
    tags = _TAG.findall(xml.decode("utf-8", "replace"))
    return [dict(_ATTRIBUTE.findall(tag)) for tag in tags]


def _blank_in(xml: bytes) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    suspect = b't="e"' in xml or b"<f" in xml or b":f" in xml
    for cell in _CELL.finditer(xml) if suspect else ():
        place, text = _PLACE.search(cell[1]), _text_of(cell[1], cell[2])
        if place and text:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - 64
            row = found.setdefault(int(place[2]) - 1, {})
            row[column - 1] = html.unescape(text.decode("utf-8", "replace"))
    return found


def _text_of(attributes: bytes, content: bytes) -> bytes:
    """The word of an error cell, or a formula without a value; else nothing."""
    value = _VALUE.search(content)
    if value and value[1]:
        return value[1] if b't="e"' in attributes else b""
    formula = _FORMULA.search(content)
    worked_out = b't="str"' in attributes  # to an empty text
    return b"=" + (formula[1] or b"") if formula and not worked_out else b""


@lru_cache(maxsize=1 << 16, typed=True)
def to_text(cell: object) -> str:
    """Write a cell as text, the way it would stand in a CSV file.

    A date is ISO, with its time only if there is one; a whole number has no
    decimal point, so that a URN kept as a number stays a URN.
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
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

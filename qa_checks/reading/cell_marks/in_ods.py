"""Error cells, formulas and merged cells in the XML of an ODS workbook."""

from __future__ import annotations

import re
import zipfile
from itertools import product
from xml.etree import ElementTree as Xml

from qa_checks.reading.cell_marks.marks import ERROR, Marks, Sheets, as_error, as_formula

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SUSPECT = re.compile(rb'formula=|-spanned="|="error"|>#[A-Z]|>Err:')
_PREFIX = re.compile(r"^(?:\w+:)?=?")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST = 1 << 20  # rows of a sheet


def find(source: str) -> Sheets:
    """Find them in each sheet, in the order of the workbook."""
    with zipfile.ZipFile(source) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        if not _SUSPECT.search(archive.read("content.xml")):
            return {}
        with archive.open("content.xml") as content:
            sheets: Sheets = {}
            number, row, depth = -1, 0, 0
            for event, node in Xml.iterparse(content, ("start", "end")):  # noqa: S314
                if node.tag == f"{_TABLE}table":
                    # A table inside a cell is no sheet.
                    depth += 1 if event == "start" else -1
                    if event == "start" and depth == 1:
                        number, row = number + 1, 0
                elif event == "end" and node.tag == f"{_TABLE}table-row" and depth == 1:
                    height = _repeats(node, "rows")
                    _note(sheets.setdefault(number, Marks()), node, row, height)
                    row += height
                    node.clear()
            return sheets


def _note(marks: Marks, node: Xml.Element, row: int, height: int) -> None:
    column = 0
    rows = range(row, min(row + height, _MOST))
    for cell in node:
        if cell.tag not in _CELLS:
            continue
        width = _repeats(cell, "columns")
        places = product(rows, range(column, column + min(width, _MOST)))
        if shown := _show(cell):
            for place in places:
                marks.note_shown(*place, shown)
        elif cell.get(f"{_TABLE}formula") is not None:
            for place in places:
                marks.note_formula(*place)
        down, right = (_count(cell, f"number-{what}-spanned") for what in ("rows", "columns"))
        if down > 1 or right > 1:
            marks.merged.append((row, column, row + down - 1, column + right - 1))
        column += width


def _show(cell: Xml.Element) -> str:
    """The word of an error cell, or a formula without a value; else nothing."""
    text = "\n".join("".join(part.itertext()) for part in cell.iterfind(f"{_TEXT}p"))
    kind = next((value for name, value in cell.items() if _is_kind(name)), "")
    if kind == "error" or ERROR.fullmatch(text):
        return as_error(text)
    formula = cell.get(f"{_TABLE}formula")
    if formula is None or text or cell.get(f"{_OFFICE}value-type"):
        return ""
    return as_formula(_PREFIX.sub("", formula, count=1))


def _is_kind(name: str) -> bool:
    """Whether an attribute is the value type that LibreOffice adds to the standard's."""
    return name.endswith("}value-type") and not name.startswith(_OFFICE)


def _repeats(node: Xml.Element, what: str) -> int:
    return _count(node, f"number-{what}-repeated")


def _count(node: Xml.Element, attribute: str) -> int:
    try:
        return max(1, int(node.get(f"{_TABLE}{attribute}", "1")))
    except ValueError:
        return 1

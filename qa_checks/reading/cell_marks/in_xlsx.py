"""Error cells, formulas and merged cells in the XML of an XLSX workbook."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator

from qa_checks.reading.cell_marks.marks import Marks, Sheets, as_error, as_formula

_TAG = re.compile(r"<(?:\w+:)?(?:sheet|Relationship)\s[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?(?:row\b([^>]*)|c\b([^>]*?)(?:/|>(.*?)</(?:\w+:)?c))>", re.DOTALL
)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)<)")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>[^<]")
_ROW = re.compile(rb"""\br=["'](\d+)["']""")
_CELL = re.compile(rb"""\br=["']([A-Z]+)(\d+)["']""")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")


def find(source: str) -> Sheets:
    """Find them in each sheet, in the order of the workbook."""
    with zipfile.ZipFile(source) as archive:
        parts = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= parts:
            return {}
        links = {
            link.get("Id"): link.get("Target", "")
            for link in _attributes(archive.read("xl/_rels/workbook.xml.rels"))
        }
        sheets: Sheets = {}
        for number, sheet in enumerate(_attributes(archive.read("xl/workbook.xml"))):
            identifier = next((v for k, v in sheet.items() if k.endswith(":id")), "")
            target = links.get(identifier, "")
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            if part in parts:
                sheets[number] = _find_in(archive.read(part))
        return sheets


def _attributes(xml: bytes) -> list[dict[str, str]]:
    """The attributes of each sheet or relationship."""
    tags = _TAG.findall(xml.decode("utf-8", "replace"))
    return [dict(_ATTRIBUTE.findall(tag)) for tag in tags]


def _find_in(xml: bytes) -> Marks:
    marks = Marks()
    marks.merged = [
        (int(area[2]) - 1, _column(area[1]), int(area[4]) - 1, _column(area[3]))
        for area in _MERGED.finditer(xml)
    ]
    if re.search(rb"""\bt=["']e["']|<(?:\w+:)?f\b""", xml):
        for row, column, attributes, content in _each_cell(xml):
            shown = _shown(attributes, content)
            if shown:
                marks.note_shown(row, column, shown)
            elif _FORMULA.search(content):
                marks.note_formula(row, column)
    return marks


def _each_cell(xml: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Row and column from 0, attributes and content of each cell; one without a place follows."""
    row = column = -1
    for token in _ROW_OR_CELL.finditer(xml):
        if token[1] is not None:
            number = _ROW.search(token[1])
            row, column = int(number[1]) - 1 if number else row + 1, -1
            continue
        place = _CELL.search(token[2])
        if place:
            row, column = int(place[2]) - 1, _column(place[1])
        else:
            column += 1
        yield row, column, token[2], token[3] or b""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _shown(attributes: bytes, content: bytes) -> str:
    """The word of an error cell, or a formula without a value; else nothing."""
    kind = _TYPE.search(attributes)
    value = _VALUE.search(content)
    if kind and kind[1] == b"e":
        return as_error(html.unescape(value[1].decode("utf-8", "replace")) if value else "")
    formula = _FORMULA.search(content)
    worked_out = (value and value[1]) or (kind and kind[1] == b"str") or _TEXT.search(content)
    if formula is None or worked_out:
        return ""
    return as_formula(html.unescape((formula[1] or b"").decode("utf-8", "replace")))

"""Marks of cells in the XML of an ODS workbook.

Parsing all of it takes a minute for a large workbook, so only rows that hold a sign of a mark are
looked into.
"""

from __future__ import annotations

import html
import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from qa_checks.reading.cell_marks import labels
from qa_checks.reading.cell_marks.marked_tables import find_ods_tables
from qa_checks.reading.cell_marks.marks import (
    ERROR,
    WHOLE,
    Marks,
    Sheets,
    as_error,
    as_formula,
    is_link,
)
from qa_checks.reading.cell_marks.number_formats import Effect, compare
from qa_checks.reading.cell_marks.text_styles import read_styles

_ATTRIBUTES = rb'((?:[^>"]|"[^"]*")*)'
_TABLES = (b"<table:table ", b"<table:table>", b"</table:table>")
_TABLES_AND_ROWS = (*_TABLES, b"<table:table-row", b"</table:table-row>")
_TABLE_OR_ROW = re.compile(rb"<(/?)table:table(-row)?(?=[\s>/])" + _ATTRIBUTES + b">")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s>/])" + _ATTRIBUTES + b">")
_ATTRIBUTE = re.compile(r'([\w:-]+)\s*=\s*"([^"]*)"')
_NOTE = re.compile(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_PARAGRAPH = re.compile(rb"<text:p\b[^>]*?(?:/>|>(.*?)</text:p>)", re.DOTALL)
_TAG = re.compile(rb"<[^>]*>")
_ANNOTATION = re.compile(rb"<office:annotation\b[^>]*>(.*?)</office:annotation>", re.DOTALL)
_SIGNS = (b"<office:annotation", b"formula=", b'-spanned="', b'="error"', b">#", b">Err:")
_NOTHING = re.compile(
    rb'-spanned="1"|formula="(?:\w+:)?=HYPERLINK\([^"()]*; *&quot;[^"&]*&quot; *\)"'
)
_NUMBER = re.compile(rb'office:value="([^"]*)"[^>]*>\s*<text:p\b[^>]*?(?:/>|>([^<]*))')
_PREFIX = re.compile(r"^(?:\w+:)?=?")
_MOST = 1 << 20  # rows of a sheet
_LONGEST = 1 << 14  # bytes of a named expression


def find(source: str, names: Sequence[str]) -> Sheets:
    """Find them in each sheet; the names are those of all sheets, in the order of the workbook."""
    whole = Marks()
    with zipfile.ZipFile(source) as archive:
        parts = set(archive.namelist())
        if "content.xml" not in parts:
            return {}
        xml = archive.read("content.xml")
        named = archive.read("styles.xml") if "styles.xml" in parts else b""
        whole.labels += labels.find_ods_properties(archive, parts)
    expressions = _find_all(xml, b"<table:named-expression ")
    whole.labels += labels.find_ods_names(xml[at : at + _LONGEST] for at in expressions)
    whole.labels += labels.find_ods_headers(named)
    head = xml[: xml.find(b"<office:body")]
    styles = read_styles(part.decode("utf-8", "replace") for part in (head, named))
    signs = sorted(_find_signs(xml))
    sheets: Sheets = {WHOLE: whole}
    columns: dict[int, dict[int, str]] = {}
    for number, row, height, start, end in _each_row(xml) if signs or styles.effects else ():
        if styles.effects and number not in columns:
            above = xml[xml.rfind(b"<table:table ", 0, start) : start]
            columns[number] = styles.of_columns(above)
        at = bisect_left(signs, start)
        if styles.effects or (at < len(signs) and signs[at] < end):
            texts = _Texts(styles.effects, columns.get(number, {}))
            _note(sheets.setdefault(number, Marks()), xml[start:end], row, height, texts)
    for name, tables in find_ods_tables(xml).items():
        if name in names:
            sheets.setdefault(names.index(name), Marks()).tables = tables
    return sheets


class _Texts(NamedTuple):
    """What styles show in the place of texts, and the style of cells that name none, by column."""

    effects: Mapping[str, str]
    columns: Mapping[int, str]

    def judge(self, attributes: Mapping[str, str], column: int) -> str | None:
        return self.effects.get(attributes.get("table:style-name", self.columns.get(column, "")))


def _find_signs(xml: bytes) -> Iterator[int]:
    """Where something stands that only marked cells have, though not only they."""
    for sign in _SIGNS:
        for at in _find_all(xml, sign):
            if not _NOTHING.match(xml, at):
                yield at
    for number in _NUMBER.finditer(xml):
        if number[1] != number[2]:
            yield number.start()


def _find_all(xml: bytes, text: bytes) -> Iterator[int]:
    at = xml.find(text)
    while at >= 0:
        yield at
        at = xml.find(text, at + 1)


def _each_row(xml: bytes) -> Iterator[tuple[int, int, int, int, int]]:
    """Number of the sheet, row from 0, how often it is repeated, and where its cells stand."""
    number, row, depth = -1, 0, 0
    begun: tuple[int, int] | None = None
    # Bytes are found ten times faster than a pattern is.
    places = sorted(at for tag in _TABLES_AND_ROWS for at in _find_all(xml, tag))
    for tag in (tag for at in places if (tag := _TABLE_OR_ROW.match(xml, at))):
        closes, is_row = bool(tag[1]), bool(tag[2])
        if not is_row:
            # A table inside a cell is no sheet.
            depth += -1 if closes else not tag[3].endswith(b"/")
            if not closes and depth == 1:
                number, row = number + 1, 0
        elif depth == 1 and not closes:
            begun = (tag.end(), _count(_read(tag[3]), "number-rows-repeated"))
        if is_row and depth == 1 and begun and (closes or tag[3].endswith(b"/")):
            start, height = begun
            yield number, row, height, start, tag.start() if closes else start
            row, begun = row + height, None


def _note(marks: Marks, xml: bytes, row: int, height: int, texts: _Texts) -> None:
    column = 0
    rows = range(row, min(row + height, _MOST))
    cells = list(_CELL.finditer(xml))
    ends = [*(cell.start() for cell in cells[1:]), len(xml)]
    for cell, end in zip(cells, ends, strict=True):
        attributes, text = _read(cell[1]), _text_of(xml[cell.end() : end])
        width = _count(attributes, "number-columns-repeated")
        places = product(rows, range(column, column + min(width, _MOST)))
        paragraph = _PARAGRAPH.search(xml, cell.end(), end)
        effect = _effect(attributes, text, texts, column) if paragraph else None
        if shown := _show(attributes, text):
            for place in places:
                marks.note_shown(*place, shown)
        elif "table:formula" in attributes and not is_link(attributes["table:formula"]):
            for place in places:
                marks.note_formula(*place)
        elif effect is not None:
            for place in places:
                marks.note_effect(*place, effect)
        for note in _ANNOTATION.findall(xml, cell.end(), end):
            marks.comments.append((row, column, _paragraphs_of(note)))
        down, right = (_count(attributes, f"number-{what}-spanned") for what in ("rows", "columns"))
        if down > 1 or right > 1:
            marks.merged.append((row, column, row + down - 1, column + right - 1))
        column += width


def _effect(attributes: dict[str, str], text: str, texts: _Texts, column: int) -> Effect | None:
    """What is shown in the place of a cell's number or text."""
    value = attributes.get("office:value")
    if value is not None:
        return compare(value, text)
    return texts.judge(attributes, column) if text else None


def _show(attributes: dict[str, str], text: str) -> str:
    """The word of an error cell, or a formula without a value; else nothing."""
    # LibreOffice adds a value type of its own to the standard's.
    kinds = (value for name, value in attributes.items() if name.endswith(":value-type"))
    if "error" in kinds or ERROR.fullmatch(text):
        return as_error(text)
    formula = attributes.get("table:formula")
    if formula is None or text or attributes.get("office:value-type"):
        return ""
    return as_formula(_PREFIX.sub("", formula, count=1))


def _read(attributes: bytes) -> dict[str, str]:
    listed = _ATTRIBUTE.findall(attributes.decode("utf-8", "replace"))
    return {name: html.unescape(value) for name, value in listed}


def _text_of(xml: bytes) -> str:
    return _paragraphs_of(_NOTE.sub(b"", xml))


def _paragraphs_of(xml: bytes) -> str:
    parts = [_TAG.sub(b"", part[1] or b"") for part in _PARAGRAPH.finditer(xml)]
    return html.unescape(b"\n".join(parts).decode("utf-8", "replace"))


def _count(attributes: dict[str, str], name: str) -> int:
    try:
        return max(1, int(attributes.get(f"table:{name}", "1")))
    except ValueError:
        return 1

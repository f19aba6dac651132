"""Marks of cells in the XML of an ODS workbook.

Parsing all of it takes a minute for a large workbook, so only rows that hold a sign of a mark are
looked into.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from qa_checks.reading.cell_marks import attached_parts, inner_links, outside_texts
from qa_checks.reading.cell_marks.format_conditions import Conditional, judge_cell
from qa_checks.reading.cell_marks.marked_tables import find_ods_tables
from qa_checks.reading.cell_marks.marks import (
    ERROR,
    WHOLE,
    Area,
    Marks,
    Sheets,
    as_error,
    as_formula,
    is_link,
)
from qa_checks.reading.cell_marks.number_formats import compare, compare_day
from qa_checks.reading.cell_marks.ods_conditions import find_conditionals
from qa_checks.reading.cell_marks.ods_content import Content
from qa_checks.reading.cell_marks.ods_hidden import find_flat, find_hidden
from qa_checks.reading.cell_marks.ods_styles import Heights, Styles, read_styles
from qa_checks.reading.cell_marks.ods_texts import (
    ATTRIBUTES,
    INSIDE,
    INSIDES,
    LEFT_OUT,
    PARAGRAPH,
    find_small,
    find_untyped,
    is_misread,
    text_of,
)
from qa_checks.reading.cell_marks.package import Package
from qa_checks.reading.cell_marks.shown import Effect
from qa_checks.reading.cell_marks.xml_tags import decode, read_attributes, read_count

_TABLES = (b"<table:table ", b"<table:table>", b"</table:table>")
_ROWS = (b"<table:table-row", b"</table:table-row>")
_TABLE_OR_ROW = re.compile(rb"<(/?)table:table(?:-row)?(?=[\s>/])" + ATTRIBUTES + b">")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s>/])" + ATTRIBUTES + b">")
_SIGNS = (*INSIDES, *LEFT_OUT, b"formula=", b'-spanned="', b'="error"', b">#", b">Err:")
_NOTHING = re.compile(
    rb'-spanned="1"|formula="(?:\w+:)?=HYPERLINK\([^"()]*; *&quot;[^"&]*&quot; *\)"'
)
_NUMBER = re.compile(rb'office:value="([^"]*)"[^>]*>\s*<text:p\b[^>]*?(?:/>|>([^<]*))')
_DAY = re.compile(
    rb'office:date-value="([\d-]{10})[^"]*"[^>]*>\s*<text:p\b[^>]*>(\d{1,2}[-/.]\d{1,2})\b'
)
_PREFIX = re.compile(r"^(?:\w+:)?=?")
_MOST = 1 << 20  # rows of a sheet
_TABLE_INSIDE = "a table inside it: what stands below that cannot be read"
_DAY_0 = dt.date(1899, 12, 30)
_LONGEST = 1 << 14  # bytes of a named expression


def find(source: str, list_names: Callable[[], Sequence[str]]) -> Sheets:
    """Find them in each sheet; the names of all, in their order, are asked for when needed."""
    whole = Marks()
    with Package(source) as archive:
        if "content.xml" not in archive:
            return {}
        content = Content(archive.read("content.xml"))
        named = archive.read("styles.xml") if "styles.xml" in archive else b""
        whole.labels += outside_texts.find_ods_properties(archive)
        whole.labels += attached_parts.first_of_each(attached_parts.find_in_ods(archive, content))
    xml = content.whole
    expressions = content.find_all(b"<table:named-expression ")
    whole.labels += outside_texts.find_ods_names(xml[at : at + _LONGEST] for at in expressions)
    whole.labels += outside_texts.find_ods_headers(named)
    style_parts = decode(xml[: xml.find(b"<office:body")]) + decode(named)
    styles = read_styles(style_parts)
    signs = sorted(_find_signs(content, styles.heights))
    names = list_names()
    whole.labels += inner_links.find_broken(content.each_tag, names)
    sheets: Sheets = {WHOLE: whole}
    under = _find_conditionals(content, styles) if styles.formats else {}
    looks_at_all = bool(styles.texts or styles.maps or under)
    for number, kind, row, last in find_hidden(content, find_flat(style_parts)):
        marks = sheets.setdefault(number, Marks())
        (marks.hidden_rows if kind == "row" else marks.hidden_columns).append((row, last))
    for number, (first, last, holds_table) in enumerate(_each_sheet(content)):
        if holds_table:
            sheets.setdefault(number, Marks()).unreadable = _TABLE_INSIDE
        rows = xml.find(b"<table:table-row", first, last)
        if rows >= 0 and (looks_at_all or _holds(signs, first, last)):
            marks = sheets.setdefault(number, Marks())
            above = xml[first:rows]
            conditionals = under.get(names[number], []) if number < len(names) else []
            shown = _SheetStyles(styles, styles.of_columns(above), conditionals)
            for row, height, start, end in _each_row(content, first, last):
                if looks_at_all or _holds(signs, start, end):
                    _note(marks, xml[start:end], row, height, shown)
    for name, tables in find_ods_tables(xml).items():
        if name in names:
            sheets.setdefault(names.index(name), Marks()).tables = tables
    return sheets


class _SheetStyles(NamedTuple):
    """What styles show in a sheet, that of cells that name none, by column, and conditions."""

    styles: Styles
    columns: Mapping[int, str]
    conditionals: Sequence[Conditional]

    def judge(
        self, attributes: Mapping[str, str], place: tuple[int, int], text: str
    ) -> Effect | None:
        """What is shown in the place of a cell's number or text."""
        name = attributes.get("table:style-name", self.columns.get(place[1], ""))
        value = _number(attributes)
        shown = judge_cell(self.conditionals, place, value)
        shown = shown or self.styles.judge_under_conditions(name, value)
        if shown or "office:value" in attributes:
            return shown or compare(attributes["office:value"], text)
        if "office:date-value" in attributes:
            return compare_day(attributes["office:date-value"], text)
        return self.styles.texts.get(name) if text else None


def _find_conditionals(content: Content, styles: Styles) -> dict[str, list[Conditional]]:
    """By the name of the sheet, the areas with a style that depends on a condition."""
    conditionals: dict[str, list[Conditional]] = {}
    xml = content.whole
    for at in content.find_all(b"<calcext:conditional-formats"):
        end = xml.find(b"</calcext:conditional-formats>", at, at + _MOST)
        text = decode(xml[at : end if end > 0 else at + _MOST])
        for sheet, conditional in find_conditionals(text, styles.formats.get):
            conditionals.setdefault(sheet, []).append(conditional)
    return conditionals


def _find_signs(content: Content, heights: Heights) -> Iterator[int]:
    """Where something stands that only marked cells have, though not only they."""
    xml = content.whole
    for sign in _SIGNS:
        for at in content.find_all(sign):
            if not _NOTHING.match(xml, at):
                yield at
    for number in _NUMBER.finditer(xml):
        if number[1] != number[2]:
            yield number.start()
    for day in _DAY.finditer(xml) if b"office:date-value" in content else ():
        if compare_day(decode(day[1]), decode(day[2])):
            yield day.start()
    yield from find_untyped(content)
    yield from find_small(content, heights)


def _holds(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of some places in order is between two."""
    return bisect_left(places, start) < bisect_left(places, end)


def _each_tag(content: Content, names: Sequence[bytes], *span: int) -> Iterator[re.Match[bytes]]:
    """The tags of tables and rows that begin so; bytes are found faster than a pattern is."""
    places = sorted(at for name in names for at in content.find_all(name, *span))
    return (tag for at in places if (tag := _TABLE_OR_ROW.match(content.whole, at)))


def _each_sheet(content: Content) -> Iterator[tuple[int, int, bool]]:
    """Where the rows of each sheet stand, and whether a table stands among them."""
    depth = first = 0
    holds_table = False
    for tag in _each_tag(content, _TABLES):
        closes, is_empty = bool(tag[1]), tag[2].endswith(b"/")
        if not closes and depth == 0:
            first, holds_table = tag.end(), False
        elif not closes:
            holds_table = True
        if not is_empty:
            depth += -1 if closes else 1
        if depth == 0:
            yield first, tag.start(), holds_table


def _each_row(content: Content, *sheet: int) -> Iterator[tuple[int, int, int, int]]:
    """Row from 0, how often it is repeated, and where its cells stand, of a sheet."""
    row = 0
    begun: tuple[int, int] | None = None
    for tag in _each_tag(content, _ROWS, *sheet):
        closes = bool(tag[1])
        if not closes:
            begun = (tag.end(), _count_rows(tag[2]))
        if begun and (closes or tag[2].endswith(b"/")):
            start, height = begun
            yield row, height, start, tag.start() if closes else start
            row, begun = row + height, None


@lru_cache(maxsize=1 << 10)  # rows are alike
def _count_rows(attributes: bytes) -> int:
    return _count(read_attributes(decode(attributes)), "number-rows-repeated")


def _note(marks: Marks, whole: bytes, row: int, height: int, shown: _SheetStyles) -> None:
    column = 0
    rows = range(row, min(row + height, _MOST))
    insides, heights = list(INSIDE.finditer(whole)), shown.styles.heights
    xml = INSIDE.sub(lambda inside: b" " * len(inside[0]), whole)
    cells = list(_CELL.finditer(xml))
    ends = [*(cell.start() for cell in cells[1:]), len(xml)]
    for cell, end in zip(cells, ends, strict=True):
        attributes, text = read_attributes(decode(cell[1])), text_of(xml[cell.end() : end], heights)
        width = _count(attributes, "number-columns-repeated")
        error = _show(attributes, text)
        told = error or (text if is_misread(attributes, whole[cell.end() : end], heights) else "")
        formula = attributes.get("table:formula")
        is_formula = formula is not None and not is_link(formula)
        is_filled = PARAGRAPH.search(xml, cell.end(), end) is not None
        places = product(rows, range(column, column + min(width, _MOST)))
        for place in places if told or is_formula or is_filled else ():
            if told:
                marks.note_shown(*place, told)
            if is_formula and not error:
                marks.note_formula(*place)
            elif is_filled and not error:
                marks.note_effect(*place, shown.judge(attributes, place, text))
        marks.comments += [
            (row, column, held)
            for inside in insides
            if cell.end() <= inside.start() < end
            if (held := text_of(inside[0])) or inside[1] == b"office:annotation"
        ]
        down, right = (_count(attributes, f"number-{what}-spanned") for what in ("rows", "columns"))
        if down > 1 or right > 1:
            marks.merged.append(Area(row, column, row + down - 1, column + right - 1))
        column += width


def _number(attributes: Mapping[str, str]) -> float | None:
    """The number that a cell holds, that of a day or of a truth among them; None for a text."""
    try:
        if "office:date-value" in attributes:
            day = dt.date.fromisoformat(attributes["office:date-value"][:10])
            return float((day - _DAY_0).days)
        if "office:boolean-value" in attributes:
            return float(attributes["office:boolean-value"] == "true")
        return float(attributes["office:value"])
    except (KeyError, ValueError):
        return None


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


def _count(attributes: Mapping[str, str], name: str) -> int:
    return max(1, read_count(attributes, f"table:{name}", 1, _MOST))

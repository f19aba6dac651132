"""Marks of cells in the XML of an XLSX workbook."""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence

from qa_checks.reading.cell_marks import attached_parts, inner_links, outside_texts
from qa_checks.reading.cell_marks.format_conditions import Conditional, judge_cell
from qa_checks.reading.cell_marks.marked_tables import read_xlsx_table
from qa_checks.reading.cell_marks.marks import (
    KNOWN_ERRORS,
    WHOLE,
    Marks,
    Sheets,
    area_of,
    as_error,
    as_formula,
    column_of,
    is_link,
)
from qa_checks.reading.cell_marks.number_formats import NumberFormat, complete_codes, read_format
from qa_checks.reading.cell_marks.package import Package
from qa_checks.reading.cell_marks.part_texts import ALL, decode_part, read_part, write_plainly
from qa_checks.reading.cell_marks.xlsx_conditions import find_conditionals, find_different
from qa_checks.reading.cell_marks.xlsx_links import COMMENTS, each_link, read_comments, read_links
from qa_checks.reading.cell_marks.xlsx_texts import SIGN, find_small, read_small
from qa_checks.reading.cell_marks.xml_tags import decode, each_tag

_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?(?:row\b([^>]*)|c\b([^>]*?)(?:/|>(.*?)</(?:\w+:)?c))>", re.DOTALL
)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)<)")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>[^<]")
_STYLES, _LINKS = "xl/styles.xml", "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"
_ROW = re.compile(rb"""\br=["'](\d+)["']""")
_CELL = re.compile(rb"""\br=["']([A-Z]+)(\d+)["']""")
_USUAL_ROWS = re.compile(rb"<row\b([^>]*)>")  # found several times faster
_ROWS = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_USUAL_PLACES = re.compile(rb'<c r="([A-Z]+[0-9]+)"')
_PLACES = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]+\d+)["']""")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
_CELL_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
_SHARED = re.compile(rb"""\bsi=["'](\d+)["']""")
_ERROR = re.compile(
    rb"""(<(?:\w+:)?c\b[^>]*\bt=["']e["'][^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v\b[^>]*>)[^<]*""",
    re.DOTALL,
)
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']|\b(?:width|ht)=["']0(?:[.]0+)?["']""")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FIRST_AND_LAST = re.compile(rb"""\b(min|max)=["'](\d+)["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_TWICE = "more than once: only one can be read"


def find(source: str) -> Sheets:
    """Find them in each sheet, in the order of the workbook."""
    with Package(source) as archive:
        if "xl/workbook.xml" not in archive or _LINKS not in archive:
            return {}
        links = {
            link.get("Id"): link.get("Target", "")
            for link in each_tag("Relationship", read_part(archive, _LINKS, ALL))
        }
        styles = read_part(archive, _STYLES, ALL) if _STYLES in archive else ""
        formats, different = _find_formats(styles), find_different(styles)
        small = find_small(read_part(archive, _TEXTS, ALL)) if _TEXTS in archive else {}
        book = archive.read("xl/workbook.xml")
        whole = Marks()
        whole.labels += outside_texts.find_xlsx_properties(archive)
        whole.labels += outside_texts.find_xlsx_names(book)
        whole.labels += attached_parts.first_of_each(attached_parts.find_in_xlsx(archive))
        sheets: Sheets = {WHOLE: whole}
        listed = list(each_tag("sheet", decode_part(book)))
        names = [sheet.get("name", "") for sheet in listed]
        for number, sheet in enumerate(listed):
            identifier = next((v for k, v in sheet.items() if k.endswith(":id")), "")
            target = links.get(identifier, "")
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            if part in archive:
                xml = write_plainly(raw := archive.read(part))
                sheets[number] = _find_in(xml, formats, find_conditionals(xml, different), small)
                sheets[number].is_misread |= xml is not raw
                whole.labels += outside_texts.find_xlsx_headers(xml, sheet.get("name", ""))
                linking = xml + read_links(archive, part).encode()
                whole.labels += inner_links.find_broken(linking, names)
                for kind, linked in each_link(archive, part):
                    if kind in COMMENTS:
                        sheets[number].comments += read_comments(linked)
                    elif kind == "table":
                        sheets[number].tables += read_xlsx_table(linked)
        return sheets


def _find_formats(styles: str) -> dict[bytes, NumberFormat]:
    """Formats that show something else, by the number of the style as cells give it."""
    tags = each_tag("numFmt", styles)
    codes = complete_codes({tag.get("numFmtId", ""): tag.get("formatCode", "") for tag in tags})
    section = _CELL_STYLES.search(styles)
    shown = {}
    for number, style in enumerate(each_tag("xf", section[0]) if section else ()):
        code = codes.get(style.get("numFmtId", ""))
        if code is not None and (known := read_format(code)).matters:
            shown[str(number).encode()] = known
    return shown


def _find_in(
    xml: bytes,
    formats: dict[bytes, NumberFormat],
    conditionals: Sequence[Conditional],
    small: dict[bytes, str],
) -> Marks:
    marks = Marks()
    rows = list(_each_row(xml))
    marks.unreadable = _find_twice([row for row, _ in rows], xml)
    marks.hidden_rows = [(row, row) for row, attributes in rows if _HIDDEN.search(attributes)]
    marks.hidden_columns = list(_find_hidden_columns(xml[: xml.find(b"sheetData")]))
    if b"mergeCell" in xml:
        marks.merged = [area_of(*map(bytes.decode, area)) for area in _MERGED.findall(xml)]
    has_small = bool(small) or SIGN.encode() in xml
    if formats or conditionals or has_small or _is_error_or_formula(xml, xml):
        links: set[bytes] = set()
        for row, column, attributes, content in _each_cell(xml):
            if _is_error_or_formula(attributes, content):
                shown = _shown(attributes, content)
                if shown:
                    marks.note_shown(row, column, shown)
                    marks.is_misread |= _is_unknown_error(attributes, content)
                elif _has_formula(content, links):
                    marks.note_formula(row, column)
            if has_small and (text := _small_text(attributes, content, small)):
                marks.note_shown(row, column, text)
            style = _STYLE.search(attributes) if formats and content else None
            known = formats.get(style[1]) if style else None
            if content and (known or conditionals):
                value = _number(attributes, content)
                under = judge_cell(conditionals, (row, column), value)
                marks.note_effect(row, column, under or (known.judge(value) if known else None))
    return marks


def _each_row(xml: bytes) -> Iterator[tuple[int, bytes]]:
    """Number from 0 and attributes of each row; one without a number follows."""
    row = -1
    for attributes in (_ROWS if b":row" in xml else _USUAL_ROWS).findall(xml):
        number = _ROW.search(attributes)
        row = int(number[1]) - 1 if number else row + 1
        yield row, attributes


def _find_hidden_columns(head: bytes) -> Iterator[tuple[int, int]]:
    """The first and the last of columns that are hidden, or have no width, as the head says."""
    for attributes in _COLUMNS.findall(head):
        between = dict(_FIRST_AND_LAST.findall(attributes))
        if _HIDDEN.search(attributes) and len(between) == 2:
            yield int(between[b"min"]) - 1, int(between[b"max"]) - 1


def _find_twice(rows: Sequence[int], xml: bytes) -> str:
    """A row or cell that is there more than once: of those only the last would be read."""
    if len(set(rows)) < len(rows):
        return f"row {Counter(rows).most_common(1)[0][0] + 1:,} {_TWICE}"
    places = _USUAL_PLACES.findall(xml)
    if len(places) != xml.count(b"<c ") or b":c " in xml:
        places = _PLACES.findall(xml)
    if len(set(places)) == len(places):
        return ""
    return f"cell {Counter(places).most_common(1)[0][0].decode()} {_TWICE}"


def _has_formula(content: bytes, links: set[bytes]) -> bool:
    """Whether a cell holds a formula that is no mere link; one may be shared by number."""
    formula = _FORMULA.search(content)
    if formula is None:
        return False
    shared = _SHARED.search(formula[0])
    text = html.unescape(decode(formula[1] or b""))
    if is_link(text) and shared:
        links.add(shared[1])
    return not (is_link(text) or (shared and not text and shared[1] in links))


def _number(attributes: bytes, content: bytes) -> float | None:
    """The number in a cell; None if it holds something else."""
    kind = _TYPE.search(attributes)
    try:
        return float(_text(_VALUE.search(content))) if kind is None or kind[1] == b"n" else None
    except ValueError:
        return None


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
            row, column = int(place[2]) - 1, column_of(place[1].decode())
        else:
            column += 1
        yield row, column, token[2], token[3] or b""


def _small_text(attributes: bytes, content: bytes, small: dict[bytes, str]) -> str:
    """The text of a cell with a raised or lowered part, of its own or shared; else nothing."""
    kind = _TYPE.search(attributes)
    if kind is None:
        return ""
    if kind[1] == b"inlineStr":
        return read_small(decode(content))
    value = _VALUE.search(content) if kind[1] == b"s" else None
    return small.get(value[1].strip(), "") if value else ""


def _is_error_or_formula(attributes: bytes, content: bytes) -> bool:
    """Whether a cell may be one: it has a sign of it."""
    is_error = b'="e"' in attributes or b"='e'" in attributes
    return is_error or b"<f" in content or b":f" in content


def _shown(attributes: bytes, content: bytes) -> str:
    """The word of an error cell, or a formula without a value; else nothing."""
    kind = _TYPE.search(attributes)
    value = _VALUE.search(content)
    if kind and kind[1] == b"e":
        return as_error(_text(value))
    formula = _FORMULA.search(content)
    worked_out = (value and value[1]) or (kind and kind[1] == b"str") or _TEXT.search(content)
    if formula is None or worked_out:
        return ""
    return as_formula(html.unescape(decode(formula[1] or b"")))


def _is_unknown_error(attributes: bytes, content: bytes) -> bool:
    kind = _TYPE.search(attributes)
    return (
        kind is not None and kind[1] == b"e" and _text(_VALUE.search(content)) not in KNOWN_ERRORS
    )


def _text(value: re.Match[bytes] | None) -> str:
    return html.unescape(decode(value[1])) if value else ""


def write_readably(source: str, target: str) -> None:
    """Copy a workbook, in UTF-8 without CDATA and with error words that every reader knows."""
    with (
        zipfile.ZipFile(source) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy,
    ):
        for part in archive.infolist():
            content = _ERROR.sub(rb"\1#N/A", write_plainly(archive.read(part)))
            copy.writestr(part.filename, content)

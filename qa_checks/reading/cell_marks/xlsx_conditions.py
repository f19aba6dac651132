"""Number formats that an XLSX sheet gives to cells under a condition."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from qa_checks.reading.cell_marks.format_conditions import (
    BETWEEN,
    NOT_BETWEEN,
    Condition,
    Conditional,
)
from qa_checks.reading.cell_marks.marks import area_of
from qa_checks.reading.cell_marks.number_formats import NumberFormat, read_format
from qa_checks.reading.cell_marks.xml_tags import decode, each_tag, read_attributes

_DIFFERENT = re.compile(r"<(?:\w+:)?dxfs\b.*?</(?:\w+:)?dxfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?dxf(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?dxf>)", re.DOTALL)
_AREAS = re.compile(
    r"<(?:\w+:)?conditionalFormatting\b([^>]*)>(.*?)</(?:\w+:)?conditionalFormatting>", re.DOTALL
)
_RULE = re.compile(r"<(?:\w+:)?cfRule\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?cfRule>)", re.DOTALL)
_FORMULA = re.compile(r"<(?:\w+:)?f(?:ormula)?(?:\s[^>]*)?>([^<]*)<")
_EXTENDED_AREA = re.compile(r"<(?:\w+:)?sqref>([^<]*)<")  # where newer programs say more
_CELLS = re.compile(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
_START = b"conditionalFormatting"
_MOST = 1 << 20  # bytes behind the cells, and rules
_MOST_AREAS = 1_000
_SIGNS = {
    "greaterThan": ">", "greaterThanOrEqual": ">=", "lessThan": "<", "lessThanOrEqual": "<=",
    "equal": "=", "notEqual": "<>", "between": BETWEEN, "notBetween": NOT_BETWEEN,
}  # fmt: skip


def find_different(styles: str) -> list[NumberFormat | None]:
    """The formats of styles that only conditions give, by their number, where they matter."""
    section = _DIFFERENT.search(styles)
    if section is None:
        return []
    listed = _STYLE.finditer(section[0], section[0].find(">"))
    return [_format_in(style[1] or "") for style in listed]


def _format_in(style: str) -> NumberFormat | None:
    tag = next(each_tag("numFmt", style), None)
    known = read_format(tag.get("formatCode", "")) if tag else None
    return known if known and known.matters else None


def find_conditionals(
    xml: bytes, different: Sequence[NumberFormat | None]
) -> tuple[Conditional, ...]:
    """The areas of a sheet in which a condition may change what is shown."""
    at = xml.find(_START, max(0, xml.rfind(b"sheetData")))
    if at < 0:
        return ()
    conditionals: list[Conditional] = []
    behind = decode(xml[xml.rfind(b"<", 0, at) : at + _MOST])
    for area in _AREAS.finditer(behind):
        extended = _EXTENDED_AREA.search(area[2])
        cells = extended[1] if extended else read_attributes(f"<a {area[1]}>").get("sqref", "")
        for rule in _RULE.finditer(area[2]):
            about, inside = read_attributes(f"<a {rule[1]}>"), rule[2] or ""
            number = about.get("dxfId", "")
            known = different[int(number)] if _is_in(number, different) else _own_format(inside)
            if known is not None:
                condition = _condition(about, inside)
                areas = (area_of(*place.groups()) for place in _CELLS.finditer(cells))
                conditionals += [Conditional(place, condition, known) for place in areas]
    return tuple(conditionals[:_MOST_AREAS])


def _is_in(number: str, different: Sequence[object]) -> bool:
    return number.isdecimal() and len(number) < 6 and int(number) < len(different)


def _own_format(inside: str) -> NumberFormat | None:
    style = _STYLE.search(inside)
    return _format_in(style[1] or "") if style else None


def _condition(about: dict[str, str], inside: str) -> Condition:
    sign = _SIGNS.get(about.get("operator", ""))
    if about.get("type") != "cellIs" or sign is None:
        return Condition()
    try:
        limits = tuple(float(html.unescape(text)) for text in _FORMULA.findall(inside))
    except ValueError:
        return Condition()
    return Condition(sign, limits)

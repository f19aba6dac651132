"""Number formats that an XLSX sheet gives to cells under a condition."""

from __future__ import annotations

import html
import operator
import re
from collections.abc import Sequence
from typing import NamedTuple

from qa_checks.reading.cell_marks.marks import column_of
from qa_checks.reading.cell_marks.number_formats import OTHER, NumberFormat, Shown, read_format
from qa_checks.reading.cell_marks.xml_tags import INSIDE, read_attributes

_DIFFERENT = re.compile(r"<(?:\w+:)?dxfs\b.*?</(?:\w+:)?dxfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?dxf(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?dxf>)", re.DOTALL)
_FORMAT = re.compile(rf"<(?:\w+:)?numFmt\s{INSIDE}>")
_AREAS = re.compile(
    r"<(?:\w+:)?conditionalFormatting\b([^>]*)>(.*?)</(?:\w+:)?conditionalFormatting>", re.DOTALL
)
_RULE = re.compile(r"<(?:\w+:)?cfRule\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?cfRule>)", re.DOTALL)
_FORMULA = re.compile(r"<(?:\w+:)?formula\b[^>]*>([^<]*)<")
_CELLS = re.compile(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
_START = b"conditionalFormatting"
_MOST = 1 << 20  # bytes behind the cells, and rules
_MOST_AREAS = 1_000
_COMPARE = {
    "greaterThan": operator.gt, "greaterThanOrEqual": operator.ge, "lessThan": operator.lt,
    "lessThanOrEqual": operator.le, "equal": operator.eq, "notEqual": operator.ne,
}  # fmt: skip


class Conditional(NamedTuple):
    """A format that cells of an area may have: all without a comparison that can be told."""

    top: int
    left: int
    bottom: int
    right: int
    known: NumberFormat
    compare: str
    limit: float | None

    def judge(self, row: int, column: int, value: float | None) -> str | None:
        """What the format shows in the place of a value, where it may apply; else nothing."""
        if not (self.top <= row <= self.bottom and self.left <= column <= self.right):
            return None
        if self.limit is not None and not self._holds(value, self.limit):
            return None
        effect = self.known.judge(value)
        return OTHER if isinstance(effect, Shown) else effect

    def _holds(self, value: float | None, limit: float) -> bool:
        compare = _COMPARE.get(self.compare)
        return compare is None or (value is not None and compare(value, limit))


def find_different(styles: str) -> list[NumberFormat | None]:
    """The formats of styles that only conditions give, by their number, where they matter."""
    section = _DIFFERENT.search(styles)
    found: list[NumberFormat | None] = []
    for style in _STYLE.finditer(section[0], section[0].find(">")) if section else ():
        tag = _FORMAT.search(style[1] or "")
        known = read_format(read_attributes(tag[0]).get("formatCode", "")) if tag else None
        found.append(known if known and known.matters else None)
    return found


def find_conditionals(
    xml: bytes, different: Sequence[NumberFormat | None]
) -> tuple[Conditional, ...]:
    """The areas of a sheet in which a condition may change what is shown."""
    at = xml.find(_START, max(0, xml.rfind(b"sheetData"))) if any(different) else -1
    if at < 0:
        return ()
    found: list[Conditional] = []
    behind = xml[xml.rfind(b"<", 0, at) : at + _MOST].decode("utf-8", "replace")
    for area in _AREAS.finditer(behind):
        cells = read_attributes(f"<a {area[1]}>").get("sqref", "")
        for rule in _RULE.finditer(area[2]):
            about = read_attributes(f"<a {rule[1]}>")
            number = about.get("dxfId", "")
            known = different[int(number)] if _is_in(number, different) else None
            if known is not None:
                compare, limit = about.get("operator", ""), _limit(about, rule[2] or "")
                found += [Conditional(*place, known, compare, limit) for place in _places(cells)]
    return tuple(found[:_MOST_AREAS])


def _is_in(number: str, different: Sequence[object]) -> bool:
    return number.isdecimal() and len(number) < 6 and int(number) < len(different)


def _places(cells: str) -> list[tuple[int, int, int, int]]:
    places = []
    for cell in _CELLS.finditer(cells):
        left, top, right, bottom = cell.groups()
        places.append(
            (int(top) - 1, column_of(left), int(bottom or top) - 1, column_of(right or left))
        )
    return places


def _limit(about: dict[str, str], inside: str) -> float | None:
    formula = _FORMULA.search(inside)
    try:
        return float(html.unescape(formula[1])) if formula and about["type"] == "cellIs" else None
    except (KeyError, ValueError):
        return None

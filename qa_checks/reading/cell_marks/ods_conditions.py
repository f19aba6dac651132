"""Conditions under which an ODS workbook gives cells another style, in both of its ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from qa_checks.reading.cell_marks.format_conditions import (
    BETWEEN,
    NOT_BETWEEN,
    Condition,
    Conditional,
)
from qa_checks.reading.cell_marks.marks import Area, area_of, bare_name
from qa_checks.reading.cell_marks.number_formats import NumberFormat
from qa_checks.reading.cell_marks.xml_tags import INSIDE, each_tag, read_attributes

_NUMBER = r"\s*(-?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?)\s*"
_COMPARED = re.compile(rf"\s*(?:cell-content\(\))?\s*(<=|>=|!=|<>|=|<|>){_NUMBER}")
_BETWEEN = re.compile(rf"\s*(?:cell-content-is-)?(not-)?between\({_NUMBER}[,;]{_NUMBER}\)\s*")
_FORMATS = re.compile(
    rf"<calcext:conditional-format\s({INSIDE})>(.*?)</calcext:conditional-format>", re.DOTALL
)
_SHEET = r"(?:'(?:[^']|'')*'|[^\s.:']+)"
_CELL = r"\$?([A-Z]+)\$?(\d+)"
_CELLS = re.compile(rf"\$?({_SHEET})\.{_CELL}(?::(?:\$?{_SHEET})?\.?{_CELL})?")
_MOST = 1_000  # areas of one format


def read_condition(text: str) -> Condition:
    """Read one; what compares with something else than numbers cannot be told."""
    compared, between = _COMPARED.fullmatch(text), _BETWEEN.fullmatch(text)
    if compared:
        sign = "<>" if compared[1] == "!=" else compared[1]
        return Condition(sign, (float(compared[2]),))
    if between:
        sign = NOT_BETWEEN if between[1] else BETWEEN
        return Condition(sign, (float(between[2]), float(between[3])))
    return Condition()


def find_conditionals(
    xml: str, format_of: Callable[[str], NumberFormat | None]
) -> Iterator[tuple[str, Conditional]]:
    """The name of the sheet of each area in which a condition may change what is shown, and it.

    Parameters
    ----------
    xml
        What stands behind a sheet's rows.
    format_of
        The number format that cells of a named style have.
    """
    for listed in _FORMATS.finditer(xml):
        areas = [*_areas(read_attributes(listed[1]).get("calcext:target-range-address", ""))]
        for rule in each_tag("date-is|condition", listed[2]):
            known = format_of(rule.get("calcext:apply-style-name", rule.get("calcext:style", "")))
            if known is not None:
                condition = read_condition(rule.get("calcext:value", ""))
                yield from ((sheet, Conditional(area, condition, known)) for sheet, area in areas)


def _areas(text: str) -> Iterator[tuple[str, Area]]:
    for cells in islice(_CELLS.finditer(text), _MOST):
        sheet, left, top, right, bottom = cells.groups()
        yield bare_name(sheet), area_of(left, top, right, bottom)

"""Tables that a workbook marks up and names, with the cells that each says it has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from qa_checks.reading.cell_marks.marks import Named, area_of, bare_name
from qa_checks.reading.cell_marks.xml_tags import decode, each_tag

_CELL = r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})"
_AREA = re.compile(rf"{_CELL}(?::{_CELL})?")
_SHEET = r"(?:\$?('(?:[^']|'')*'|[^':]+?))?\."  # 'It''s' in quotation marks, or as it is
_ADDRESS = re.compile(rf"{_SHEET}{_CELL}(?::{_SHEET}{_CELL})?")
_LONGEST = 600  # characters of an address
_LONGEST_NAME = 255  # as spreadsheets allow
_ODS_RANGES = b"<table:database-ranges"
_FILTER = "__Anonymous"  # begins the name of a range that only a filter has made


def read_xlsx_table(xml: str) -> list[Named]:
    """The table of a part of an XLSX workbook, by both of its names where they differ."""
    about: dict[str, str] = next(each_tag("table", xml), {})
    names = dict.fromkeys([about.get("displayName", ""), about.get("name", "")])
    area = _AREA.fullmatch(about.get("ref", ""))
    headed = about.get("headerRowCount", "1") != "0"
    corners = area_of(*area.groups()) if area else ()
    return [Named(name, headed, corners) for name in names if 0 < len(name) <= _LONGEST_NAME]


def find_ods_tables(xml: bytes) -> Mapping[str, list[Named]]:
    """The named ranges of an ODS workbook, by the name of their sheet."""
    ranges: dict[str, list[Named]] = defaultdict(list)
    start = xml.rfind(_ODS_RANGES)
    text = decode(xml[start:]) if start >= 0 else ""
    for about in each_tag("database-range", text):
        name = about.get("table:name", "")
        address = about.get("table:target-range-address", "")[:_LONGEST]
        place = _ADDRESS.fullmatch(address)
        if not 0 < len(name) <= _LONGEST_NAME or name.startswith(_FILTER) or place is None:
            continue
        sheet, left, top, other, right, bottom = place.groups()
        area = () if other not in (None, sheet) else area_of(left, top, right, bottom)
        headed = about.get("table:contains-header", "true") != "false"
        ranges[bare_name(sheet or "")].append(Named(name, headed, area))
    return ranges

"""Links inside a workbook that lead to a sheet which it does not have."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from itertools import islice
from urllib.parse import unquote

from qa_checks.reading.cell_marks.label import BROKEN_LINK, Label
from qa_checks.reading.cell_marks.marks import bare_name
from qa_checks.reading.cell_marks.xml_tags import decode, each_place

MOST = 1_000  # links that are told of
LONGEST = 1_000  # bytes of one
_PLACE = re.compile(  # a link with an id as well leads to another file, and to a place in that
    rb"""<(?:\w+:)?hyperlink\b(?![^<>]*\bid=)[^<>]*\blocation=(?:"([^"<]*)"|'([^'<]*)')"""
)
# How others begin, and end.
_OTHERS = (
    (b'xlink:href="#', b'"'),
    (b'Target="#', b'"'),
    (b"HYPERLINK(&quot;#", b"&quot;"),
    (b'HYPERLINK("#', b'"'),
)
_CELL = re.compile(r"\$?(.+)[!.]\$?[A-Za-z]{1,3}\$?[0-9]+(?::.*)?")


def find_broken(xml: bytes, names: Collection[str]) -> Iterator[Label]:
    """Those in the XML of a sheet and of its list of links, or in that of a whole workbook."""
    behind = xml[max(0, xml.rfind(b"sheetData>")) :]
    places = [link[link.lastindex or 0] for link in _PLACE.finditer(behind)]
    others = (target for start, end in _OTHERS for target in _between(xml, start, end))
    known = {name.casefold() for name in names}
    for target in islice(dict.fromkeys([*places, *others]), MOST):
        sheet = name_sheet(unquote(html.unescape(decode(target))))
        if sheet and sheet.casefold() not in known:
            yield Label(BROKEN_LINK, sheet, "")


def _between(xml: bytes, start: bytes, end: bytes) -> Iterator[bytes]:
    """What stands between two signs, each time."""
    for at in each_place(xml, start):
        stop = xml.find(end, at + len(start))
        yield xml[at + len(start) : stop if stop >= 0 else None][:LONGEST]


def name_sheet(target: str) -> str:
    """The sheet that a link leads to; '' where it leads to a name, or to another file.

    Examples
    --------
    >>> name_sheet("'Table 1a'!A1"), name_sheet("$'It''s 2'.$B$4"), name_sheet("Homes.A1:B2")
    ('Table 1a', "It's 2", 'Homes')
    >>> name_sheet("Start"), name_sheet("'[1]Homes'!A1")
    ('', '')
    """
    cell = _CELL.fullmatch(target.removeprefix("#"))
    if cell is None or "[" in target:
        return ""
    return bare_name(cell[1])

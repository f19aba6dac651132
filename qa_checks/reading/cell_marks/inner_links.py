"""Links inside a workbook that lead to a sheet which it does not have."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from qa_checks.reading.cell_marks.label import BROKEN_LINK, Label

MOST = 1_000  # links that are told of
_XLSX = re.compile(  # a link with an id as well leads to another file, and a place in that
    rb"""hyperlink\b(?![^>]*\bid=)[^>]*\blocation=(?:"([^"]*)"|'([^']*)')"""
    rb"""|\bTarget="#([^"]*)"|HYPERLINK\((?:&quot;|")#(.*?)(?:&quot;|")"""
)
_ODS = re.compile(rb'xlink:href="#([^"]*)"|HYPERLINK\(&quot;#(.*?)&quot;')
_CELL = re.compile(r"\$?(.+)[!.]\$?[A-Za-z]{1,3}\$?[0-9]+(?::.*)?")
_QUOTED = re.compile(r"\$?'(.*)'", re.DOTALL)


def find_in_xlsx(xml: bytes, names: Collection[str]) -> Iterator[Label]:
    """Those in the XML of a sheet, and of its list of links."""
    return _find(_XLSX, xml, names)


def find_in_ods(xml: bytes, names: Collection[str]) -> Iterator[Label]:
    """Those in the content of an ODS workbook."""
    return _find(_ODS, xml, names)


def _find(pattern: re.Pattern[bytes], xml: bytes, names: Collection[str]) -> Iterator[Label]:
    targets = dict.fromkeys(
        next(filter(None, link.groups()), b"") for link in pattern.finditer(xml)
    )
    known = {name.casefold() for name in names}
    for target in list(targets)[:MOST]:
        sheet = name_sheet(unquote(html.unescape(target.decode("utf-8", "replace"))))
        if sheet and sheet.casefold() not in known:
            yield Label(BROKEN_LINK, sheet, "")


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
    quoted = _QUOTED.fullmatch(cell[1])
    return quoted[1].replace("''", "'") if quoted else cell[1]

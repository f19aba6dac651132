"""Number formats of an ODS workbook, which are elements there, read as the codes of others are."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from qa_checks.reading.cell_marks.number_formats import NumberFormat, read_format
from qa_checks.reading.cell_marks.xml_tags import INSIDE, read_attributes, read_count

_STYLE = re.compile(
    r'<number:(\w+)-style\b((?:[^>"/]|"[^"]*")*)(?:/>|>(.*?)</number:\1-style>)', re.DOTALL
)
_PIECE = re.compile(rf"<(?:number:([\w-]+)|style:map)(?=[\s/>])({INSIDE})>([^<]*)")
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)")
_DATES = frozenset(
    "day month year era day-of-week week-of-year quarter hours minutes seconds am-pm".split()
)
_FIXED = {
    "boolean": '"TRUE"', "scientific-number": "0.00E+00", "fraction": "# ?/?", "text-content": "@",
}  # fmt: skip
_NOTHING = '""'
_AS_IT_IS = "-General"  # what stands second is for numbers below nought
_MOST_DIGITS, _MOST_SIGNS, _MOST_SECTIONS = 20, 40, 3


class _Style(NamedTuple):
    """One of them: whether it is for texts, its own code, and conditions with other styles."""

    for_texts: bool
    code: str
    maps: tuple[tuple[str, str], ...]


def read_formats(xml: str) -> dict[str, NumberFormat]:
    """The formats by name, where they may show some value as another text."""
    styles = {
        read_attributes(about).get("style:name", ""): _read_style(kind, content)
        for kind, about, content in _STYLE.findall(xml)
    }
    formats = {name: read_format(_code(style, styles)) for name, style in styles.items()}
    return {name: known for name, known in formats.items() if known.matters}


def _read_style(kind: str, content: str) -> _Style:
    code, maps = "", []
    for piece in _PIECE.finditer(content):
        about = read_attributes(piece[2])
        if piece[1] is None:
            maps.append((about.get("style:condition", ""), about.get("style:apply-style-name", "")))
        else:
            code += "".join(_signs(kind, piece[1], about, html.unescape(piece[3])))
    return _Style(kind == "text", code or _NOTHING, tuple(maps))


def _signs(kind: str, piece: str, about: dict[str, str], text: str) -> Iterator[str]:
    if piece in ("text", "currency-symbol"):
        is_percentage = kind == "percentage"
        for sign in text[:_MOST_SIGNS]:
            yield sign if sign == "%" and is_percentage else f"\\{sign}"
    elif piece == "embedded-text" and text:  # within the digits
        yield f"\\{text[0]}0"
    elif piece == "number":
        yield from _digits(about)
    elif piece in _DATES:
        yield "yyyy"
    else:
        yield _FIXED.get(piece, "")


def _digits(about: dict[str, str]) -> Iterator[str]:
    least, places = (
        read_count(about, f"number:{name}", 0, _MOST_DIGITS)
        for name in ("min-integer-digits", "decimal-places")
    )
    yield "#,##" if about.get("number:grouping") == "true" else ""
    yield "0" * least or "#"
    yield "." + "0" * places if places else ""
    yield "," * (len(about.get("number:display-factor", "1").partition(".")[0]) // 3)


def _code(style: _Style, styles: dict[str, _Style]) -> str:
    """The code of a style with its sections, of which that for texts is the fourth."""
    sections = []
    for condition, name in style.maps:
        compared, other = _CONDITION.fullmatch(condition.strip()), styles.get(name)
        if compared and other:
            sign = "<>" if compared[1] == "!=" else compared[1]
            sections.append(f"[{sign}{compared[2]}]{other.code}")
    if style.for_texts:
        numbers = sections if len(sections) >= _MOST_SECTIONS else ["General", *sections, _AS_IT_IS]
        numbers = [*numbers, "General"][:_MOST_SECTIONS]
        return ";".join([*numbers, style.code])
    return ";".join([*sections[: _MOST_SECTIONS - 1], style.code])

"""Styles of an ODS workbook whose cells show something else than their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qa_checks.reading.cell_marks.number_formats import HIDDEN, OTHER
from qa_checks.reading.cell_marks.xml_tags import read_attributes

_FORMAT = re.compile(
    r'<number:text-style\b((?:[^>"/]|"[^"]*")*)(?:/>|>(.*?)</number:text-style>)', re.DOTALL
)
_TEXT = re.compile(r"<number:text\b[^>]*>([^<]*)<")
_STYLE = re.compile(r'<style:style\b((?:[^>"]|"[^"]*")*)>')
_COLUMN = re.compile(rb'<table:table-column\b((?:[^>"]|"[^"]*")*)>')
_MOST = 1 << 14  # columns of a sheet


@dataclass(frozen=True)
class TextStyles:
    """What cells show in the place of their text, by the name of their style."""

    effects: Mapping[str, str] = field(default_factory=dict)

    def of_columns(self, xml: bytes) -> dict[int, str]:
        """By column from 0, the style of cells that name none; ``xml`` stands above the rows."""
        named: dict[int, str] = {}
        column = 0
        for tag in _COLUMN.findall(xml):
            about = read_attributes(tag.decode("utf-8", "replace"))
            many = about.get("table:number-columns-repeated", "1")
            width = min(int(many), _MOST) if many.isdecimal() else 1
            name = about.get("table:default-cell-style-name", "")
            if name in self.effects:
                named.update(dict.fromkeys(range(column, column + width), name))
            column += width
        return named


def read_styles(parts: Iterable[str]) -> TextStyles:
    """Read the styles from what stands above the cells, and from the part for styles."""
    xml = "".join(parts)
    effects = {
        read_attributes(about).get("style:name", ""): effect
        for about, content in _FORMAT.findall(xml)
        if (effect := _judge(content))
    }
    if not effects:
        return TextStyles()
    styles = {
        about.get("style:name", ""): about for about in map(read_attributes, _STYLE.findall(xml))
    }
    known = {name: effects.get(_format_of(name, styles), "") for name in styles}
    return TextStyles({name: effect for name, effect in known.items() if effect})


def _judge(content: str) -> str:
    words = any(map(str.isalnum, "".join(_TEXT.findall(content))))
    if words:
        return OTHER
    return "" if "<number:text-content" in content else HIDDEN


def _format_of(name: str, styles: Mapping[str, Mapping[str, str]]) -> str:
    """The format of a style, or of the one that it is derived from."""
    passed: set[str] = set()
    while name in styles and name not in passed:
        passed.add(name)
        if own := styles[name].get("style:data-style-name"):
            return own
        name = styles[name].get("style:parent-style-name", "")
    return ""

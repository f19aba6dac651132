"""Styles of an ODS workbook whose cells show something else than they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from qa_checks.reading.cell_marks.format_conditions import Condition, judge_under
from qa_checks.reading.cell_marks.number_formats import NumberFormat
from qa_checks.reading.cell_marks.ods_conditions import read_condition
from qa_checks.reading.cell_marks.ods_formats import read_formats
from qa_checks.reading.cell_marks.shown import Effect
from qa_checks.reading.cell_marks.xml_tags import decode, each_tag, read_attributes, read_count
from qa_checks.small_signs import Height, read_position

_STYLE = re.compile(r'<style:style\b((?:[^>"/]|"[^"]*")*)(?:/>|>(.*?)</style:style>)', re.DOTALL)
_COLUMN = re.compile(rb'<table:table-column\b((?:[^>"]|"[^"]*")*)>')
_NAMED = "style:data-style-name"
_POSITION = "style:text-position"
_MOST = 1 << 14  # columns of a sheet


Heights = Mapping[str, Callable[[str], str]]


class Styles(NamedTuple):
    """What cells show in the place of what they hold, by the name of their style.

    ``formats`` are those that show something else, ``texts`` what they show in the place of a text,
    ``maps`` the formats that cells get under conditions; ``heights`` write words that a style of
    texts raises or lowers.
    """

    formats: Mapping[str, NumberFormat] = {}
    texts: Mapping[str, Effect] = {}
    maps: Mapping[str, tuple[tuple[Condition, NumberFormat], ...]] = {}
    heights: Mapping[str, Callable[[str], str]] = {}

    def of_columns(self, xml: bytes) -> dict[int, str]:
        """By column from 0, the style of cells that name none; ``xml`` stands above the rows."""
        named: dict[int, str] = {}
        column = 0
        for tag in _COLUMN.findall(xml):
            about = read_attributes(decode(tag))
            width = read_count(about, "table:number-columns-repeated", 1, _MOST)
            name = about.get("table:default-cell-style-name", "")
            if name in self.texts or name in self.maps:
                named.update(dict.fromkeys(range(column, column + width), name))
            column += width
        return named

    def judge_under_conditions(self, name: str, value: float | None) -> Effect | None:
        """What they show in the place of a number, or of a text (None), where a condition holds."""
        effects = (judge_under(*mapped, value) for mapped in self.maps.get(name, ()))
        return next(filter(None, effects), None)


def read_styles(xml: str) -> Styles:
    """Read the styles from what stands above the cells, and from the part for styles."""
    known = read_formats(xml)
    if not known and _POSITION not in xml:
        return Styles()
    listed = [(read_attributes(about), content) for about, content in _STYLE.findall(xml)]
    styles = {about.get("style:name", ""): (about, content) for about, content in listed}
    formats, maps = {}, {}
    for name in styles:
        abouts = (about for about, _ in _ancestry(name, styles))
        named = (about[_NAMED] for about in abouts if _NAMED in about)
        if own := known.get(next(named, "")):
            formats[name] = own
    for name in styles:
        inherited = (tuple(_maps_in(content, formats)) for _, content in _ancestry(name, styles))
        if own_maps := next(filter(None, inherited), None):
            maps[name] = own_maps
    texts = {name: effect for name, shown in formats.items() if (effect := shown.judge(None))}
    heights = {
        about.get("style:name", ""): height.write
        for about, content in listed
        if (height := _height_in(content)) is not Height.LEVEL
    }
    return Styles(formats, texts, maps, heights)


def _height_in(content: str) -> Height:
    """How high the words of a style stand."""
    abouts = (about.get(_POSITION, "") for about in each_tag("text-properties", content))
    position = next(filter(None, abouts), "")
    return read_position(position) if position else Height.LEVEL


def _ancestry(
    name: str, styles: Mapping[str, tuple[dict[str, str], str]]
) -> Iterator[tuple[dict[str, str], str]]:
    """A style and those that it is derived from."""
    passed: set[str] = set()
    while name in styles and name not in passed:
        passed.add(name)
        yield styles[name]
        name = styles[name][0].get("style:parent-style-name", "")


def _maps_in(
    content: str, formats: Mapping[str, NumberFormat]
) -> Iterator[tuple[Condition, NumberFormat]]:
    for about in each_tag("map", content):
        known = formats.get(about.get("style:apply-style-name", ""))
        if known is not None:
            yield read_condition(about.get("style:condition", "")), known

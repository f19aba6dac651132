"""Rows and columns that an ODS workbook hides: one by one, in a group, or by a size of nought."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from qa_checks.reading.cell_marks.ods_content import Content
from qa_checks.reading.cell_marks.ods_texts import ATTRIBUTES
from qa_checks.reading.cell_marks.xml_tags import INSIDE, decode, read_attributes, read_count

Flat: TypeAlias = Collection[tuple[str, str]]
"""Whether of rows or columns, and the name, of each style that gives them no height or width."""

_STYLE = re.compile(
    rf"<style:style\s({INSIDE})>\s*<style:table-(row|column)-properties\s({INSIDE})>"
)
_NOUGHT = re.compile(r'style:(?:row-height|column-width)="0(?:\.0*)?[a-z]*"')
_OPTIMAL = re.compile(r'style:use-optimal-(?:row-height|column-width)="true"')
_TAG = re.compile(
    rb"<(/?)table:table(?:-(?:header-)?(row|column)(s|-group)?)?(?=[\s>/])" + ATTRIBUTES + b">"
)
_CLOSED = re.compile(rb'<table:table-[\w-]+\s[^<>]*\btable:display="false"')
_HIDDEN = ("collapse", "filter")
_MOST = 1 << 20  # rows of a sheet


def find_flat(xml: str) -> Flat:
    """Those among the styles."""
    return {
        (kind, read_attributes(style).get("style:name", ""))
        for style, kind, properties in _STYLE.findall(xml)
        if _NOUGHT.search(properties) and not _OPTIMAL.search(properties)
    }


def find_hidden(content: Content, flat: Flat) -> Iterator[tuple[int, str, int, int]]:
    """Sheet, whether rows or columns, the first and the last of each run that is hidden."""
    if not _may_hide(content, flat):
        return
    number, counted, groups = -1, {"row": 0, "column": 0}, list[bool]()
    for tag in _TAG.finditer(content.whole):
        closes, kind, is_group = bool(tag[1]), decode(tag[2] or b""), bool(tag[3])
        if is_group and not closes:
            groups.append(b'table:display="false"' in tag[4])
        if is_group and (closes or tag[4].endswith(b"/")):
            del groups[-1:]
        if is_group or closes:
            continue
        if not kind:
            number, counted, groups = number + 1, {"row": 0, "column": 0}, []
            continue
        about = read_attributes(decode(tag[4]))
        first = counted[kind]
        counted[kind] += max(1, read_count(about, f"table:number-{kind}s-repeated", 1, _MOST))
        if any(groups) or _is_hidden(kind, about, flat):
            yield number, kind, first, counted[kind] - 1


def _is_hidden(kind: str, about: Mapping[str, str], flat: Flat) -> bool:
    is_flat = (kind, about.get("table:style-name", "")) in flat
    return is_flat or about.get("table:visibility") in _HIDDEN


def _may_hide(content: Content, flat: Flat) -> bool:
    signs = [f'table:style-name="{html.escape(name)}"'.encode() for _, name in flat]
    is_known = any(sign in content for sign in (b'table:visibility="', *signs))
    return is_known or _CLOSED.search(content.each_tag) is not None

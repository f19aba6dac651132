"""The texts of cells in the XML of an ODS workbook, where the library that reads it errs in them.

It leaves out line breaks and tabs, adds what shapes hold, and gives nothing of a cell that does not
say what kind of value it has.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import partial
from types import MappingProxyType

from qa_checks.reading.cell_marks.ods_content import Content
from qa_checks.reading.cell_marks.ods_styles import Heights
from qa_checks.reading.cell_marks.xml_tags import decode, read_attributes, read_count

ATTRIBUTES = rb'((?:[^>"]|"[^"]*")*)'
# What stands in a cell and is none of its value: a comment, a shape.
INSIDE = re.compile(
    rb"<(office:annotation|draw:[\w-]+)(?=[\s>])" + ATTRIBUTES + rb"(?<!/)>.*?</\1>",
    re.DOTALL,
)
PARAGRAPH = re.compile(rb"<text:([ph])\b[^>]*?(?:/>|>(.*?)</text:\1>)", re.DOTALL)
_SPAN = re.compile(r"<text:span\b([^<>]*)>([^<]*)</text:span>")
_TAG = re.compile(r"<!\[CDATA\[(.*?)\]\]>|<(?:text:(s|tab|line-break)\b)?([^>]*)>", re.DOTALL)
INSIDES = (b"<office:annotation", b"<draw:")
LEFT_OUT = (b"<text:tab", b"<text:line-break", b"<![CDATA[")
_MISREAD = (*LEFT_OUT, b"<draw:")  # a text with one of these
_VALUES = frozenset(f"office:{kind}value" for kind in ("", "date-", "time-", "boolean-"))
_MOST_BLANKS = 999  # that stand together
_CELL, _CELL_END = b"<table:table-cell", b"</table:table-cell>"
_FEW = 8  # different tags, which are found faster one by one than in each cell
_VALUE_TYPE = b" office:value-type="
_NAME = b'text:style-name="'
_STYLE_NAME = re.compile(_NAME + b'([^"]*)"')


def find_untyped(content: Content) -> Iterator[int]:
    """Where cells stand that may hold something and do not say what kind of value that is."""
    tags = {t.partition(b">")[0] for t in content.each_tag.split(b"<") if _is_untyped(t)}
    if len(tags) <= _FEW:
        for tag in tags:
            yield from content.find_all(b"<" + tag)
        return
    at = 0
    for piece in content.whole.split(_CELL_END):
        cell = piece.rfind(_CELL)
        if cell >= 0 and _VALUE_TYPE not in piece[cell:]:
            yield at + cell
        at += len(piece) + len(_CELL_END)


def _is_untyped(tag: bytes) -> bool:
    is_cell = tag.startswith(_CELL[1:]) and _VALUE_TYPE not in tag
    return is_cell and not tag.partition(b">")[0].endswith(b"/")


def is_misread(attributes: Mapping[str, str], held: bytes, heights: Heights) -> bool:
    """Whether the library gives something else than the text in a cell.

    Parameters
    ----------
    held
        All that stands in it.
    """
    if attributes.get("office:value-type") == "string":
        if any(_is_small(name, heights) for name in _STYLE_NAME.finditer(held)):
            return True
        return "office:string-value" not in attributes and any(sign in held for sign in _MISREAD)
    return _VALUES.isdisjoint(attributes)


def find_small(content: Content, heights: Heights) -> Iterator[int]:
    """Where a part of a text stands that is raised or lowered."""
    for at in content.find_all(_NAME) if heights else ():
        name = _STYLE_NAME.match(content.whole, at)
        if name and _is_small(name, heights):
            yield at


def _is_small(name: re.Match[bytes], heights: Heights) -> bool:
    return html.unescape(decode(name[1])) in heights


def text_of(xml: bytes, heights: Heights = MappingProxyType({})) -> str:
    """The text of the paragraphs in a cell or a comment, with what is raised in small signs."""
    parts = (decode(part[2] or b"") for part in PARAGRAPH.finditer(xml))
    if heights:
        parts = (_SPAN.sub(partial(_write_small, heights), part) for part in parts)
    return "\n".join(html.unescape(_TAG.sub(_as_text, part)) for part in parts)


def _write_small(heights: Heights, span: re.Match[str]) -> str:
    write = heights.get(read_attributes(span[1]).get("text:style-name", ""), str)
    return html.escape(write(html.unescape(span[2])))


def _as_text(tag: re.Match[str]) -> str:
    """What a tag within a text stands for; of what needs no escaping, that escaped."""
    if tag[1] is not None:
        return html.escape(tag[1])
    if tag[2] == "s":
        return " " * read_count(read_attributes(tag[3]), "text:c", 1, _MOST_BLANKS)
    return {"tab": "\t", "line-break": "\n"}.get(tag[2], "")

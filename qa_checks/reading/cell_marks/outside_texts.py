"""Texts that a workbook holds outside its cells: properties, defined names, headers and footers.

They are found as text, not parsed as XML, so that no entity is ever expanded.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from qa_checks.reading.cell_marks.label import DEFINED_NAME, HEADER, PROPERTY, Label, tell
from qa_checks.reading.cell_marks.package import Package
from qa_checks.reading.cell_marks.part_texts import MOST, decode_part, read_part
from qa_checks.reading.cell_marks.xml_tags import INSIDE, decode, each_tag, read_attributes

_MOST_NAMES = 10_000
_PROPERTIES = {
    "creator": "author",
    "lastModifiedBy": "last modified by",
    "Company": "company",
    "Manager": "manager",
    "description": "comments",
    "title": "title",
    "subject": "subject",
    "keywords": "keywords",
    "keyword": "keywords",
    "category": "category",
    "initial-creator": "author",
    "printed-by": "printed by",
}
_KINDS = ("core-properties", "extended-properties", "custom-properties")
_ODS = {**_PROPERTIES, "creator": "last modified by"}
_ELEMENT = re.compile(r"<(?:\w+:)?([A-Za-z][\w-]*)(?:\s[^<>]*)?>([^<]+)<")
_CUSTOM = re.compile(rf"<(?:\w+:)?property\s{INSIDE}>\s*<[^<>]*>([^<]+)<")
_USER_DEFINED = re.compile(rf"<(?:\w+:)?user-defined\s{INSIDE}>([^<]+)<")
_DEFINED_NAME = re.compile(rf"<(?:\w+:)?definedName\s{INSIDE}>([^<]*)<")
_EXPRESSION = re.compile(rf"<table:named-expression\s{INSIDE}>")
_TEXT_VALUE = re.compile(r'"((?:[^"]|"")*)"')
_HEADER = re.compile(r"<(?:\w+:)?(odd|even|first)(Header|Footer)(?:\s[^<>]*)?>([^<]+)<")
# Fonts, colours, sizes and fields (page, date, side); "&&" is the sign itself.
_CODE = re.compile(r'&(?:&|"[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z])')
_PAGE_STYLE = re.compile(rf"<style:master-page\s{INSIDE}>")
_PAGE_TEXT = re.compile(r"<style:(header|footer)(-left|-first)?(?:\s[^<>]*)?(?<!/)>")
_TAG = re.compile(r"<[^<>]*>")


def find_xlsx_properties(archive: Package) -> Iterator[Label]:
    """The properties of an XLSX workbook, wherever its parts stand."""
    links = read_part(archive, "_rels/.rels") if "_rels/.rels" in archive else ""
    for link in each_tag("Relationship", links):
        part = link.get("Target", "").lstrip("/")
        if link.get("Type", "").rpartition("/")[2] in _KINDS and part in archive:
            xml = read_part(archive, part)
            yield from _find_properties(xml, _PROPERTIES)
            for entry in _CUSTOM.finditer(xml):
                name = read_attributes(entry[0]).get("name", "")
                yield from tell(PROPERTY, name, html.unescape(entry[1]))


def find_ods_properties(archive: Package) -> Iterator[Label]:
    """The properties of an ODS workbook."""
    if "meta.xml" in archive:
        xml = read_part(archive, "meta.xml")
        yield from _find_properties(xml, _ODS)
        for entry in _USER_DEFINED.finditer(xml):
            name = read_attributes(entry[0]).get("meta:name", "")
            yield from tell(PROPERTY, name, html.unescape(entry[1]))


def find_xlsx_names(xml: bytes) -> Iterator[Label]:
    """The defined names of an XLSX workbook that hold a text or have a comment."""
    for entry in _DEFINED_NAME.finditer(decode_part(xml[: 4 * MOST])):
        about = read_attributes(entry[0])
        texts = [*_texts_in(html.unescape(entry[1])), about.get("comment", "")]
        yield from tell(DEFINED_NAME, about.get("name", ""), "; ".join(filter(None, texts)))


def find_ods_names(tags: Iterable[bytes]) -> Iterator[Label]:
    """The named expressions that hold a text; each is given from the start of its tag on."""
    for xml in islice(tags, _MOST_NAMES):
        tag = _EXPRESSION.match(decode(xml))
        about = read_attributes(tag[0]) if tag else {}
        texts = _texts_in(about.get("table:expression", ""))
        yield from tell(DEFINED_NAME, about.get("table:name", ""), "; ".join(texts))


def find_xlsx_headers(xml: bytes, sheet: str) -> Iterator[Label]:
    """Headers and footers of a sheet of an XLSX workbook, which stand behind its cells."""
    behind = xml[max(0, xml.rfind(b"sheetData")) :]
    at = behind.find(b"headerFooter")
    for pages, kind, text in (
        _HEADER.findall(decode_part(behind[at : at + MOST])) if at >= 0 else ()
    ):
        shown = show_header(html.unescape(text))
        which = "" if pages == "odd" else f" of {pages} pages"
        yield from tell(HEADER, f"{kind.lower()}{which} of sheet '{sheet}'", shown)


def find_ods_headers(xml: bytes) -> Iterator[Label]:
    """Headers and footers of the page styles of an ODS workbook."""
    at = xml.find(b"<style:master-page ")
    styles = decode_part(xml[at : at + MOST]) if at >= 0 else ""
    starts = [(tag.start(), read_attributes(tag[0])) for tag in _PAGE_STYLE.finditer(styles)]
    ends = [*(start for start, _ in starts[1:]), len(styles)]
    for (start, about), end in zip(starts, ends, strict=False):
        name = about.get("style:display-name", about.get("style:name", ""))
        for tag in _PAGE_TEXT.finditer(styles, start, end):
            stop = styles.find(f"</style:{tag[1]}{tag[2] or ''}>", tag.end(), end)
            if stop < 0:  # without an end, so that no other need be looked for
                break
            text = html.unescape(_TAG.sub(" ", styles[tag.end() : stop]))
            which = f" of {tag[2][1:]} pages" if tag[2] else ""
            shown = " ".join(text.split())
            yield from tell(HEADER, f"{tag[1]}{which} of page style '{name}'", shown)


def _find_properties(xml: str, names: dict[str, str]) -> Iterator[Label]:
    for element, text in _ELEMENT.findall(xml):
        if element in names:
            yield from tell(PROPERTY, names[element], html.unescape(text))


def show_header(text: str) -> str:
    """A header or footer without its fonts and fields."""
    return " ".join(_CODE.sub(_show_code, text).split())


def _show_code(code: re.Match[str]) -> str:
    return "&" if code[0] == "&&" else " "


def _texts_in(formula: str) -> list[str]:
    return [text.replace('""', '"') for text in _TEXT_VALUE.findall(formula)]

"""Texts that an XLS workbook holds outside its cells, as in `labels`."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress

from qa_checks.reading.cell_marks.label import DEFINED_NAME, HEADER, PROPERTY, Label, tell
from qa_checks.reading.cell_marks.outside_texts import show_header
from qa_checks.reading.cell_marks.xls_texts import read_counted, read_text

SUMMARY, DOCUMENT_SUMMARY = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_PROPERTIES = {
    SUMMARY: {
        2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 8: "last modified by",
    },
    DOCUMENT_SUMMARY: {2: "category", 14: "manager", 15: "company"},
}  # fmt: skip
_USER_DEFINED = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
_NAME, _NAME_COMMENT, _USER = 0x0018, 0x0894, 0x005C
_HEADERS = {0x0014: "header", 0x0015: "footer"}
_MORE_HEADERS = 0x089C
_MORE_PAGES = [(kind, pages) for pages in ("even", "first") for kind in ("header", "footer")]
_NARROW, _WIDE, _SHORT = 0x1E, 0x1F, 0x02
_BUILT_IN = 0x20  # a name that the program gave, such as that of the area to be printed
_TEXT = 0x17  # in a formula; signs between texts take one byte
_MOST = 1_000


def find_properties(name: str, stream: bytes) -> Iterator[Label]:
    """The properties of one of the two streams that hold them."""
    with suppress(struct.error, IndexError, LookupError):
        (sets,) = struct.unpack_from("<I", stream, 24)
        for place in range(min(sets, 2)):
            start = 28 + 20 * place
            (offset,) = struct.unpack_from("<I", stream, start + 16)
            is_own = stream[start : start + 16] == _USER_DEFINED
            yield from _properties_of(stream[offset:], None if is_own else _PROPERTIES[name])


def _properties_of(part: bytes, names: dict[int, str] | None) -> Iterator[Label]:
    (count,) = struct.unpack_from("<I", part, 4)
    places = dict(struct.unpack_from("<II", part, 8 + 8 * n) for n in range(min(count, _MOST)))
    page = _code_page(part, places)
    for number, place in places.items():
        known = names if names is not None else _own_names(part, places, page)
        kind, length = struct.unpack_from("<II", part, place)
        if number in known and kind in (_NARROW, _WIDE):
            size = length * (2 if kind == _WIDE else 1)
            text = part[place + 8 : place + 8 + size]
            read = text.decode("utf-16-le" if kind == _WIDE else page, "replace")
            yield from tell(PROPERTY, known[number], read.partition("\0")[0])


def _code_page(part: bytes, places: dict[int, int]) -> str:
    if 1 not in places:
        return "cp1252"
    kind, number = struct.unpack_from("<IH", part, places[1])
    page = {65001: "utf-8", 1200: "utf-16-le", 10000: "mac-roman"}.get(number, f"cp{number}")
    return page if kind == _SHORT and _is_known(page) else "cp1252"


def _is_known(page: str) -> bool:
    try:
        b"".decode(page)
    except LookupError:
        return False
    return True


def _own_names(part: bytes, places: dict[int, int], page: str) -> dict[int, str]:
    """The names of properties that the workbook's authors made up, by number."""
    if 0 not in places:
        return {}
    names, at = {}, places[0] + 4
    (count,) = struct.unpack_from("<I", part, places[0])
    for _ in range(min(count, _MOST)):
        number, length = struct.unpack_from("<II", part, at)
        size = length * 2 if page == "utf-16-le" else length
        names[number] = part[at + 8 : at + 8 + size].decode(page, "replace").rstrip("\0")
        at += 8 + size + (-size % 4 if page == "utf-16-le" else 0)
    return names


def find_names(records: Iterable[tuple[int, bytes]]) -> Iterator[Label]:
    """Who used the program, and defined names that hold a text or have a comment."""
    for kind, data in records:
        with suppress(struct.error, IndexError):
            if kind == _USER:
                yield from tell(PROPERTY, "last modified by", _user(data))
            elif kind == _NAME and not data[0] & _BUILT_IN:
                length, size = struct.unpack_from("<BH", data, 3)
                name, end = read_text(data, 14, length)
                texts = "; ".join(_texts_in(data[end : end + size]))
                yield from tell(DEFINED_NAME, name, texts)
            elif kind == _NAME_COMMENT:
                length, comment = struct.unpack_from("<HH", data, 12)
                name, end = read_text(data, 16, length)
                yield from tell(DEFINED_NAME, name, read_text(data, end, comment)[0])


def find_headers(records: Iterable[tuple[int, bytes]], sheet: str) -> Iterator[Label]:
    """Headers and footers of a sheet."""
    for kind, data in records:
        with suppress(struct.error, IndexError):
            if kind in _HEADERS and data:
                text, _ = read_counted(data, 0)
                yield from tell(HEADER, f"{_HEADERS[kind]} of sheet '{sheet}'", show_header(text))
            elif kind == _MORE_HEADERS:
                lengths, at = struct.unpack_from("<4H", data, 30), 38
                for length, (part, pages) in zip(lengths, _MORE_PAGES, strict=True):
                    if length:
                        text, at = read_counted(data, at)
                        place = f"{part} of {pages} pages of sheet '{sheet}'"
                        yield from tell(HEADER, place, show_header(text))


def sheet_name(data: bytes) -> str:
    """The name in the record of a sheet."""
    return read_text(data, 7, data[6])[0]


def _texts_in(formula: bytes) -> Iterator[str]:
    at = 0
    while at < len(formula) and (formula[at] == _TEXT or formula[at] < _TEXT):
        if formula[at] != _TEXT:
            at += 1
            continue
        text, at = read_text(formula, at + 2, formula[at + 1])
        yield text


def _user(data: bytes) -> str:
    """The name of who saved the workbook; some programs write it without its length."""
    (length,) = struct.unpack_from("<H", data)
    return data.decode("latin-1") if length > len(data) else read_counted(data, 0)[0]

"""XLS workbooks hold texts outside their cells, too: who made them, defined names, headers."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
import xlwt

from qa_checks.reading.cell_marks.label import DEFINED_NAME, HEADER, PROPERTY
from qa_checks.reading.cell_marks.xls_labels import (
    DOCUMENT_SUMMARY,
    SUMMARY,
    find_headers,
    find_names,
    find_properties,
)
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of, small
from tests.reading.test_outside_texts import LABELS

USER_DEFINED = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")


def text_value(text: str, wide: bool = False) -> bytes:
    """A text as a property holds it."""
    data = f"{text}\0".encode("utf-16-le" if wide else "cp1252")
    return struct.pack("<II", 0x1F if wide else 0x1E, len(data) // (2 if wide else 1)) + data


def section(values: dict[int, bytes]) -> bytes:
    """A section of properties by their numbers."""
    at, places, body = 8 + 8 * len(values), b"", b""
    for number, value in values.items():
        places += struct.pack("<II", number, at + len(body))
        body += value + b"\0" * (-len(value) % 4)
    return struct.pack("<II", at + len(body), len(values)) + places + body


def property_set(*sections: tuple[bytes, bytes]) -> bytes:
    """A stream of properties: each section with the number of its kind."""
    at, heads = 28 + 20 * len(sections), b""
    for kind, part in sections:
        heads += kind + struct.pack("<I", at)
        at += len(part)
    start = b"\xfe\xff\0\0" + b"\0" * 20 + struct.pack("<I", len(sections))
    return start + heads + b"".join(part for _, part in sections)


def test_properties_of_both_streams_are_read() -> None:
    page = struct.pack("<IHH", 2, 1252, 0)
    about = {1: page, 2: text_value("Homes"), 4: text_value("Jané Doe"), 12: b"\0" * 12}
    stream = property_set((b"\0" * 16, section({**about, 8: text_value("jdoe", wide=True)})))
    assert [*find_properties(SUMMARY, stream)] == [
        (PROPERTY, "title", "Homes"),
        (PROPERTY, "author", "Jané Doe"),
        (PROPERTY, "last modified by", "jdoe"),
    ]
    names = struct.pack("<III", 1, 2, 11) + b"Checked by\0"
    own = section({0: names, 1: page, 2: text_value("Ann")})
    stream = property_set((b"\0" * 16, section({15: text_value("Ofsted")})), (USER_DEFINED, own))
    assert [*find_properties(DOCUMENT_SUMMARY, stream)] == [
        (PROPERTY, "company", "Ofsted"),
        (PROPERTY, "Checked by", "Ann"),
    ]


@pytest.mark.parametrize("size", range(0, 120, 7))
def test_properties_that_are_cut_off_end_quietly(size: int) -> None:
    stream = property_set((b"\0" * 16, section({4: text_value("Jane Doe")})))
    left = stream[:size][stream.index(b"Jane Doe") :].strip(b"\0 ").decode()
    read = [*find_properties(SUMMARY, stream[:size])]
    assert read == ([(PROPERTY, "author", left)] if left else [])


def test_defined_names_with_a_text_or_a_comment_are_read() -> None:
    formula = b"\x17\x03\0Oak\x17\x06\0 House\x08"
    name = struct.pack("<HBBHHHI", 0, 0, 4, len(formula), 0, 0, 0) + b"\0Home" + formula
    hidden = struct.pack("<HBBHHHI", 0x21, 0, 1, len(formula), 0, 0, 0) + b"\0\x06" + formula
    comment = b"\0" * 12 + struct.pack("<HH", 4, 7) + b"\0Home" + b"\0of Jane"
    assert [*find_names([(0x18, name), (0x18, hidden), (0x894, comment), (0x18, b"\0")])] == [
        (DEFINED_NAME, "Home", "Oak;  House"),
        (DEFINED_NAME, "Home", "of Jane"),
    ]


def test_headers_of_first_pages_are_read() -> None:
    more = b"\0" * 30 + struct.pack("<4H", 0, 0, 0, 5) + struct.pack("<HB", 5, 0) + b"&RAnn"
    assert [*find_headers([(0x89C, more)], "Homes")] == [
        (HEADER, "footer of first pages of sheet 'Homes'", "Ann")
    ]


def test_labels_of_xls_are_kept_with_its_first_sheet(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.owner = "Jane Doe"
    sheet = book.add_sheet("Visits")
    for row, text in enumerate(("Number", "1")):
        sheet.write(row, 0, text)
    sheet.header_str, sheet.footer_str = b"&LDraft for Oak House", b"&P"
    path = tmp_path / "visits.xls"
    book.save(str(path))
    read = loaded(small(tmp_path / "office"), tmp_path / "s", InputFile(path, path.name))
    header = "header of sheet 'Visits'"
    assert rows_of(read, LABELS) == [
        (1, header, HEADER, header, "Draft for Oak House"),
        (1, "property 'last modified by'", PROPERTY, "last modified by", "Jane Doe"),
    ]

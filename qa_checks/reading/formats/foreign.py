"""Files that are no table of a known format, named so that a message says what they are."""

from __future__ import annotations

import re
from collections.abc import Set

from msgspec import Struct

from qa_checks.reading.containers import Archive
from qa_checks.reading.formats.format import Candidate
from qa_checks.words import plural

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_CONTROL = bytes(set(range(32)) - set(b"\t\n\f\r\x1a\x1b"))

_FOREIGN = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a Windows program"),
    (b"{\\rtf", "a rich text document"),
    (b"%!PS-Adobe", "a PostScript document"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x00\x01\x00\x00Standard", "a Microsoft Access database"),
    (b"ARROW1", "an Arrow file"),
    (b"FEA1", "a Feather file"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (b"RDX", "an R data file"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x09\x08\x08\x00\x00\x05", "an Excel 5 worksheet without its container"),
    (b"\x09\x04\x06\x00", "an Excel 4 worksheet"),
    (b"\x09\x02\x06\x00", "an Excel 3 worksheet"),
    (b"\x09\x00\x04\x00", "an Excel 2 worksheet"),
)

_MARKUP = (
    (re.compile(rb"<\?xml.{0,2000}urn:schemas-microsoft-com:office:spreadsheet", re.S | re.I),
     "an Excel 2003 XML workbook"),
    (re.compile(rb"(<!doctype html|<html|<head|<body|<table|<meta|<script|<style|<!--)", re.I),
     "a web page (HTML), whatever its name says"),
    (re.compile(rb"mime-version:", re.I), "a saved web page (MHTML)"),
    (re.compile(rb"<\?xml|<[a-z][\w:.-]*(\s+[\w:.-]+\s*=|>|/>)", re.I), "an XML document"),
    (re.compile(rb"\{\s*(\"[^\"\n]*\"\s*:|\})|\[\s*[\[{]"), "a JSON document"),
)  # fmt: skip

_OTHER_ZIPS = (
    ("xl/workbook.bin", "a binary Excel workbook (XLSB)"),
    ("xl/", "an Excel workbook"),
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("Index/Document.iwa", "an Apple Numbers or Pages document"),
    ("Index.zip", "an Apple Numbers or Pages document"),
)

_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

_SAVE = "Open it in its own program and save the table as CSV, XLSX or ODS;"


class Foreign(Struct, frozen=True):
    """What a file is that holds no table, and what to do with it."""

    words: str
    remedy: str = _SAVE


def find_foreign(file: Candidate) -> Foreign | None:
    """Name what a file is that no format reads; None if it may be text.

    Raises
    ------
    InputError
        If it is an office file that is damaged, or protected with a password.
    """
    start = file.start
    if file.archive is not None:
        return _name_zip(file.archive)
    if file.streams is not None:
        return _name_ole(file.streams)
    binary = has_control(start)
    for signature, words in _FOREIGN:
        # "ORC" is also how "ORCHARD HOUSE" begins: short marks count in binary files only.
        if start.startswith(signature) and (binary or len(signature) > 4):
            return Foreign(words)
    if start.startswith(_BOMS[1:]):
        return None
    text = start.removeprefix(_BOMS[0]).lstrip()
    for pattern, words in _MARKUP:
        if pattern.match(text):
            return Foreign(words)
    return Foreign("a binary file of an unknown kind", "") if _is_binary(start) else None


def has_control(start: bytes) -> bool:
    """Whether control characters stand in it that no text has."""
    return _count_control(start) > 0


def _count_control(start: bytes) -> int:
    return len(start) - len(start.translate(None, _CONTROL))


def _is_binary(start: bytes) -> bool:
    """Whether bytes are no text in any encoding that is read here.

    Text in UTF-16 without a mark has a NUL in every second place; elsewhere a
    NUL in the first bytes, or more than one control character in fifty, is no text.
    """
    odd, even = start[1::2].count(0), start[::2].count(0)
    half = len(start) // 2
    if max(odd, even) > half * 0.6 and min(odd, even) < half * 0.1:
        return False
    return _count_control(start) * 50 > len(start)


def _name_zip(archive: Archive) -> Foreign:
    if archive.kind.startswith(_OPEN_DOCUMENT):
        kind = archive.kind.removeprefix(_OPEN_DOCUMENT).partition("-")[0]
        return Foreign(f"an OpenDocument {kind}")
    for part, words in _OTHER_ZIPS:
        if any(name.startswith(part) for name in archive.names):
            return Foreign(words)
    return Foreign(
        f"a ZIP archive of {plural(len(archive.names), 'file')}",
        "Unpack it and give the files inside;",
    )


def _name_ole(streams: Set[str]) -> Foreign:
    if "WordDocument" in streams:
        return Foreign("a Word document")
    if "PowerPoint Document" in streams:
        return Foreign("a PowerPoint presentation")
    return Foreign("an old Microsoft Office file without a workbook")

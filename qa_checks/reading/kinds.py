"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from qa_checks.errors import InputError

READABLE = "CSV and other delimited text, XLSX, XLS, ODS, Parquet, and any of these as .gz"

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
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

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_OTHER_ZIPS = (
    ("xl/workbook.bin", "a binary Excel workbook (XLSB)"),
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("Index/Document.iwa", "an Apple Numbers or Pages document"),
    ("Index.zip", "an Apple Numbers or Pages document"),
)


def tell_kind(path: Path, start: bytes, place: str) -> str:
    """Tell what a file holds: "text", "xlsx", "ods", "xls", "parquet" or "gzip".

    Parameters
    ----------
    path
        The file, for kinds that need more than the first bytes.
    start
        The first bytes of the file, 64 KiB or all of it.
    place
        The file's name in messages.

    Raises
    ------
    InputError
        If it is anything else; the message names what it is where that is known.
    """
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(_ZIP):
        return _tell_zip(path, place)
    if start.startswith(_OLE):
        return _tell_ole(path, place)
    control = len(start) - len(start.translate(None, _CONTROL))
    if start.startswith(b"PAR1") and control:
        return "parquet"
    for signature, words in _FOREIGN:
        # "ORC" is also how "ORCHARD HOUSE" begins: short marks count in binary files only.
        if start.startswith(signature) and (control or len(signature) > 4):
            raise _foreign(words, place)
    if not start.startswith(_BOMS[1:]):
        text = start.removeprefix(_BOMS[0]).lstrip()
        for pattern, words in _MARKUP:
            if pattern.match(text):
                raise _foreign(words, place)
        _refuse_binary(start, control, place)
    return "text"


def _foreign(words: str, place: str) -> InputError:
    return InputError(
        f"This is {words}, not a table.",
        where=place,
        remedy=f"Open it in its own program and save the table as CSV, XLSX or ODS; "
        f"these can be read: {READABLE}.",
    )


def _refuse_binary(start: bytes, control: int, place: str) -> None:
    """Refuse bytes that are no text in any encoding that is read here.

    Text in UTF-16 without a mark has a NUL in every second place; elsewhere a
    NUL in the first bytes, or more than one control character in fifty, is no text.
    """
    odd, even = start[1::2].count(0), start[::2].count(0)
    half = len(start) // 2
    if max(odd, even) > half * 0.6 and min(odd, even) < half * 0.1:
        return
    if control * 50 > len(start):
        raise InputError(
            "This is a binary file of an unknown kind, not a table.",
            where=place,
            remedy=f"These can be read: {READABLE}.",
        )


def _tell_zip(path: Path, place: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "encrypted-package" in names or any(e.flag_bits & 1 for e in archive.infolist()):
                raise protected(place)
            kind = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error) as error:
        raise InputError(
            f"The workbook is cut off or damaged ({error}).",
            where=place,
            remedy="Copy or download the file again, or save it anew from the spreadsheet program.",
        ) from error
    if kind.startswith(_ODS) or (not kind and "content.xml" in names):
        return "ods"
    if "xl/workbook.bin" not in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if kind.startswith("application/vnd.oasis.opendocument"):
        raise _foreign("an OpenDocument file without a spreadsheet", place)
    for part, words in _OTHER_ZIPS:
        if any(name.startswith(part) for name in names):
            raise _foreign(words, place)
    raise InputError(
        f"This is a ZIP archive of {len(names):,} files, not a table.",
        where=place,
        remedy=f"Unpack it and give the files inside; these can be read: {READABLE}.",
    )


def _tell_ole(path: Path, place: str) -> str:
    """Tell what an OLE container holds by the UTF-16 names in its directory."""
    found: set[str] = set()
    names = ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")
    with path.open("rb") as stream:
        rest = b""
        while chunk := stream.read(1 << 20):
            block = rest + chunk
            found |= {name for name in names if _stream_name(name) in block}
            rest = block[-64:]
    if "EncryptedPackage" in found:
        raise protected(place)
    if found & {"Workbook", "Book"}:
        return "xls"
    if "WordDocument" in found:
        raise _foreign("a Word document", place)
    if "PowerPoint Document" in found:
        raise _foreign("a PowerPoint presentation", place)
    raise _foreign("an old Microsoft Office file without a workbook", place)


def _stream_name(name: str) -> bytes:
    """Give the bytes of a whole name: two NULs stand after it."""
    return name.encode("utf-16-le") + b"\0\0"


def protected(place: str) -> InputError:
    """Build the error for a workbook that asks for a password."""
    return InputError(
        "The workbook is protected with a password.",
        where=place,
        remedy="Open it in the spreadsheet program and save a copy without a password.",
    )

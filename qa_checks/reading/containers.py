"""What is inside a ZIP archive or an OLE container, by which office files are told apart."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from qa_checks.errors import InputError

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_STREAMS = ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")


@dataclass(frozen=True, slots=True)
class Archive:
    """The names of the files in a ZIP archive, and the type it says it is of ('' if none)."""

    names: frozenset[str]
    kind: str


def look_into_zip(path: Path, place: str) -> Archive:
    """List a ZIP archive.

    Raises
    ------
    InputError
        If it is damaged, or protected with a password.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = frozenset(archive.namelist())
            if "encrypted-package" in names or any(e.flag_bits & 1 for e in archive.infolist()):
                raise protected(place)
            kind = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
            return Archive(names, kind)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error) as error:
        raise InputError(
            f"The workbook is cut off or damaged ({error}).",
            where=place,
            remedy="Copy or download the file again, or save it anew from the spreadsheet program.",
        ) from error


def look_into_ole(path: Path, place: str) -> set[str]:
    """Name what an OLE container holds, by the UTF-16 names in its directory.

    Raises
    ------
    InputError
        If it is protected with a password.
    """
    streams: set[str] = set()
    with path.open("rb") as stream:
        rest = b""
        while chunk := stream.read(1 << 20):
            block = rest + chunk
            streams |= {name for name in _STREAMS if _stream_name(name) in block}
            rest = block[-64:]
    if "EncryptedPackage" in streams:
        raise protected(place)
    return streams


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

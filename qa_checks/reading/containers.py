"""What is inside a ZIP archive or an OLE container, by which office files are told apart."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from msgspec import Struct

from qa_checks.errors import InputError
from qa_checks.reading.contents import MIB, Limits

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_STREAMS = ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")


class Archive(Struct, frozen=True):
    """The names of the files in a ZIP archive, and the type it says it is of ('' if none)."""

    names: frozenset[str]
    kind: str


def look_into_zip(file: Path | IO[bytes], place: str) -> Archive:
    """List a ZIP archive.

    Raises
    ------
    InputError
        If it is damaged, protected with a password, or holds two files of one name.
    """
    import zipfile

    try:
        with zipfile.ZipFile(file) as archive:
            names = frozenset(archive.namelist())
            _check_names(archive.namelist(), place)
            if "encrypted-package" in names or any(e.flag_bits & 1 for e in archive.infolist()):
                raise protected(place)
            kind = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
            return Archive(names, kind)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error) as error:
        raise InputError(
            f"The file is cut off or damaged ({error}).",
            where=place,
            remedy="Copy or download it again, or save it anew from the program that made it.",
        ) from error


def _check_names(names: Sequence[str], place: str) -> None:
    """Refuse an archive in which programs may read different files under one name.

    Office programs take names without regard to case.
    """
    folded = Counter(name.replace("\\", "/").lstrip("/").casefold() for name in names)
    twice = [name for name, number in folded.items() if number > 1]
    if twice:
        raise InputError(
            f"The file holds '{twice[0]}' more than once: what it says depends on the program "
            "that opens it.",
            where=place,
            remedy="Open it in the program that made it, look whether all is there, and save it "
            "anew.",
        )


def check_directory(file: Path | IO[bytes], place: str, limits: Limits) -> None:
    """Refuse a ZIP archive that would unpack to far more than it looks.

    Raises
    ------
    InputError
        If its entries unpack to too much, by what its directory says.
    """
    import zipfile

    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
    packed = sum(entry.compress_size for entry in entries)
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_bytes or any(
        entry.file_size > max(16 * MIB, entry.compress_size * limits.ratio) for entry in entries
    ):
        raise InputError(
            f"The file holds {packed:,} bytes that would unpack to {total:,}: "
            "far more than its content needs.",
            where=place,
            remedy="Copy what is needed into a new file.",
        )


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
    """Build the error for a file that asks for a password."""
    return InputError(
        "The file is protected with a password.",
        where=place,
        remedy="Open it in the program that made it and save a copy without a password.",
    )

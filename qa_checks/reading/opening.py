"""Opens a file: what kind it is, its digest, and its sheets."""

from __future__ import annotations

import hashlib
import stat
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from qa_checks.errors import InputError
from qa_checks.operating_system import name_file
from qa_checks.reading.contents import File, Limits
from qa_checks.reading.formats import FORMATS, WRAPPINGS
from qa_checks.reading.formats.foreign import find_foreign
from qa_checks.reading.formats.format import Candidate, look_at
from qa_checks.words import list_words


def open_file(path: Path, scratch: Path, limits: Limits | None = None) -> File:
    """Open a file and give its sheets of text rows.

    Parameters
    ----------
    path
        The file, of any kind; its content decides how it is read.
    scratch
        A folder that exists, for what has to be unpacked; the caller empties it.
    limits
        How large the file and its content may be.

    Raises
    ------
    InputError
        If it is missing, cannot be read, or is too large.
    """
    place = str(path)
    try:
        return _open(path, scratch, limits or Limits(), place)
    except OSError as error:
        raise _unreadable(place, error) from error


def _open(path: Path, scratch: Path, limits: Limits, place: str) -> File:
    size = _check_regular(path, place, limits)
    folder = Path(tempfile.mkdtemp(prefix="file-", dir=scratch))
    with ThreadPoolExecutor(1) as beside:
        sha256 = beside.submit(_digest, path)
        inner = _unwrap(_name_plainly(path, folder), folder, limits, place)
        file = look_at(inner, place)
        for format_ in FORMATS:
            if format_.recognises(file):
                sheets = format_.open_sheets(file, folder, limits)
                return File(path, sha256.result(), size, sheets)
    raise _not_read(file)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unwrap(path: Path, folder: Path, limits: Limits, place: str) -> Path:
    """Unpack a file that is wrapped, once."""
    file = look_at(path, place)
    wrapping = next((format_ for format_ in WRAPPINGS if format_.recognises(file)), None)
    if wrapping is None:
        return path
    inner = folder / "unpacked"
    wrapping.unwrap(file, inner, limits)
    unpacked = look_at(inner, place)
    if any(format_.recognises(unpacked) for format_ in WRAPPINGS):
        raise InputError("It is compressed twice.", where=place, remedy="Unpack it once.")
    return inner


def _not_read(file: Candidate) -> InputError:
    titles = [format_.title for format_ in reversed(FORMATS)]
    wrapped = list_words([format_.title for format_ in WRAPPINGS], "or")
    readable = f"these can be read: {', '.join(titles)}, and any of these as {wrapped}."
    foreign = find_foreign(file)
    assert foreign is not None  # noqa: S101  what is not foreign is text, the last of the formats
    remedy = (
        f"{foreign.remedy} {readable}" if foreign.remedy else readable[0].upper() + readable[1:]
    )
    return InputError(f"This is {foreign.words}, not a table.", where=file.place, remedy=remedy)


def _name_plainly(path: Path, folder: Path) -> Path:
    """Give a path that DuckDB does not take for a pattern or a partition."""
    path = path.absolute()
    if not set("*?[]{}=") & set(str(path)):
        return path
    return name_file(path, folder / "plain")


def _check_regular(path: Path, place: str, limits: Limits) -> int:
    try:
        about = path.stat()
    except ValueError as error:
        raise InputError("This is no file name.", where=repr(place)) from error
    if stat.S_ISDIR(about.st_mode):
        raise InputError("This is a folder.", where=place, remedy="Give the files inside it.")
    if not stat.S_ISREG(about.st_mode):
        raise InputError(
            "This is a device or a pipe, not a file.",
            where=place,
            remedy="Save the data in a file and give that.",
        )
    if about.st_size == 0:
        raise InputError(
            "The file is empty.", where=place, remedy="Extract or export the table again."
        )
    if about.st_size > limits.file_bytes:
        raise InputError(
            f"The file has {about.st_size:,} bytes; at most {limits.file_bytes:,} are read.",
            where=place,
            remedy="Check that this is the right file, or split it.",
        )
    return about.st_size


def _unreadable(place: str, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        what, remedy = "There is no such file.", "Check the name and the folder."
    elif isinstance(error, PermissionError):
        what, remedy = "The file may not be read.", "Ask its owner for permission to read it."
    else:
        what = f"The file cannot be read ({error.strerror or error})."
        remedy = "Check that it is an ordinary file and copy it again."
    return InputError(what, where=place, remedy=remedy)

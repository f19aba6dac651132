"""Whether a path is a file that may be read, and why it cannot be."""

from __future__ import annotations

import stat
from pathlib import Path

from qa_checks.errors import InputError
from qa_checks.reading.contents import Limits


def check_regular(path: Path, place: str, limits: Limits) -> int:
    """Give the size of a file in bytes.

    Raises
    ------
    InputError
        If it is no ordinary file, empty, too large, or has a name that is no text.
    """
    try:
        about = path.stat()
    except ValueError as error:
        raise InputError("This is no file name.", where=repr(place)) from error
    if any(map(_is_undecoded, place)):  # no database and no report could name it
        raise InputError(
            "The name of the file is not UTF-8 text.", where=place, remedy="Rename the file."
        )
    if stat.S_ISDIR(about.st_mode):
        raise InputError("This is a folder.", where=place, remedy="Give the files inside it.")
    if not stat.S_ISREG(about.st_mode):
        raise InputError(
            "This is a device or a pipe, not a file.",
            where=place,
            remedy="Save the data in a file and give that.",
        )
    if about.st_size == 0:
        raise InputError("The file is empty.", where=place, remedy="Extract or export it again.")
    if about.st_size > limits.file_bytes:
        raise InputError(
            f"The file has {about.st_size:,} bytes; at most {limits.file_bytes:,} are read.",
            where=place,
            remedy="Check that this is the right file, or split it.",
        )
    return about.st_size


def _is_undecoded(sign: str) -> bool:
    """Whether it stands for a byte of a file name that is no part of a text."""
    return "\ud800" <= sign <= "\udfff"


def explain_unreadable(place: str, error: OSError) -> InputError:
    """Build the error for a file that the operating system does not give."""
    if isinstance(error, FileNotFoundError):
        what, remedy = "There is no such file.", "Check the name and the folder."
    elif isinstance(error, PermissionError):
        what, remedy = "The file may not be read.", "Ask its owner for permission to read it."
    else:
        what = f"The file cannot be read ({error.strerror or error})."
        remedy = "Check that it is an ordinary file and copy it again."
    return InputError(what, where=place, remedy=remedy)

"""Files opened once, without following a link out of their folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from qa_checks.operating_system import NO_WAIT, open_no_link


class RefusedError(Exception):
    """A file that may not or cannot be read; the text says why, after its name."""


def open_inside(folder: Path, name: str, most: int) -> BinaryIO:
    """Open a file that is named relative to a folder.

    Raises
    ------
    RefusedError
        If it is not there, is not an ordinary file, has more than `most` bytes,
        or is a link that leads out of the folder. A name that leads elsewhere by
        itself (``../summer/data.csv``) must be the file, and no link.
    """
    real = _find(folder, name)
    try:
        # Without waiting, should it be a pipe; without following what became a link just now.
        number = open_no_link(real, os.O_RDONLY | NO_WAIT)
    except OSError as fault:
        raise RefusedError(f"cannot be read ({fault.strerror})") from None
    about = os.fstat(number)
    wrong = ""
    if not stat.S_ISREG(about.st_mode):
        wrong = "is not an ordinary file"
    elif about.st_size > most:
        wrong = f"has {about.st_size:,} bytes; at most {most:,} are read"
    if wrong:
        os.close(number)
        raise RefusedError(wrong)
    return os.fdopen(number, "rb")


def read_inside(folder: Path, name: str, most: int) -> bytes:
    """All bytes of a file that `open_inside` opens."""
    with open_inside(folder, name, most) as stream:
        return stream.read(most)


def _find(folder: Path, name: str) -> Path:
    root, lexical = (
        Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links
        for path in (folder, folder / name)
    )
    if not lexical.is_relative_to(root):
        root = lexical.parent
    try:
        real = lexical.resolve(strict=True)
        inside = real.is_relative_to(root.resolve(strict=True))
    except FileNotFoundError:
        raise RefusedError("is not there") from None
    except (OSError, RuntimeError, ValueError):
        raise RefusedError("cannot be found: its links lead nowhere") from None
    if not inside:
        raise RefusedError("is a link that leads out of its folder")
    return real

"""gzip: one compressed file."""

from __future__ import annotations

import zlib
from pathlib import Path

from qa_checks.errors import InputError
from qa_checks.reading.contents import MIB, Limits
from qa_checks.reading.formats.format import Candidate

ENDING = ".gz"


def is_gzipped(file: Candidate) -> bool:
    """Whether a file is compressed."""
    return file.start.startswith(b"\x1f\x8b")


def unpack(file: Candidate, target: Path, limits: Limits) -> None:
    """Write what is inside to a path.

    Raises
    ------
    InputError
        If it is damaged, or unpacks to too much.
    """
    import gzip

    most = min(limits.unpacked_bytes, max(16 * MIB, file.path.stat().st_size * limits.ratio))
    written = 0
    try:
        with gzip.open(file.path) as packed, target.open("wb") as unpacked:
            while chunk := packed.read(MIB):
                written += len(chunk)
                if written > most:
                    raise InputError(
                        f"The compressed file unpacks to more than {most:,} bytes.",
                        where=file.place,
                        remedy="Check that this is the right file, or unpack it yourself.",
                    )
                unpacked.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            f"The compressed file is cut off or damaged ({error}).",
            where=file.place,
            remedy="Copy or download it again.",
        ) from error

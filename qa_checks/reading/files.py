"""Opens a file: what kind it is, its digest, and its sheets."""

from __future__ import annotations

import gzip
import hashlib
import stat
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from qa_checks.errors import InputError
from qa_checks.reading.kinds import tell_kind
from qa_checks.reading.sheets import MIB, File, Limits, Sheet
from qa_checks.reading.text import open_text
from qa_checks.reading.workbook import check_directory, open_workbook

_START = 64 * 1024


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
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    inner, what = path, _tell(path, place)
    if what == "gzip":
        inner = _unpack(path, folder / "unpacked", place, limits)
        what = _tell(inner, place)
    if what == "gzip":
        raise InputError("It is compressed twice.", where=place, remedy="Unpack it once.")
    inner = _name_plainly(inner, folder)
    if what == "text":
        return File(path, sha256, size, "text", (open_text(inner, place, limits),))
    if what == "parquet":
        return File(path, sha256, size, "parquet", (_open_parquet(inner, place),))
    if what != "xls":
        check_directory(inner, place, limits)
    return File(path, sha256, size, "workbook", open_workbook(inner, what, place, folder, limits))


def _tell(path: Path, place: str) -> str:
    with path.open("rb") as stream:
        return tell_kind(path, stream.read(_START), place)


def _name_plainly(path: Path, folder: Path) -> Path:
    """Give a path that DuckDB does not take for a pattern or a partition."""
    path = path.absolute()
    if not set("*?[]{}=") & set(str(path)):
        return path
    link = folder / "plain"
    link.symlink_to(path)
    return link


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


def _unpack(path: Path, target: Path, place: str, limits: Limits) -> Path:
    most = min(limits.unpacked_bytes, max(16 * MIB, path.stat().st_size * limits.ratio))
    written = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as unpacked:
            while chunk := packed.read(MIB):
                written += len(chunk)
                if written > most:
                    raise InputError(
                        f"The compressed file unpacks to more than {most:,} bytes.",
                        where=place,
                        remedy="Check that this is the right file, or unpack it yourself.",
                    )
                unpacked.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            f"The compressed file is cut off or damaged ({error}).",
            where=place,
            remedy="Copy or download it again.",
        ) from error
    return target


def _open_parquet(path: Path, place: str) -> Sheet:
    import duckdb

    try:
        with duckdb.connect() as connection:
            schema = connection.execute(
                "SELECT name, coalesce(num_children, 0) FROM parquet_schema($1)", [str(path)]
            ).fetchall()
            (count,) = connection.execute(
                "SELECT count(*) FROM read_parquet($1)", [str(path)]
            ).fetchall()[0]
    except duckdb.Error as error:
        raise InputError(
            f"The Parquet file is cut off or damaged ({str(error).splitlines()[0]}).",
            where=place,
            remedy="Copy or export it again.",
        ) from error
    header = _column_names(schema)
    return Sheet(
        name=None,
        kind="parquet",
        encoding=None,
        delimiter=None,
        newline=None,
        head=(header,),
        source=lambda: iter([list(header)]),
        direct=path,
        row_count=int(count) + 1,
    )


def _column_names(schema: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Names of the columns as the file has them; DuckDB gives those blank or used twice others.

    The schema lists a root and then each column, followed by what is inside it.
    """
    (_, width), *rest = schema
    nodes = iter(rest)
    names = []
    for _ in range(width):
        name, inside = next(nodes)
        names.append(name)
        while inside:
            _, more = next(nodes)
            inside += more - 1
    return tuple(names)

"""Opens a file: what kind it is, its digest, and its sheets."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from qa_checks.allowance import Patience
from qa_checks.errors import InputError
from qa_checks.operating_system import name_file
from qa_checks.reading.contents import LIMITS, MIB, File, Limits, TypedRows
from qa_checks.reading.formats import FORMATS
from qa_checks.reading.formats.foreign import find_foreign
from qa_checks.reading.formats.format import Candidate, look_at
from qa_checks.reading.formats.gzipped import ENDING, is_gzipped, unpack
from qa_checks.reading.formats.parquet import PARQUET
from qa_checks.reading.regular_file import check_regular, explain_unreadable
from qa_checks.release import InputFile

if TYPE_CHECKING:
    from qa_checks.duckdb_core import Connection


def open_file(
    path: Path,
    scratch: Path,
    limits: Limits = LIMITS,
    database: Connection | None = None,
) -> File:
    """Open a file and give its sheets of text rows.

    Parameters
    ----------
    path
        The file, of any kind; its content decides how it is read.
    scratch
        A folder that exists, for what has to be unpacked; the caller empties it.
    limits
        How large the file and its content may be.
    database
        One that is open and can look into the file; another may be opened without.

    Raises
    ------
    InputError
        If it is missing, cannot be read, or is too large.
    """
    try:
        return _open(path, scratch, limits, database)
    except OSError as error:
        raise explain_unreadable(str(path), error) from error


def open_input(
    item: InputFile,
    scratch: Path,
    limits: Limits = LIMITS,
    database: Connection | None = None,
) -> File:
    """Open what a release names: a file, or what a database answers (see `open_file`).

    Raises
    ------
    InputError
        If it cannot be read.
    """
    if item.opened:
        return item.opened
    if item.query is None:
        return open_file(item.path, scratch, limits, database)
    from qa_checks.sources.delivery import fetch

    folder = Path(tempfile.mkdtemp(prefix="query-", dir=scratch))
    rows = folder / "rows.parquet"
    patience = Patience(limits.connect_seconds, limits.query_seconds, limits.file_bytes)
    columns = fetch(item.query, item.path, rows, patience, item.shown)
    [sheet] = PARQUET.open_sheets(look_at(rows, item.shown, database), folder, limits)
    if isinstance(sheet.direct, TypedRows):
        sheet = replace(sheet, direct=replace(sheet.direct, all_data=True))
    return File(rows, _digest_aside(rows, item.shown), rows.stat().st_size, (sheet,), columns)


def _open(path: Path, scratch: Path, limits: Limits, database: Connection | None) -> File:
    place = str(path)
    size = check_regular(path, place, limits)
    folder = Path(tempfile.mkdtemp(prefix="file-", dir=scratch))
    digest = _digest_aside(path, place)
    inner = _unpack(_name_plainly(path, folder), folder, limits, place)
    file = look_at(inner, place, database)
    for format_ in FORMATS:
        if format_.recognises(file):
            return File(path, digest, size, format_.open_sheets(file, folder, limits))
    raise _not_read(file)


def _digest_aside(path: Path, place: str) -> Callable[[], str]:
    """Begin to digest a file; what is given back waits for the end."""

    def digest() -> str:
        try:
            return digest_file(path)
        except OSError as error:
            raise explain_unreadable(place, error) from error

    aside = ThreadPoolExecutor(1)
    digested = aside.submit(digest)
    aside.shutdown(wait=False)
    return digested.result


def digest_file(path: Path) -> str:
    """The digest of the bytes of a file."""
    import hashlib  # with OpenSSL, for which no file need wait

    taken = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        while block := stream.read(MIB):  # Python's other threads have to stop for each
            taken.update(block)
    return taken.hexdigest()


def _unpack(path: Path, folder: Path, limits: Limits, place: str) -> Path:
    """The file itself, or what is inside if it is compressed, once."""
    file = look_at(path, place)
    if not is_gzipped(file):
        return path
    inner = folder / "unpacked"
    unpack(file, inner, limits)
    if is_gzipped(look_at(inner, place)):
        raise InputError("It is compressed twice.", where=place, remedy="Unpack it once.")
    return inner


def _not_read(file: Candidate) -> InputError:
    titles = [format_.title for format_ in reversed(FORMATS)]
    readable = f"these can be read: {', '.join(titles)}, and any of these as {ENDING}."
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

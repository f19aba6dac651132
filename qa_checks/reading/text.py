"""Delimited text: its encoding, delimiter, line ends and rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from qa_checks.errors import InputError
from qa_checks.reading import encoding as encodings
from qa_checks.reading.sheets import HEAD_ROWS, MIB, Limits, Sheet

DELIMITERS = ",;\t|"
DIRECT_BYTES = 16 * MIB
_END = "\ue000end\ue000"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of one text file are to be read."""

    path: Path
    place: str
    encoding: encodings.Encoding
    delimiter: str
    limits: Limits


def chunks_of(path: Path, size: int = MIB) -> Iterator[bytes]:
    """Give the bytes of a file piece by piece."""
    with path.open("rb") as stream:
        yield from iter(partial(stream.read, size), b"")


def open_text(path: Path, place: str, limits: Limits) -> Sheet:
    """Find out how a text file is written and give its sheet.

    Raises
    ------
    InputError
        If it is empty, holds NUL bytes, or its first rows cannot be read.
    """
    start = next(chunks_of(path), b"")
    found = encodings.marked(start)
    if found is None:
        found = _find_encoding(path, place)
    sample = start.decode(found.codec, "ignore" if len(start) == MIB else "replace")
    if not sample.strip():
        raise InputError(
            "The file is empty.", where=place, remedy="Extract or export the table again."
        )
    delimiter = find_delimiter(sample)
    layout = Layout(path, place, found, delimiter or ",", limits)
    head = tuple(tuple(row) for row in islice(read_rows(layout), HEAD_ROWS))
    newline = _name_newline(sample)
    plain = found.codec in ("ascii", "utf-8", "utf-8-sig") and found.errors == "strict"
    direct = None
    if path.stat().st_size > DIRECT_BYTES and plain and delimiter and newline != "mixed":
        direct = path if _is_plain(path, newline) else None
    return Sheet(
        name=None,
        kind="text",
        encoding=found.name,
        delimiter=delimiter,
        newline=newline,
        head=head,
        source=partial(read_rows, layout),
        direct=direct,
    )


def _find_encoding(path: Path, place: str) -> encodings.Encoding:
    ascii_only = True
    offset = 0
    for chunk in chunks_of(path):
        if b"\0" in chunk:
            raise InputError(
                f"A NUL byte stands at byte {offset + chunk.index(0) + 1:,}: the file is damaged "
                "or no text.",
                where=place,
                remedy="Extract or export the table again.",
            )
        ascii_only = ascii_only and chunk.isascii()
        offset += len(chunk)
    if ascii_only:
        return encodings.ASCII
    if encodings.is_utf_8(chunks_of(path)):
        return encodings.UTF_8
    return encodings.guess(chunks_of(path))


def find_delimiter(sample: str) -> str | None:
    """Find the delimiter that gives the same number of cells in most rows.

    Each candidate splits the sample, quotes respected. The share of non-blank
    rows that have the commonest number of cells decides, then that number.
    """
    best: tuple[float, int, str] | None = None
    lines = sample.splitlines(keepends=True)[:400]
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        if width > 1 and (best is None or (count / widths.total(), width) > best[:2]):
            best = (count / widths.total(), width, delimiter)
    return best[2] if best else None


def _name_newline(sample: str) -> str | None:
    crlf = sample.count("\r\n")
    counts = {"CRLF": crlf, "LF": sample.count("\n") - crlf, "CR": sample.count("\r") - crlf}
    names = [name for name, count in counts.items() if count]
    if not names:
        return None
    return names[0] if len(names) == 1 else "mixed"


def _is_plain(path: Path, newline: str | None) -> bool:
    return newline is not None and not any(
        b"\n\n" in chunk or b"\n\r\n" in chunk for chunk in chunks_of(path)
    )


def read_rows(layout: Layout) -> Iterator[list[str]]:
    """Give every row of a text file, one at a time.

    Raises
    ------
    InputError
        If a line or a cell is too long, there are too many columns, or the
        file ends inside quotation marks.
    """
    number = 0
    chosen = layout.encoding
    with layout.path.open(encoding=chosen.codec, errors=chosen.errors, newline="") as stream:
        reader = csv.reader(_lines(stream, layout), delimiter=layout.delimiter)
        try:
            for number, row in enumerate(reader, start=1):
                if row and row[-1].endswith(_END):
                    if row == [_END]:
                        return
                    raise _unclosed(number, layout)
                if len(row) > layout.limits.columns:
                    raise InputError(
                        f"Row {number:,} has {len(row):,} columns; "
                        f"at most {layout.limits.columns:,} are read.",
                        where=layout.place,
                        remedy="Check that this is the right file, or delete the columns "
                        "that are not needed.",
                    )
                yield row
        except csv.Error as error:
            raise InputError(
                f"Row {number + 1:,} cannot be read ({error}).",
                where=layout.place,
                remedy="Look there for a quotation mark that is opened and never closed.",
            ) from error


def _lines(stream: io.TextIOWrapper, layout: Layout) -> Iterator[str]:
    limit = layout.limits.line_bytes
    for line in iter(partial(stream.readline, limit), ""):
        if len(line) == limit:
            raise InputError(
                f"A line is longer than {limit:,} characters.",
                where=layout.place,
                remedy="Check that this is a table with line ends.",
            )
        yield line
    yield _END


def _unclosed(number: int, layout: Layout) -> InputError:
    return InputError(
        f"The file ends inside quotation marks that are opened in row {number:,}: "
        "it is cut off, or a quotation mark is missing.",
        where=layout.place,
        remedy="Extract or export the table again, or close the quotation mark in that row.",
    )

"""Delimited text: its encoding, delimiter, line ends and rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from msgspec import Struct

from qa_checks.errors import InputError
from qa_checks.reading.contents import HEAD_ROWS, MIB, Limits, PlainText, Relation, Sheet
from qa_checks.reading.delimiters import find_delimiter
from qa_checks.reading.encoding import PLAIN, Encoding, find_encoding
from qa_checks.reading.foot import LONGEST
from qa_checks.reading.formats.foreign import find_foreign
from qa_checks.reading.formats.format import Candidate, Format, too_wide
from qa_checks.reading.survey import Survey, has_spaced_quotes, name_newline
from qa_checks.sql_text import sql_literal

PLAIN_CSV = "header=false, auto_detect=false, quote='\"', escape='\"', strict_mode=true"
# DuckDB passes over one NULL too many in a row. No cell is a line end, so that a blank one is none.
NO_NULL = "nullstr='\n', allow_quoted_nulls=false"
DIRECT_BYTES = 16 * MIB
LONGEST_CELL = 131_072  # characters
_SAMPLE = 128 * 1024
_MANY_DELIMITERS = 8
_LINE_END = re.compile(r"\r\n|\n|\r")
_EXPORT_AGAIN = "Extract or export the table again."


class TextForm(Struct, frozen=True):
    """How one text file is written, as far as reading its rows needs it.

    ``width`` is the usual number of cells in a row, 0 if it is not known.
    """

    path: Path
    place: str
    encoding: Encoding
    delimiter: str
    limits: Limits
    width: int = 0


def _recognises(file: Candidate) -> bool:
    return find_foreign(file) is None


def _open_sheets(file: Candidate, folder: Path, limits: Limits) -> tuple[Sheet, ...]:
    """Find out how a text file is written and give its sheet.

    Raises
    ------
    InputError
        If it is blank, holds NUL bytes, or its first rows cannot be read.
    """
    del folder
    path, place = file.path, file.place
    with path.open("rb") as stream:
        start = stream.read(_SAMPLE)
    encoding, facts = find_encoding(path, start, place)
    sample = _decode_sample(start, encoding)
    if not sample.strip() and not _has_text(path, encoding):
        raise InputError(
            "There is nothing but blank space in it.", where=place, remedy=_EXPORT_AGAIN
        )
    delimiter, width = find_delimiter(sample)
    form = TextForm(path, place, encoding, delimiter or ",", limits, width)
    head = tuple(tuple(row) for row in islice(read_rows(form), HEAD_ROWS))
    direct = None
    if facts is not None and _is_direct(path, encoding, delimiter, facts):
        below = partial(rows_below, path, form.delimiter, head, quotes=facts.quotes)
        direct = PlainText(path, below, facts.lines, quotes=facts.quotes)
    sheet = Sheet(
        name=None,
        encoding=encoding.name,
        delimiter=delimiter,
        newline=name_newline(sample, facts),
        head=head,
        source=partial(read_rows, form),
        direct=direct,
        blank_end_counts=True,
    )
    return (sheet,)


def rows_below(
    path: Path,
    delimiter: str,
    head: Sequence[Sequence[str]],
    header_row: int,
    *,
    quotes: bool = True,
) -> Relation | None:
    """The rows below a header as DuckDB reads them; None if it would count them otherwise.

    It finds the line end: told of CRLF, DuckDB 2.0 reads nothing.
    """
    above, header, below = head[:header_row], head[header_row - 1], head[header_row:]
    if any("\n" in cell or "\r" in cell for row in above for cell in row) or not all(below):
        return None  # DuckDB would not count a row as one line, or a blank line at all
    if quotes and has_spaced_quotes(path):
        return None
    names = [f"p{number}" for number in range(1, len(header) + 1)]
    listed = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    return Relation(
        f"read_csv({sql_literal(str(path))}, columns={{{listed}}}, skip={header_row}, "
        f"{PLAIN_CSV}, {NO_NULL}, delim={sql_literal(delimiter)})",
        tuple((name, "VARCHAR") for name in names),
    )


def last_rows(path: Path, delimiter: str, lines: int) -> list[tuple[int, list[str]]]:
    """Number and cells of the last rows of a plain file, where each of so many lines is a row."""
    start = max(0, path.stat().st_size - _SAMPLE)
    with path.open("rb") as stream:
        stream.seek(start)
        text = stream.read().decode("utf-8", "replace")
    ended = _LINE_END.split(text.removesuffix("\n").removesuffix("\r"))
    ended = ended[1 if start else 0 :][-LONGEST:]  # the first may be cut off, within a cell too
    first = lines - len(ended) + 1
    return list(enumerate(csv.reader(ended, delimiter=delimiter), start=first))


def _decode_sample(start: bytes, encoding: Encoding) -> str:
    """Decode the first bytes and drop the line that is cut off, if one is."""
    text = start.decode(encoding.codec, "ignore" if len(start) == _SAMPLE else "replace")
    cut = max(text.rfind("\n"), text.rfind("\r")) + 1
    return text[:cut] if cut and len(start) == _SAMPLE else text


def _has_text(path: Path, encoding: Encoding) -> bool:
    with path.open(encoding=encoding.codec, errors="replace", newline="") as stream:
        return any(block.strip() for block in iter(partial(stream.read, MIB), ""))


def _is_direct(path: Path, encoding: Encoding, delimiter: str | None, facts: Survey) -> bool:
    """Tell whether DuckDB can be trusted to see the same rows as `read_rows`."""
    return (
        path.stat().st_size > DIRECT_BYTES
        and encoding in PLAIN
        and delimiter is not None
        and facts.cr == 0
        and (facts.lf == 0 or facts.crlf == 0)
        and not facts.blank_lines
    )


def read_rows(form: TextForm) -> Iterator[list[str]]:
    """Give every row of a text file, one at a time.

    Raises
    ------
    InputError
        If a line or a cell is too long, there are too many columns, or a
        quotation mark is never closed; while the rows are being read.
    """
    csv.field_size_limit(LONGEST_CELL)  # one for the process: another library may have raised it
    number = before = 0
    chosen, most = form.encoding, form.limits.columns
    try:
        with form.path.open(encoding=chosen.codec, errors=chosen.errors, newline="") as stream:
            lines = _Lines(stream, form)
            reader = csv.reader(lines, delimiter=form.delimiter)
            for number, row in enumerate(reader, start=1):
                spanned, before = reader.line_num - before, reader.line_num
                if lines.ended:
                    if spanned == 1:
                        return
                    raise _unclosed(number, form)
                if spanned > 1:
                    _refuse_swallowed(number, row, form)
                if len(row) > most:
                    raise too_wide(len(row), number, form.limits, form.place)
                yield row
    except csv.Error as error:
        raise InputError(
            f"A cell in row {number + 1:,} is longer than {LONGEST_CELL:,} characters.",
            where=form.place,
            remedy="Look there for a quotation mark that is opened and never closed.",
        ) from error
    except UnicodeError as error:
        raise InputError(
            f"After row {number:,} the bytes are no longer {chosen.name} ({error.args[-1]}).",
            where=form.place,
            remedy=_EXPORT_AGAIN,
        ) from error
    except OSError as error:
        raise InputError(
            f"After row {number:,} the file could no longer be read ({error.strerror}).",
            where=form.place,
            remedy="Leave the file in its place while it is checked.",
        ) from error


class _Lines:
    """The lines of a file, and then one more.

    That a row ends with the last line tells that it is whole; if the one behind it, which is no
    part of the file, belongs to a row of the file, then a quotation mark is still open. What the
    line holds does not matter, so nothing in the file can be taken for it.
    """

    def __init__(self, stream: io.TextIOWrapper, form: TextForm) -> None:
        self._stream, self._form = stream, form
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        limit = self._form.limits.line_bytes
        for number, line in enumerate(iter(partial(self._stream.readline, limit), ""), start=1):
            if len(line) == limit:
                raise InputError(
                    f"Line {number:,} is longer than {limit:,} characters.",
                    where=self._form.place,
                    remedy="Check that this is a table with line ends.",
                )
            yield line
        self.ended = True
        yield "end"


def _unclosed(number: int, form: TextForm) -> InputError:
    return InputError(
        f"The file ends inside quotation marks that are opened in row {number:,}: "
        "it is cut off, or a quotation mark is missing.",
        where=form.place,
        remedy="Extract or export the table again, or close the quotation mark in that row.",
    )


def _refuse_swallowed(number: int, row: list[str], form: TextForm) -> None:
    """Refuse a row of several lines that swallows other rows by a stray quotation mark.

    Each line of such a row is a row of its own, with all its delimiters; of a cell that holds
    several lines, the first and the last are parts of a row. In prose a blank follows a comma.
    """
    needed = form.width - 1
    lines = _LINE_END.split(
        form.delimiter.join(
            cell if _LINE_END.search(cell) else cell.replace(form.delimiter, "") for cell in row
        )
    )
    # Where the stray mark stands for a blank cell, one of the rows is short by it.
    least = needed - needed // _MANY_DELIMITERS
    whole = [line for line in lines if line.count(form.delimiter) >= least]
    tight = [line for line in whole if _is_row(line, form)]
    # A line of prose may hold a few commas; whole rows hold many together.
    many = needed * len(whole) >= _MANY_DELIMITERS * 2
    if any(len(some) > 1 and len(some) * 2 > len(lines) for some in (tight, whole if many else [])):
        raise InputError(
            f"A quotation mark opened in row {number:,} is closed in a later line, so that "
            f"{len(lines):,} rows are read as one.",
            where=form.place,
            remedy="Close the quotation mark in that row, or take it out.",
        )


def _is_row(line: str, form: TextForm) -> bool:
    """Whether a line with enough delimiters is a row and not prose."""
    cells = line.split(form.delimiter)
    follow = sum(not cell.startswith(" ") for cell in cells[1:])
    filled = sum(any(map(str.isalnum, cell)) for cell in cells)
    return (
        form.width > 2 and follow >= form.width - 1 - form.width // _MANY_DELIMITERS and filled > 1
    )


DELIMITED_TEXT = Format("CSV and other delimited text", _recognises, _open_sheets)

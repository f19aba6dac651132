"""Marks of cells in the records of an XLS workbook."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from qa_checks.reading.cell_marks import attached_parts, xls_labels
from qa_checks.reading.cell_marks.format_conditions import judge_cell
from qa_checks.reading.cell_marks.marks import UNNAMED, WHOLE, Area, Marks, Sheets, as_formula
from qa_checks.reading.cell_marks.number_formats import NumberFormat, complete_codes, read_format
from qa_checks.reading.cell_marks.xls_comments import find_comments
from qa_checks.reading.cell_marks.xls_conditions import find_conditionals
from qa_checks.reading.cell_marks.xls_small_texts import find_small
from qa_checks.reading.cell_marks.xls_texts import read_counted

_STREAMS = frozenset(("Workbook", "Book", xls_labels.SUMMARY, xls_labels.DOCUMENT_SUMMARY))
_FREE = 0xFFFFFFFA  # this and higher numbers are no sectors
_SHEET, _BEGIN, _END, _FORMULA, _ERROR, _MERGED = 0x0085, 0x0809, 0x000A, 0x0006, 0x0205, 0x00E5
_FORMAT, _STYLE = 0x041E, 0x00E0
_ROW, _COLUMNS = 0x0208, 0x007D
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS = 0x0203, 0x027E, 0x00BD
_LISTED_TEXT = 0x00FD
_TEXTS = (_LISTED_TEXT, 0x0204, 0x00D6)  # in the list of texts, in the cell, with formatting
_WORDS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_ON_LOAD = 2  # a formula that is to be worked out when the file is opened


def find(source: str) -> Sheets:
    """Find them in each sheet, in the order of the workbook."""
    try:
        streams, names = _read_streams(Path(source).read_bytes())
        stream = streams.get("Workbook") or streams["Book"]
        head = list(_records(stream, 0))
        codes = _find_codes(head)
        formats = _find_formats(head, codes)
        small = find_small(head)
        sheets = [data for kind, data in head if kind == _SHEET]
        starts = [int.from_bytes(data[:4], "little") for data in sheets]
        by_sheet = {
            number: _find_in(stream, start, formats, codes, small)
            for number, start in enumerate(starts)
        }
        whole = _find_labels(streams, head, sheets)
        whole.labels += attached_parts.first_of_each(attached_parts.find_in_ole(names))
        return {WHOLE: whole, **by_sheet}
    except (struct.error, IndexError, KeyError):
        return {}  # what is damaged is told by the library that reads it


def _find_labels(
    streams: Mapping[str, bytes], head: Sequence[tuple[int, bytes]], sheets: Sequence[bytes]
) -> Marks:
    """What stands outside the cells."""
    whole, stream = Marks(), streams.get("Workbook") or streams["Book"]
    for name in (xls_labels.SUMMARY, xls_labels.DOCUMENT_SUMMARY):
        if name in streams:
            whole.labels += xls_labels.find_properties(name, streams[name])
    whole.labels += xls_labels.find_names(head)
    for data in sheets:
        records = _records(stream, int.from_bytes(data[:4], "little"))
        whole.labels += xls_labels.find_headers(records, xls_labels.sheet_name(data))
    return whole


def _find_codes(head: Iterable[tuple[int, bytes]]) -> dict[str, str]:
    """The number formats of the workbook, by their number."""
    codes = {}
    for kind, data in head:
        if kind == _FORMAT:
            (number,) = struct.unpack_from("<H", data)
            codes[str(number)], _ = read_counted(data, 2)
    return complete_codes(codes)


def _find_formats(
    head: Iterable[tuple[int, bytes]], codes: Mapping[str, str]
) -> dict[int, NumberFormat]:
    """Formats that show something else, by the number of the style."""
    styles = [struct.unpack_from("<H", data, 2)[0] for kind, data in head if kind == _STYLE]
    known = (
        (place, read_format(codes.get(str(number), ""))) for place, number in enumerate(styles)
    )
    return {place: shown for place, shown in known if shown.matters}


def _find_in(
    stream: bytes,
    start: int,
    formats: Mapping[int, NumberFormat],
    codes: Mapping[str, str],
    small: Mapping[int, str],
) -> Marks:
    marks = Marks()
    records = list(_records(stream, start))
    marks.comments = find_comments(records)
    conditionals = find_conditionals(records, codes)
    for kind, data in records:
        if kind == _MERGED:
            areas = struct.iter_unpack("<4H", data[2 : 2 + (len(data) - 2) // 8 * 8])
            marks.merged += [Area(top, left, end, right) for top, end, left, right in areas]
        elif kind == _ROW and len(data) >= 14 and (data[12] & 0x20 or _has_no_height(data)):
            row = int.from_bytes(data[:2], "little")
            marks.hidden_rows.append((row, row))
        elif kind == _COLUMNS and len(data) >= 10 and (data[8] & 1 or data[4:6] == b"\0\0"):
            marks.hidden_columns.append(struct.unpack_from("<HH", data))
        elif len(data) >= 8:
            _note_cell(marks, kind, data, small)
            for row, column, style, value in _values(kind, data) if formats or conditionals else ():
                own = formats[style].judge(value) if style in formats else None
                marks.note_effect(
                    row, column, judge_cell(conditionals, (row, column), value) or own
                )
    return marks


def _has_no_height(data: bytes) -> bool:
    """Whether a row has a height of its own, and it is nought."""
    return bool(data[12] & 0x40) and not int.from_bytes(data[6:8], "little") & 0x7FFF


def _note_cell(marks: Marks, kind: int, data: bytes, small: Mapping[int, str]) -> None:
    """Note what an error, a formula or a raised text shows, or that a formula was worked out."""
    row, column = struct.unpack_from("<HH", data)
    if kind == _ERROR and data[7]:
        marks.note_shown(row, column, _WORDS.get(data[6], UNNAMED))
    elif kind == _LISTED_TEXT and (text := small.get(int.from_bytes(data[6:10], "little"))):
        marks.note_shown(row, column, text)
    elif kind == _FORMULA and len(data) >= 16:
        shown = _formula_shown(data)
        if shown:
            marks.note_shown(row, column, shown)
        else:
            marks.note_formula(row, column)


def _values(kind: int, data: bytes) -> Iterator[tuple[int, int, int, float | None]]:
    """Row, column, style and number of each value that a record holds; None for a text."""
    row, column, style = struct.unpack_from("<HHH", data)
    if kind in _TEXTS:
        yield row, column, style, None
    elif kind == _SHORT_NUMBER:
        yield row, column, style, _short_number(data, 6)
    elif kind == _NUMBER or (kind == _FORMULA and data[12:14] != b"\xff\xff"):
        yield row, column, style, struct.unpack_from("<d", data, 6)[0]
    elif kind == _SHORT_NUMBERS:
        for place in range((len(data) - 6) // 6):
            at = 4 + 6 * place
            style = struct.unpack_from("<H", data, at)[0]
            yield row, column + place, style, _short_number(data, at + 2)


def _short_number(data: bytes, at: int) -> float:
    """A number in four bytes: a whole one or the upper half of another, or a hundred times it."""
    (bits,) = struct.unpack_from("<i", data, at)
    whole = float(bits >> 2)
    half: float = struct.unpack("<d", struct.pack("<ii", 0, bits & ~3))[0]
    number = whole if bits & 2 else half
    return number / 100 if bits & 1 else number


def _formula_shown(data: bytes) -> str:
    result, (flags,) = data[6:14], struct.unpack_from("<H", data, 14)
    if result[6:8] == b"\xff\xff" and result[0] == 2:
        return _WORDS.get(result[2], UNNAMED)
    return as_formula("") if flags & _ON_LOAD and not any(result) else ""


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place on to the end of what begins there, charts inside left out."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        data = stream[start + 4 : start + 4 + length]
        start += 4 + length
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 0:
            return
        if depth == 1:
            yield kind, data


def _read_streams(file: bytes) -> tuple[dict[str, bytes], Sequence[str]]:
    """The streams with cells or properties, put together from sectors; and the names of all."""
    size = 1 << struct.unpack_from("<H", file, 30)[0]
    mini_size = 1 << struct.unpack_from("<H", file, 32)[0]
    directory, cutoff, mini_table = (
        struct.unpack_from("<I", file, place)[0] for place in (48, 56, 60)
    )

    def sector(number: int) -> bytes:
        return file[(number + 1) * size : (number + 2) * size]

    table = b"".join(sector(number) for number in _table_sectors(file, sector))
    chain = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def read(first: int) -> bytes:
        return b"".join(sector(number) for number in _follow(chain, first))

    entries = read(directory)
    streams: dict[str, tuple[int, int]] = {}
    for place in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, place + 64)[0]
        name = entries[place : place + max(0, length - 2)].decode("utf-16-le", "replace")
        streams.setdefault(name, struct.unpack_from("<II", entries, place + 116))

    def read_small(first: int) -> bytes:
        small, links = read(streams["Root Entry"][0]), read(mini_table)
        minis = struct.unpack(f"<{len(links) // 4}I", links)
        numbers = _follow(minis, first)
        return b"".join(small[n * mini_size : (n + 1) * mini_size] for n in numbers)

    wanted = {
        name: (read if streams[name][1] >= cutoff else read_small)(streams[name][0])[
            : streams[name][1]
        ]
        for name in _STREAMS & streams.keys()
    }
    return wanted, [*streams]


def _table_sectors(file: bytes, sector: Callable[[int], bytes]) -> list[int]:
    """Sectors of the allocation table: the first 109 stand in the header, more in a list."""
    numbers = list(struct.unpack_from("<109I", file, 76))
    more = struct.unpack_from("<I", file, 68)[0]
    seen: set[int] = set()
    while more < _FREE and more not in seen:
        seen.add(more)
        listed = struct.unpack(f"<{len(sector(more)) // 4}I", sector(more))
        numbers += listed[:-1]
        more = listed[-1]
    return [number for number in numbers if number < _FREE]


def _follow(chain: Sequence[int], first: int) -> Iterator[int]:
    """The sectors of one stream; a chain that bites its tail ends."""
    seen = set()
    while first < len(chain) and first not in seen:
        seen.add(first)
        yield first
        first = chain[first]

"""Comments at cells in the records of a sheet of an XLS workbook."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from qa_checks.reading.cell_marks.xls_texts import read_text

_OBJECT, _TEXT, _MORE, _NOTE = 0x005D, 0x01B6, 0x003C, 0x001C
_LONG_NOTE = 0xFFFF  # the row of what goes on with the comment before it


def find_comments(records: Sequence[tuple[int, bytes]]) -> list[tuple[int, int, str]]:
    """Row and column, from 0, and text of each comment."""
    texts = _texts_of_objects(records)
    comments: list[tuple[int, int, str]] = []
    for kind, data in records:
        if kind != _NOTE or len(data) < 8:
            continue
        row, column, _, number = struct.unpack_from("<4H", data)
        # Before Excel 97, the text stands in the record itself, behind its length.
        text = texts[number] if number in texts else data[6:].decode("cp1252", "replace")
        if row == _LONG_NOTE and comments:
            row, column, before = comments.pop()
            text = before + text
        comments.append((row, column, text))
    return comments


def _texts_of_objects(records: Sequence[tuple[int, bytes]]) -> dict[int, str]:
    """The text of each object that has one, by its number."""
    texts: dict[int, str] = {}
    number = left = 0
    for kind, data in records:
        if kind == _OBJECT and len(data) >= 8:
            number, left = struct.unpack_from("<H", data, 6)[0], 0
        elif kind == _TEXT and len(data) >= 12:
            left = struct.unpack_from("<H", data, 10)[0]
            texts[number] = ""
        elif kind == _MORE and left > 0 and data:
            text, _ = read_text(data, 0, left)
            texts[number] += text
            left -= len(text)
    return texts

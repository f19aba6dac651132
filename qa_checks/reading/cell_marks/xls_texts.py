"""Texts in the records of an XLS workbook: a byte before each says how wide its characters are."""

from __future__ import annotations

import struct


def read_text(data: bytes, at: int, length: int) -> tuple[str, int]:
    """A text of so many characters behind that byte, and where it ends."""
    is_wide = data[at] & 1
    end = at + 1 + length * (2 if is_wide else 1)
    return data[at + 1 : end].decode("utf-16-le" if is_wide else "latin-1", "replace"), end


def read_counted(data: bytes, at: int) -> tuple[str, int]:
    """A text that begins with the number of its characters, and where it ends."""
    return read_text(data, at + 2, struct.unpack_from("<H", data, at)[0])

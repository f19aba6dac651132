"""Parts of a workbook as text: in either encoding, with what stands in CDATA as other text does."""

from __future__ import annotations

import html
import re
import zipfile

MOST = 1 << 20  # bytes of a part, and cut from there
ALL = -1  # however many
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins
_CDATA_START = "<![CDATA["
_CDATA = re.compile(r"<!\[CDATA\[((?:(?!\]\]>|<!\[CDATA\[).)*)\]\]>", re.DOTALL)


def read_part(archive: zipfile.ZipFile, part: str, most: int = MOST) -> str:
    """The text of a part, as far as it is read."""
    with archive.open(part) as stream:
        return decode_part(stream.read(most))


def decode_part(xml: bytes) -> str:
    """The text of XML."""
    text = xml.decode("utf-16" if xml.startswith(_WIDE) else "utf-8", "replace")
    return (
        _CDATA.sub(lambda section: html.escape(section[1]), text) if _CDATA_START in text else text
    )


def write_plainly(xml: bytes) -> bytes:
    """The same XML in UTF-8, whatever it says of itself, without CDATA."""
    if xml.startswith(_WIDE) or _CDATA_START.encode() in xml:
        return decode_part(xml).encode()
    return xml

"""Parts of a workbook as text: in either encoding, with what stands in CDATA as other text does."""

from __future__ import annotations

import html
import re
import zipfile

MOST = 1 << 20  # bytes of a part, and cut from there
ALL = -1  # however many
_CDATA = re.compile(r"<!\[CDATA\[((?:(?!\]\]>|<!\[CDATA\[).)*)\]\]>", re.DOTALL)


def read_part(archive: zipfile.ZipFile, part: str, most: int = MOST) -> str:
    """The text of a part, as far as it is read."""
    with archive.open(part) as stream:
        return decode_part(stream.read(most))


def decode_part(xml: bytes) -> str:
    """The text of XML."""
    is_wide = xml.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = xml.decode("utf-16" if is_wide else "utf-8", "replace")
    return (
        _CDATA.sub(lambda section: html.escape(section[1]), text) if "<![CDATA[" in text else text
    )

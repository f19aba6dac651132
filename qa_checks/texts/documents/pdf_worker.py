"""Finds what is printed on the pages of a PDF, and where; run in a process of its own.

A PDF of a few hundred bytes can ask for any amount of memory and time, so this runs with limits
that the operating system keeps, as the reading of workbooks does. It takes the file from standard
input and writes JSON: of each page its printed strings (x, y, size and characters) in the order in
which they are printed, and whether it shows a picture.
"""

from __future__ import annotations

import io
import json
import sys
from math import hypot
from typing import Any

AS_IT_IS = [1, 0, 0, 1, 0, 0]
MOVES = (b"Td", b"TD", b"Tm", b"T*")


def gather(content: bytes) -> dict[str, Any]:
    """Give the pages of a PDF, or "locked" where it asks for a password."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"locked": True}
    return {"pages": [_gather_page(page) for page in reader.pages]}


def _gather_page(page: Any) -> dict[str, Any]:
    strings: list[tuple[float, float, float, str]] = []

    def keep(words: str, of_page: list[float], of_text: list[float], _: Any, size: float) -> None:
        if words:
            x, y, height = _place(of_page, of_text)
            strings.append((round(x, 1), round(y, 1), round(size * height, 1), words))

    _part_strings(page)
    page.extract_text(visitor_text=keep)
    return {"strings": strings, "picture": not strings and len(page.images.keys()) > 0}


def _part_strings(page: Any) -> None:
    """Have every string given apart that is put into a place of its own.

    A change of the page's matrix to what it is makes the library give what it has read so far.
    """
    from pypdf.generic import ContentStream, NameObject

    written = page.get("/Contents")
    if written is None:
        return
    content = ContentStream(written.get_object(), page.pdf, "bytes")
    parted: list[tuple[Any, bytes]] = []
    for operands, operator in content.operations:
        if operator in MOVES:
            parted.append((AS_IT_IS, b"cm"))
        parted.append((operands, operator))
    content.operations = parted
    page[NameObject("/Contents")] = content


def _place(page: list[float], text: list[float]) -> tuple[float, float, float]:
    """Where text begins, along its line and above the foot, and the height of a sign of size 1.

    A page that is written sideways is turned.
    """
    a, b, c, d, e, f = page
    x, y = text[4] * a + text[5] * c + e, text[4] * b + text[5] * d + f
    along, aside = text[0] * a + text[1] * c, text[0] * b + text[1] * d
    length = hypot(along, aside) or 1.0
    height = hypot(text[2] * a + text[3] * c, text[2] * b + text[3] * d)
    return (x * along + y * aside) / length, (y * along - x * aside) / length, height


if __name__ == "__main__":
    order = json.loads(sys.argv[1])
    sys.path += [order["package"], order["library"]]
    from qa_checks.operating_system import limit_process

    limit_process(order["memory_bytes"], order["seconds"], order["file_bytes"])
    sys.stdout.write(json.dumps(gather(sys.stdin.buffer.read())))

"""The XML of an ODS workbook, in which signs are looked for quickly that it may not have.

A sheet says the same of cell after cell: each tag once, with the text behind it, is a twentieth of
a large workbook. What does not stand there need not be looked for in the whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from qa_checks.reading.cell_marks.xml_tags import each_place

_BLOCK = 1 << 18  # bytes that are taken apart at a time
_MOST = 1 << 18  # different tags; of more, nothing is gained


class Content:
    """The XML as a ``whole``, and ``each_tag`` of it once, with the text behind it.

    The tags stand in the order in which they come first.
    """

    def __init__(self, whole: bytes) -> None:
        self.whole = whole
        self.each_tag = _list_tags(whole)

    def __contains__(self, sign: bytes) -> bool:
        """Whether a sign stands in it; one that goes beyond a tag and its text does not."""
        return sign in self.each_tag

    def find_all(self, sign: bytes, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Every place where a sign stands, or each in a part of it."""
        return each_place(self.whole, sign, start, end) if sign in self else iter(())


def _list_tags(xml: bytes) -> bytes:
    tags: dict[bytes, None] = {}
    at = 0
    while at < len(xml):
        end = xml.find(b"<", at + _BLOCK)
        end = len(xml) if end < 0 else end
        tags.update(dict.fromkeys(xml[at:end].split(b"<")))
        if len(tags) > _MOST:
            return xml
        at = end
    return b"<".join(tags)

"""Comments at cells in the parts of an XLSX workbook: notes, and threads with their answers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from qa_checks.reading.cell_marks.marks import column_of

KINDS = ("comments", "threadedcomment")
_COMMENT = re.compile(
    r"""<(?:\w+:)?(?:comment|threadedComment)\s[^>]*\bref=["']([A-Z]+)(\d+)[^>]*>"""
    r"(.*?)</(?:\w+:)?(?:comment|threadedComment)>",
    re.DOTALL,
)
_TEXT = re.compile(r"<(?:\w+:)?t(?:ext)?(?:\s[^>]*)?>([^<]+)<")


def read_comments(xml: str) -> Iterator[tuple[int, int, str]]:
    """Row and column, from 0, and text of each comment in a part of one of the kinds."""
    for letters, number, content in _COMMENT.findall(xml):
        text = html.unescape("".join(_TEXT.findall(content)))
        yield int(number) - 1, column_of(letters), text

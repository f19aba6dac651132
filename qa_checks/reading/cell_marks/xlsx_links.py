"""Parts of an XLSX workbook that belong to a sheet: comments, marked-up tables."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator

from qa_checks.reading.cell_marks.marks import column_of
from qa_checks.reading.cell_marks.package import Package
from qa_checks.reading.cell_marks.part_texts import ALL, read_part
from qa_checks.reading.cell_marks.xml_tags import each_tag

COMMENTS = ("comments", "threadedcomment")  # kinds of parts: notes, and threads with answers
_COMMENT = re.compile(
    r"""<(?:\w+:)?(?:comment|threadedComment)\s[^>]*\bref=["']([A-Z]+)(\d+)[^>]*>"""
    r"(.*?)</(?:\w+:)?(?:comment|threadedComment)>",
    re.DOTALL,
)
_TEXT = re.compile(r"<(?:\w+:)?t(?:ext)?(?:\s[^>]*)?>([^<]+)<")


def each_link(archive: Package, sheet: str) -> Iterator[tuple[str, str]]:
    """Kind, in lower case, and content of each part that a sheet is linked with, each part once."""
    folder = posixpath.dirname(sheet)
    seen: set[str] = set()
    for about in each_tag("Relationship", read_links(archive, sheet)):
        kind = about.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/" + folder, about.get("Target", "")))[1:]
        if target in archive and target not in seen:
            seen.add(target)
            yield kind.lower(), read_part(archive, target, ALL)


def read_links(archive: Package, sheet: str) -> str:
    """The list of links of a sheet; '' where it has none."""
    folder, name = posixpath.split(sheet)
    links = f"{folder}/_rels/{name}.rels"
    return read_part(archive, links, ALL) if links in archive else ""


def read_comments(xml: str) -> Iterator[tuple[int, int, str]]:
    """Row and column, from 0, and text of each comment in a part of such a kind."""
    for letters, number, content in _COMMENT.findall(xml):
        text = html.unescape("".join(_TEXT.findall(content)))
        yield int(number) - 1, column_of(letters), text

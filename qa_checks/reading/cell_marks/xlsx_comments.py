"""Comments at cells in the parts of an XLSX workbook: notes, and threads with their answers."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Collection

from qa_checks.reading.cell_marks.xml_tags import INSIDE, read_attributes

_LINK = re.compile(rf"<(?:\w+:)?Relationship\s{INSIDE}>")
_COMMENT = re.compile(
    r"""<(?:\w+:)?(?:comment|threadedComment)\s[^>]*\bref=["']([A-Z]+)(\d+)[^>]*>"""
    r"(.*?)</(?:\w+:)?(?:comment|threadedComment)>",
    re.DOTALL,
)
_TEXT = re.compile(r"<(?:\w+:)?t(?:ext)?(?:\s[^>]*)?>([^<]+)<")


def find_comments(
    archive: zipfile.ZipFile, sheet: str, parts: Collection[str]
) -> list[tuple[int, int, str]]:
    """Row and column, from 0, and text of each comment of the sheet in one of the parts."""
    folder, name = posixpath.split(sheet)
    links = f"{folder}/_rels/{name}.rels"
    comments: list[tuple[int, int, str]] = []
    for link in _LINK.findall(_read(archive, links)) if links in parts else ():
        about = read_attributes(link)
        kind = about.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/" + folder, about.get("Target", "")))[1:]
        if kind.lower() in ("comments", "threadedcomment") and target in parts:
            for letters, number, content in _COMMENT.findall(_read(archive, target)):
                text = html.unescape("".join(_TEXT.findall(content)))
                comments.append((int(number) - 1, column_of(letters.encode()), text))
    return comments


def column_of(letters: bytes) -> int:
    """Number, from 0, of a column that is named by letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _read(archive: zipfile.ZipFile, part: str) -> str:
    return archive.read(part).decode("utf-8", "replace")

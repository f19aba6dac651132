"""Parts of an XLSX workbook that belong to a sheet: comments, marked-up tables."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator

from qa_checks.reading.cell_marks.xml_tags import INSIDE, read_attributes

_LINK = re.compile(rf"<(?:\w+:)?Relationship\s{INSIDE}>")


def each_link(
    archive: zipfile.ZipFile, sheet: str, parts: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Kind, in lower case, and content of each part that a sheet is linked with, each part once."""
    folder, name = posixpath.split(sheet)
    links = f"{folder}/_rels/{name}.rels"
    seen: set[str] = set()
    for link in _LINK.findall(_read(archive, links)) if links in parts else ():
        about = read_attributes(link)
        kind = about.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/" + folder, about.get("Target", "")))[1:]
        if target in parts and target not in seen:
            seen.add(target)
            yield kind.lower(), _read(archive, target)


def _read(archive: zipfile.ZipFile, part: str) -> str:
    return archive.read(part).decode("utf-8", "replace")

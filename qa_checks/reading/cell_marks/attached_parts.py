"""What a workbook carries besides its cells: copies of rows, macros, pictures, charts, text boxes.

Parts are told by the types that the workbook gives them, wherever they stand in it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

from qa_checks.reading.cell_marks.label import (
    CHART,
    CONNECTION,
    EMBEDDED,
    LOG,
    MACRO,
    MODEL,
    OUTSIDE,
    PICTURE,
    PIVOT,
    TEXT_BOX,
    Label,
    tell,
)
from qa_checks.reading.cell_marks.ods_content import Content
from qa_checks.reading.cell_marks.package import Package
from qa_checks.reading.cell_marks.part_texts import decode_part, read_part
from qa_checks.reading.cell_marks.xml_tags import each_tag

MOST = 100  # parts of a kind that are told of
_LISTING = 1 << 24  # bytes of the list of types
_DRAWN = 1 << 20  # bytes from the first text box of an ODS workbook on
_XLSX = {
    "pivotcachedefinition+xml": PIVOT,
    "model+data": MODEL,
    "revisionlog+xml": LOG,
    "vbaproject": MACRO,
    "macrosheet+xml": MACRO,
    "oleobject": EMBEDDED,
    "package": EMBEDDED,
    "document": EMBEDDED,
    "presentation": EMBEDDED,
    "sheet": EMBEDDED,
    "pdf": EMBEDDED,
    "connections+xml": CONNECTION,
    "externallink+xml": OUTSIDE,
    "chart+xml": CHART,
    "chartex+xml": CHART,
    "drawing+xml": TEXT_BOX,
}  # how their types end
_ODS = {"chart": CHART, "spreadsheet": EMBEDDED, "text": EMBEDDED}  # how types of objects end
_PICTURES = (".bmp", ".emf", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".wmf")
_PREVIEWS = ("docProps/", "Thumbnails/")  # of the first page, made by programs for themselves
_OLE = {"_SX_DB_CUR": PIVOT, "_VBA_PROJECT_CUR": MACRO}
_DRAWN_TEXT = re.compile(r"<a:t(?:\s[^<>]*)?>([^<]+)<")
_BOX, _BOX_END = "<draw:text-box", "</draw:text-box>"
_TAG = re.compile(r"<[^<>]*>")


def first_of_each(labels: Iterable[Label]) -> Iterator[Label]:
    """Of each kind so many that many of one hide no other."""
    met: Counter[str] = Counter()
    for label in labels:
        met[label.part] += 1
        if met[label.part] <= MOST:
            yield label


def find_in_xlsx(archive: Package) -> Iterator[Label]:
    """What an XLSX workbook carries."""
    types = _read_types(archive, "[Content_Types].xml")
    for part in sorted(archive):
        suffix = PurePosixPath(part).suffix.lower()
        kind = _kind_of(types.get(f"/{part.casefold()}", types.get(suffix, "")), _XLSX)
        if kind == TEXT_BOX:
            yield from _box(part, " ".join(_DRAWN_TEXT.findall(read_part(archive, part))))
        elif kind:
            yield Label(kind, PurePosixPath(part).stem, "")
    yield from _find_pictures(archive)


def find_in_ods(archive: Package, content: Content) -> Iterator[Label]:
    """What an ODS workbook carries."""
    for path, kind in _read_types(archive, "META-INF/manifest.xml").items():
        known = _kind_of(kind, _ODS)
        if known and path.strip("/"):
            yield Label(known, path.strip("/"), "")
    if any(part.startswith("Basic/") for part in archive):
        yield Label(MACRO, "Basic", "")
    if b"<table:database-source-" in content:
        yield Label(CONNECTION, "database", "")
    if b"<table:table-source " in content or b"<table:cell-range-source " in content:
        yield Label(OUTSIDE, "linked table", "")
    at = next(content.find_all(_BOX.encode()), None)
    drawn = "" if at is None else decode_part(content.whole[at : at + _DRAWN])
    for number, box in enumerate(drawn.split(_BOX)[1:], start=1):
        inside = box.partition(_BOX_END)[0].partition(">")[2]
        yield from _box(f"text box {number}", _TAG.sub(" ", inside))
    yield from _find_pictures(archive)


def find_in_ole(streams: Collection[str]) -> Iterator[Label]:
    """What an XLS workbook carries, by the names of its streams; what it draws is not found."""
    for stream in sorted(streams):
        kind = EMBEDDED if stream.startswith("MBD") else _OLE.get(stream)
        if kind:
            yield Label(kind, stream, "")


def _find_pictures(archive: Package) -> Iterator[Label]:
    for part in sorted(archive):
        if part.lower().endswith(_PICTURES) and not part.startswith(_PREVIEWS):
            yield Label(PICTURE, PurePosixPath(part).name, "")


def _box(name: str, text: str) -> Iterator[Label]:
    shown = " ".join(html.unescape(text).split())
    yield from tell(TEXT_BOX, PurePosixPath(name).stem, shown)


def _kind_of(type_: str, kinds: dict[str, str]) -> str:
    """The kind of a part that has a type, told by the end of that, from a point on."""
    end = re.split(r"[./]", type_.lower())[-1]
    return kinds.get(end, "")


def _read_types(archive: Package, listing: str) -> dict[str, str]:
    """The type of each part, or of each ending of names, that a workbook lists."""
    if listing not in archive:
        return {}
    types = {}
    for tag in each_tag("Override|Default|file-entry", read_part(archive, listing, _LISTING)):
        about = {name.rpartition(":")[2]: text for name, text in tag.items()}
        extension = about.get("Extension")
        named = about.get("PartName", "").casefold() or about.get("full-path")
        place = f".{extension.lower()}" if extension else named
        if place:
            types[place] = about.get("ContentType", about.get("media-type", ""))
    return types

"""ODT: the text of an OpenDocument text, its frames and notes, with tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa_checks.reading.containers import protected
from qa_checks.texts.documents.document_format import Document, DocumentFormat
from qa_checks.texts.documents.looks import Height, Look, Style, resolve_styles
from qa_checks.texts.documents.office_parts import Parts, child, children, look_into, value
from qa_checks.texts.documents.open_body import OpenBody
from qa_checks.texts.documents.pieces import Piece

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TYPE = "application/vnd.oasis.opendocument.text"
_HEIGHTS = {"super": Height.RAISED, "sub": Height.LOWERED}


def _recognises(document: Document) -> bool:
    archive = look_into(document)
    return archive is not None and archive.kind.startswith(_TYPE)


def _read(document: Document) -> Iterator[Piece]:
    parts = Parts(document)
    manifest = parts.read("META-INF/manifest.xml")
    if any(
        child(entry, "encryption-data") is not None for entry in children(manifest, "file-entry")
    ):
        raise protected(document.place)
    content, common = parts.require("content.xml"), parts.read("styles.xml")
    styles: dict[str, Style] = {}
    for root in (common, content):
        for group in ("styles", "automatic-styles"):
            for style in children(child(root, group), "style"):
                styles[f"{value(style, 'family')} {value(style, 'name')}"] = _style_of(style)
    body = OpenBody(resolve_styles(styles))
    text = child(content, "body", "text")
    if text is not None:
        body.read(text)
    # A frame or a note ends before the paragraph that it stands in.
    return iter(sorted(body.pieces, key=lambda piece: piece.line))


def _style_of(style: Element) -> Style:
    words = child(style, "text-properties")
    shown, line = value(words, "display"), value(words, "text-line-through-style")
    height = (value(words, "text-position") or "").split()
    look = Look(
        hidden=None if shown is None else shown == "none",
        struck=None if line is None else line != "none",
        height=_height_of(height[0]) if height else None,
    )
    base = value(style, "parent-style-name")
    return Style("", base and f"{value(style, 'family')} {base}", look)


def _height_of(position: str) -> Height:
    """The height of a position that is a word, or a percentage of the line."""
    if position in _HEIGHTS:
        return _HEIGHTS[position]
    if position.startswith("-"):
        return Height.LOWERED
    return Height.LEVEL if position.startswith("0") else Height.RAISED


OPEN_DOCUMENT = DocumentFormat("ODT", (".odt", ".ott"), _recognises, _read)

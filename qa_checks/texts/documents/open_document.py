"""ODT: the text of an OpenDocument text, its frames and notes, with tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from qa_checks.model.texts import BlockKind
from qa_checks.reading.containers import protected
from qa_checks.small_signs import raised, read_position
from qa_checks.texts.documents.cell_places import CellPlaces, read_span
from qa_checks.texts.documents.document_format import Document, DocumentFormat
from qa_checks.texts.documents.looks import Look, Style, resolve_styles
from qa_checks.texts.documents.office_parts import Parts, child, children, local, look_into, value
from qa_checks.texts.documents.pieces import Piece

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TYPE = "application/vnd.oasis.opendocument.text"
# Deleted words, comments, indexes, titles of pictures, numbers of items, words nobody sees; what
# describes a picture is a text of its own.
_UNREAD = frozenset(
    "tracked-changes annotation annotation-end forms variable-decls sequence-decls user-field-decls"
    " table-of-content illustration-index table-index object-index user-index alphabetical-index"
    " title desc number ruby-text script covered-table-cell note-citation"
    " object object-ole image binary-data".split()
)
_KINDS = {
    "h": BlockKind.HEADING,
    "list-item": BlockKind.ITEM,
    "list-header": BlockKind.ITEM,
    "table-cell": BlockKind.CELL,
    "note-body": BlockKind.NOTE,
}
_CELLS = frozenset(("table-cell", "covered-table-cell"))
_STICKY = frozenset((BlockKind.NOTE, BlockKind.CELL))
_SIGNS = {"s": " ", "tab": " ", "line-break": " "}
_FAMILIES = {"p": "paragraph", "h": "paragraph", "span": "text", "a": "text"}


class _Paragraph(Struct):
    number: int
    kind: BlockKind
    hidden: bool = False
    words: list[str] = []
    alternatives: list[str] = []  # of the pictures in it


class OpenBody:
    """What is read of a document so far."""

    def __init__(self, styles: Mapping[str, Style]) -> None:
        self.pieces: list[Piece] = []
        self._styles = styles
        self._number = 0
        self._places = CellPlaces()
        self._open: list[_Paragraph] = []
        self._kinds = [BlockKind.PARAGRAPH]
        self._looks = [Look()]

    def read(self, root: Element) -> None:
        """Read the text of a document."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._leave(name)
                if element is not root:
                    self._say(element.tail)
            elif _is_unread(element, name):
                self._enter(element, name)
                walk.skip_subtree()
            else:
                self._enter(element, name)
                self._say(element.text)

    def _enter(self, element: Element, name: str) -> None:
        self._enter_table(element, name)
        if name in _KINDS:
            before = self._kinds[-1]
            self._kinds.append(before if before in _STICKY else _KINDS[name])
        if name == "note-body":
            self._looks.append(Look())  # a note in raised or struck words is neither
        if name in _FAMILIES:
            style = self._styles.get(f"{_FAMILIES[name]} {value(element, 'style-name')}")
            look = style.look if style else Look()
            self._looks.append(look.over(self._looks[-1]))
        if _FAMILIES.get(name) == "paragraph":
            self._number += 1
            self._open.append(_Paragraph(self._number, self._kinds[-1]))
        elif name == "note-citation":
            self._write(raised("".join(map(str, element.itertext()))))
        elif name in _SIGNS:
            self._write(_SIGNS[name])
        elif name == "desc" and self._open:
            self._open[-1].alternatives.append("".join(map(str, element.itertext())))
        elif name == "hidden-paragraph" and self._open:
            self._open[-1].hidden = value(element, "is-hidden") == "true"

    def _enter_table(self, element: Element, name: str) -> None:
        if name == "table":
            self._places.begin_table()
        elif name == "table-row":
            self._places.begin_row()
        elif name in _CELLS:  # those that another covers are there as well
            self._places.begin_cell(read_span(value(element, "number-columns-repeated")))

    def _leave(self, name: str) -> None:
        if name == "table":
            self._places.end_table()
        if _FAMILIES.get(name) == "paragraph":
            paragraph = self._open.pop()
            if not paragraph.hidden:
                for words in ("".join(paragraph.words), *paragraph.alternatives):
                    piece = Piece(words, paragraph.kind, paragraph.number)
                    self.pieces.append(self._places.put(piece))
        if name in _FAMILIES or name == "note-body":
            self._looks.pop()
        if name in _KINDS:
            self._kinds.pop()

    def _say(self, words: str | None) -> None:
        if words:
            self._write(self._looks[-1].write(words))

    def _write(self, words: str) -> None:
        if self._open:
            self._open[-1].words.append(words)


def _is_unread(element: Element, name: str) -> bool:
    """Whether nobody reads an element, or a condition hides it."""
    if name == "hidden-text":
        return value(element, "is-hidden") != "false"
    if name == "section":
        return value(element, "display") not in {None, "true"}
    if name == "table-row":
        return value(element, "visibility") in {"collapse", "filter"}
    return name in _UNREAD


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
        height=read_position(height[0]) if height else None,
    )
    base = value(style, "parent-style-name")
    return Style("", base and f"{value(style, 'family')} {base}", look)


OPEN_DOCUMENT = DocumentFormat("ODT", _recognises, _read)

"""DOCX: the body of a Word document, its text boxes and notes, with tracked changes accepted."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from qa_checks.errors import InputError
from qa_checks.model.texts import BlockKind
from qa_checks.small_signs import raised
from qa_checks.texts.documents.cell_places import CellPlaces, read_span
from qa_checks.texts.documents.document_format import Document, DocumentFormat
from qa_checks.texts.documents.looks import Look, Style
from qa_checks.texts.documents.office_parts import Parts, child, children, local, look_into, value
from qa_checks.texts.documents.pieces import Piece
from qa_checks.texts.documents.word_styles import (
    is_heading,
    is_listed,
    look_of,
    read_styles,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NOTES = ("footnote", "endnote")
# Deleted or moved away, properties, comments, codes of fields, readings above words.
_UNREAD = frozenset(
    "del moveFrom delText instrText delInstrText pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr"
    " comment rt pPrChange rPrChange".split()
)
_SIGNS = dict.fromkeys("tab ptab br cr e num sup sub deg".split(), " ")  # e to deg in formulas
_SIGNS |= {"noBreakHyphen": "-", "den": "/"}
_BACKWARDS = "\u202e"
_OF_TABLES = frozenset(("tbl", "tr", "tc"))
_CONTENTS = ("toc ", "table of figures", "table of authorities")
_TITLES = frozenset(("title", "subtitle"))


class _Paragraph(Struct):
    number: int
    kind: BlockKind
    look: Look
    unread: bool
    words: list[str] = []
    alternatives: list[str] = []  # of the pictures in it


class Body:
    """What is read of a document so far: its pieces, and the notes it has pointed to."""

    def __init__(self, place: str, styles: Mapping[str, Style]) -> None:
        self.pieces: list[Piece] = []
        self.noted: dict[str, list[str | None]] = {"footnote": [], "endnote": []}
        self._place = place
        self._styles = styles
        self._number = 0
        self._open: list[_Paragraph] = []
        self._cells = 0
        self._places = CellPlaces()
        self._carried: list[str] = []  # of a paragraph whose end has been deleted

    def read(self, root: Element, kind: BlockKind) -> None:
        """Read a part, or one note of it.

        Raises
        ------
        InputError
            If it holds a document of another kind, which is not read.
        """
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._leave(element, name)
            else:
                self._enter(element, name, kind)
                if _is_unread(element, name):
                    walk.skip_subtree()

    def _enter(self, element: Element, name: str, kind: BlockKind) -> None:
        if name == "p":
            self._number += 1
            self._open.append(self._begin(element, kind))
        elif name in _OF_TABLES:
            self._enter_table(element, name)
        elif name == "docPr" and self._open:
            self._open[-1].alternatives.append(value(element, "descr") or "")
        elif name == "altChunk":
            raise InputError(
                "A document of another kind is embedded in it, whose text is not read.",
                where=f"{self._place}:{self._number}",
                remedy="Open it in the word processor and save it anew.",
            )
        elif name == "t":
            self._say(self._look(element).write(element.text or ""))
        elif name in _SIGNS:
            self._say(_SIGNS[name])
        elif name == "bdo" and value(element) == "rtl":
            self._say(_BACKWARDS)
        elif name in {"footnoteReference", "endnoteReference"}:
            self._point(element, self.noted[name.removesuffix("Reference")])

    def _enter_table(self, element: Element, name: str) -> None:
        if name == "tbl":
            self._places.begin_table()
        elif name == "tr":
            skipped = child(element, "trPr", "gridBefore")
            self._places.begin_row(0 if skipped is None else read_span(value(skipped)))
        else:
            self._cells += 1
            span = child(element, "tcPr", "gridSpan")
            self._places.begin_cell(read_span(None if span is None else value(span)))

    def _point(self, element: Element, noted: list[str | None]) -> None:
        """Write the number of a note, as the word processor does."""
        noted.append(value(element, "id"))
        if value(element, "customMarkFollows") in {None, "0", "false"}:
            self._say(raised(str(len(noted))))

    def _leave(self, element: Element, name: str) -> None:
        if name == "tc":
            self._cells -= 1
        elif name == "tbl":
            self._places.end_table()
        elif name == "p":
            paragraph = self._open.pop()
            if child(element, "pPr", "rPr", "del") is not None:
                self._carried = paragraph.words
            elif not paragraph.unread:
                for words in ("".join(paragraph.words), *paragraph.alternatives):
                    piece = Piece(words, paragraph.kind, paragraph.number)
                    self.pieces.append(self._places.put(piece))

    def _begin(self, element: Element, kind: BlockKind) -> _Paragraph:
        properties = child(element, "pPr")
        style = self._styles.get(value(child(properties, "pStyle")) or "")
        look = style.look if style else Look()
        words, self._carried = self._carried, []
        unread = style is not None and style.name.startswith(_CONTENTS)
        kind = self._kind_of(properties, style, kind)
        return _Paragraph(self._number, kind, look, unread, words)

    def _kind_of(
        self, properties: Element | None, style: Style | None, kind: BlockKind
    ) -> BlockKind:
        if kind is BlockKind.NOTE:
            return kind
        if self._cells:
            return BlockKind.CELL
        heading, listed = is_heading(properties), is_listed(properties)
        if style is not None:
            named = style.name in _TITLES or style.name.startswith("heading ")
            heading = (style.heading or named) if heading is None else heading
            listed = style.listed if listed is None else listed
        if heading:
            return BlockKind.HEADING
        return BlockKind.ITEM if listed else kind

    def _look(self, text: Element) -> Look:
        """How the run around a text is written."""
        run = text.getparent()
        properties = child(run, "rPr")
        style = self._styles.get(value(child(properties, "rStyle")) or "")
        below = self._open[-1].look if self._open else Look()
        return look_of(properties).over(style.look if style else Look()).over(below)

    def _say(self, words: str) -> None:
        if self._open:
            self._open[-1].words.append(words)


def _is_unread(element: Element, name: str) -> bool:
    if name == "tr":
        return child(element, "trPr", "del") is not None
    if name == "tc":
        return child(element, "tcPr", "cellDel") is not None
    if name == "Fallback":  # the same again, for older programs
        above = element.getparent()
        return child(above, "Choice") is not None
    return name in _UNREAD


def _recognises(document: Document) -> bool:
    archive = look_into(document)
    return archive is not None and any(name.startswith("word/") for name in archive.names)


def _read(document: Document) -> Iterator[Piece]:
    parts = Parts(document)
    main = _relations(parts, "").get("officeDocument", "word/document.xml")
    related = _relations(parts, main)
    styles = read_styles(parts.read(related["styles"])) if "styles" in related else {}
    body = Body(document.place, styles)
    body.read(parts.require(main), BlockKind.PARAGRAPH)
    for kind in _NOTES:
        notes = parts.read(related.get(f"{kind}s", ""))
        by_number = {value(note, "id"): note for note in children(notes, kind)}
        for number in body.noted[kind]:
            if number in by_number:
                body.read(by_number[number], BlockKind.NOTE)
    # A text box ends before the paragraph that it stands in.
    return iter(sorted(body.pieces, key=lambda piece: piece.line))


def _relations(parts: Parts, part: str) -> dict[str, str]:
    """The parts that belong to a part, by the last word of what they are to it."""
    folder, name = posixpath.split(part)
    listed = parts.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    related: dict[str, str] = {}
    for relation in children(listed, "Relationship"):
        target = value(relation, "Target") or ""
        if value(relation, "TargetMode") != "External":
            kind = (value(relation, "Type") or "").rpartition("/")[2]
            whole = target if target.startswith("/") else posixpath.join("/", folder, target)
            related.setdefault(kind, posixpath.normpath(whole).lstrip("/"))
    return related


WORD_DOCUMENT = DocumentFormat("DOCX", _recognises, _read)

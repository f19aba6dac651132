"""DOCX: the body of a Word document, its text boxes and notes, with tracked changes accepted."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents.document_format import Document, DocumentFormat
from qa_checks.texts.documents.office_parts import Parts, children, look_into, value
from qa_checks.texts.documents.pieces import Piece
from qa_checks.texts.documents.word_body import Body
from qa_checks.texts.documents.word_styles import read_styles

_NOTES = ("footnote", "endnote")


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


WORD_DOCUMENT = DocumentFormat("DOCX", (".docx", ".docm"), _recognises, _read)

"""Plain text: paragraphs wrapped over lines, also as a scanner reads them from a page."""

from __future__ import annotations

from collections.abc import Iterator

from qa_checks.texts.documents.decoding import decode
from qa_checks.texts.documents.document_format import Document, DocumentFormat
from qa_checks.texts.documents.lines import Line, read_lines
from qa_checks.texts.documents.pieces import Piece, check_length


def _read(document: Document) -> Iterator[Piece]:
    text = decode(document).rstrip("\x1a")  # the end of a file, of old
    check_length(len(text), document.place)
    return read_lines([Line(words, n) for n, words in enumerate(text.split("\n"), 1)])


PLAIN_TEXT = DocumentFormat("plain text", lambda _: True, _read)

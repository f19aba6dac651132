"""PDF: the lines of its pages, in reading order, without what every page repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from qa_checks.errors import InputError
from qa_checks.texts.documents.document_format import Document, DocumentFormat
from qa_checks.texts.documents.lines import read_lines
from qa_checks.texts.documents.page_furniture import without_furniture
from qa_checks.texts.documents.pdf_columns import read_columns
from qa_checks.texts.documents.pdf_process import open_pages
from qa_checks.texts.documents.pieces import Piece
from qa_checks.texts.documents.printed_lines import find_lines
from qa_checks.texts.documents.printed_paragraphs import set_apart

_SIGNATURE = b"%PDF-"
_START = 1024

_UNKNOWN = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_MOST_UNKNOWN = 0.2


def _recognises(document: Document) -> bool:
    return _SIGNATURE in document.content[:_START]


def _read(document: Document) -> Iterator[Piece]:
    pages = [find_lines(strings) for strings in open_pages(document)]
    words = "".join(line.words for page in pages for line in page)
    if len(_UNKNOWN.findall(words)) > _MOST_UNKNOWN * len(words):
        raise InputError(
            "Its fonts do not say which letters they show, so its text cannot be read.",
            where=document.place,
            remedy="Export the PDF again with its fonts, or give the text as DOCX or a web page.",
        )
    lines = set_apart([read_columns(page) for page in without_furniture(pages)])
    # A PDF has no lines of a file: its paragraphs are counted.
    return (replace(piece, line=count) for count, piece in enumerate(read_lines(lines), 1))


PDF = DocumentFormat("PDF", _recognises, _read)

"""Texts, read from every kind of document: one module a kind, asked in this order."""

from __future__ import annotations

import hashlib
from pathlib import Path

from qa_checks.errors import InputError
from qa_checks.model.texts import Text
from qa_checks.reading.contents import MIB, Limits
from qa_checks.reading.formats.foreign import find_foreign
from qa_checks.reading.formats.format import START, Candidate
from qa_checks.reading.regular_file import check_regular, explain_unreadable
from qa_checks.texts.documents.document_format import Document
from qa_checks.texts.documents.markdown_file import MARKDOWN
from qa_checks.texts.documents.open_document import OPEN_DOCUMENT
from qa_checks.texts.documents.pdf_pages import PDF
from qa_checks.texts.documents.pieces import compose
from qa_checks.texts.documents.plain_text import PLAIN_TEXT
from qa_checks.texts.documents.web_page import WEB_PAGE
from qa_checks.texts.documents.word_document import WORD_DOCUMENT
from qa_checks.words import list_words

# Plain text comes last: it is whatever is no other known kind of file.
FORMATS = (PDF, WORD_DOCUMENT, OPEN_DOCUMENT, MARKDOWN, WEB_PAGE, PLAIN_TEXT)

_LIMITS = Limits(file_bytes=64 * MIB)


def read_text(path: Path, shown: str) -> Text:
    """Read the text of a document as a reader sees it.

    Parameters
    ----------
    path
        The document, of any kind of `FORMATS`.
    shown
        Its name in reports and messages.

    Raises
    ------
    InputError
        If it is missing, cannot be read, is too large, or holds no text.
    """
    try:
        check_regular(path, shown, _LIMITS)
        content = path.read_bytes()
    except OSError as error:
        raise explain_unreadable(shown, error) from error
    document = Document(content, shown, path.suffix.lower())
    known = next((format_ for format_ in FORMATS if format_.recognises(document)), PLAIN_TEXT)
    if known is PLAIN_TEXT:
        _refuse_foreign(path, document)
    words, blocks = compose(known.read(document), shown)
    return Text(shown, hashlib.sha256(content).hexdigest(), words, blocks)


def _refuse_foreign(path: Path, document: Document) -> None:
    foreign = find_foreign(Candidate(path, document.content[:START], document.place))
    if foreign is not None:
        raise InputError(
            f"This is {foreign.words}, not a text.",
            where=document.place,
            remedy=f"Texts are read as {list_words([f.title for f in FORMATS], 'or')}.",
        )

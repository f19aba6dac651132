"""What a kind of document is: how it is told from others, and how its text is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from qa_checks.texts.documents.pieces import Piece


class Document(Struct, frozen=True):
    """A document of which nobody knows yet what it is.

    ``place`` is its name in messages, ``suffix`` the end of its own, in small letters.
    """

    content: bytes
    place: str
    suffix: str


class DocumentFormat(Struct, frozen=True):
    """A kind of document.

    Attributes
    ----------
    title
        What people call it.
    recognises
        Whether a document is of this kind, told by its content where the content can tell.
    read
        Gives its pieces in the order in which a reader meets them. It may raise InputError.
    """

    title: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Iterable[Piece]]

"""The parts of an office document: the XML files in its ZIP archive."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa_checks.errors import InputError
from qa_checks.reading.containers import (
    ZIP,
    Archive,
    check_directory,
    look_into_zip,
    protected,
)
from qa_checks.reading.contents import MIB, Limits
from qa_checks.texts.documents.document_format import Document

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LIMITS = Limits(unpacked_bytes=512 * MIB)
_MOST_BYTES_A_PART = 32 * MIB
# What zipfile raises for an archive that is not what its directory says.
_DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
_SAVE_ANEW = "Save it anew from the word processor."


def look_into(document: Document) -> Archive | None:
    """List a document that is a ZIP archive; None if it is none.

    Raises
    ------
    InputError
        If it is damaged, or protected with a password.
    """
    if not document.content.startswith(ZIP):
        return None
    return look_into_zip(io.BytesIO(document.content), document.place)


class Parts:
    """The parts of one office document, each read when it is asked for.

    Raises
    ------
    InputError
        If it would unpack to far more than it looks.
    """

    def __init__(self, document: Document) -> None:
        self._place = document.place
        check_directory(io.BytesIO(document.content), document.place, _LIMITS)
        self._archive = zipfile.ZipFile(io.BytesIO(document.content))
        self._names = frozenset(self._archive.namelist())

    def read(self, name: str) -> Element | None:
        """The root of a part; None if there is no such part.

        Raises
        ------
        InputError
            If it is too large, no well-formed XML, or declares entities.
        """
        from lxml import etree

        if name not in self._names:
            return None
        content = self._unpack(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise self._damaged(name, f"line {error.lineno}") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._damaged(name, "it declares a document type")
        return root

    def require(self, name: str) -> Element:
        """The root of a part that must be there.

        Raises
        ------
        InputError
            If it is not there, or cannot be read.
        """
        root = self.read(name)
        if root is None:
            raise self._damaged(name, "it is missing")
        return root

    def _unpack(self, name: str) -> bytes:
        if self._archive.getinfo(name).file_size > _MOST_BYTES_A_PART:
            raise InputError(
                f"Its part {name} is larger than {_MOST_BYTES_A_PART:,} bytes.",
                where=self._place,
                remedy="Check that this is the text of the release, or split it.",
            )
        try:
            return self._archive.read(name)
        except _DAMAGE as error:
            raise self._damaged(name, str(error)) from error
        except RuntimeError as error:  # how zipfile says that an entry is encrypted
            raise protected(self._place) from error

    def _damaged(self, name: str, why: str) -> InputError:
        return InputError(
            f"The document is damaged, in its part {name} ({why}).",
            where=self._place,
            remedy=_SAVE_ANEW,
        )


def local(element: Element) -> str:
    """The name of an element without its namespace: editions of a format differ in it."""
    return str(element.tag).rpartition("}")[2]


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its name without a namespace."""
    if element is None:
        return None
    return next((str(v) for k, v in element.items() if str(k).rpartition("}")[2] == name), None)


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of a name, of that child the first of the next name, and so on."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in element.iterchildren("{*}" + name)), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """All children of a name."""
    return iter(()) if element is None else element.iterchildren("{*}" + name)

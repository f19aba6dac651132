"""The characters of a document that is written as text."""

from __future__ import annotations

import codecs

from qa_checks.errors import InputError
from qa_checks.reading.encoding import guess, marked
from qa_checks.texts.documents.document_format import Document

_START = 64 * 1024
_ASCII = bytes(range(0x20, 0x7F))
_CALLED_OTHERWISE = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # as every browser reads them


def decode(document: Document, declared: str = "") -> str:
    """Decode a document, in the encoding it declares where that can be; line ends become LF.

    Raises
    ------
    InputError
        If it holds NUL bytes without being UTF-16 or UTF-32.
    """
    content = document.content
    encoding = marked(content[:_START])
    if encoding is not None:
        text = content.decode(encoding.codec, "replace")
    elif b"\0" in content:
        line = content[: content.index(0)].count(b"\n") + 1
        raise InputError(
            "A NUL byte stands in it: the file is damaged, or no text.",
            where=f"{document.place}:{line}",
            remedy="Save the text again.",
        )
    else:
        text = _decode_unmarked(content, declared)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_unmarked(content: bytes, declared: str) -> str:
    codec = _find_codec(declared)
    for name in (codec, "utf-8") if codec else ("utf-8",):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    encoding = guess([content])
    return content.decode(encoding.codec, "replace")


def _find_codec(declared: str) -> str:
    """Python's name of a declared encoding; '' where it is none for text beside ASCII."""
    try:
        codec = codecs.lookup(declared).name
        if _ASCII.decode(codec) != _ASCII.decode("ascii"):
            return ""
    except (LookupError, ValueError):
        return ""
    return _CALLED_OTHERWISE.get(codec, codec)

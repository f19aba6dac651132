"""The sentences of a text, by their places in its content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qa_checks.model.texts import Block, BlockKind, Text

# A full stop after these ends no sentence; "etc." and "a.m." end one where a capital follows.
ABBREVIATIONS = frozenset(
    "approx c ca cf dept dr e.g eg est excl fig figs i.e ie incl inc jan feb mar apr jun jul aug "
    "sep sept oct nov dec ltd max min mr mrs ms no nos p para paras pp prof ref refs resp rev "
    "sec st tel vol vols vs viz".split()
)
_END = re.compile(r"[.!?]+[)\]\"'’”]*(?=\s)")
_WORD = re.compile(r"[\w.]+\Z")
_OPENS = re.compile(r"\s+[\"'(\[“‘]*(?:[-•·▪‣–—o*«]\s+)?[\"'(\[“‘]*(?:[A-Z0-9£$€]|\Z)")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]\Z", re.IGNORECASE)


class Span(NamedTuple):
    """A piece of a text's content, from ``start`` to before ``end``."""

    start: int
    end: int


def split_sentences(text: Text) -> tuple[Span, ...]:
    """The sentences of a text, in order; none crosses a block, and each cell is one of its own."""
    return tuple(span for block in text.blocks for span in _split(text.content, block))


def _split(content: str, block: Block) -> Iterator[Span]:
    start = block.start
    if block.kind is not BlockKind.CELL:
        for stop in _END.finditer(content, block.start, block.end):
            if _ends_sentence(content[start : stop.end()], content[stop.end() : block.end]):
                yield from _trimmed(content, start, stop.end())
                start = stop.end()
    yield from _trimmed(content, start, block.end)


def _ends_sentence(before: str, after: str) -> bool:
    """Whether a full stop with these words before and after it is the end of a sentence."""
    if _LIST_NUMBER.fullmatch(before.strip()):
        return False
    if not before.rstrip(")]\"'’”").endswith("."):
        return bool(_OPENS.match(after))
    word = _WORD.search(before.rstrip(")]\"'’”").rstrip("."))
    last = word.group() if word else ""
    if last.lower() in ABBREVIATIONS or (len(last) == 1 and last.isupper() and last != "I"):
        return False
    return bool(_OPENS.match(after))


def _trimmed(content: str, start: int, end: int) -> Iterator[Span]:
    piece = content[start:end]
    if piece.strip():
        yield Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))

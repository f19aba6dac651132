"""Pieces of a document, and the content and blocks that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from qa_checks.errors import InputError
from qa_checks.model.texts import Block, BlockKind
from qa_checks.words import plural

MOST_CHARACTERS = 1_000_000

# What has no width: soft hyphens, joiners, marks and orders of direction, tags.
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a\u202c\u202d\u2060-\u2066\u2068-\u206f"
_NOT_SEEN = re.compile(f"[{_UNSEEN}\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+")
_BACKWARDS = re.compile("[\u202b\u202e\u2067]")
_BLANKS = re.compile(r"\s+")
_NO_SIGN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


class Piece(Struct, frozen=True):
    """What a document says in one paragraph, heading, item, cell or note, not yet tidied."""

    words: str
    kind: BlockKind
    line: int
    page: int | None = None
    row: int | None = None
    column: int | None = None


def compose(pieces: Iterable[Piece], place: str) -> tuple[str, tuple[Block, ...]]:
    """Put pieces together to the content that a reader sees, and its blocks.

    Raises
    ------
    InputError
        If there is no text, or far too much, or a reader sees it in another order.
    """
    written: list[str] = []
    blocks: list[Block] = []
    start = 0
    for piece in pieces:
        words = _tidy(piece, place)
        if not words:
            continue
        end = start + len(words)
        check_length(end, place)
        written.append(words)
        stands = (piece.line, piece.page, piece.row, piece.column)
        blocks.append(Block(start, end, piece.kind, *stands))
        start = end + 1
    if not blocks:
        raise InputError(
            "There is no text in it.",
            where=place,
            remedy="Check that this is the text of the release.",
        )
    return "\n".join(written), tuple(blocks)


def check_length(characters: int, place: str) -> None:
    """Refuse what is far longer than the text of any release.

    Raises
    ------
    InputError
        If it has more than `MOST_CHARACTERS`.
    """
    if characters > MOST_CHARACTERS:
        raise InputError(
            f"The text has more than {plural(MOST_CHARACTERS, 'character')}.",
            where=place,
            remedy="Check that this is the text of the release, or split it.",
        )


def _tidy(piece: Piece, place: str) -> str:
    """Leave out what has no width, and write every run of blanks as one."""
    words = piece.words
    if words.isascii():
        return _BLANKS.sub(" ", _NO_SIGN.sub("\ufffd", words)).strip()
    if _BACKWARDS.search(words):
        raise InputError(
            "A sign in it orders writing from right to left (U+202B, U+202E or U+2067): "
            "a reader sees the words and digits in another order than the file holds them.",
            where=f"{place}:{piece.line}",
            remedy="Take that sign out.",
        )
    words = _NOT_SEEN.sub("", words).translate(_LIGATURES)
    words = _NO_SIGN.sub(_mend_control, words)
    return _BLANKS.sub(_one_blank, words).strip()


def _one_blank(blanks: re.Match[str]) -> str:
    """A no-break blank alone stays one: it may part the thousands of a number."""
    return blanks[0] if blanks[0] in "\u00a0\u2007\u2009\u202f" else " "


def _mend_control(sign: re.Match[str]) -> str:
    """Read a control character as the sign that Windows has in its place, if there is one."""
    code = ord(sign[0])
    if 0x80 <= code < 0xA0:
        return bytes([code]).decode("cp1252", "replace")
    return "\ufffd"

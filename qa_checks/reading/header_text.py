"""The text of a header as it is compared: what no reader sees as different is forgiven."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from qa_checks.small_signs import RAISED

NOTE = re.compile(r"[\[(]note[s]? [^\])]*[\])]")
_RAISED_MARKS = re.compile(f"[{RAISED}]+(?:, *[{RAISED}]+)*")
WORD_BREAK = re.compile(r"[\s_/\-‐‑–—]+")
LETTERS = re.compile(r"[\W_]+")
# Controls, marks of byte order and direction, joiners, fillers: they take no room on a page.
INVISIBLE = (
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]"
)
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"'})


def visible(text: str) -> str:
    """A header without the characters in it that nobody sees."""
    return text if text.isascii() and text.isprintable() else re.sub(INVISIBLE, "", text)


@lru_cache(maxsize=10_000)
def normalise(header: str) -> str:
    """Header text with case, blanks, line breaks, hyphens and note markers forgiven.

    Characters that nobody sees are no part of it.
    """
    unmarked = _RAISED_MARKS.sub("", visible(header))
    text = unicodedata.normalize("NFKC", unmarked).translate(QUOTES).casefold()
    return WORD_BREAK.sub(" ", NOTE.sub("", WORD_BREAK.sub(" ", text))).strip(" *:.")

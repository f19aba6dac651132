"""Which encoding a text file is in, found from its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from qa_checks.reading.survey import Survey, blocks_of, survey


class Encoding(Struct, frozen=True):
    """An encoding: its name for people, Python's codec, and how to treat bad bytes."""

    name: str
    codec: str
    errors: str = "strict"


ASCII = Encoding("ASCII", "ascii")
UTF_8 = Encoding("UTF-8", "utf-8")
UTF_8_MARKED = Encoding("UTF-8 with BOM", "utf-8-sig")
PLAIN = (ASCII, UTF_8, UTF_8_MARKED)

_MARKS = (
    (b"\xef\xbb\xbf", UTF_8_MARKED),
    (b"\xff\xfe\x00\x00", Encoding("UTF-32 LE with BOM", "utf-32")),
    (b"\x00\x00\xfe\xff", Encoding("UTF-32 BE with BOM", "utf-32")),
    (b"\xff\xfe", Encoding("UTF-16 LE with BOM", "utf-16")),
    (b"\xfe\xff", Encoding("UTF-16 BE with BOM", "utf-16")),
)
_SINGLE_BYTE = (Encoding("Windows-1252", "cp1252"), Encoding("Mac Roman", "mac_roman"))

SHORTEST = 8  # characters of UTF-16 without a mark; in fewer, a NUL is damage

_HIGH = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_DASHES = "\u2013\u2014"
_OPENING, _CLOSING = "\u2018\u201c\xab\u201a\u201e", "\u2019\u201d\xbb"


def marked(start: bytes) -> Encoding | None:
    """Tell the encoding from a byte order mark, or from the NULs of unmarked UTF-16."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    half = len(start) // 2
    if half < SHORTEST:
        return None
    odd, even = start[1::2].count(0), start[::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return Encoding("UTF-16 LE", "utf-16-le")
    if even > half * 0.6 and odd < half * 0.1:
        return Encoding("UTF-16 BE", "utf-16-be")
    return None


def find_encoding(path: Path, start: bytes, place: str) -> tuple[Encoding, Survey | None]:
    """Find the encoding of a text file, and look over its bytes unless it is UTF-16 or 32.

    Raises
    ------
    InputError
        If the file holds NUL bytes without being UTF-16 or UTF-32.
    """
    encoding = marked(start)
    if encoding is not None and encoding is not UTF_8_MARKED:
        return encoding, None
    facts = survey(path, place)
    if facts.utf_8:
        plain = ASCII if facts.ascii else UTF_8
        return encoding or plain, facts
    if encoding is not None:
        return Encoding("UTF-8 with BOM and damaged bytes", "utf-8-sig", "replace"), facts
    return guess(blocks_of(path)), facts


def guess(chunks: Iterable[bytes]) -> Encoding:
    """Choose between single-byte encodings, and UTF-8 with a few bad bytes.

    Bytes that are not valid UTF-8 say nothing by themselves: 0x96 is an en dash
    in Windows-1252 and ñ in Mac Roman, 0xD0 is Ð in Windows-1252 and an en
    dash in Mac Roman. What stands beside the byte decides. Each byte above 127
    is read in both encodings and scores one point where it is plausible and
    loses one where it is not:

    - a letter between letters, or beside one at the edge of a word;
    - a dash between blanks or between digits;
    - an opening quotation mark before, a closing one or an apostrophe after, a letter or digit;
    - any other sign (£, €, ½, …, a no-break blank) unless it stands between two letters.

    A control character or an undefined byte loses three points. The higher sum
    wins, Windows-1252 in a tie because it is by far the commoner. If most such
    bytes form valid UTF-8 sequences, the file is UTF-8 with damaged places:
    those are shown as U+FFFD. The name that is chosen goes into the report.
    """
    scores = dict.fromkeys(_SINGLE_BYTE, 0)
    sequences = strays = 0
    for chunk in chunks:
        if chunk.isascii():
            continue
        # Only the lines that matter: patterns are slow over a whole file.
        lines = b"\n".join(line for line in chunk.split(b"\n") if not line.isascii())
        sequences += len(_SEQUENCE.findall(lines))
        strays += len(_HIGH.findall(_SEQUENCE.sub(b"", lines)))
        padded = b" " + lines + b" "
        for place in {padded[m.start() : m.end() + 2] for m in _HIGH.finditer(lines)}:
            for encoding in _SINGLE_BYTE:
                scores[encoding] += _plausible(place, encoding.codec)
    if sequences > strays:
        return Encoding("UTF-8 with damaged bytes", "utf-8", "replace")
    best = max(_SINGLE_BYTE, key=lambda encoding: scores[encoding])
    return Encoding(best.name, best.codec, "replace")


def _plausible(place: bytes, codec: str) -> int:
    """Score a byte that stands between two others."""
    text = place.decode(codec, "replace")
    left, sign, right = text[0], text[1], text[2]
    if sign == "\ufffd" or not (sign.isprintable() or sign == "\xa0"):
        return -3
    if sign.isalpha():
        fits = left.isalpha() or right.isalpha()
        # A capital inside a word of small letters is no word.
        return 1 if fits and not (left.islower() and sign.isupper()) else -1
    if sign in _DASHES:
        return 1 if left.isspace() == right.isspace() and not left.isalpha() else -1
    if sign in _OPENING:
        return 1 if right.isalnum() and not left.isalnum() else -1
    if sign in _CLOSING:
        return 1 if left.isalnum() else -1
    return -1 if left.isalpha() and right.isalpha() else 1

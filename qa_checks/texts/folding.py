"""A text as it is matched: plain quotation marks, dashes, blanks and numbers, sign for sign."""

from __future__ import annotations

import re
import unicodedata

from qa_checks.texts.notations import in_english

_QUOTED = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u00b4`\u02b9\u02bc\uff07",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02",
}
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_PLAIN = {ord(sign): plain for plain, signs in _QUOTED.items() for sign in signs}
_PLAIN |= dict.fromkeys(map(ord, _DASHES), "-")
_PLAIN |= {
    ord(sign): plain
    for plain, signs in {
        "%": "\uff05\ufe6a\u066a",
        ".": "\uff0e\u066b",
        ",": "\uff0c\u066c",
        "/": "\u2044\u2215\uff0f",
        "\u00a3": "\uffe1",
    }.items()
    for sign in signs
}

_BLANK = re.compile(r"[^\S\n]")
_RAISED_POINT = re.compile(r"(?<=\d)\u00b7(?=\d)")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")


def fold(content: str) -> str:
    """Write typographic signs plainly, each as one sign in its place; line ends stay.

    Curved quotation marks and apostrophes become straight, every dash and the minus sign a hyphen,
    every blank an ordinary one, a digit of another script the digit 0 to 9, a raised point between
    digits a point, 20 550,5 with blanks that do not break the line 20,550.5. Small raised digits
    stay what they are: they mark a note.
    """
    text = _FOREIGN_DIGIT.sub(_plain_digit, content.translate(_PLAIN))
    return _BLANK.sub(" ", in_english(_RAISED_POINT.sub(".", text)))


def _plain_digit(digit: re.Match[str]) -> str:
    return str(unicodedata.decimal(digit[0]))


def lower(text: str) -> str:
    """Small letters, sign for sign: some capitals would become two."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)

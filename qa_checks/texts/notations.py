"""Numbers as other languages and typesetters write them, put as English does, sign for sign.

20 550,5 with blanks that do not break the line, 20'550 and 20.550,5 become 20,550 and 20,550.5.
"""

from __future__ import annotations

import re

_FREE, _AFTER_WORD = r"(?<![\w.,'])", r"(?<![\d.,'])"
_DECIMALS = r"(?:[.,]\d+)?(?![.,']?\d)"
_GROUPED = re.compile(
    rf"{_AFTER_WORD}\d{{1,3}}(?:(?:[\u00a0\u2007\u2009\u202f]\d{{3}})+|(?:'\d{{3}})+){_DECIMALS}"
)
_POINTED = re.compile(rf"{_FREE}\d{{1,3}}(?:(?:\.\d{{3}})+,\d+|(?:\.\d{{3}}){{2,}})(?![.,']?\d)")
# A comma before one or two digits is for decimals where money or a unit stands beside them: not in
# "regions 1,2 and 3".
_UNIT = r" ?%| ?per[ -]?cent| ?percentage| (?:million|billion|thousand|times)\b| ?(?:bn|m|k)\b"
_COMMA = r"\d+,\d{1,2}(?!\d|[.,']\d)"
_DECIMAL = re.compile(
    rf"{_FREE}{_COMMA}(?=(?:(?: ?- ?| to | and | or ){_COMMA})?(?:{_UNIT}))"
    rf"|(?<=[\u00a3$\u20ac]){_COMMA}|{_FREE}0,\d+(?![.,']?\d)"
)
_MARK = re.compile(r"\D")


def in_english(text: str) -> str:
    """Write numbers with commas between thousands and a point before decimals."""
    text = _POINTED.sub(_with_commas, _GROUPED.sub(_with_commas, text))
    return _DECIMAL.sub(_with_point, text)


def _with_commas(number: re.Match[str]) -> str:
    """The first mark stands between thousands; a last one that is another, before decimals."""
    marks = _MARK.findall(number[0])
    written = _MARK.sub(",", number[0])
    if marks[-1] not in (",", ".") or marks[-1] == marks[0]:
        return written
    whole, _, decimals = written.rpartition(",")
    return f"{whole}.{decimals}"


def _with_point(number: re.Match[str]) -> str:
    return number[0].replace(",", ".")

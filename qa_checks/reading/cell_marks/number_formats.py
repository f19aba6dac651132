"""Number formats that show a whole number with letters or zeros which its cell does not hold."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 255  # characters of a format, as spreadsheet programs allow

_SIGNS = r"""(?:"[^"]*"|\\.|\[[^\]]*\]|_.|[ ()/:-])*"""
_FORMAT = re.compile(rf"({_SIGNS})([#?]*(0*)|General)({_SIGNS})(?:;.*)?", re.DOTALL)
_SIGN = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|([ ()/:-])')
_SHOWN = re.compile(r"(\D*)(\d+)(\D*)")


class Shown(NamedTuple):
    """What stands before and behind the digits, and how many digits are shown at least."""

    before: str
    digits: int
    behind: str

    @property
    def adds(self) -> bool:
        """Whether what is shown can be another text than the number."""
        return self.digits > 1 or any(map(str.isalnum, self.before + self.behind))


def read_format(code: str) -> Shown | None:
    """Read a format such as ``"SC"000000``; None if it adds nothing, or does something else."""
    parts = _FORMAT.fullmatch(code) if len(code) <= LONGEST else None
    if parts is None:
        return None
    shown = Shown(_text_of(parts[1]), len(parts[3] or ""), _text_of(parts[4]))
    return shown if shown.adds else None


def compare(value: str, text: str) -> Shown | None:
    """What a cell shows beside the number that it holds; None if that is all."""
    parts = _SHOWN.fullmatch(text)
    if parts is None or not value.isdigit() or parts[2].lstrip("0") != value.lstrip("0"):
        return None
    digits = len(parts[2]) if parts[2].startswith("0") else 0
    shown = Shown(parts[1], digits, parts[3])
    return shown if shown.adds else None


def _text_of(signs: str) -> str:
    return "".join("".join(filter(None, sign.groups())) for sign in _SIGN.finditer(signs))

"""What a cell says: a number with its precision, a sign in its place, or neither."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from msgspec import Struct

from qa_checks.small_signs import RAISED

# Signs that official statistics put in the place of a number, and what they mean.
SHORTHAND = {
    "[c]": "confidential",
    "[x]": "not available",
    "[z]": "not applicable",
    "[low]": "below the unit of rounding",
    "[u]": "of low reliability",
    "c": "confidential",
    "x": "not available",
    "z": "not applicable",
    "low": "below the unit of rounding",
    "u": "of low reliability",
    ":": "not available",
    ".": "not applicable",
    "..": "not available",
    "...": "not available",
    "-": "none, or not applicable",
    "\u2013": "none, or not applicable",
    "*": "suppressed",
}
BELOW_UNIT = SHORTHAND["[low]"]
EMPTY = "the cell is empty"
# Signs behind a number or label that say what kind of number it is.
MARKS = {
    "[b]": "a break in the series",
    "[e]": "estimated",
    "[p]": "provisional",
    "[r]": "revised",
}
# That of km² is none, and each mark begins in one place alone, so that many take no time.
_BEFORE_RAISED = rf"(?:(?<=[^\s,{RAISED}])(?<![kcm]m)(?<!\bm)|(?<=[{RAISED}])(?=[, ])|(?<=m[²³]))"
NOTE = re.compile(
    r"\s*[\[(]\s*note\s+(\w+)\s*[\])]\s*$|(?<=\S)\s*(\[[bepr]\])\s*$"
    rf"|{_BEFORE_RAISED}[, ]*+([{RAISED}]++)\s*$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\s*\[[a-z]{1,4}\]\s*$", re.IGNORECASE)
_NUMBER = re.compile(
    r"([-\u2212+]?)\s*£?\s*([1-9]\d{0,2}(?:,\d{3}){1,10}|\d{1,30})?(?:\.(\d{1,30}))?"
    r"(?:[eE]([-+]?\d{1,2}))?\s*(%?)"
)


class Printed(Struct, frozen=True):
    """What a cell says.

    ``value`` is None where there is no number, and ``missing`` says why: '' if the text is no sign
    either. ``unit`` is that of the last digit, ``notes`` are the numbers of notes it names.
    """

    value: float | None
    unit: float = 1.0
    percent: bool = False
    missing: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is printed, not even a sign for what is missing."""
        return self.missing == EMPTY

    def rounded_to(self, rounded: int | None) -> float:
        """The unit of a number of those that are rounded; no multiple stands as it was counted."""
        is_multiple = rounded and self.value is not None and self.value % rounded == 0
        return max(self.unit, float(rounded)) if rounded and is_multiple else self.unit

    def agrees(self, recomputed: float, rounded: int | None = None) -> bool:
        """Whether some value that rounds to what is printed, half up or half to even, is this."""
        return self.allows(recomputed, recomputed, rounded)

    def allows(self, low: float, high: float, rounded: int | None = None) -> bool:
        """Whether some value from low to high rounds to what is printed.

        A half is rounded up, or to the even number: 45.5 is 46, and 44.5 is 45 or 44.
        """
        if self.value is None:
            return False
        unit = self.rounded_to(rounded)
        near = 1e-9 * max(1.0, abs(low))
        over = low - self.value - unit / 2
        if abs(over) <= near and low > 0:
            return round(self.value / unit) % 2 == 0
        return over <= near and self.value - unit / 2 - high <= near


def read_printed(text: str, shorthand: Mapping[str, str] | None = None) -> Printed:
    """Read a cell.

    Parameters
    ----------
    shorthand
        Signs a declaration adds to the usual ones.

    Examples
    --------
    >>> read_printed("1,204 [note 3]")
    Printed(value=1204.0, unit=1.0, percent=False, missing='', notes=('3',))
    >>> read_printed("[c]").missing
    'confidential'
    """
    bare, notes = without_notes(text)
    if not bare:
        return Printed(None, missing=EMPTY, notes=notes)
    signs = {**SHORTHAND, **{sign.lower(): meaning for sign, meaning in (shorthand or {}).items()}}
    meaning = signs.get(bare.lower())
    if meaning:
        return Printed(None, missing=meaning, notes=notes)
    number = _NUMBER.fullmatch(_SIGN.sub("", bare))
    if number is None or (number[2] is None and number[3] is None):
        return Printed(None, notes=notes)
    sign, whole, part, power, percent = number.groups()
    is_negative = sign in ("-", "\u2212")
    decimals = len(part or "") - int(power or 0)
    value = float(f"{(whole or '0').replace(',', '')}.{part or '0'}e{power or 0}")
    if is_negative and not (value or part or percent):
        return Printed(None, notes=notes)  # no count is minus nought
    return Printed(-value if is_negative else value, 10.0**-decimals, bool(percent), "", notes)


def without_notes(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without the notes at its end, in one line, and their numbers."""
    bare = " ".join(text.split())
    notes: list[str] = []
    while note := NOTE.search(bare):
        notes.insert(0, note[1] or (note[2] or unicodedata.normalize("NFKC", note[3])).lower())
        bare = bare[: note.start()]
    return bare.strip(), tuple(notes)

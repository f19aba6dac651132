"""What a spreadsheet shows in the place of a value: the kinds of it."""

from __future__ import annotations

from typing import NamedTuple

HIDDEN = "hidden"  # nothing is shown
OTHER = "other"  # another text or number
SCALED = "scaled"  # thousands or millions
PERCENT = "percent"
SCIENTIFIC = "scientific"  # a number without its last digits
MONTH_FIRST = "month_first"  # the month of a day before the day


class Shown(NamedTuple):
    """What stands before and behind the digits, and how many digits are shown at least."""

    before: str
    digits: int
    behind: str

    @property
    def adds(self) -> bool:
        """Whether what is shown can be another text than the number."""
        return self.digits > 1 or any(map(str.isalnum, self.before + self.behind))


Effect = Shown | str


def joins_digits(shown: Shown) -> bool:
    """Whether digits that are no part of a number stand right beside it."""
    return shown.before[-1:].isdigit() or shown.behind[:1].isdigit()

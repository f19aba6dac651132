"""A text with other digits: what is verified in it must then be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_checks.model import PrintedNumber, Text

OTHERS = str.maketrans("0123456789", "3456789012")


def change_digits(
    text: Text, numbers: Sequence[PrintedNumber]
) -> Iterator[tuple[Text, list[PrintedNumber]]]:
    """The text with another n-th digit in each of these numbers, for every n, and which changed."""
    digits = {
        number: [digit.start() for digit in re.finditer(r"\d", number.printed)]
        for number in numbers
    }
    for nth in range(max(map(len, digits.values()))):
        changed = [number for number, places in digits.items() if nth < len(places)]
        content = list(text.content)
        for number in changed:
            place = number.start + digits[number][nth]
            content[place] = content[place].translate(OTHERS)
        yield replace(text, content="".join(content)), changed

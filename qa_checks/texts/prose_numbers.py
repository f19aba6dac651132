"""Every number a text says: in digits or words, as fraction, multiple, quantifier or rank."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from operator import attrgetter

from qa_checks.model.texts import NumberKind, PrintedNumber, Text
from qa_checks.texts.compositions import compose
from qa_checks.texts.counts_in_cells import find_counts
from qa_checks.texts.digits import find_digits
from qa_checks.texts.exemptions import Exemption, find_exemptions, take_out
from qa_checks.texts.folding import fold
from qa_checks.texts.number_words import find_number_words
from qa_checks.texts.wordings import find_wordings


def find_numbers(text: Text) -> tuple[PrintedNumber, ...]:
    """Every number of a text in the order of its places; none overlaps another.

    What is no statement on the data is among them, with the reason in ``exempt``.
    """
    plain = fold(text.content)
    exemptions, rest = find_exemptions(plain, find_counts(text))
    wordings = find_wordings(rest, text.content)
    free = take_out(rest, _places(wordings))
    digits = find_digits(free, text.content)
    words = find_number_words(take_out(free, _places(digits)), text.content)
    numbers = [
        *(_exempt(exemption, text.content) for exemption in exemptions),
        *wordings,
        *compose(_in_order([*digits, *words]), free, text.content),
    ]
    return tuple(_in_order(numbers))


def _places(numbers: Sequence[PrintedNumber]) -> list[tuple[int, int]]:
    return [(number.start, number.end) for number in numbers]


def _in_order(numbers: Sequence[PrintedNumber]) -> list[PrintedNumber]:
    return sorted(numbers, key=attrgetter("start"))


def _exempt(exemption: Exemption, content: str) -> PrintedNumber:
    printed = content[exemption.start : exemption.end].strip()
    start = content.index(printed, exemption.start)
    try:
        value = Decimal(printed)
    except InvalidOperation:
        value = None
    return PrintedNumber(
        start, start + len(printed), printed, NumberKind.NUMBER, value, exempt=exemption.reason
    )

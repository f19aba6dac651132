"""How much of a text is checked, in words: what nobody has looked at first."""

from __future__ import annotations

import math

from msgspec import Struct

from qa_checks.model.texts import BlockKind, CheckedNumber, CheckedText, NumberState
from qa_checks.words import grouped, grouped_to, plural

# Blanks and hyphens that printers set and readers take for plain ones.
_PRINTED = str.maketrans(
    dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", " ")
    | {"\u2010": "-", "\u2011": "-"}
)
BETWEEN_CELLS = " | "
OTHERS = (
    NumberState.WRONG,
    NumberState.VERIFIED,
    NumberState.CONSISTENT,
    NumberState.OUTSIDE,
    NumberState.EXEMPT,
)
PLACES = 4
AROUND = 110  # letters of a sentence on each side of its number


class Unbound(Struct, frozen=True):
    """A number that nobody has looked at, between the words around it."""

    number: CheckedNumber
    printed: str
    before: str
    after: str

    @property
    def sentence(self) -> tuple[int, str]:
        """Where it stands: the line and the sentence, which others may share."""
        return self.number.line, self.number.sentence

    def __str__(self) -> str:
        return f"{self.before}{self.printed}{self.after}"


def say_coverage(checked: CheckedText) -> str:
    """'nobody has looked at 3 of 41 numbers; 1 wrong, 30 verified, 4 consistent, 3 outside'."""
    states = checked.states
    others = [f"{grouped(states[state])} {state}" for state in OTHERS if states[state]]
    return f"{say_unbound(checked)}; {', '.join(others)}" if others else say_unbound(checked)


def say_unbound(checked: CheckedText) -> str:
    """How many of the numbers nobody has looked at."""
    unbound = checked.states[NumberState.UNBOUND]
    if not checked.claimed:
        return "no number in it says anything on the data"
    if unbound:
        return f"nobody has looked at {grouped(unbound)} of {plural(checked.claimed, 'number')}"
    return f"none of {plural(checked.claimed, 'number')} is left that nobody has looked at"


def list_unbound(text: CheckedText) -> tuple[Unbound, ...]:
    """Every number that nobody has looked at, in the order of the text."""
    return tuple(_place(text, number) for number in text.of(NumberState.UNBOUND))


def plain(words: str) -> str:
    """Words of a text with the blanks and hyphens that are on a keyboard."""
    return words.translate(_PRINTED)


def _place(text: CheckedText, number: CheckedNumber) -> Unbound:
    """The number in its sentence, or in its row of a table."""
    content, start, end = text.text.content, number.number.start, number.number.end
    first, last = _surroundings(text, number)
    before = plain(content[first:start].replace("\n", BETWEEN_CELLS))
    after = plain(content[end:last].replace("\n", BETWEEN_CELLS))
    if len(before) > AROUND:
        before = f"…{before[-AROUND:]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND]}…"
    return Unbound(number, plain(number.number.printed), before, after)


def _surroundings(text: CheckedText, number: CheckedNumber) -> tuple[int, int]:
    """From where to where the words around a number reach."""
    block = text.text.block(number.number.start)
    if block.kind is BlockKind.CELL:
        cells = [cell for cell in text.text.blocks if cell.row == block.row] or [block]
        return cells[0].start, cells[-1].end
    sentence = text.text.content.rfind(number.sentence, block.start, block.end)
    if sentence <= number.number.start < sentence + len(number.sentence):
        return sentence, sentence + len(number.sentence)
    return block.start, block.end


def say_value(value: float | int | str | None) -> str | None:
    """What a query gives, to four places; nothing for nothing."""
    if not isinstance(value, int | float):
        return value
    if not math.isfinite(value):
        return str(value)
    return grouped_to(value, PLACES)

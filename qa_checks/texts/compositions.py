"""Numbers that belong together: two thirds, four in five, three times as many, 5 to 10%."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.digits import MONEY, PERCENT, POINTS, SCALE, read_unit
from qa_checks.texts.numerals import DENOMINATORS

_PARTS = re.compile(rf"(?i:[ -]({'|'.join(DENOMINATORS)})\b)")
_SCALE = r"(dozen|hundred|thousand|million|billion|trillion)"
_AND_A_PART = re.compile(rf"(?i:[ -]and[ -]a[ -](half|third|quarter)\b(?: {_SCALE}\b)?)")
_SPELLED = re.compile(rf"(?i: {_SCALE}s?\b)")  # of "two point five million"
_OF_A = re.compile(rf"(?i: of an? {_SCALE}\b)")  # of "three quarters of a million"
_SCALED = re.compile(r"(?i:([a-z]+)\Z)")
_TIMES = re.compile(
    r"(?i:[ -]times(?= (?:as|more|higher|larger|greater|bigger|lower|fewer|less|smaller|the|that"
    r"|those|its|their|what|likelier|over)\b)|-?fold\b|x\b|\xd7)"
)
_IN = re.compile(r"(?i: (?:in|out of)( every)? |-(in)-)")
_OFTEN_SAID = frozenset(
    map(Decimal, [*range(2, 21), 25, 30, 40, 50, 100, 200, 500, 1000, 10**4, 10**5, 10**6])
)
_RANGES = ("-", " to ")
_DASH = " - "  # of a range only where the numbers rise: "5 - 10%", not "fell to 12 - 5% of all"
_SHARED = (PERCENT, POINTS)
_COUNTED = ("", *MONEY)


def compose(numbers: Sequence[PrintedNumber], rest: str, content: str) -> Iterator[PrintedNumber]:
    """Join the numbers of a folded text that say one thing together, in the order of the text."""
    waiting = deque(_extend(number, rest, content) for number in numbers)
    done = 0
    while waiting:
        number = waiting.popleft()
        if number.start < done:  # the million of "one and a half million"
            continue
        done = number.end
        after = waiting[0] if waiting else None
        joined = after and _join(number, after, rest, content)
        if joined:
            waiting.popleft()
        yield joined or _as_in_range(number, after, rest)


def _extend(number: PrintedNumber, rest: str, content: str) -> PrintedNumber:
    """A number with the words behind it that change what it says."""
    if number.value is None or number.kind is not NumberKind.NUMBER or number.unit:
        return number
    kind: NumberKind = number.kind
    value, step, end = number.value, number.step, number.end
    if part := _AND_A_PART.match(rest, end):
        scale = SCALE[part[2].lower()] if part[2] else 1
        step = Decimal(1) / DENOMINATORS[part[1].lower()]
        value, step, end = (value + step) * scale, step * scale, part.end()
    elif spelled := _SPELLED.match(rest, end):
        scale = SCALE[spelled[1].lower()]
        value, step, end = value * scale, step * scale, spelled.end()
    if parts := _PARTS.match(rest, end):
        count = DENOMINATORS[parts[1].lower()]
        value, kind, end = value / count, NumberKind.FRACTION, parts.end()
        if whole := _OF_A.match(rest, end):
            scale = SCALE[whole[1].lower()]
            value, step = value * scale, Decimal(scale) / count
            kind, end = NumberKind.NUMBER, whole.end()
    elif times := _TIMES.match(rest, end):
        kind, end = NumberKind.MULTIPLE, times.end()
    unit, end = read_unit(rest, end)
    if end == number.end:
        return number
    return PrintedNumber(number.start, end, content[number.start : end], kind, value, step, unit)


def _join(
    number: PrintedNumber, after: PrintedNumber, rest: str, content: str
) -> PrintedNumber | None:
    """Four in five as one fraction; None where the two numbers count different things."""
    link = _IN.fullmatch(rest[number.end : after.start])
    if link is None or number.unit or after.unit or not number.value or not after.value:
        return None
    plain = number.kind is NumberKind.NUMBER and after.kind is NumberKind.NUMBER
    if not plain or not 0 < number.value < after.value:
        return None
    is_usual = after.value in _OFTEN_SAID if " in " in link[0] else after.value <= 10
    if not (link[1] or link[2] or is_usual or (number.value == 1 and " in " in link[0])):
        return None
    end = after.end
    return PrintedNumber(
        number.start,
        end,
        content[number.start : end],
        NumberKind.FRACTION,
        number.value / after.value,
    )


def _as_in_range(number: PrintedNumber, after: PrintedNumber | None, rest: str) -> PrintedNumber:
    """The first of "5 to 10%" is a percentage as well, that of "2 to 3 million" are millions."""
    if after is None or number.value is None or after.value is None:
        return number
    link = rest[number.end : after.start]
    between = rest[max(0, number.start - 8) : number.start].lower() == "between "
    is_rising_dash = link == _DASH and number.value < after.value
    if not (link in _RANGES or is_rising_dash or (between and link == " and ")):
        return number
    if not number.unit and after.unit in _SHARED and number.value <= 100:
        return replace(number, unit=after.unit)
    scale = _scale_of(after)
    is_plain = number.kind is NumberKind.NUMBER and number.unit in _COUNTED
    if is_plain and _scale_of(number) == 1 and 0 < number.value < after.value / scale:
        return replace(number, value=number.value * scale, step=number.step * scale)
    return number


def _scale_of(number: PrintedNumber) -> int:
    """A million of "3 million" and "3m", one of "3"."""
    word = _SCALED.search(number.printed)
    return SCALE.get(word[1].lower(), 1) if word else 1

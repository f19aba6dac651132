"""Numbers that a text writes in digits: with their sign, money, scale, precision and unit."""

from __future__ import annotations

import re
from decimal import Decimal

from qa_checks.model.texts import NumberKind, PrintedNumber

PERCENT, POINTS = "%", "percentage points"
PERCENT_POINTS = "% percentage points"  # both at once: it cannot be told which is meant
PENCE = "p"

SCALE = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "m": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "tn": 1_000_000_000_000,
}
_GLYPHS = {
    "½": (1, 2),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "⅕": (1, 5),
    "⅛": (1, 8),
}
_LONG_DASHES = "—―"
_NUMBER = re.compile(
    r"(?P<sign>(?<![\w.,%)\]-])(?<!\d )-(?=(?:[£$€] ?)?\.?\d)|\b[Mm]inus (?=[£$€\d.]))?"
    r"(?P<money>[£$€] ?)?"
    r"(?:(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    rf"(?P<part>[{''.join(_GLYPHS)}])?|(?P<glyph>[{''.join(_GLYPHS)}]))"
    r"(?P<ordinal>(?:st|nd|rd|th)\b)?"
    r"(?:[ -]?(?P<word>hundred|thousand|million|billion|trillion|bn|mn|tn)\b|(?P<letter>[mMkK])\b)?"
)
_SLASHED = re.compile(r"/(\d{1,3})(?![\d/,]|\.\d)")
_UNIT = re.compile(
    r"(?P<both> ?(?:%|per ?cent) percentage[ -]points?\b)"
    r"|(?P<points> ?(?:%[ -]?|per ?cent |percentage[ -])points?\b| ?ppts?\b| ?pp\b)"
    r"|(?P<percent> ?%| per ?cent\b)"
    r"|(?P<pence>p\b| pence\b)",
    re.IGNORECASE,
)
_UNITS = {"both": PERCENT_POINTS, "points": POINTS, "percent": PERCENT, "pence": PENCE}


def find_digits(rest: str, content: str) -> list[PrintedNumber]:
    """The numbers in digits of a folded text ``rest``; they are printed as ``content`` has them."""
    numbers = []
    done = 0
    for place in _NUMBER.finditer(rest):
        if place.start() >= done:
            numbers.append(_read(place, rest, content))
            done = numbers[-1].end
    return numbers


def read_unit(rest: str, end: int) -> tuple[str, int]:
    """The unit that follows a number, and where that ends."""
    unit = _UNIT.match(rest, end)
    return (_UNITS[str(unit.lastgroup)], unit.end()) if unit else ("", end)


def _read(place: re.Match[str], rest: str, content: str) -> PrintedNumber:
    start, end = place.span()
    sign = place["sign"]
    if sign and content[start] in _LONG_DASHES:  # a dash between two parts of a sentence
        start, sign = start + 1, None
    digits = (place["digits"] or "0").replace(",", "")
    value = Decimal(digits)
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    kind = NumberKind.RANK if place["ordinal"] else NumberKind.NUMBER
    if place["glyph"] or place["part"]:
        upper, lower = _GLYPHS[place["glyph"] or place["part"]]
        value, step = value + Decimal(upper) / lower, Decimal(1) / lower
        kind = NumberKind.FRACTION if place["glyph"] else kind
    slashed = _SLASHED.match(rest, end)
    if slashed and not place["word"] and int(slashed[1]) > value:
        value, kind, end = value / int(slashed[1]), NumberKind.FRACTION, slashed.end()
    scale = SCALE.get((place["word"] or place["letter"] or "").lower(), 1)
    unit, end = read_unit(rest, end)
    return PrintedNumber(
        start,
        end,
        content[start:end],
        kind,
        (-value if sign else value) * scale,
        step * scale,
        (place["money"] or "").strip() or unit,
    )

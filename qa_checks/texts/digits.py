"""Numbers that a text writes in digits: with their sign, money, scale, precision and unit."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from qa_checks.model.texts import NumberKind, PrintedNumber

PERCENT, POINTS = "%", "percentage points"
PERCENT_POINTS = "% percentage points"  # both at once: it cannot be told which is meant
PENCE, PER_MILLE, BASIS_POINTS = "p", "\u2030", "basis points"
MONEY = "£$€¥"
_CODES = {"GBP": "£", "USD": "$", "EUR": "€"}

SCALE = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "m": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "tn": 1_000_000_000_000,
}
_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_LONG_DASHES = "—―"
_MINUS = "\u2212"  # no other dash stands apart from its number, or between two
# "20 550 homes" is one number; "2020 550" are two, and so are "12 345" that no word follows.
_APART = r"(?<!\d )(?<![\d.,'])\d{1,3}(?: \d{3})+(?!\d)(?= ?%| [a-z])"
_GROUPS = rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|[1-9]\d?(?:,\d\d)+,\d{{3}}(?!\d)|{_APART}"
# "1,2 and 3" are listed; "12,34" is no number that anybody can read for sure.
_LISTED = r"\d{1,2}(?:(?:,\d{1,2}){2,30}(?!\d)|,\d{1,2}(?!\d)(?=,? ?(?:and|or|&) ?\d))"
_GARBLED = rf"(?!{_LISTED})(?<!\d,)\d+(?:[,']\d+)+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<sign>(?<![\w.,%)\]-])- ?(?=(?:[{MONEY}] ?)?\.?\d)|\b[Mm]inus (?=[{MONEY}\d.]))?"
    rf"(?P<money>[{MONEY}] ?|\b(?:{'|'.join(_CODES)}) ?(?=\d))?"
    rf"(?:(?P<digits>(?:(?:{_GROUPS})(?:\.\d+)?(?![.,']?\d))|(?P<garbled>{_GARBLED})"
    r"|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    rf"(?P<part> ?[{_FRACTIONS}]| (?!0)\d/\d{{1,2}}(?![\d/,]))?|(?P<glyph>[{_FRACTIONS}]))"
    r"(?P<ordinal>(?:st|nd|rd|th)\b)?(?P<many>(?<=00)'?s\b)?(?P<power>[eE][+-]?\d{1,2}\b)?"
    r"(?:[ -]?(?P<word>hundred|thousand|million|billion|trillion|bn|mn|tn)s?\b"
    r"|(?P<letter>(?(money) ?[mMkKbB]|[mMkK])\b))?"
)
_SLASHED = re.compile(r"/(\d{1,3})(?![\d/,]|\.\d)")
_PER_CENT = r" ?per[ -]?cent"
_UNIT = re.compile(
    rf"(?P<both>(?: ?%|{_PER_CENT}) percentage[ -]points?\b)"
    rf"|(?P<points>(?: ?%[ -]?(?:age )?|{_PER_CENT} | ?percentage[ -])points?\b| ?ppts?\b| ?pp\b"
    r"| ?p\.p\.)"
    r"|(?P<basis> basis[ -]points?\b| ?bps\b)"
    rf"|(?P<mille> ?{PER_MILLE}| per mille\b)"
    rf"|(?P<percent> ?%|{_PER_CENT}\b| ?(?-i:pct?)\b)"
    r"|(?P<pence>p\b| pence\b)"
    r"|(?P<euro> ?€(?! ?\d))",
    re.IGNORECASE,
)
_UNITS = {
    "both": PERCENT_POINTS,
    "points": POINTS,
    "basis": BASIS_POINTS,
    "mille": PER_MILLE,
    "percent": PERCENT,
    "pence": PENCE,
    "euro": "€",
}


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
    start, is_negative = _read_sign(place, rest, content)
    value, step = _read_value(place)
    end, kind = place.end(), NumberKind.RANK if place["ordinal"] else NumberKind.NUMBER
    slashed = _SLASHED.match(rest, end)
    if slashed and not place["word"] and int(slashed[1]) > value:
        value, kind, end = value / int(slashed[1]), NumberKind.FRACTION, slashed.end()
    elif place["glyph"] and not (place["word"] or place["letter"]):
        kind = NumberKind.FRACTION
    unit, end = read_unit(rest, end)
    if place["many"] or place["garbled"]:
        return PrintedNumber(start, end, content[start:end], NumberKind.QUANTIFIER, None)
    money = (place["money"] or "").strip()
    return PrintedNumber(
        start,
        end,
        content[start:end],
        kind,
        -value if is_negative else value,
        step,
        _CODES.get(money, money) or unit,
    )


def _read_sign(place: re.Match[str], rest: str, content: str) -> tuple[int, bool]:
    """Where a number begins, and whether it is below nought: a dash may part a sentence."""
    start, sign = place.start(), place["sign"] or ""
    if not sign.startswith("-"):
        return start, bool(sign)
    behind_number = rest[max(0, start - 2) : start].strip().isdigit()
    is_apart, dash = sign.endswith(" "), content[start]
    is_sign = (
        not (is_apart and behind_number) if dash == _MINUS else not (is_apart or behind_number)
    )
    if is_sign and dash not in _LONG_DASHES:
        return start, True
    return start + len(sign), False


def _read_value(place: re.Match[str]) -> tuple[Decimal, Decimal]:
    """What the figures stand for, and one in their last place."""
    figures = "0" if place["garbled"] else re.sub("[, ]", "", place["digits"] or "0")
    value, step = Decimal(figures), Decimal(1).scaleb(-len(figures.partition(".")[2]))
    if written := place["glyph"] or place["part"]:
        part = _read_fraction(written.strip())
        value += Decimal(part.numerator) / part.denominator
        step = Decimal(1) / part.denominator
    scale = Decimal(SCALE.get((place["word"] or place["letter"] or "").strip().lower(), 1))
    scale *= Decimal(f"1{place['power'] or ''}")
    return value * scale, step * scale


def _read_fraction(written: str) -> Fraction:
    """A fraction in one sign, or in figures: 1/2."""
    if len(written) > 1:
        return Fraction(written)
    return Fraction(unicodedata.numeric(written)).limit_denominator(10)

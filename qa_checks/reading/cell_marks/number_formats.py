"""The number formats of a spreadsheet, read and judged by what they show of a value."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from qa_checks.reading.cell_marks.shown import (
    HIDDEN,
    MONTH_FIRST,
    OTHER,
    PERCENT,
    SCALED,
    SCIENTIFIC,
    Effect,
    Shown,
    joins_digits,
)

LONGEST = 255  # characters of a format, as spreadsheet programs allow
_PIECE = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]?|;|[^;"\\\[]+|.', re.DOTALL)
_SIGN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<general>General)'
    r"|(?P<digits>[0#?]+)|(?P<exponent>E[+-])|(?P<date>[A-Za-z]+)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)(-?\d+(?:\.\d+)?)")
_SYMBOL = re.compile(r"\$([^-]*).*")
MINUS = re.compile(r"[-\u2212(]")
COMPARE = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
    "=": operator.eq, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
# Formats that a workbook need not spell out, by number, where they change a number.
_NOT_SPELT_OUT = {"9": "0%", "10": "0.00%", "11": "0.00E+00", "48": "##0.0E+0"}
_AS_THE_SYSTEM_HAS_IT = ("14", "22")  # days, whatever is spelt out
_PROBES = (2.0, 0.0, -2.0, 1_234_567.8, None)


class Section(NamedTuple):
    """One of the up to four parts of a format.

    Attributes
    ----------
    signs
        Kind and text of each: text, digits, general, exponent, ``.``, ``,``, ``%``, ``/``, ``@``.
    condition
        How a number compares with which one for the section to be used; None for the usual order.
    """

    signs: tuple[tuple[str, str], ...]
    condition: tuple[str, float] | None = None

    def has(self, kind: str) -> bool:
        """Whether a sign of this kind is in it."""
        return any(name == kind for name, _ in self.signs)

    def holds(self, number: float) -> bool:
        """Whether a number meets its condition."""
        return self.condition is not None and bool(
            COMPARE[self.condition[0]](number, self.condition[1])
        )

    @property
    def zeros(self) -> int:
        """How many zeros stand at the end of its places for digits."""
        digits = "".join(text for kind, text in self.signs if kind == "digits")
        return len(digits) - len(digits.rstrip("0"))

    def text(self, start: int = 0, end: int | None = None) -> str:
        """The text that some of its signs stand for."""
        return "".join(text for kind, text in self.signs[start:end] if kind == "text")


class NumberFormat(NamedTuple):
    """A format, and what it makes of values."""

    sections: tuple[Section, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether it may show some value as another text."""
        return any(section.condition for section in self.sections) or any(
            self.judge(probe) is not None for probe in _PROBES
        )

    def judge(self, value: float | None) -> Effect | None:
        """What is shown in the place of a number, or of a text (None); None if just that."""
        if value is None:
            return _judge_text(self.sections)
        section = self._choose(value)
        return _judge_number(section, value, self.sections) if section else None

    def _choose(self, number: float) -> Section | None:
        sections = [section for section in self.sections[:3] if not _is_for_text(section)]
        if any(section.condition for section in sections):
            met = [section for section in sections if section.holds(number)]
            rest = [section for section in sections if section.condition is None]
            return next(iter(met + rest), None)
        if not sections:
            return None
        place = 0 if number > 0 else 1 if number < 0 else 2
        return sections[place] if place < len(sections) else sections[0]


def complete_codes(spelt_out: Mapping[str, str]) -> dict[str, str]:
    """The formats of a workbook by number, with those that it need not spell out."""
    codes = {**_NOT_SPELT_OUT, **spelt_out}
    return {number: code for number, code in codes.items() if number not in _AS_THE_SYSTEM_HAS_IT}


@lru_cache(maxsize=1_000)
def read_format(code: str) -> NumberFormat:
    """Read a format such as ``"SC"000000``; one that is empty or too long changes nothing."""
    if not code or len(code) > LONGEST:
        return NumberFormat()
    parts = [""]
    for piece in _PIECE.findall(code):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return NumberFormat(tuple(map(_read_section, parts[:4])))


def _read_section(part: str) -> Section:
    signs: list[tuple[str, str]] = []
    condition = None
    for sign in _SIGN.finditer(part):
        kind, text = sign.lastgroup or "", sign[0]
        if kind in ("quoted", "escaped"):
            signs.append(("text", sign[kind]))
        elif kind == "bracket":
            compared, symbol = _CONDITION.fullmatch(sign[kind]), _SYMBOL.fullmatch(sign[kind])
            if compared:
                condition = (compared[1], float(compared[2]))
            elif symbol:
                signs.append(("text", symbol[1]))
            elif sign[kind].lower().strip("hms") == "":
                signs.append(("date", text))
        elif kind == "other":
            signs.append((text if text in ".,%/@" else "text", text))
        elif kind:
            signs.append((kind, text))
    if not signs and part.endswith("]"):  # a colour alone changes nothing else
        signs.append(("general", ""))
    return Section(tuple(signs), condition)


def _is_for_text(section: Section) -> bool:
    return section.has("@") and not section.has("digits") and not section.has("general")


def _judge_text(sections: Sequence[Section]) -> str | None:
    """What the section for texts makes of one; without such a section it is shown as it is."""
    own = sections[3] if len(sections) == 4 else sections[-1] if sections else None
    if own is None or own.has("date") or not (len(sections) == 4 or _is_for_text(own)):
        return None
    words = any(map(str.isalnum, own.text()))
    if own.has("@") or own.has("general"):
        return OTHER if words else None
    return OTHER if words else HIDDEN


def _judge_number(section: Section, value: float, sections: Sequence[Section]) -> Effect | None:
    if section.has("date") or section.has("/"):
        return MONTH_FIRST if _has_month_first(section.signs) else None
    places = [at for at, (kind, _) in enumerate(section.signs) if kind in ("digits", "general")]
    if not places:
        return _judge_fixed(section.text(), value)
    if section.has("%"):
        return PERCENT
    if _is_scaled(section.signs):
        return SCALED
    shown = Shown(section.text(0, places[0]), section.zeros, section.text(places[-1]))
    unsigned = value < 0 and section is not sections[0] and not MINUS.search("".join(shown[::2]))
    signed = value > 0 and MINUS.fullmatch(shown.before.strip())
    if unsigned or signed or section.text(places[0], places[-1]):
        return OTHER
    return _judge_whole(section, value, shown)


def _judge_whole(section: Section, value: float, shown: Shown) -> Effect | None:
    """What is shown around a number that keeps its value and its sign."""
    if section.has("exponent") and _loses_digits(section.signs, value):
        return SCIENTIFIC
    if any(map(section.has, (".", ",", "exponent"))):
        return OTHER if joins_digits(shown) else None
    optional = section.has("digits") and section.zeros == 0
    if value == 0 and optional and not (shown.before + shown.behind).strip():
        return HIDDEN
    return shown if shown.adds else None


def _has_month_first(signs: Sequence[tuple[str, str]]) -> bool:
    """Whether the month, as a number, stands before the day, as in the United States."""
    parts = [text.lower() for kind, text in signs if kind == "date"]
    return len(parts) > 1 and parts[0] in ("m", "mm") and parts[1] in ("d", "dd")


def _loses_digits(signs: Sequence[tuple[str, str]], value: float) -> bool:
    """Whether a number in scientific form has fewer digits than it has without."""
    kinds = [kind for kind, _ in signs]
    digits = [text for kind, text in signs[: kinds.index("exponent")] if kind == "digits"]
    step = len(digits[0])  # of the power of ten
    places = len("".join(digits[1:])) if "." in kinds else 0
    if not value:
        return False
    scale = 10.0 ** (math.floor(math.log10(abs(value))) // step * step)
    return not math.isclose(round(value / scale, places) * scale, value, rel_tol=1e-12)


def _judge_fixed(text: str, value: float) -> str | None:
    """What a format without a place for digits makes of a number."""
    if not any(map(str.isalnum, text)):
        return None if value == 0 and text.strip() else HIDDEN
    return None if text.strip() == f"{value:g}" else OTHER


def _is_scaled(signs: Sequence[tuple[str, str]]) -> bool:
    """Whether a comma stands behind the last digit, or the last before the point."""
    kinds = [kind for kind, _ in signs if kind in ("digits", ",", ".")]
    behind = [*kinds[1:], "."]
    return any(
        kind == "," and "digits" in kinds[:at] and behind[at] in (",", ".")
        for at, kind in enumerate(kinds)
    )


_AROUND = re.compile(r"(\D*)(\d+)(\D*)")
_NUMBER = re.compile(r"[-\u2212]?\d[\d,. \u00a0\u202f']*(?:E[+-]?\d+)?", re.IGNORECASE)
_SPACES = re.compile(r"[ \u00a0\u202f']")


def compare(value: str, text: str) -> Effect | None:
    """What a cell shows in the place of the number that it holds; None if just that."""
    parts = _AROUND.fullmatch(text)
    if parts and value.isdigit() and parts[2].lstrip("0") == value.lstrip("0"):
        digits = len(parts[2]) if parts[2].startswith("0") else 0
        shown = Shown(parts[1], digits, parts[3])
        if shown.adds:
            return shown
    number = _read(value)
    return None if number is None else _compare_number(number, text)


@lru_cache(maxsize=1 << 12)
def compare_day(day: str, text: str) -> Effect | None:
    """What a cell shows in the place of a day, written year first; None if nothing else."""
    parts = [int(part) for part in re.findall(r"\d+", day)[1:3]]
    shown = [int(part) for part in re.findall(r"\d+", text)[:2]]
    return MONTH_FIRST if shown == parts != parts[::-1] else None


def _compare_number(number: float, text: str) -> str | None:
    listed = [digits[0] for digits in _NUMBER.finditer(text)]
    if not listed:
        return _judge_fixed(text, number)
    near = [shown for shown in listed if _is_near(shown, number)]
    if near and all("e" in shown.lower() and _read(shown) != number for shown in near):
        return SCIENTIFIC
    if "/" in text or near:
        return None
    if "%" in text and any(_is_near(shown, number * 100) for shown in listed):
        return PERCENT
    if any(_is_near(shown, number / scale) for shown in listed for scale in (1e3, 1e6, 1e9)):
        return SCALED
    return OTHER


def _is_near(text: str, number: float) -> bool:
    """Whether a text is a number, rounded to the digits that it has."""
    bare = _SPACES.sub("", text).rstrip(",.").replace("\u2212", "-")
    for point, group in ((".", ","), (",", ".")):
        plain = bare.replace(group, "").replace(point, ".")
        shown = _read(plain)
        if shown is None:
            continue
        decimals = len(plain.partition(".")[2])
        room = abs(number) * 0.01 if "e" in plain.lower() else 0.5 * 10**-decimals
        if abs(shown - number) <= room * 1.000001:
            return True
    return False


def _read(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None

"""Whether what a text says agrees with what a query gives, within the text's own rounding."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.claims.vocabulary import (
    DIRECTION,
    PLAIN_FRACTION,
    PLAIN_MULTIPLE,
    QUANTIFIER,
    RANK,
    Band,
    End,
    Vocabulary,
    Word,
)
from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.digits import PERCENT
from qa_checks.texts.folding import fold
from qa_checks.texts.numerals import ORDINALS
from qa_checks.words import plural

DIGITS = 13  # what a computed number is rounded to first: behind them is the noise of floats
FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
SHARE_TOLD = "a percentage is 0 to 100, so the query must give 100 times that"
PERCENT_TOLD = "a share is 0 to 1, so the query must give a hundredth of that"
HALF = Decimal("0.5")
PLACES = {word: place for word, place in ORDINALS.items() if 1 < place <= 10}
PLACES |= {"2nd": 2, "3rd": 3} | {f"{place}th": place for place in range(4, 11)}
SHARED = ("joint", "equal")
# Before a number they may be no hedge: spread over 148 areas, went up to 5.
PREPOSITIONS = frozenset(("over", "above", "under", "below", "up to"))
KINDS = {
    bool: "yes or no",
    str: "a text",
    float: "no finite one",
    dt.date: "a date",
    list: "a list",
}


class Fit(StrEnum):
    """How well the text says what the query gives."""

    RIGHT = "right"
    LOOSE = "loose"
    WRONG = "wrong"


class Agreement(Struct, frozen=True):
    """How well a hole is filled, and the band in which it would be right.

    ``concludes`` says that it is a direction, rank or quantifier; ``told`` what there is to say.
    """

    fit: Fit
    low: float | None = None
    high: float | None = None
    concludes: bool = False
    told: str = ""


def as_decimal(value: object) -> Decimal | None:
    """A number that a query gives, without the noise of floats; None if it is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, float):
        return Decimal(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return Decimal(value) if Decimal(value).is_finite() else None


def say_kind(value: object) -> str:
    """What a value is that is no number; not the value, which may be one that is masked."""
    for kind, word in KINDS.items():
        if isinstance(value, kind):
            return word
    return "something else"


def agree_number(number: PrintedNumber, value: Decimal, rounded: float | None = None) -> Agreement:
    """Whether some value that rounds to a printed number, half up or half to even, is the one.

    Parameters
    ----------
    rounded
        What the text rounds to, where that is not its last place.
    """
    assert number.value is not None  # noqa: S101  what fills the hole of a number has a value
    printed, step = number.value, number.step
    if rounded is not None:
        step = Decimal(str(rounded))
        if printed / step != int(printed / step):
            told = f"{number.printed} is not rounded to {step:,f}"
            low, high = _ends(printed, step)
            return Agreement(Fit.WRONG, low, high, told=told)
    if number.kind is NumberKind.QUANTIFIER:  # none and both are exact
        fit = Fit.RIGHT if value == printed else Fit.WRONG
        return Agreement(fit, float(printed), float(printed), concludes=True)
    low, high = _ends(printed, step)
    if rounds_to(value, printed, step):
        return Agreement(Fit.RIGHT, low, high)
    is_share = number.unit == PERCENT and rounds_to(100 * value, printed, step)
    return Agreement(Fit.WRONG, low, high, told=SHARE_TOLD if is_share else "")


def agree_bound(
    hedge: str, number: PrintedNumber, value: Decimal, agreement: Agreement, vocabulary: Vocabulary
) -> Agreement:
    """What comes of a number that agrees, where the hedge before it leaves one side of it only.

    "More than 1,200" is wrong of 1,180, although that may be printed so.
    """
    word = None if hedge in PREPOSITIONS else vocabulary.words.get(hedge)
    printed = number.value or Decimal(0)
    if agreement.fit is Fit.WRONG or word is None or printed <= 0:
        return agreement
    if not (word.right.is_above or word.right.is_below):
        return agreement
    fit = _fit(word.right.around(printed), word.loose.around(printed), value)
    if fit is Fit.RIGHT:
        return agreement
    side = {"low" if word.right.is_above else "high": float(printed)}
    return replace(agreement, fit=fit, told=f"'{hedge}' stands before it", **side)


def rounds_to(value: Decimal, printed: Decimal, step: Decimal) -> bool:
    """Whether a value may be printed so: its halves go up, or to the even neighbour."""
    if value < 0 or (value == 0 and printed < 0):
        value, printed = -value, -printed
    low, high = printed - step / 2, printed + step / 2
    is_even = int(printed / step) % 2 == 0
    return low <= value < high or (value == high and is_even)


def _ends(printed: Decimal, step: Decimal) -> tuple[float, float]:
    return float(printed - step / 2), float(printed + step / 2)


def agree_fraction(
    hedge: str, numbers: Sequence[PrintedNumber], value: Decimal, vocabulary: Vocabulary
) -> Agreement:
    """Whether a share (0 to 1) is what a fraction, `N in M` or a quantifier says.

    Parameters
    ----------
    hedge
        The word before it, such as almost; '' without.
    """
    first = numbers[0]
    if first.kind is NumberKind.QUANTIFIER and len(numbers) == 1:
        return _agree_quantifier(first, value, vocabulary)
    named, ends = first.value or Decimal(0), None
    figures = [Decimal(text.replace(",", "")) for text in FIGURES.findall(fold(first.printed))]
    if len(numbers) > 1:  # "12 of the 15"
        figures = [number.value or Decimal(0) for number in numbers]
    if len(figures) == 2 and figures[1]:
        named, ends = figures[0] / figures[1], _in_figures(*figures)
    agreement = _hedged(hedge, PLAIN_FRACTION, named, value, vocabulary)
    percent = _hedged(hedge, PLAIN_FRACTION, named, value / 100, vocabulary)
    if agreement.fit is Fit.WRONG and value > 1 and percent.fit is Fit.RIGHT:
        return replace(agreement, told=PERCENT_TOLD)
    if ends is None or agreement.fit is Fit.WRONG or _is_open(hedge, vocabulary):
        return agreement
    fit = Fit.RIGHT if ends[0] <= value <= ends[1] else Fit.WRONG
    return Agreement(fit, float(ends[0]), float(ends[1]))


def _in_figures(part: Decimal, whole: Decimal) -> tuple[Decimal, Decimal]:
    """The shares that are nearer to `part in whole` than with either number one more or less."""
    low = max((part - HALF) / whole, part / (whole + HALF))
    high = min((part + HALF) / whole, part / (whole - HALF) if whole > HALF else Decimal(1))
    return low, high


def _agree_quantifier(number: PrintedNumber, value: Decimal, vocabulary: Vocabulary) -> Agreement:
    word = vocabulary.word(QUANTIFIER, number.printed)
    if word is None:
        right = number.value is not None and value == number.value
        return Agreement(Fit.RIGHT if right else Fit.WRONG, concludes=True)
    band = word.right
    if word.value is not None and band.low.value is None and band.high.value is None:
        band = Band(End(word.value), End(word.value))
    fit = Fit.RIGHT if band.holds(value) else Fit.WRONG
    return Agreement(fit, *_shown(band), concludes=True)


def agree_multiple(
    hedge: str, number: PrintedNumber, value: Decimal, vocabulary: Vocabulary
) -> Agreement:
    """Whether a ratio is what a multiple says: doubled, around three times, 2.5 times."""
    assert number.value is not None  # noqa: S101  what fills the hole of a multiple has a value
    if any(map(str.isdigit, number.printed)) and not _is_open(hedge, vocabulary):
        return agree_number(number, value)
    return _hedged(hedge, PLAIN_MULTIPLE, number.value, value, vocabulary)


def agree_direction(text: str, change: Decimal, vocabulary: Vocabulary) -> Agreement:
    """Whether a change has the sign that a word says."""
    word = vocabulary.word(DIRECTION, text)
    assert word  # noqa: S101  what fills the hole of a direction is one
    told = "" if word.right.holds(change) else _say_change(change)
    return Agreement(_fit(word.right, word.loose, change), concludes=True, told=told)


def _say_change(change: Decimal) -> str:
    if change == 0:
        return "there is no change"
    return f"the change is {'a rise' if change > 0 else 'a fall'}"


def agree_rank(
    text: str, value: Decimal, among: Sequence[Decimal], vocabulary: Vocabulary
) -> Agreement:
    """Whether a value has the rank that the text says among all values.

    Parameters
    ----------
    text
        Such as highest, or second lowest.
    """
    place, word, is_joint = _read_rank(text, vocabulary)
    from_top = word.value is None or word.value > 0
    before = sum(other > value if from_top else other < value for other in among)
    ties = sum(other == value for other in among) - 1
    end = "largest" if from_top else "smallest"
    shared = f", shared with {plural(ties, 'other')}" if ties else ""
    told = f"it is number {before + 1} from the {end} of {len(among)}{shared}"
    if not before + 1 <= place <= before + 1 + ties or (is_joint and not ties):
        return Agreement(Fit.WRONG, concludes=True, told=told)
    return Agreement(Fit.LOOSE if ties and not is_joint else Fit.RIGHT, concludes=True, told=told)


def _read_rank(text: str, vocabulary: Vocabulary) -> tuple[int, Word, bool]:
    """The place that a rank names, its word, and whether it is said to be shared."""
    words = text.lower().replace("-", " ").split()
    places = [PLACES[word] for word in words if word in PLACES]
    rest = " ".join(word for word in words if word not in PLACES and word not in SHARED)
    word = vocabulary.word(RANK, rest) or vocabulary.word(RANK, rest.removeprefix("the "))
    assert word  # noqa: S101  what fills the hole of a rank is one
    return places[0] if places else 1, word, any(word in SHARED for word in words)


def _hedged(
    hedge: str, plain: str, named: Decimal, value: Decimal, vocabulary: Vocabulary
) -> Agreement:
    """Whether a value lies in the band of a hedge about the one that is named."""
    word = vocabulary.words.get(hedge) if hedge else vocabulary.plain.get(plain)
    if word is None:
        fit = Fit.RIGHT if value == named else Fit.WRONG
        return Agreement(fit, float(named), float(named))
    right = word.right.around(named)
    return Agreement(_fit(right, word.loose.around(named), value), *_shown(right))


def _is_open(hedge: str, vocabulary: Vocabulary) -> bool:
    """Whether a hedge has no bound on one side, as more than has."""
    word = vocabulary.words.get(hedge)
    return word is not None and None in (word.right.low.value, word.right.high.value)


def _fit(right: Band, loose: Band, value: Decimal) -> Fit:
    if right.holds(value):
        return Fit.RIGHT
    return Fit.LOOSE if loose.holds(value) else Fit.WRONG


def _shown(band: Band) -> tuple[float | None, float | None]:
    low, high = band.low.value, band.high.value
    return None if low is None else float(low), None if high is None else float(high)

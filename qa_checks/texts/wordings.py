"""What says a number without naming one: half, twice, none, all, most, the first."""

from __future__ import annotations

import re
from decimal import Decimal

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.digits import SCALE, read_unit
from qa_checks.texts.numerals import DENOMINATORS, ONES, ORDINALS, TENS

_PARTS = "|".join(name for name in DENOMINATORS if not name.endswith("s") and name != "half")
# "a third of them" is a part, "a third home" the one after the second.
_IS_PART = (
    r"(?= of\b|[.,;:)\]]|\n|\Z| (?:were|was|are|is|had|have|has|more|fewer|less|in|on|at|to|from"
    r"|for|since|lower|higher|between|over|and|or|as|did|said|reported|but|than|after|before|during"
    r"|while|compared|closed|opened|rose|fell|received|got|lived|live|did|do|which|who|that)\b)"
)
_SUPERLATIVE = (
    "common|commonly|frequent|frequently|likely|often|popular|prevalent|numerous|deprived|notable"
    "|significant|improved|important|affected|expensive"
)
_FOLDS = {name: number for number, name in enumerate(ONES, start=1)} | {"ten": 10, "hundred": 100}
_MULTIPLES = {
    "twice": 2, "thrice": 3,
    "double": 2, "doubles": 2, "doubled": 2, "doubling": 2,
    "treble": 3, "trebles": 3, "trebled": 3, "trebling": 3,
    "triple": 3, "triples": 3, "tripled": 3, "tripling": 3,
    "quadruple": 4, "quadrupled": 4, "quadrupling": 4, "quintupled": 5,
    "halve": "0.5", "halves": "0.5", "halved": "0.5", "halving": "0.5",
}  # fmt: skip
_QUANTIFIERS = {
    "none": 0, "neither": 0, "nobody": 0, "both": 2,
    "all": None, "every": None, "each": None, "everyone": None, "everybody": None,
    "most": None, "mostly": None, "majority": None, "minority": None,
    "hundreds": None, "thousands": None, "millions": None, "dozens": None,
}  # fmt: skip
_DOZENS = {"a": 12, "half a": 6, "two": 24, "three": 36, "four": 48, "five": 60}
# "both homes and places rose" joins two things; "both were good" counts them.
_JOINING = (
    r"(?! (?!of\b|the\b|these\b|those\b)(?:(?!were|was|are|is|had|have|of)[a-z'-]+ ){1,4}and\b)"
)

_PATTERNS = (
    ("scaled", r"half an? (?P<scale>hundred|thousand|million|billion)\b"),
    ("pointed", r"half an? (?=(?:percentage[- ]point|per ?cent)\b)"),
    ("dozen", rf"(?P<dozen>{'|'.join(_DOZENS)}) dozen\b"),
    ("fold", rf"(?P<fold>{'|'.join(_FOLDS)})-?fold\b"),
    ("as_many", r"half as (?:many|much|large|likely|big|high|often|long)\b"),
    ("half", r"(?<!one )(?<!and a )(?<!and-a-)(?:a )?half\b(?!-)"),
    ("part", rf"an? (?P<part>{_PARTS})\b{_IS_PART}"),
    ("quarter", r"quarter(?= of\b)"),
    (
        "once",
        r"(?:(?<=than )|(?<=least )|(?<=only )|(?<=just )|(?<=inspected ))once\b|once(?=[.,;)])",
    ),
    ("multiple", rf"(?P<multiple>{'|'.join(_MULTIPLES)})\b"),
    ("no", r"no(?:[ -]one\b|(?= [a-z]))"),
    ("nought", r"nil\b|nought\b"),
    ("superlative", rf"most(?= (?:{_SUPERLATIVE})\b)"),
    ("the_most", r"(?<=\bthe )most\b"),
    ("quantifier", rf"(?P<quantifier>{'|'.join(_QUANTIFIERS)})\b"),
    (
        "rank",
        rf"(?:(?P<tens>{'|'.join(TENS)})-)?(?P<rank>{'|'.join(ORDINALS)})\b",
    ),
)
_WORDING = re.compile(
    "|".join(rf"(?P<{name}_>\b(?:{pattern}))" for name, pattern in _PATTERNS), re.IGNORECASE
)

_HALF = Decimal("0.5")
_FIXED = {
    "as_many": (NumberKind.MULTIPLE, _HALF),
    "half": (NumberKind.FRACTION, _HALF),
    "quarter": (NumberKind.FRACTION, Decimal("0.25")),
    "once": (NumberKind.MULTIPLE, Decimal(1)),
    "no": (NumberKind.QUANTIFIER, Decimal(0)),
    "nought": (NumberKind.NUMBER, Decimal(0)),
    "superlative": (NumberKind.RANK, Decimal(1)),
    "the_most": (NumberKind.RANK, Decimal(1)),
}


def find_wordings(rest: str, content: str) -> list[PrintedNumber]:
    """The numbers that words say without a numeral, of a folded text ``rest``."""
    numbers = []
    for wording in _WORDING.finditer(rest):
        kind, value, step = _read(wording)
        unit, end = read_unit(rest, wording.end())
        printed = content[wording.start() : end]
        numbers.append(PrintedNumber(wording.start(), end, printed, kind, value, step, unit))
    return numbers


def _read(wording: re.Match[str]) -> tuple[NumberKind, Decimal | None, Decimal]:
    """What a wording is, the value it stands for, and one in the last place of that."""
    sort = str(wording.lastgroup).removesuffix("_")
    word = (wording[sort] if sort in _WORDING.groupindex else "").lower()
    kind, value, step = NumberKind.NUMBER, Decimal(0), Decimal(1)
    match sort:
        case "scaled":
            value = step = _HALF * SCALE[wording["scale"].lower()]
        case "pointed":
            value = step = _HALF
        case "dozen":
            value = Decimal(_DOZENS[word])
        case "fold":
            kind, value = NumberKind.MULTIPLE, Decimal(_FOLDS[word])
        case "multiple":
            kind, value = NumberKind.MULTIPLE, Decimal(_MULTIPLES[word])
        case "part":
            kind, value = NumberKind.FRACTION, Decimal(1) / DENOMINATORS[word]
        case "quantifier":
            number = _QUANTIFIERS[word]
            return NumberKind.QUANTIFIER, None if number is None else Decimal(number), step
        case "rank":
            tens = 10 * (2 + TENS.index(wording["tens"].lower())) if wording["tens"] else 0
            kind, value = NumberKind.RANK, Decimal(tens + ORDINALS[word])
        case _:
            kind, value = _FIXED[sort]
    return kind, value, step

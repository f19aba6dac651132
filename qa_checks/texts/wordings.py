"""What says a number without naming one: half, twice, none, all, most, the first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.digits import SCALE, read_unit
from qa_checks.texts.lexicon import Entry, Lexicon, beginning
from qa_checks.texts.numerals import DENOMINATORS, NUMERAL_BEFORE, ONES, ORDINALS, TEENS, TENS

_PARTS = "|".join(name for name in DENOMINATORS if not name.endswith("s") and name != "half")
# "a third of them" is a part, "a third home" the one after the second.
_IS_PART = (
    r"(?= of\b|[.,;:)\]]|\n|\Z| \(| - | (?:were|was|are|is|had|have|has|more|fewer|less|in|on|at|to"
    r"|from|for|since|lower|higher|between|over|and|or|as|did|said|reported|but|than|after|before"
    r"|during|while|compared|closed|opened|rose|fell|received|got|lived|live|do|which|who|that"
    r"|remained|stayed|failed|met|moved|took|came|went|gave|made|felt|saw|agreed|left)\b)"
)
_SUPERLATIVE = (
    "common|commonly|frequent|frequently|likely|often|popular|prevalent|numerous|deprived|notable"
    "|significant|improved|important|affected|expensive"
)
# "The highest number since 2019" is a claim on every year since.
_EXTREMES = "highest lowest largest smallest greatest fewest least biggest"
_ON_RECORD = r"(?= (?:[a-z'-]+ ){0,5}(?:since|ever|on record)\b)"
_MULTIPLES: dict[str, int | str] = {
    "twice": 2, "thrice": 3,
    "double": 2, "doubles": 2, "doubled": 2, "doubling": 2,
    "treble": 3, "trebles": 3, "trebled": 3, "trebling": 3,
    "triple": 3, "triples": 3, "tripled": 3, "tripling": 3,
    "quadruple": 4, "quadrupled": 4, "quadrupling": 4, "quintupled": 5,
    "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6,
    "sevenfold": 7, "eightfold": 8, "ninefold": 9, "tenfold": 10, "hundredfold": 100,
    "halve": "0.5", "halves": "0.5", "halved": "0.5", "halving": "0.5",
}  # fmt: skip
_QUANTIFIERS: dict[str, int | None] = {
    "none": 0, "neither": 0, "nobody": 0,
    "all": None, "each": None, "everyone": None, "everybody": None,
    "most": None, "mostly": None, "majority": None, "minority": None,
    "hundreds": None, "thousands": None, "millions": None, "dozens": None,
}  # fmt: skip
_DOZENS = {"a": 12, "half a": 6, "two": 24, "three": 36, "four": 48, "five": 60}
# "both homes and places rose" joins two things; "both were good" counts them.
_JOINING = r"(?! (?:(?!were|was|are|is|had|have|of|these|those)[a-z'-]+ ){1,4}and\b)"
_NUMERAL = "|".join([*ONES, *TEENS, *TENS])
_NUMERAL_BEFORE = re.compile(NUMERAL_BEFORE)

_LEXICON = Lexicon(
    (
        beginning("scaled", "half", r"(?i: an? (?P<scaled>hundred|thousand|million|billion))\b"),
        Entry(
            "parted",
            "a an",
            rf"(?i:an? (?P<parted>(?:{_PARTS}) of an? (?:hundred|thousand|million|billion)))\b",
        ),
        beginning("pointed", "half", r"(?i: an? (?=(?:percentage[- ]point|per ?cent)\b))"),
        Entry(
            "dozen", "a half two three four five", rf"(?i:(?P<dozen>{'|'.join(_DOZENS)}) dozen)\b"
        ),
        beginning("as_many", "half", r"(?i: as (?:many|much|large|likely|big|high|often|long))\b"),
        Entry("half", "a half", r"(?i:(?:a )?half)\b(?!-)"),
        Entry("part", "a an", rf"(?i:an? (?P<part>{_PARTS})\b{_IS_PART})"),
        Entry("part", "a", r"(?i:a (?P<part>quarter)\b(?! past\b))"),
        beginning("quarter", "quarter", r"(?= of\b)"),
        beginning(
            "once", "once", "", r"(?i:(?<=than )|(?<=least )|(?<=only )|(?<=just )|(?<=inspected ))"
        ),
        beginning("once", "once", r"(?=[.,;)])"),
        beginning("not_one", "not", r"(?i: a single\b)"),
        beginning(
            "vague",
            "several few many some couple",
            r"(?i:(?: of)? (?:dozen|hundred|thousand|million|billion)s?\b)",
        ),
        Entry("multiple", " ".join(_MULTIPLES), r"(?P<multiple>[A-Za-z]+)(?!\w)"),
        beginning("no", "no", r"(?i:[ -]one\b|(?= [a-z]))"),
        beginning("nought", "nil nought", ""),
        beginning("superlative", "most", rf"(?i:(?= (?:{_SUPERLATIVE})\b))"),
        beginning("superlative", "most", "", r"(?i:(?<=\bthe ))"),
        beginning("superlative", _EXTREMES, rf"(?i:{_ON_RECORD})"),
        beginning("superlative", "record", r"(?i:(?= (?:high|low|number|level)\b))"),
        beginning("both", "both", rf"(?i:{_JOINING})"),
        beginning("every", "every", rf"(?i:(?! \d| (?:{_NUMERAL})\b))"),
        Entry("quantifier", " ".join(_QUANTIFIERS), r"(?P<quantifier>[A-Za-z]+)(?!\w)"),
        Entry(
            "rank",
            " ".join([*TENS, *ORDINALS]),
            rf"(?i:(?:(?P<tens>{'|'.join(TENS)})-)?(?P<rank>{'|'.join(ORDINALS)}))\b",
        ),
    )
)

_HALF = Decimal("0.5")
# What each sort of wording is, and what its words stand for; '' where it has none of its own.
_WORDS: dict[str, tuple[NumberKind, Mapping[str, Decimal | int | str | None]]] = {
    "pointed": (NumberKind.NUMBER, {"": _HALF}),
    "as_many": (NumberKind.MULTIPLE, {"": _HALF}),
    "half": (NumberKind.FRACTION, {"": _HALF}),
    "quarter": (NumberKind.FRACTION, {"": "0.25"}),
    "once": (NumberKind.MULTIPLE, {"": 1}),
    "no": (NumberKind.QUANTIFIER, {"": 0}),
    "nought": (NumberKind.NUMBER, {"": 0}),
    "not_one": (NumberKind.QUANTIFIER, {"": 0}),
    "vague": (NumberKind.QUANTIFIER, {"": None}),
    "superlative": (NumberKind.RANK, {"": 1}),
    "both": (NumberKind.QUANTIFIER, {"": 2}),
    "every": (NumberKind.QUANTIFIER, {"": None}),
    "dozen": (NumberKind.NUMBER, _DOZENS),
    "multiple": (NumberKind.MULTIPLE, _MULTIPLES),
    "part": (NumberKind.FRACTION, {name: 1 / Decimal(n) for name, n in DENOMINATORS.items()}),
    "quantifier": (NumberKind.QUANTIFIER, _QUANTIFIERS),
}


def find_wordings(rest: str, content: str) -> list[PrintedNumber]:
    """The numbers that words say without a numeral, of a folded text ``rest``."""
    numbers = []
    for sort, wording in _LEXICON.find(rest):
        start = wording.start()
        if _belongs_to_numeral(wording[0].lower(), rest[max(0, start - 20) : start]):
            continue
        kind, value, step = _read(sort, wording)
        unit, end = read_unit(rest, wording.end())
        numbers.append(PrintedNumber(start, end, content[start:end], kind, value, step, unit))
    return numbers


def _belongs_to_numeral(words: str, before: str) -> bool:
    """Whether a numeral before words counts them: thirds in "two thirds", "five millions"."""
    is_counted = words.removeprefix("a ") in DENOMINATORS or words.removesuffix("s") in SCALE
    return is_counted and bool(_NUMERAL_BEFORE.search(before))


def _read(sort: str, wording: re.Match[str]) -> tuple[NumberKind, Decimal | None, Decimal]:
    """What a wording is, the value it stands for, and one in the last place of that."""
    word = (wording[sort] if sort in wording.re.groupindex else "").lower()
    if sort == "scaled":
        step = _HALF * SCALE[word]
        return NumberKind.NUMBER, step, step
    if sort == "parted":
        part, *_, scale = word.split()
        step = Decimal(SCALE[scale]) / DENOMINATORS[part]
        return NumberKind.NUMBER, step, step
    if sort == "rank":
        tens = 10 * (2 + TENS.index(wording["tens"].lower())) if wording["tens"] else 0
        return NumberKind.RANK, Decimal(tens + ORDINALS[word]), Decimal(1)
    kind, values = _WORDS[sort]
    value = values[word]
    step = _HALF if sort == "pointed" else Decimal(1)
    return kind, None if value is None else Decimal(value), step

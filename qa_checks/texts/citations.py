"""References in a text: tables and notes, law, list numbers, codes, addresses, phone numbers."""

from __future__ import annotations

from qa_checks.texts.calendar import CENTURY
from qa_checks.texts.numerals import NO_UNIT

REFERENCE, LAW, LIST = "number of a table, chart or note", "law", "list number"
WEB, PHONE, CODE = "web address", "phone number", "reference code"

# "At this stage 12 homes had opened": the word before it tells that nothing is numbered.
POINTED = r"(?<!\bthis )(?<!\bthat )(?<!\beach )(?<!\bsame )(?<!\blatter )(?<!\bthe )(?<!\bits )"
_VERBS = "is|was|has|as|this|its|shows|gives|sets|lists|includes|plus|does|presents|covers"
COUNTED = rf"(?! (?!(?:{_VERBS})\b)[a-z-]+s\b)"
_ALONE = r"(?! ?[A-Za-z])"
_AND = r",? ?(?:and|to|or|&|-|,) ?"


def numbered(singular: str, plural: str, item: str) -> str:
    """A pattern for numbers after what they number: "Table 3", "Tables 3, 4 and 6".

    After the singular a second number belongs to it only where no word follows: in "In Table 3,
    12 homes closed" the homes are counted.
    """
    first = rf"{item}{NO_UNIT}"
    return (
        rf"{POINTED}\b(?:(?:{plural})\.? ?{first}(?:{_AND}{first}{COUNTED})*"
        rf"|(?:{singular})\.? ?{first}(?:{_AND}{first}{_ALONE})*)"
    )


_PLACE = r"(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,2})*(?:\(\w{1,3}\))*(?:[A-Za-z](?![A-Za-z]))?"
_CLAUSE = r"\d{1,3}[A-Z]{0,2}(?:\(\w{1,3}\))*"
PATTERNS = (
    (
        WEB,
        r"(?i:\bhttps?://\S+|\bwww\.\S+|\S+@\S+\.\w+|\bdoi:\S+"
        r"|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|org|com|ac|co)\b(?:[./]\S*)?)",
    ),
    (
        PHONE,
        r"(?<![\w,.])(?:\+\d\d ?(?:\(0\))?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?![\w,])",
    ),
    (
        CODE,
        r"(?i:\b(?:URN|UPRN|ISBN|ISSN|DOI|LAESTAB|ref(?:erence)?)s?\b(?: number| no)?[.:]? "
        r"(?=\S*\d)[\w./-]*\w)",
    ),
    (CODE, r"(?i:\b(?:v|version ?)\d+(?:\.\d+)*\b)|(?<![\d.])\d+\.\d+\.\d+(?:\.\d+)*\b"),
    (CODE, r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
    (
        LAW,
        r"\b(?:Acts?|Regulations|Order|Measure|Rules|Bill|Code)(?: \([^()\n]{1,40}\))? "
        rf"{CENTURY}(?:(?:,| and) {CENTURY})*\b",
    ),
    (LAW, r"\bSI ?\d{4}/\d+"),
    (
        LAW,
        numbered(
            "[Ss]ection|[Rr]egulation|[Aa]rticle|[Ss]chedule|[Ss]ubsection|[Cc]lause|s\\.",
            "[Ss]ections|[Rr]egulations|[Aa]rticles|[Ss]chedules|ss\\.",
            _CLAUSE,
        ),
    ),
    (
        REFERENCE,
        numbered(
            "[Tt]able|[Cc]hart|[Ff]igure|Fig|[Ff]ootnote|[Nn]ote|[Aa]nnex|[Aa]ppendix|[Cc]hapter"
            "|[Pp]aragraph|[Pp]ara|Part|Box|Map|Sheet|[Pp]age|p|Question|Slide|Column|Row|Item",
            "[Tt]ables|[Cc]harts|Figures|Figs|[Ff]ootnotes|[Nn]otes|[Aa]nnexes|[Aa]ppendices"
            "|[Cc]hapters|[Pp]aragraphs|[Pp]aras|Parts|Boxes|Maps|Sheets|[Pp]ages|pp|Questions",
            _PLACE,
        ),
    ),
    (REFERENCE, r"\[(?i:notes? )?\d{1,3}(?:, ?\d{1,3})*\]"),
    (REFERENCE, rf"\b(?:[Nn]os?\.|Nos?) ?\d{{1,3}}{NO_UNIT}{_ALONE}"),
    (LIST, r"(?m:^ *\(?(?:\d{1,2}|[a-z])[.)](?= \D))"),
    (LIST, r"(?m:^ *\d{1,2}(?:\.\d{1,2})+\.?(?= [A-Z][a-z]))"),
)
# After the names of measures, some of which look like a code.
CODES = ((CODE, r"\b[A-Z]{1,6}-?\d[\dA-Z]*(?:[-/][\dA-Z]+)*(?![\w,]|\.\d)"),)

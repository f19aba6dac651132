"""References in a text: tables and notes, law, list numbers, codes, addresses, phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_checks.texts.calendar import CENTURY
from qa_checks.texts.lexicon import DIGITS, Entry, beginning
from qa_checks.texts.numerals import NO_UNIT

REFERENCE, LAW, LIST = "number of a table, chart or note", "law", "list number"
WEB, PHONE, CODE = "web address", "phone number", "reference code"

# "At this stage 12 homes had opened": the word before it tells that nothing is numbered.
_POINTED = r"(?<!\bthis )(?<!\bthat )(?<!\beach )(?<!\bsame )(?<!\blatter )(?<!\b[Tt]he )"
_VERBS = "is|was|has|as|this|its|shows|gives|sets|lists|includes|plus|does|presents|covers"
COUNTED = rf"(?! (?!(?:{_VERBS})\b)[a-z-]+s\b)"
_ALONE = r"(?! ?[A-Za-z])"
_AND = r",? ?(?:and|to|or|&|-|,) ?"
_TO = r" ?(?:to|-) ?"


def numbered(
    reason: str, singular: str, plural: str, item: str, tail: str = ""
) -> tuple[Entry, ...]:
    """Entries of numbers after what they number: "Table 3", "Tables 3, 4 and 6".

    After the singular a second number belongs to it only where no word follows: in "In Table 3,
    12 homes closed" the homes are counted. After the plural the list ends with what "and" adds: in
    "In Tables 3 and 4, 12 of the homes closed" they are too.
    """
    number = rf"{item}{NO_UNIT}"
    more = rf"{number}{COUNTED}"
    listed = rf"(?:(?:, ?|{_TO}){more})*(?:,? ?(?:and|or|&) ?{more}(?:{_TO}{more})?)?"
    return (
        beginning(reason, plural, rf"\.? ?{number}{listed}{tail}", _POINTED),
        beginning(reason, singular, rf"\.? ?{number}(?:{_AND}{number}{_ALONE})*{tail}", _POINTED),
    )


_PLACE = r"(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,2})*(?:\(\w{1,3}\))*(?:[A-Za-z](?![A-Za-z]))?"
_CLAUSE = r"\d{1,3}[A-Z]{0,2}(?:\(\w{1,3}\))*"
# The mark of a note behind a word ("staff6") or brackets; "from20" lacks a blank.
_GLUED = r"(?:(?<=[A-Za-z]{2}[a-z])|(?<=[A-Za-z]\)))" + "".join(
    rf"(?<!\b{word})"
    for word in (
        "and are but for had has have from only over than that the top total under was were with "
        "covid".split()
    )
)
# Not at the start of a word, or at the start of a line.
ANYWHERE = (
    (WEB, re.compile(r"https?://\S+")),
    (WEB, re.compile(r"www\.\S+")),
    (WEB, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")),
    (
        WEB,
        re.compile(
            r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:gov|org|com|ac|co)\b(?:[./]\S*)?"
        ),
    ),
    (
        PHONE,
        re.compile(r"(?<![\w,.])(?:\+\d\d ?(?:\(0\))?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?![\w,])"),
    ),
    (LIST, re.compile(r"(?m:^ *\(?(?:\d{1,2}|[a-z])[.)](?= \S))")),
    (REFERENCE, re.compile(r"\[(?i:notes? )?\d{1,3}(?:, ?\d{1,3})*\]")),
)
_SECTION = re.compile(r"(?m:^ *(\d{1,2}(?:\.\d{1,2})+)\.?(?= [A-Z][a-z]))")
ENTRIES = (
    beginning(
        CODE,
        "urn urns uprn isbn issn doi laestab ref reference",
        r"(?i:(?: number| no)?[.:]? (?=\S*\d)[\w./-]*\w)",
    ),
    beginning(CODE, "version", r" ?\d+(?:\.\d+)*\b"),
    beginning(CODE, "v", r"\d+(?:\.\d+)*\b"),
    beginning(
        LAW,
        "Act Acts Regulations Order Measure Rules Bill Code",
        rf"(?: \([^()\n]{{1,40}}\))? {CENTURY}(?:(?:,| and) {CENTURY})*\b",
    ),
    beginning(LAW, "SI", r" ?\d{4}/\d+"),
    beginning(LAW, "Regulation Directive", r" \((?:EU|EC|EEC)\) (?:No )?\d+/\d+"),
    beginning(
        LAW, "s ss", r"(?:\.|\. )?\d{1,3}[A-Z]{0,2}(?:\(\w{1,3}\))*" + NO_UNIT, r"(?<![\w'])"
    ),
    *numbered(
        LAW,
        "section regulation article Schedule subsection clause",  # inspectors schedule 12 visits
        "sections regulations articles Schedules",
        _CLAUSE,
    ),
    *numbered(
        REFERENCE,
        "table chart figure Fig footnote Note annex appendix chapter paragraph para Part Box Map "
        "Sheet page p Question Slide Column Row Item",
        "tables charts Figures Figs footnotes Notes annexes appendices chapters paragraphs paras "
        "Parts Boxes Maps Sheets pages pp Questions",
        _PLACE,
    ),
    beginning(REFERENCE, "note notes", r" \d{1,2}\b(?! [a-z])"),  # we note 12 homes
    beginning(REFERENCE, "Nos", rf"\.? ?\d{{1,3}}(?:{_AND}\d{{1,3}}{NO_UNIT}{_ALONE})*"),
    beginning(REFERENCE, "No", rf"\.? ?\d{{1,3}}{NO_UNIT}{_ALONE}"),
    beginning(REFERENCE, "no nos", rf"\. ?\d{{1,4}}(?:\.\d)?{NO_UNIT}{_ALONE}"),
    Entry(CODE, DIGITS, rf"(?<![\d/.,])\d{{1,3}}/{CENTURY}(?![\d/,])"),  # of a series: SFR 34/2015
    Entry(REFERENCE, DIGITS, rf"{_GLUED}\d{{1,2}}(?:,\d{{1,2}})*(?![\w%£$€]|[.,/-]\d| ?%)"),
)
# After the dates, of which some look like one.
VERSION = Entry(
    CODE, DIGITS, r"\d{16,}|\d{1,3}(?:,\d{3}){5,}(?!,?\d)|(?<![\d.])\d+\.\d+\.\d+(?:\.\d+)*\b"
)
# After everything else, of which some looks like a code: SC123456, E08000025, M25.
CODES = re.compile(r"\b[A-Z]{1,4}-?\d[\dA-Z]*(?: \d[A-Z]{2}\b|(?:[-/][\dA-Z]+)*)(?![\w,]|\.\d)")


def find_sections(plain: str) -> Iterator[tuple[int, int]]:
    """Numbers of sections that begin a line ("3.2 Visits"), if the one before or after does too."""
    found = [(place, tuple(map(int, place[1].split(".")))) for place in _SECTION.finditer(plain)]
    numbers = {number for _, number in found}
    for place, (*section, last) in found:
        if not numbers.isdisjoint({(*section, last - 1), (*section, last + 1)}):
            yield place.span()

"""The tables, figures and annexes that a text refers to, and those that it numbers itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from qa_checks.model.texts import Block, BlockKind, PrintedNumber, Text
from qa_checks.texts.citations import REFERENCE

LONGEST_MARK = 8  # of a heading or an item, before its first word
LONGEST_RANGE = 30  # tables that "1 to 30" stands for one by one
_KINDS = {"table": "table", "fig": "figure", "chart": "chart", "annex": "annex", "append": "annex"}
_KIND = re.compile(rf"({'|'.join(_KINDS)})[a-z]*?(e?s)?\.? ?(?![a-z]{{2}})", re.IGNORECASE)
_ID = re.compile(r"[a-z]?\.?\d{1,3}(?:[.-]\d{1,3})*[a-z]?(?![a-z])", re.IGNORECASE)
_RANGE = re.compile(r"\b(\d{1,3}) ?to ?(\d{1,3})\b")
_LETTERED = re.compile(
    r"\b(?i:annex(?:es)?|appendix|appendices) (?!I [a-z])"
    r"[A-Z](?:(?:, | and | to |-)[A-Z])*(?![\w'])"
)
_LETTER = re.compile(r"\b[A-Z]\b")
# "Table 3 of the annual report" stands in another document; "Table 3 of the data tables" does not.
_OWN = r"(?:this|these|(?:the|our) (?:[a-z-]+ ){0,3}(?:tables|workbook|spreadsheet|release))\b"
_ELSEWHERE = re.compile(
    rf" (?:of|from|in|to) (?!{_OWN})(?:the|an?|our|their|its|last|previous|[A-Z][\w.]*'s)\b"
    r"| (?:of|from) [A-Z]"
)
_OWNED = re.compile(r"'s? \Z")  # the department's Table 3
_TITLED = re.compile(r"\s*(?:[:.|-]|\Z)|\s+[A-Z]")


class CrossReference(Struct, frozen=True):
    """What is referred to, such as the table 8a, and where in the text."""

    kind: str
    number: str
    start: int
    end: int


class References(Struct, frozen=True):
    """What a text refers to in its own release, and the titles that number something in it."""

    made: tuple[CrossReference, ...]
    titles: frozenset[tuple[str, str]]


def find_references(text: Text, plain: str, numbers: Sequence[PrintedNumber]) -> References:
    """Tables, figures, charts and annexes that a text refers to, and those that it titles.

    Parameters
    ----------
    plain
        The folded text, capitals as they are.
    numbers
        Those of the text, for the numbers of tables are among them.
    """
    made: list[CrossReference] = []
    titles: set[tuple[str, str]] = set()
    for start, end in _places(plain, numbers):
        named = list(_read(plain, start, end))
        block = text.block(start)
        if _is_title(plain, block, start, end):
            titles |= {(item.kind, item.number) for item in named}
        elif not (_ELSEWHERE.match(plain, end) or _OWNED.search(plain, max(0, start - 3), start)):
            made += named
    return References(tuple(made), frozenset(titles))


def _places(plain: str, numbers: Sequence[PrintedNumber]) -> Iterator[tuple[int, int]]:
    yield from ((item.start, item.end) for item in numbers if item.exempt == REFERENCE)
    yield from (place.span() for place in _LETTERED.finditer(plain))


def _read(plain: str, start: int, end: int) -> Iterator[CrossReference]:
    kind = _KIND.match(plain, start, end)
    if kind is None:
        return
    name, rest = _KINDS[kind[1].lower()], plain[kind.end() : end]
    if kind[2]:  # Tables 1-4 are four; Table 1-4 is one
        rest = rest.replace("-", " to ")
    ids = [as_number(place[0]) for place in (*_ID.finditer(rest), *_LETTER.finditer(rest))]
    for first, last in _RANGE.findall(rest):
        if int(first) < int(last) <= int(first) + LONGEST_RANGE:
            ids += map(str, range(int(first) + 1, int(last)))
    for number in dict.fromkeys(ids):
        yield CrossReference(name, number, start, end)


def as_number(written: str) -> str:
    """The number of a table as two are compared: small letters, its parts parted by points."""
    return written.lower().replace("-", ".").lstrip(".")


def _is_title(plain: str, block: Block, start: int, end: int) -> bool:
    """Whether a number begins a piece of the text as titles do: "Table 3: Homes by region"."""
    if start - block.start > LONGEST_MARK or plain[block.start : start].strip(" *#"):
        return False
    return block.kind is BlockKind.HEADING or bool(_TITLED.match(plain, end, block.end))

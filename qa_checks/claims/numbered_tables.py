"""Whether the tables, figures and annexes that a text refers to are in the release."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from msgspec import Struct

from qa_checks.model.inputs import Input, Role
from qa_checks.reading.loaded import Loaded
from qa_checks.reading.published_sheets import TITLE
from qa_checks.texts.cross_references import CrossReference, References, as_number
from qa_checks.words import list_some

TABLE = "table"
FEW_MISSING = 3  # of fewer it is not likely that the release is only a part of the whole
SHOWN = 6
NAMED = re.compile(r"(?:table|tab)?[ _-]*([a-z]?\d{1,3}[a-z]?)", re.IGNORECASE)
_STEM = re.compile(r"\d+")
_LETTERED = re.compile(r"\d+[a-z]")


class Numbering(Struct, frozen=True):
    """The numbers that things of a kind have; ``has_gaps`` where untitled sheets have some too."""

    numbers: frozenset[str]
    has_gaps: bool = False

    def holds(self, number: str) -> bool:
        """Whether a number is one of them, or a part of one (8a of 8) or its whole (8 of 8a)."""
        wholes = {known[:-1] for known in self.numbers if _LETTERED.fullmatch(known)}
        if number in self.numbers or number in wholes:
            return True
        if _LETTERED.fullmatch(number) and number[:-1] in self.numbers:
            return True
        return self.has_gaps and self._is_in_gap(number)

    def _is_in_gap(self, number: str) -> bool:
        stems = {_stem(known) for known in self.numbers}
        return _stem(number) not in stems and 0 < _stem(number) < max(stems)


def look_up(references: References, loaded: Loaded) -> Iterator[tuple[CrossReference, str]]:
    """The references of a text that can be looked up, each with what is wrong with it, or ''."""
    for kind in dict.fromkeys(item.kind for item in references.made):
        numbering = _number(kind, references, loaded)
        made = [item for item in references.made if item.kind == kind]
        missing = {item for item in made if not numbering.holds(item.number)}
        if numbering.numbers and not _is_part_of_more(made, missing):
            for item in made:
                yield item, _say_missing(item, numbering) if item in missing else ""


def _number(kind: str, references: References, loaded: Loaded) -> Numbering:
    """What the files and the text number: without files its tables may be elsewhere."""
    in_text = {number for name, number in references.titles if name == kind}
    in_files = {
        as_number(title[1].split(maxsplit=1)[1])
        for sheet in loaded.published
        for row in sheet.rows
        for cell in row
        if (title := TITLE.match(cell)) and title[1].lower().startswith(kind)
        if title[2] or title.end() == len(cell.rstrip())
    }
    if kind != TABLE:
        return Numbering(frozenset(in_text | in_files))
    sheets = [item for item in loaded.inputs if item.role is Role.RELEASE and item.sheet]
    named = {as_number(name[1]) for item in sheets if (name := NAMED.fullmatch(item.sheet or ""))}
    in_files |= named
    return Numbering(frozenset(in_text | in_files if in_files else ()), _has_rows(sheets))


def _has_rows(sheets: Sequence[Input]) -> bool:
    """Whether a workbook of published tables has sheets of rows too: those are numbered untold."""
    published = {item.path for item in sheets if item.published}
    return any(item.layout and item.path in published for item in sheets)


def _is_part_of_more(made: Sequence[CrossReference], missing: Set[CrossReference]) -> bool:
    """Whether most tables that a text names are missing: the release is only some of its files."""
    lacking = {item.number for item in missing}
    return len(lacking) >= FEW_MISSING and 2 * len(lacking) > len({item.number for item in made})


def _say_missing(item: CrossReference, numbering: Numbering) -> str:
    known = list_some(sorted(numbering.numbers, key=_in_order), SHOWN)
    number = item.number.upper() if item.number.isalpha() else item.number
    known = known.upper() if item.number.isalpha() else known
    return f"there is no {item.kind.capitalize()} {number} in this release. There are: {known}."


def _stem(number: str) -> int:
    """8 of 8a; 0 of a letter alone."""
    stem = _STEM.search(number)
    return int(stem[0]) if stem else 0


def _in_order(number: str) -> tuple[int, str]:
    return _stem(number), number

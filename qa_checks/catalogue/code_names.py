"""The codes of a list that a sentence or a title names."""

from __future__ import annotations

import re

from qa_checks.catalogue.codes import CodeList

# A name behind these is that of something else: more than London, except London.
_ASIDE = re.compile(
    r"\b(?:than|except|excluding|excludes|outside|unlike|without|not|besides?|as|with|to|from)"
    r"(?: (?:in|for|of|the))* \Z",
    re.IGNORECASE,
)
_BACK = 24  # characters before a name that say so
_SHORTEST = 4  # letters of a name


def find_names(
    codes: CodeList, text: str, start: int = 0, end: int | None = None
) -> list[tuple[str, re.Match[str]]]:
    """The codes that a part of a text names, each with its place.

    A name is spelled as in the list, with a capital.
    """
    spellings = [name for name in codes.exact if name[:1].isupper() and len(name) >= _SHORTEST]
    if not spellings:
        return []
    alternatives = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
    return [
        (codes.exact[place[0]], place)
        for place in pattern.finditer(text, start, len(text) if end is None else end)
        if not _ASIDE.search(text[max(0, place.start() - _BACK) : place.start()])
    ]

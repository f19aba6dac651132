"""Names in a claimed sentence, where its query asks for others: London, for the South East."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList
from qa_checks.claims.claim_queries import Asker, Question
from qa_checks.claims.passages import Prose
from qa_checks.claims.rulings import JudgedClaim
from qa_checks.claims.vocabulary import WORDS
from qa_checks.model.texts import NumberState

_LITERAL = re.compile(r"'((?:[^']|'')*)'")
# A query with these may ask for all but the ones that it names.
_LEAVING_OUT = re.compile(r"<>|!=|\b(?:not|except)\b", re.IGNORECASE)
# A name behind these is that of something else: more than London, except London.
_ASIDE = re.compile(
    r"\b(?:than|except|excluding|excludes|outside|unlike|without|not|besides?|as|with|to|from)"
    r"(?: (?:in|for|of|the))* \Z",
    re.IGNORECASE,
)
_BACK = 24  # characters before a name that say so
_SHORTEST = 4  # letters of a name


class OtherName(Struct, frozen=True):
    """A name in the words of a claim, from ``start`` to ``end``, and those its query asks for."""

    judged: JudgedClaim
    start: int
    end: int
    asked: tuple[str, ...]


def find_other_names(
    prose: Prose,
    claims: Sequence[JudgedClaim],
    questions: Mapping[Asker, Question],
    codes: Mapping[str, CodeList],
) -> Iterator[OtherName]:
    """The names of a code list in the words of a claim, none of which its query asks for.

    A name begins with a capital, as the code list spells it.
    """
    for judged in claims:
        claim = judged.claim
        asked = [questions.get((claim.number, key)) for key in ("query", "empty")]
        queries = [question.sql for question in asked if question is not None]
        is_proven = any(ruling.state is NumberState.VERIFIED for ruling in judged.rulings)
        if not is_proven or any(map(_LEAVING_OUT.search, queries)):
            continue
        literals = {
            match[1].replace("''", "'") for sql in queries for match in _LITERAL.finditer(sql)
        }
        for name, listed in codes.items():
            wanted = [code for code in listed.codes if code in literals]
            named = _named(prose, judged, listed) if wanted and name != WORDS else []
            if named and not {code for code, _ in named}.intersection(wanted):
                place = named[0][1]
                yield OtherName(judged, place.start(), place.end(), tuple(wanted))


def _named(prose: Prose, judged: JudgedClaim, listed: CodeList) -> list[tuple[str, re.Match[str]]]:
    """The codes of a list that stand in the words of a claim, and where."""
    spellings = sorted(
        (text for text in listed.exact if text[:1].isupper() and len(text) >= _SHORTEST),
        key=len,
        reverse=True,
    )
    if not spellings:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spellings))})(?!\w)")
    content, claim = prose.text.content, judged.claim
    return [
        (listed.exact[place[0]], place)
        for place in pattern.finditer(content, claim.start, claim.end)
        if not _ASIDE.search(content[max(0, place.start() - _BACK) : place.start()])
    ]

"""Names in a claimed sentence, where its query asks for others: London, for the South East."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.code_names import find_names
from qa_checks.catalogue.codes import CodeList
from qa_checks.claims.claim_queries import Asker, Question
from qa_checks.claims.passages import Prose
from qa_checks.claims.rulings import JudgedClaim
from qa_checks.claims.vocabulary import WORDS
from qa_checks.model.texts import NumberState

_LITERAL = re.compile(r"'((?:[^']|'')*)'")
# A query with these may ask for all but the ones that it names.
_LEAVING_OUT = re.compile(r"<>|!=|\b(?:not|except)\b", re.IGNORECASE)


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
            if not wanted or name == WORDS:
                continue
            named = find_names(listed, prose.text.content, claim.start, claim.end)
            if named and not {code for code, _ in named}.intersection(wanted):
                place = named[0][1]
                yield OtherName(judged, place.start(), place.end(), tuple(wanted))

"""Whether a text says of its release, as release.yml does, that it is provisional or final."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from qa_checks.claims.passages import Prose
from qa_checks.claims.vocabulary import STATUS
from qa_checks.model.texts import BlockKind

PROVISIONAL: Final = "provisional"
NEAR: Final = 200  # characters of a sentence that are looked at on either side of the word
_NOUNS = r"(?:data|figures|statistics|results|numbers|release|publication)"
# "These data are therefore provisional", "Provisional statistics": of this release, and of now.
_OF_NOW = re.compile(
    rf"\b(?:{_NOUNS}|these|they)\b[^.;:]{{0,40}} (?:are|is|remain|remains)"
    r"(?: still| now| currently| all|,? therefore,?)* \Z"
)
_OF_NOUNS = re.compile(rf" {_NOUNS}\b|\)|\s*\Z")
_ENDS = re.compile(rf"[.,;)]|\s*\Z| (?:until|and|but|as|because|for) | {_NOUNS}\b")
# Of other releases and times, or of some of the data: a final release may have provisional figures.
_OF_ANOTHER = re.compile(
    r"\b(?:not|no longer|previous|earlier|last|next|future|will|would|was|were|been|before|once"
    r"|when|if|in[- ]year|as[- ]at|other|(?:19|20)\d\d"
    r"|some|marked|labelled|quarters?|latest (?:month|year)|most recent|tables? \d+[a-z]?)\b"
)


class StatedStatus(Struct, frozen=True):
    """A word of a text for the status of its release; ``fault`` is '' where it is the right one."""

    start: int
    end: int
    fault: str = ""


def find_stated_status(prose: Prose, status: str | None) -> Iterator[StatedStatus]:
    """Where a text says which status its release has, where that is declared."""
    for word in prose.vocabulary.find(STATUS, prose.plain) if status else ():
        start, end = word.span()
        if _is_of_the_release(prose, start, end):
            named = prose.vocabulary.word(STATUS, word[0])
            is_so = named is None or named.code == status
            fault = "" if is_so else f"'{word[0]}' is printed, but release.yml says {status}."
            yield StatedStatus(start, end, fault)


def lacks_provisional(prose: Prose, status: str | None) -> bool:
    """Whether the text of a provisional release says nowhere that anything is provisional."""
    words = list(prose.vocabulary.find(STATUS, prose.plain))
    named = [prose.vocabulary.word(STATUS, word[0]) for word in words]
    return status == PROVISIONAL and not any(
        word is not None and word.code == PROVISIONAL for word in named
    )


def _is_of_the_release(prose: Prose, start: int, end: int) -> bool:
    """Whether a word for a status is said of this release, not of others or in another sense."""
    sentence = prose.span(start)
    before = prose.plain[max(sentence.start, start - NEAR) : start]
    after = prose.plain[end : min(sentence.end, end + NEAR)]
    if prose.text.block(start).kind is BlockKind.HEADING:
        return bool(_OF_NOUNS.match(after)) and (not before.strip() or before.endswith((" ", "(")))
    if _OF_ANOTHER.search(before) or _OF_ANOTHER.search(after):
        return False
    return bool(_OF_NOW.search(before) and _ENDS.match(after))

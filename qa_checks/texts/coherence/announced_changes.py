"""Changes said in one sentence or heading, whose ends stand in the next: 25 fewer homes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa_checks.model.texts import BlockKind
from qa_checks.texts.coherence.change_relations import relate_change
from qa_checks.texts.coherence.change_words import (
    AMOUNT,
    BY,
    FIRST,
    MORE,
    ONLY_TIME,
    RISE,
    SECOND,
    WENT,
)
from qa_checks.texts.coherence.matched_parts import are_of_one_time, ends_in_time, parts_of
from qa_checks.texts.coherence.relation import Relation
from qa_checks.texts.coherence.skeletons import Skeleton

# Homes, secure homes; not homes in Wales, homes run by charities.
_OTHER = "in for with by from to at on of run who which that where than since compared has have"
_NO_MORE = rf"(?! (?:{'|'.join(_OTHER.split())})\b)"
_THINGS = rf"(?P<things>(?:{_NO_MORE} [a-z][a-z'-]*){{1,4}})"
_SAME = rf"(?P<things>(?:{_NO_MORE} [a-z][a-z'-]*){{0,4}}?)"
_THERE = r"(?:there (?:were|was|are|is|has been|have been) )?"
_NUMBER_OF = r"(?:the )?(?:(?:total|overall) )?(?:number|proportion|percentage|share) of"
_ANNOUNCED = tuple(
    re.compile(rf"\A{start}{ONLY_TIME}[.:]?\s*\Z")
    for start in (
        rf"{_THERE}{AMOUNT} (?P<verb>{MORE}){_THINGS}",
        rf"{_NUMBER_OF}{_THINGS}(?: has| have)? (?P<verb>{WENT}){BY} {AMOUNT}",
        rf"{_THERE}(?:an? )?{AMOUNT} (?P<verb>{RISE}) in(?: {_NUMBER_OF})?{_THINGS}",
        rf"{_THERE}(?:an? )?(?P<verb>{RISE}) of {AMOUNT} in(?: {_NUMBER_OF})?{_THINGS}",
    )
)
_ENDS = re.compile(
    rf"\A(?:(?:on|at|in|as at|by) #x\d+#,? )?there (?:were|was|are) {SECOND}{_SAME}{ONLY_TIME},? "
    rf"(?:compared (?:with|to)|(?:up |down )?from|against) {FIRST}(?:{_NO_MORE} [a-z'-]+){{0,4}}?"
    rf"{ONLY_TIME}[.;]?\s*\Z"
)
_ABOVE = (BlockKind.HEADING, BlockKind.ITEM)


def find_announced_changes(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """25 fewer homes. There were 2,046 on 31 March 2025 compared with 2,071 a year before."""
    for before, sentence in pairwise(sentences):
        ends = _ENDS.search(sentence.words) if _goes_on(before, sentence) else None
        parts = ends and parts_of(sentence, ends)
        for pattern in _ANNOUNCED if ends and parts else ():
            place = pattern.search(before.words)
            change = place and parts_of(before, place)
            if not (ends and place and change and are_of_one_time(before, sentence)):
                continue
            if ends["things"] not in ("", place["things"]):
                continue
            first, second = ends_in_time(sentence, ends)
            if relation := relate_change(change["amount"], first, second, place["verb"]):
                yield relation


def _goes_on(before: Skeleton, sentence: Skeleton) -> bool:
    """Whether a sentence stands in the same paragraph, or right below a heading or item."""
    return before.block == sentence.block or (
        before.block + 1 == sentence.block and before.kind in _ABOVE
    )

"""Whether a sentence names the published table that its claim reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qa_checks.claims.claim_queries import Asker, Question
from qa_checks.claims.numbered_tables import NAMED, SHOWN, TABLE, Numbering
from qa_checks.claims.passages import Prose
from qa_checks.claims.relations import PUBLISHED
from qa_checks.claims.rulings import JudgedClaim
from qa_checks.texts.cross_references import CrossReference, References, as_number
from qa_checks.words import list_some


def find_other_tables(
    prose: Prose,
    references: References,
    claims: Sequence[JudgedClaim],
    questions: Mapping[Asker, Question],
) -> Iterator[tuple[CrossReference, str]]:
    """The first reference of each sentence with a claim on published tables, and what is wrong.

    That is '' where the sentence names one of the tables that the query reads.
    """
    for judged in claims:
        question = questions.get((judged.claim.number, "query"))
        read = Numbering(frozenset(_tables_read(question) if question else ()))
        named = [] if judged.faults else list(_named_beside(prose, references, judged))
        if read.numbers and named:
            known = list_some(sorted(read.numbers), SHOWN)
            is_named = any(read.holds(item.number) for item in named)
            yield named[0], "" if is_named else f"its query reads published table {known}."


def _named_beside(
    prose: Prose, references: References, judged: JudgedClaim
) -> Iterator[CrossReference]:
    """The tables that the sentences of a claim name."""
    start, end = prose.span(judged.claim.start).start, prose.span(judged.claim.end - 1).end
    for item in references.made:
        if item.kind == TABLE and start <= item.start < end:
            yield item


def _tables_read(question: Question) -> list[str]:
    """The numbers of the published tables that a query reads; none if it reads anything else."""
    names = [name.removeprefix(PUBLISHED) for name in question.tables if name.startswith(PUBLISHED)]
    numbered = [as_number(name[1]) for each in names if (name := NAMED.fullmatch(each))]
    return numbered if len(numbered) == len(question.tables) else []

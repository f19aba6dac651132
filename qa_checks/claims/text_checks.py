"""The checks of texts, and what they come to: numbers, conclusions, claims and coverage."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.announced_checks import word_check
from qa_checks.claims.agreement import Fit
from qa_checks.claims.asked_names import find_other_names
from qa_checks.claims.claim_queries import ClaimQueries
from qa_checks.claims.claims_file import DeclaredText
from qa_checks.claims.judged_claims import ClaimJudge
from qa_checks.claims.judged_texts import Fault, JudgedText
from qa_checks.claims.number_states import bind_numbers
from qa_checks.claims.numbered_tables import look_up
from qa_checks.claims.passages import Prose
from qa_checks.claims.quoted_tables import find_other_tables
from qa_checks.claims.rulings import JudgedClaim
from qa_checks.claims.stated_days import find_records, find_stated_days
from qa_checks.claims.stated_status import find_stated_status
from qa_checks.claims.text_faults import LOOKS, Count, Look
from qa_checks.claims.vocabulary import Vocabulary, read_vocabulary
from qa_checks.model.checks import Check, Finding, FindingPlace, Outcome, State
from qa_checks.model.texts import CheckedText, Claim, Text
from qa_checks.texts.coherence import close_numbers
from qa_checks.texts.cross_references import find_references
from qa_checks.texts.documents import read_text
from qa_checks.texts.folding import fold
from qa_checks.texts.last_text import Edition, hold_beside
from qa_checks.texts.prose_numbers import find_numbers


class JudgedTexts(Struct, frozen=True):
    """Every text of a release: the outcomes of its checks, and what is known of its numbers."""

    outcomes: tuple[Outcome, ...]
    texts: tuple[CheckedText, ...]


def announce() -> list[Check]:
    """Every check of texts, as it may be selected."""
    return [word_check(kind) for kind in LOOKS]


def judge_texts(declared: Sequence[DeclaredText], queries: ClaimQueries) -> JudgedTexts:
    """Read every text of a release, and judge the claims on it.

    Raises
    ------
    InputError
        If a text cannot be read.
    """
    vocabulary = read_vocabulary(queries.schemas.codes)
    texts = [_judge_text(text, queries, vocabulary) for text in declared]
    outcomes = [_outcome(check, texts, *look) for check, look in LOOKS.items()]
    return JudgedTexts(tuple(outcomes), tuple(text.checked for text in texts))


def _judge_text(
    declared: DeclaredText, queries: ClaimQueries, vocabulary: Vocabulary
) -> JudgedText:
    text = read_text(declared.path, declared.shown)
    last = [read_text(*named) for named in declared.before]
    prose = Prose(text, find_numbers(text), vocabulary)
    asked = {
        (claim.number, key): (sql, claim.numeric)
        for claim in declared.claims
        for key, sql in (("query", claim.entry.query), ("empty", claim.entry.empty))
        if sql is not None
    }
    questions = queries.read(asked)
    judge = ClaimJudge(prose, queries, questions, declared.changes)
    claims = tuple(map(judge.judge, declared.claims))
    closings = close_numbers(text, prose.numbers)
    checked = CheckedText(
        text,
        bind_numbers(prose, claims, closings),
        tuple(_with_wrong(text, judged) for judged in claims),
        declared.required,
    )
    before = [Edition(then, find_numbers(then)) for then in last]
    beside = hold_beside(Edition(text, prose.numbers), before)
    days = (
        *find_stated_days(prose, claims, questions, queries.loaded),
        *find_records(prose, claims, questions, queries.loaded),
    )
    names = tuple(find_other_names(prose, claims, questions, queries.schemas.codes))
    made = find_references(text, fold(text.content), prose.numbers)
    references = (
        *look_up(made, queries.loaded),
        *find_other_tables(prose, made, claims, questions),
    )
    status = queries.loaded.release.facts.status
    return JudgedText(
        declared,
        prose,
        claims,
        closings,
        checked,
        beside,
        days=days,
        names=names,
        references=references,
        statuses=tuple(find_stated_status(prose, status)),
        status=status,
    )


def _with_wrong(text: Text, judged: JudgedClaim) -> Claim:
    """A claim with what fills its holes and is wrong."""
    wrong = [
        text.content[ruling.start : ruling.end]
        for ruling in judged.rulings
        if ruling.fit is Fit.WRONG
    ]
    return replace(judged.claim, wrong=tuple(wrong))


def _outcome(
    kind: str, texts: Sequence[JudgedText], look: Look, count: Count, nothing: str
) -> Outcome:
    check = word_check(kind)
    checked = sum(map(count, texts))
    findings = [_finding(check, fault) for text in texts for fault in look(text)]
    if not checked and not findings:
        return Outcome(check, State.SKIPPED, reason=nothing)
    return Outcome.of(check, findings, max(checked, len(findings)))


def _finding(check: Check, fault: Fault) -> Finding:
    place = FindingPlace(fault.file, None, fault.line)
    return check.find(fault.message, place, fault.column, fault.key, fault.value)

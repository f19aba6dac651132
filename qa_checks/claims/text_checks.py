"""The checks of texts, and what they come to: numbers, conclusions, claims and coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa_checks.claims.agreement import Fit
from qa_checks.claims.beside_last import hold_beside
from qa_checks.claims.claim_queries import ClaimQueries
from qa_checks.claims.claims_file import DeclaredText
from qa_checks.claims.contradictions import (
    count_carried,
    count_quoted,
    look_at_carried,
    look_at_closings,
    look_at_quoted,
)
from qa_checks.claims.judged_text import Fault, JudgedText
from qa_checks.claims.number_states import bind_numbers
from qa_checks.claims.passages import Prose
from qa_checks.claims.rulings import ClaimJudge, JudgedClaim, Ruling
from qa_checks.claims.text_words import CHECKS, TABLE
from qa_checks.claims.vocabulary import Vocabulary, read_vocabulary
from qa_checks.model import CheckedText, Claim, Finding, NumberState, Outcome, State, Text
from qa_checks.texts.coherence import ClosingKind, close_numbers
from qa_checks.texts.documents import read_text
from qa_checks.texts.last_text import Edition
from qa_checks.texts.prose_numbers import find_numbers
from qa_checks.words import end_sentence, grouped, plural

VERIFIED, UNBOUND = str(NumberState.VERIFIED), str(NumberState.UNBOUND)


@dataclass(frozen=True)
class JudgedTexts:
    """Every text of a release: the outcomes of its checks, and what is known of its numbers."""

    outcomes: tuple[Outcome, ...]
    texts: tuple[CheckedText, ...]


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
    before = [_read_edition(*last) for last in declared.before]
    prose = Prose(text, find_numbers(text), vocabulary)
    asked = {
        (claim.number, key): (sql, claim.numeric)
        for claim in declared.claims
        for key, sql in (("query", claim.entry.query), ("empty", claim.entry.empty))
        if sql is not None
    }
    judge = ClaimJudge(prose, queries, queries.read(asked), declared.changes)
    claims = tuple(map(judge.judge, declared.claims))
    closings = close_numbers(text, prose.numbers)
    checked = CheckedText(
        text,
        bind_numbers(prose, claims, closings),
        tuple(_with_wrong(text, judged) for judged in claims),
        declared.required,
    )
    beside = hold_beside(Edition(text, prose.numbers), before)
    return JudgedText(declared, prose, claims, closings, checked, beside)


def _read_edition(path: Path, shown: str) -> Edition:
    text = read_text(path, shown)
    return Edition(text, find_numbers(text))


def _with_wrong(text: Text, judged: JudgedClaim) -> Claim:
    """A claim with what fills its holes and is wrong."""
    wrong = [
        text.content[ruling.start : ruling.end]
        for ruling in judged.rulings
        if ruling.fit is Fit.WRONG
    ]
    return replace(judged.claim, wrong=tuple(wrong))


def _outcome(
    check_id: str, texts: Sequence[JudgedText], look: Look, count: Count, nothing: str
) -> Outcome:
    check = CHECKS[check_id]
    checked = sum(map(count, texts))
    findings = tuple(
        Finding(
            check.id, check.severity, TABLE, fault.file, None, fault.line, fault.column,
            fault.key, fault.value, fault.message,
        )
        for text in texts
        for fault in look(text)
    )  # fmt: skip
    if not checked and not findings:
        return Outcome(check, State.SKIPPED, reason=nothing)
    state = State.FAILED if findings else State.PASSED
    return Outcome(
        check,
        state,
        checked=max(checked, len(findings)),
        failed=len(findings),
        required=True,
        findings=findings,
    )


def _rulings(text: JudgedText) -> Iterator[tuple[JudgedClaim, Ruling]]:
    for judged in text.claims:
        for ruling in judged.rulings:
            yield judged, ruling


def _is_number(ruling: Ruling) -> bool:
    return ruling.fit is not None and not ruling.concludes


def _count_numbers(text: JudgedText) -> int:
    return sum(_is_number(ruling) for _, ruling in _rulings(text))


def _look_at_numbers(text: JudgedText) -> Iterator[Fault]:
    for judged, ruling in _rulings(text):
        if _is_number(ruling) and ruling.fit is Fit.WRONG:
            yield _off(text, judged, ruling)


def _count_conclusions(text: JudgedText) -> int:
    holes = sum(ruling.fit is not None and ruling.concludes for _, ruling in _rulings(text))
    return holes + sum(
        claim.entry.empty is not None and not judged.faults
        for claim, judged in zip(text.declared.claims, text.claims, strict=True)
    )


def _look_at_conclusions(text: JudgedText) -> Iterator[Fault]:
    for judged, ruling in _rulings(text):
        if ruling.concludes and ruling.fit is Fit.WRONG:
            yield _off(text, judged, ruling)
    for judged in text.claims:
        claim = judged.claim
        if claim.contradicting:
            sentence = text.prose.text.content[claim.start : claim.end]
            rows = "; ".join(claim.contradicting)
            yield Fault(
                text.declared.shown,
                text.prose.line(claim.start),
                claim.says,
                f"'{sentence}': rows contradict it: {end_sentence(rows)}",
            )


def _count_words(text: JudgedText) -> int:
    return sum(ruling.fit is not None for _, ruling in _rulings(text))


def _look_at_words(text: JudgedText) -> Iterator[Fault]:
    for judged, ruling in _rulings(text):
        if ruling.fit is Fit.LOOSE:
            yield _off(text, judged, ruling)


def _count_claims(text: JudgedText) -> int:
    return len(text.claims)


def _look_at_claims(text: JudgedText) -> Iterator[Fault]:
    for judged in text.claims:
        for hole, fault in judged.faults.items():
            claim = judged.claim
            message = end_sentence(f"Claim '{claim.says}': {fault}")
            yield Fault(text.declared.shown_claims, claim.line, claim.says, message, hole or None)


def _count_claimed(text: JudgedText) -> int:
    return text.checked.claimed if text.declared.claims_path else 0


def _look_at_coverage(text: JudgedText) -> Iterator[Fault]:
    checked, shown = text.checked, text.declared.shown
    if text.declared.claims_path is None:
        return
    states = checked.states
    known = states[NumberState.VERIFIED] + states[NumberState.OUTSIDE]
    numbers = plural(checked.claimed, "number")
    if checked.claimed and not known and not text.declared.required:
        yield Fault(shown, 1, shown, f"{shown}: none of its {numbers} is verified.")
    for state, asked in text.declared.required.items():
        share = checked.share(NumberState(state))
        count = states[NumberState(state)]
        if share < asked if state == VERIFIED else share > asked:
            most = "at least" if state == VERIFIED else "at most"
            yield Fault(
                shown,
                1,
                f"{shown} / {state}",
                f"{shown}: {_percent(share)} of its numbers are {state} ({grouped(count)} of "
                f"{grouped(checked.claimed)}); release.yml asks for {most} {_percent(asked)}.",
                state,
                _percent(share),
            )


def _percent(share: float) -> str:
    return f"{round(100 * share, 1):g}%"


def _off(text: JudgedText, judged: JudgedClaim, ruling: Ruling) -> Fault:
    """A filling that is not what the query gives, with its sentence and both values."""
    prose = text.prose
    printed = prose.text.content[ruling.start : ruling.end]
    given = ruling.recomputed
    shown = _tidy(given) if isinstance(given, int | float) else given
    gives = f", the query gives {shown}" if shown is not None else ""
    band = _band(ruling)
    told = f": {ruling.reason}" if ruling.reason else ""
    return Fault(
        text.declared.shown,
        prose.line(ruling.start),
        f"{judged.claim.says} / {ruling.hole}",
        f"'{prose.sentence(ruling.start)}': '{printed}' is printed{gives}{band}{told}.",
        ruling.hole,
        printed,
    )


def _band(ruling: Ruling) -> str:
    """What a right number stands for, as ' (right is 14,258.5 to 14,259.5)'."""
    low, high = ruling.low, ruling.high
    if low is None and high is None:
        return ""
    if low is None or high is None:
        end = f"more than {_tidy(low)}" if low is not None else f"less than {_tidy(high or 0)}"
        return f" (it stands for {end})"
    if low == high:
        return f" (only {_tidy(low)} would be right)"
    return f" (it stands for {_tidy(low)} to {_tidy(high)})"


def _tidy(number: float) -> str:
    """A number in at most six decimal places, a whole one without a point."""
    rounded = round(number, 6)
    return grouped(int(rounded) if rounded == int(rounded) else rounded)


Look = Callable[[JudgedText], Iterator[Fault]]
Count = Callable[[JudgedText], int]
_NO_LAST = "no text of the last release is given"
LOOKS: dict[str, tuple[Look, Count, str]] = {
    "text.number": (_look_at_numbers, _count_numbers, "no number is bound to a query"),
    "text.conclusion": (
        _look_at_conclusions,
        _count_conclusions,
        "no direction, rank, name or quantifier is bound to a query",
    ),
    "text.loose_word": (_look_at_words, _count_words, "no word is bound to a query"),
    "text.claim": (_look_at_claims, _count_claims, "there are no claims"),
    "text.contradiction": (
        *look_at_closings(
            ClosingKind.SHARE,
            ClosingKind.CHANGE,
            ClosingKind.TOTAL,
            ClosingKind.REPEAT,
            ClosingKind.POSSIBLE,
        ),
        "no numbers of the text say anything of each other",
    ),
    "text.unit": (*look_at_closings(ClosingKind.UNIT), "no number has two units"),
    "text.weekday": (
        *look_at_closings(ClosingKind.WEEKDAY),
        "the text has no weekday with its date",
    ),
    "text.carried_forward": (look_at_carried, count_carried, _NO_LAST),
    "text.earlier_figure": (look_at_quoted, count_quoted, _NO_LAST),
    "text.coverage": (
        _look_at_coverage,
        _count_claimed,
        "nobody has bound a number, or there is none",
    ),
}

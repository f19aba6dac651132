"""Each claim judged: where its words stand, what its query gives, and what each hole then is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.sql_names import fold as fold_name
from qa_checks.claims.agreement import (
    Agreement,
    Fit,
    agree_direction,
    agree_fraction,
    agree_multiple,
    agree_number,
    agree_rank,
    as_decimal,
    rounds_to,
)
from qa_checks.claims.claim_queries import SHOWN, Asker, ClaimQueries, Question
from qa_checks.claims.claims_file import PRINTED, DeclaredClaim
from qa_checks.claims.differences import printed_differences
from qa_checks.claims.passages import Filling, Passage, Prose
from qa_checks.claims.sayings import HoleKind
from qa_checks.engines.door import Failure, Row
from qa_checks.model.texts import Claim, NumberKind, NumberState
from qa_checks.texts.digits import POINTS
from qa_checks.texts.folding import fold as fold_text
from qa_checks.words import MASKED, grouped, list_words, plural, show

AMONG = "_among"  # behind the name of a rank's hole: the column of all values that are ranked
QUANTIFIED = (NumberKind.QUANTIFIER, NumberKind.RANK)
Value = float | int | str | None
KINDS = {
    bool: "yes or no",
    str: "a text",
    float: "no finite one",
    dt.date: "a date",
    list: "a list",
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is known of one filled hole, or of a quantifier in the words of a claim.

    ``numbers`` are the places of the text's numbers that it is about. ``fit`` is None where
    nothing was compared; ``state`` is what its numbers are.
    """

    hole: str
    start: int
    end: int
    numbers: tuple[int, ...]
    state: NumberState
    fit: Fit | None = None
    concludes: bool = False
    reason: str = ""
    recomputed: Value = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with what came of it; ``faults`` keep holes, or all of it under '', from a check."""

    claim: Claim
    rulings: tuple[Ruling, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimJudge:
    """Judges the claims on one text."""

    prose: Prose
    queries: ClaimQueries
    questions: Mapping[Asker, Question]
    changes: str

    def judge(self, declared: DeclaredClaim) -> JudgedClaim:
        """Look for the words of a claim, ask its queries, and compare."""
        entry = declared.entry
        claim = Claim(
            declared.number,
            entry.says,
            declared.line,
            query=entry.query or entry.empty or "",
            scope=self._scope(declared),
            outside=entry.outside or "",
        )
        passages = self.prose.find(entry.pieces)
        if len(passages) != 1:
            return _fault(claim, self._misplaced(declared, passages))
        [passage] = passages
        claim = replace(claim, start=passage.start, end=passage.end)
        judged = JudgedClaim(claim)
        if entry.query is not None:
            judged = self._judge_query(declared, judged, passage)
        elif entry.outside is not None:
            judged = replace(judged, rulings=tuple(_outside(passage, entry.outside)))
        if entry.empty is not None:
            judged = self._judge_empty(declared, judged, passage)
        return judged

    def _scope(self, declared: DeclaredClaim) -> tuple[str, ...]:
        asked = [self.questions.get((declared.number, key)) for key in ("query", "empty")]
        tables = [table for question in asked if question for table in question.tables]
        return tuple(dict.fromkeys(tables))

    def _misplaced(self, declared: DeclaredClaim, passages: Sequence[Passage]) -> str:
        """Why a claim's words do not stand in exactly one place."""
        pieces, file = declared.entry.pieces, self.prose.text.file
        if passages:
            lines = [grouped(self.prose.line(passage.start)) for passage in passages]
            return (
                f"the words stand in {plural(len(passages), 'place')} of {file}, in the lines "
                f"{list_words(lines)}: add words until they stand in one"
            )
        if unlike := self.prose.without_number(pieces):
            hole, text, line = unlike
            kind = "number" if hole.kind is HoleKind.NUMBER else f"{hole.kind}"
            return (
                f"in line {grouped(line)} of {file} the text fills {{{hole.name}}} with '{text}', "
                f"which is no {kind}{'' if kind == 'number' else ' that codes/words.csv knows'}"
            )
        sentence, line = self.prose.nearest(pieces)
        nearest = f". The nearest sentence, in line {grouped(line)}: '{sentence}'"
        return f"the words stand nowhere in {file}{nearest if sentence else ''}"

    def _judge_query(
        self, declared: DeclaredClaim, judged: JudgedClaim, passage: Passage
    ) -> JudgedClaim:
        question = self.questions[declared.number, "query"]
        printed = self._printed(passage)
        answer = self._answer(question, printed)
        if isinstance(answer, str):
            return _fault(judged.claim, answer)
        compared = _Compared(self, declared, passage, question, answer, printed)
        rulings, faults = compared.rule()
        shown = {} if compared.masked else {name: _shown(value) for name, value in answer.items()}
        names = {filling.hole.name for filling in passage.fillings}
        claim = replace(
            judged.claim,
            values={name: value for name, value in shown.items() if name in names},
            fault=" ".join(faults.values()),
        )
        return JudgedClaim(claim, tuple(rulings), faults)

    def _printed(self, passage: Passage) -> dict[str, Decimal]:
        """The printed numbers of a passage by hole, as parameters name them."""
        printed: dict[str, Decimal] = {}
        for filling in passage.fillings:
            if filling.hole.kind is HoleKind.NUMBER and filling.numbers:
                value = self.prose.numbers[filling.numbers[0]].value
                if value is not None:
                    printed.setdefault(filling.hole.name, value)
        return printed

    def _answer(self, question: Question, printed: Mapping[str, Decimal]) -> Row | str:
        """The one row of a query, by the folded names of its columns; else why there is none."""
        if question.fault:
            return f"the query is refused: {question.fault}"
        rows = self.queries.ask(question, _parameters(printed), 2)
        if isinstance(rows, Failure):
            return f"the query cannot be asked: {rows.reason}"
        if len(rows) != 1:
            number = "no row" if not rows else "more than one row"
            return f"the query gives {number}, and must give exactly one"
        return {fold_name(name): value for name, value in rows[0].items()}

    def _judge_empty(
        self, declared: DeclaredClaim, judged: JudgedClaim, passage: Passage
    ) -> JudgedClaim:
        question = self.questions[declared.number, "empty"]
        printed = self._printed(passage)
        fault = self._empty_fault(question)
        if not fault:
            rows = self.queries.ask(question, _parameters(printed), SHOWN + 1, "ORDER BY ALL")
            if isinstance(rows, Failure):
                fault = f"the query under empty cannot be asked: {rows.reason}"
        if fault:
            faults = {**judged.faults, "": fault}
            return replace(judged, claim=replace(judged.claim, fault=fault), faults=faults)
        assert isinstance(rows, list)  # noqa: S101  a failure is a fault
        masked = self.queries.masks(question)
        shown = [MASKED if masked else ", ".join(map(show, row.values())) for row in rows[:SHOWN]]
        shown += ["and more"] if len(rows) > SHOWN else []
        claim = replace(judged.claim, contradicting=tuple(shown))
        bare = {
            place
            for filling in passage.fillings
            for place in filling.numbers
            if declared.entry.query or declared.entry.outside
        }
        rulings = self._quantified(passage, bare, contradicted=bool(rows))
        return replace(judged, claim=claim, rulings=(*judged.rulings, *rulings))

    def _empty_fault(self, question: Question) -> str:
        if question.fault:
            return f"the query under empty is refused: {question.fault}"
        if not question.tables:
            return "the query under empty reads no table, so nothing could contradict the sentence"
        for name in question.tables:
            if reason := self.queries.make(name):
                return f"the query under empty cannot be asked: {reason}"
            if not self.queries.has_rows(name):
                return f"{name} has no rows, so nothing could contradict the sentence"
        return ""

    def _quantified(
        self, passage: Passage, ruled: set[int], *, contradicted: bool
    ) -> Iterator[Ruling]:
        """The numbers that a sentence says without a query of their own: every, none, five."""
        for place in self.prose.numbers_in(passage.start, passage.end):
            number = self.prose.numbers[place]
            if place in ruled or (number.exempt and number.kind not in QUANTIFIED):
                continue
            right = NumberState.VERIFIED if number.kind in QUANTIFIED else NumberState.CONSISTENT
            yield Ruling(
                "", number.start, number.end, (place,),
                NumberState.WRONG if contradicted else right,
                reason="rows contradict the sentence" if contradicted
                else "no row contradicts the sentence",
            )  # fmt: skip


@dataclass(frozen=True)
class _Compared:
    """The one row of a query beside the holes it fills."""

    judge: ClaimJudge
    declared: DeclaredClaim
    passage: Passage
    question: Question
    answer: Row
    printed: Mapping[str, Decimal]

    @cached_property
    def masked(self) -> bool:
        """Whether what the query gives must not be shown."""
        return self.judge.queries.masks(self.question)

    def rule(self) -> tuple[list[Ruling], dict[str, str]]:
        """A ruling on each hole, and what keeps holes from one, by name."""
        rulings: list[Ruling] = []
        faults: dict[str, str] = {}
        for filling in self.passage.fillings:
            ruling = self._rule(filling)
            if isinstance(ruling, str):
                faults[filling.hole.name] = ruling
            else:
                rulings.append(ruling)
        return self._with_strength(rulings), faults

    def _rule(self, filling: Filling) -> Ruling | str:
        name, entry = filling.hole.name, self.declared.entry
        if name not in self.answer:
            if filling.hole.kind is HoleKind.NUMBER and name in self.question.names.parameters:
                return self._ruling(filling, NumberState.CONSISTENT)
            if entry.outside is not None:
                return self._ruling(filling, NumberState.OUTSIDE, reason=entry.outside)
            given = list_words([f"'{column}'" for column in self.answer])
            return f"the query has no column '{name}' for the hole {{{name}}}; it gives {given}."
        return self._rule_given(filling, self.answer[name])

    def _rule_given(self, filling: Filling, value: object) -> Ruling | str:
        name = filling.hole.name
        if value is None:
            return f"the query gives no value (NULL) for {{{name}}}."
        if filling.hole.kind is HoleKind.WORD:
            return self._rule_word(filling, value)
        number = as_decimal(value)
        if number is None:
            return f"the query gives no number for {{{name}}}, but {_say_kind(value)}."
        agreement = self._agree(filling, number)
        if isinstance(agreement, str):
            return agreement
        return self._compared(filling, number, agreement)

    def _rule_word(self, filling: Filling, value: object) -> Ruling:
        text = self.judge.prose.text.content[filling.start : filling.end]
        fit = Fit.RIGHT if _as_name(text) == _as_name(show(value)) else Fit.WRONG
        state = NumberState.VERIFIED if fit is Fit.RIGHT else NumberState.WRONG
        shown = MASKED if self.masked else show(value)
        return replace(
            self._ruling(filling, state), fit=fit, concludes=True, recomputed=shown, numbers=()
        )

    def _agree(self, filling: Filling, value: Decimal) -> Agreement | str:
        prose, hole = self.judge.prose, filling.hole
        text = prose.plain[filling.start : filling.end]
        numbers = [prose.numbers[place] for place in filling.numbers]
        vocabulary = prose.vocabulary
        match hole.kind:
            case HoleKind.NUMBER:
                value = self._as_made(filling, value)
                directed = any(
                    other.hole.name == hole.name and other.hole.kind is HoleKind.DIRECTION
                    for other in self.passage.fillings
                )
                rounded = self.declared.entry.rounded.get(hole.name)
                return agree_number(numbers[0], abs(value) if directed else value, rounded)
            case HoleKind.FRACTION:
                return agree_fraction(prose.hedge(filling.start), numbers, value, vocabulary)
            case HoleKind.MULTIPLE:
                return agree_multiple(prose.hedge(filling.start), numbers[0], value, vocabulary)
            case HoleKind.DIRECTION:
                return self._agree_direction(filling, text, value)
            case _:
                among = self.answer.get(f"{hole.name}{AMONG}")
                ranked = [as_decimal(item) for item in among] if isinstance(among, list) else []
                values = [item for item in ranked if item is not None]
                if value not in values:
                    return (
                        f"a rank needs all values that are ranked, the one of {{{hole.name}}} "
                        f"among them, in a column {hole.name}{AMONG}: "
                        f"list(n ORDER BY n) AS {hole.name}{AMONG}."
                    )
                return agree_rank(text, value, values, vocabulary)

    def _agree_direction(self, filling: Filling, text: str, value: Decimal) -> Agreement:
        vocabulary = self.judge.prose.vocabulary
        agreement = agree_direction(text, self._as_made(filling, value), vocabulary)
        if agreement.fit is Fit.WRONG:
            as_printed = [
                agree_direction(text, change, vocabulary).fit
                for change in self._differences(filling.hole.name)
            ]
            if Fit.RIGHT in as_printed:
                told = "it is so of the numbers as printed, not of the unrounded ones"
                return replace(agreement, fit=Fit.LOOSE, told=told)
        return agreement

    def _as_made(self, filling: Filling, value: Decimal) -> Decimal:
        """The value, or the difference of printed numbers where the release makes it so."""
        if self.judge.changes != PRINTED:
            return value
        made = self._differences(filling.hole.name)
        if not made or not filling.numbers:
            return made[0] if made else value
        number = self.judge.prose.numbers[filling.numbers[0]]
        right = [
            change
            for change in made
            if number.value is not None and rounds_to(abs(change), number.value, number.step)
        ]
        return [*right, *made][0]

    def _differences(self, name: str) -> list[Decimal]:
        numbers = {key: as_decimal(value) for key, value in self.answer.items()}
        values = {key: number for key, number in numbers.items() if number is not None}
        steps = [
            self.judge.prose.numbers[place].step
            for filling in self.passage.fillings
            for place in filling.numbers
        ]
        step = min(steps, default=Decimal(1))
        said = {
            filling.hole.name
            for filling in self.passage.fillings
            if filling.hole.kind is HoleKind.DIRECTION
            or any(self.judge.prose.numbers[place].unit == POINTS for place in filling.numbers)
        }
        return printed_differences(name, step, values, self.printed, said)

    def _compared(self, filling: Filling, value: Decimal, agreement: Agreement) -> Ruling:
        made = self._as_made(filling, value)
        state = NumberState.VERIFIED if agreement.fit is Fit.RIGHT else NumberState.WRONG
        if agreement.fit is Fit.LOOSE and filling.hole.kind is HoleKind.RANK:
            state = NumberState.VERIFIED  # it is true, and shared
        reason = agreement.told
        printed = self.printed.get(filling.hole.name)
        is_number = filling.hole.kind is HoleKind.NUMBER
        if made != value:
            reason = f"made of printed numbers; unrounded it is {_plain(value)}"
        elif agreement.fit is Fit.RIGHT and is_number and printed not in (value, abs(value)):
            reason = f"right by rounding: unrounded it is {_plain(value)}"
        return replace(
            self._ruling(filling, state, reason),
            fit=agreement.fit,
            concludes=agreement.concludes,
            recomputed=None if self.masked else _number(made),
            low=agreement.low,
            high=agreement.high,
        )

    def _ruling(self, filling: Filling, state: NumberState, reason: str = "") -> Ruling:
        return Ruling(
            filling.hole.name, filling.start, filling.end, filling.numbers, state, reason=reason
        )

    def _with_strength(self, rulings: Sequence[Ruling]) -> list[Ruling]:
        """The rulings, verified only where the value came out of rows."""
        origins, doubted = self.question.origins, self._doubted()
        sound: set[str] = set()
        right = {ruling.hole for ruling in rulings if ruling.fit in (Fit.RIGHT, Fit.LOOSE)}
        wrong = {ruling.hole for ruling in rulings if ruling.fit is Fit.WRONG}
        for _ in right:
            sound |= {
                name
                for name in right
                if origins.get(name)
                and (origins[name].rows or origins[name].parameters)
                and name not in origins[name].parameters | origins[name].bounds
                and origins[name].parameters & self.printed.keys() <= sound
                and name not in doubted
            }
        ruled = []
        for ruling in rulings:
            if ruling.state is NumberState.VERIFIED and ruling.hole not in sound:
                reason = self._why_consistent(ruling.hole, doubted)
                ruled.append(replace(ruling, state=NumberState.CONSISTENT, reason=reason))
            elif ruling.fit is None and ruling.state is NumberState.CONSISTENT and wrong:
                reason = "the query it goes into gives another number than is printed"
                ruled.append(replace(ruling, state=NumberState.UNBOUND, reason=reason))
            elif ruling.fit is None and ruling.state is NumberState.CONSISTENT:
                ruled.append(replace(ruling, reason="it goes into the query as it is printed"))
            else:
                ruled.append(ruling)
        return ruled

    def _doubted(self) -> set[str]:
        return self.judge.queries.depends_on_doubted(
            self.question, _parameters(self.printed), self.answer
        )

    def _why_consistent(self, name: str, doubted: set[str]) -> str:
        if name in doubted:
            return "it comes from published cells that the rows do not give"
        flow = self.question.origins.get(name)
        if flow is None or not flow.rows:
            return "the query makes it of no rows"
        printed = sorted((flow.parameters | flow.bounds) & self.printed.keys())
        return f"the query makes it of printed numbers that are not verified: {list_words(printed)}"


def _as_name(text: str) -> str:
    """A name as two are compared: the South East is South East."""
    return fold(fold_text(text).text).removeprefix("the ")


def _say_kind(value: object) -> str:
    """What a value is that is no number; not the value, which may be one that is masked."""
    for kind, word in KINDS.items():
        if isinstance(value, kind):
            return word
    return "something else"


def _outside(passage: Passage, reason: str) -> Iterator[Ruling]:
    for filling in passage.fillings:
        yield Ruling(
            filling.hole.name, filling.start, filling.end, filling.numbers, NumberState.OUTSIDE,
            reason=reason,
        )  # fmt: skip


def _fault(claim: Claim, fault: str) -> JudgedClaim:
    return JudgedClaim(replace(claim, fault=fault), faults={"": fault})


def _parameters(printed: Mapping[str, Decimal]) -> dict[str, float | int]:
    return {name: _number(value) for name, value in printed.items()}


def _number(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)


def _shown(value: Any) -> Value:
    number = as_decimal(value)
    return show(value) if number is None else _number(number)


def _plain(value: Decimal) -> str:
    return grouped(_number(round(value, 6)))

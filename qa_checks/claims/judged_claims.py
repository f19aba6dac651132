"""Claims judged: where their words stand, what their queries give, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.sql_names import fold as fold_name
from qa_checks.claims.agreement import as_decimal
from qa_checks.claims.claim_queries import SHOWN, Asker, ClaimQueries, Question
from qa_checks.claims.claims_file import DeclaredClaim
from qa_checks.claims.filled_holes import Answer, FilledHoles, read_printed
from qa_checks.claims.near_misses import find_nearest, find_unlike
from qa_checks.claims.passages import Passage, Prose
from qa_checks.claims.rulings import JudgedClaim, Ruling, Value, as_number
from qa_checks.claims.sayings import Hole, HoleKind
from qa_checks.engines.door import Failure
from qa_checks.model.texts import Claim, NumberKind, NumberState
from qa_checks.words import MASKED, grouped, list_some, plural, says_nothing, show

QUANTIFIED = (NumberKind.QUANTIFIER, NumberKind.RANK)
CONTRADICTS_ITSELF = "contradicts itself: a part of it can find nothing, whatever the rows are"


class ClaimJudge(Struct, frozen=True):
    """Judges the claims on one text."""

    prose: Prose
    queries: ClaimQueries
    questions: Mapping[Asker, Question]
    changes: str

    def judge(self, declared: DeclaredClaim) -> JudgedClaim:
        """Look for the words of a claim, ask its queries, and compare."""
        entry = declared.entry
        asked = [self.questions.get((declared.number, key)) for key in ("query", "empty")]
        tables = [table for question in asked if question for table in question.tables]
        claim = Claim(
            declared.number,
            entry.says,
            declared.line,
            query=entry.query or entry.empty or "",
            scope=tuple(dict.fromkeys(tables)),
            outside=entry.outside or "",
        )
        if entry.outside is not None and says_nothing(entry.outside):
            return _fault(
                claim,
                f"outside gives no reason ('{entry.outside}'): say why no query can tell, and who "
                "has looked",
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
            rulings = _outside(self.prose, passage, entry.outside)
            judged = replace(judged, rulings=tuple(rulings))
        if entry.empty is not None:
            judged = self._judge_empty(declared, judged, passage)
        return judged

    def _misplaced(self, declared: DeclaredClaim, passages: Sequence[Passage]) -> str:
        """Why a claim's words do not stand in exactly one place."""
        pieces, file = declared.entry.pieces, self.prose.text.file
        if passages:
            lines = dict.fromkeys(grouped(self.prose.line(place.start)) for place in passages)
            where = list_some([f"line {line}" for line in lines], SHOWN)
            return (
                f"the words stand in {plural(len(passages), 'place')} of {file} ({where}): add "
                "words until they stand in one"
            )
        if unlike := find_unlike(self.prose, pieces):
            return self._say_unlike(*unlike)
        sentence, line = find_nearest(self.prose, pieces)
        nearest = f". The nearest sentence, in line {grouped(line)}: '{sentence}'"
        return f"the words stand nowhere in {file}{nearest if sentence else ''}"

    def _say_unlike(self, hole: Hole, text: str, start: int) -> str:
        """What the text has in the place of a number, or of a word that the catalogue knows."""
        where = f"in line {grouped(self.prose.line(start))} of {self.prose.text.file}"
        filled = f"{where} the text fills {{{hole.name}}} with '{text}', which is"
        if hole.kind is not HoleKind.NUMBER:
            return f"{filled} no {hole.kind} that codes/words.csv knows"
        for place in self.prose.numbers_in(start, start + 1):
            number = self.prose.numbers[place]
            if number.exempt:
                return f"{filled} part of '{number.printed}' ({number.exempt})"
        return f"{filled} no number"

    def _judge_query(
        self, declared: DeclaredClaim, judged: JudgedClaim, passage: Passage
    ) -> JudgedClaim:
        question = self.questions[declared.number, "query"]
        answer = self._answer(question, read_printed(self.prose, passage))
        if isinstance(answer, str):
            return _fault(judged.claim, answer)
        holes = FilledHoles(self.prose, self.changes, declared.entry, passage, answer)
        rulings, faults = holes.rule()
        names = {filling.hole.name for filling in passage.fillings}
        shown = {} if answer.masked else answer.row
        values = {name: _shown(value) for name, value in shown.items() if name in names}
        claim = replace(judged.claim, values=values, fault=" ".join(faults.values()))
        return JudgedClaim(claim, tuple(rulings), faults)

    def _answer(self, question: Question, printed: Mapping[str, Decimal]) -> Answer | str:
        """What a query gives; a sentence where it is not one row."""
        if question.fault:
            return f"the query is refused: {question.fault}"
        parameters = _parameters(printed)
        rows = self.queries.ask(question, parameters, 2)
        if isinstance(rows, Failure):
            return f"the query cannot be asked: {rows.reason}"
        if len(rows) != 1:
            number = "no row" if not rows else "more than one row"
            return f"the query gives {number}, and must give exactly one"
        if 0 in rows[0].values() and self.queries.contradicts_itself(question, parameters):
            return f"the query {CONTRADICTS_ITSELF}"
        row = {fold_name(name): value for name, value in rows[0].items()}
        doubted = self.queries.depends_on_doubted(question, parameters, row)
        return Answer(question, row, self.queries.masks(question), doubted)

    def _judge_empty(
        self, declared: DeclaredClaim, judged: JudgedClaim, passage: Passage
    ) -> JudgedClaim:
        question = self.questions[declared.number, "empty"]
        printed = read_printed(self.prose, passage)
        fault = self._empty_fault(question) or self._untaken(declared, passage, question)
        if not fault:
            rows = self.queries.ask(question, _parameters(printed), SHOWN + 1, "ORDER BY ALL")
            if isinstance(rows, Failure):
                fault = f"the query under empty cannot be asked: {rows.reason}"
            elif not rows and self.queries.contradicts_itself(question, _parameters(printed)):
                fault = f"the query under empty {CONTRADICTS_ITSELF}"
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

    def _untaken(self, declared: DeclaredClaim, passage: Passage, question: Question) -> str:
        """Which printed number a query under empty leaves alone, and nothing else looks at."""
        if declared.entry.query is not None or declared.entry.outside is not None:
            return ""
        for filling in passage.fillings:
            kinds = [self.prose.numbers[place].kind for place in filling.numbers]
            name = filling.hole.name
            if name not in question.names.parameters and not set(QUANTIFIED).issuperset(kinds):
                return f"the query under empty does not take {{{name}}}: write ${name} into it"
        return ""

    def _quantified(
        self, passage: Passage, ruled: set[int], *, contradicted: bool
    ) -> Iterator[Ruling]:
        """The numbers that a sentence says without a query of their own: every, none, five."""
        for place in self.prose.numbers_in(passage.start, passage.end):
            number = self.prose.numbers[place]
            if place in ruled or number.exempt:
                continue
            right = NumberState.VERIFIED if number.kind in QUANTIFIED else NumberState.CONSISTENT
            yield Ruling(
                "", number.start, number.end, (place,),
                NumberState.WRONG if contradicted else right,
                reason="rows contradict the sentence" if contradicted
                else "no row contradicts the sentence",
            )  # fmt: skip


def _outside(prose: Prose, passage: Passage, reason: str) -> Iterator[Ruling]:
    """The holes of a claim that no query can tell; without holes, every number in its words."""
    for filling in passage.fillings:
        yield Ruling(
            filling.hole.name, filling.start, filling.end, filling.numbers, NumberState.OUTSIDE,
            reason=reason,
        )  # fmt: skip
    for place in () if passage.fillings else prose.numbers_in(passage.start, passage.end):
        number = prose.numbers[place]
        if not number.exempt:
            yield Ruling("", number.start, number.end, (place,), NumberState.OUTSIDE, reason=reason)


def _fault(claim: Claim, fault: str) -> JudgedClaim:
    return JudgedClaim(replace(claim, fault=fault), faults={"": fault})


def _shown(value: Any) -> Value:
    number = as_decimal(value)
    return show(value) if number is None else as_number(number)


def _parameters(printed: Mapping[str, Decimal]) -> dict[str, float | int]:
    return {name: as_number(value) for name, value in printed.items()}

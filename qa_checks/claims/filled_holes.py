"""What fills the holes of a claim in the text, compared with what its query gives."""

from __future__ import annotations

from collections.abc import Set
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.lineage import NOTHING
from qa_checks.claims.agreement import (
    Agreement,
    Fit,
    agree_bound,
    agree_direction,
    agree_fraction,
    agree_multiple,
    agree_number,
    agree_rank,
    as_decimal,
    rounds_to,
    say_kind,
)
from qa_checks.claims.claim_queries import Question
from qa_checks.claims.claims_file import PRINTED, ClaimEntry
from qa_checks.claims.passages import Filling, Passage, Prose
from qa_checks.claims.printed_differences import NOISE, printed_differences
from qa_checks.claims.rulings import Ruling, as_number, weigh
from qa_checks.claims.sayings import HoleKind
from qa_checks.engines.door import Row
from qa_checks.model.texts import NumberState, PrintedNumber
from qa_checks.texts.coherence.skeletons import is_change
from qa_checks.texts.digits import PERCENT, POINTS
from qa_checks.texts.folding import fold as fold_text
from qa_checks.words import MASKED, grouped_to, list_words, show

COUNT_TOLD = "the query gives a count, which has no {unit}"
POINTS_TOLD = "it is the difference of two percentages, which is in percentage points"
WORDED = (HoleKind.DIRECTION, HoleKind.RANK, HoleKind.WORD)
AMONG = "_among"  # behind the name of a rank's hole: the column of all values that are ranked


class Answer(Struct, frozen=True):
    """The one row that a query gives, by the folded names of its columns.

    ``masked`` says that it must not be shown; ``doubted`` are columns that hang on numbers which
    no rows give.
    """

    question: Question
    row: Row
    masked: bool
    doubted: Set[str]


class FilledHoles(Struct, frozen=True, dict=True):
    """The holes of a passage beside the one row that a query gives for them."""

    prose: Prose
    changes: str
    entry: ClaimEntry
    passage: Passage
    answer: Answer

    @cached_property
    def printed(self) -> dict[str, Decimal]:
        """The printed numbers of the passage by hole, as parameters name them."""
        return read_printed(self.prose, self.passage)

    @cached_property
    def given(self) -> dict[str, Decimal]:
        """The numbers that the query gives, by column."""
        numbers = {key: as_decimal(value) for key, value in self.answer.row.items()}
        return {key: number for key, number in numbers.items() if number is not None}

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
        answer = self.answer
        origins = answer.question.origins
        return weigh(rulings, origins, self.printed.keys(), answer.doubted), faults

    def _rule(self, filling: Filling) -> Ruling | str:
        name, kind, entry = filling.hole.name, filling.hole.kind, self.entry
        if name not in self.answer.row:
            parameters = self.answer.question.names.parameters
            if kind is HoleKind.NUMBER and name in parameters:
                return self._ruling(filling, NumberState.CONSISTENT)
            if entry.outside is not None:
                return self._ruling(filling, NumberState.OUTSIDE, reason=entry.outside)
            given = list_words([f"'{column}'" for column in self.answer.row])
            return f"the query has no column '{name}' for the hole {{{name}}}; it gives {given}."
        return self._rule_given(filling, self.answer.row[name])

    def _rule_given(self, filling: Filling, value: object) -> Ruling | str:
        name = filling.hole.name
        if value is None:
            return f"the query gives no value (NULL) for {{{name}}}."
        if filling.hole.kind in WORDED and self.answer.question.is_of_itself:
            return f"the query makes {{{name}}} of no rows, so it shows nothing."
        if filling.hole.kind is HoleKind.WORD:
            return self._rule_word(filling, value)
        number = as_decimal(value)
        if number is None:
            return f"the query gives no number for {{{name}}}, but {say_kind(value)}."
        agreement = self._agree(filling, number)
        if isinstance(agreement, str):
            return agreement
        return self._compared(filling, number, agreement)

    def _rule_word(self, filling: Filling, value: object) -> Ruling:
        text = self.prose.text.content[filling.start : filling.end]
        fit = Fit.RIGHT if _as_name(text) == _as_name(show(value)) else Fit.WRONG
        state = NumberState.VERIFIED if fit is Fit.RIGHT else NumberState.WRONG
        shown = MASKED if self.answer.masked else show(value)
        return replace(
            self._ruling(filling, state), fit=fit, concludes=True, recomputed=shown, numbers=()
        )

    def _agree(self, filling: Filling, value: Decimal) -> Agreement | str:
        prose, hole = self.prose, filling.hole
        text = prose.plain[filling.start : filling.end]
        numbers = [prose.numbers[place] for place in filling.numbers]
        vocabulary, hedge = prose.vocabulary, prose.hedge_of(filling.start)
        match hole.kind:
            case HoleKind.NUMBER:
                value = self._as_made(filling, value)
                directed = any(
                    other.hole.name == hole.name and other.hole.kind is HoleKind.DIRECTION
                    for other in self.passage.fillings
                )
                rounded = self._rounding(hole.name)
                value = abs(value) if directed else value
                agreement = agree_number(numbers[0], value, rounded)
                told = self._otherwise_meant(filling, numbers[0], value)
                if agreement.fit is Fit.RIGHT and told:
                    return replace(agreement, fit=Fit.WRONG, told=told)
                return agree_bound(hedge, numbers[0], value, agreement, vocabulary)
            case HoleKind.FRACTION:
                return agree_fraction(hedge, numbers, value, vocabulary)
            case HoleKind.MULTIPLE:
                return agree_multiple(hedge, numbers[0], value, vocabulary)
            case HoleKind.DIRECTION:
                return self._agree_direction(filling, text, value)
            case _:
                return self._agree_rank(filling, text, value)

    def _rounding(self, name: str) -> float | None:
        """What a number is rounded to; nought only where another number of the claim is so too."""
        unit = self.entry.rounded.get(name)
        alike = [other for other, rounded in self.entry.rounded.items() if rounded == unit]
        return unit if any(self.printed.get(other) for other in alike) else None

    def _agree_rank(self, filling: Filling, text: str, value: Decimal) -> Agreement | str:
        name = filling.hole.name
        among = self.answer.row.get(f"{name}{AMONG}")
        ranked = [as_decimal(item) for item in among] if isinstance(among, list) else []
        values = [item for item in ranked if item is not None]
        if value not in values:
            return (
                f"a rank needs all values that are ranked, the one of {{{name}}} among them, in a "
                f"column {name}{AMONG}: list(n ORDER BY n) AS {name}{AMONG}."
            )
        if len(values) == 1:
            return f"a rank needs others: there is one value in {name}{AMONG}."
        return agree_rank(text, value, values, self.prose.vocabulary)

    def _otherwise_meant(self, filling: Filling, number: PrintedNumber, value: Decimal) -> str:
        """Why a number of the right size is not what the query gives; '' if it is."""
        name = filling.hole.name
        lineage = self.answer.question.origins.get(name, NOTHING)
        if lineage.is_count and number.unit:
            return COUNT_TOLD.format(unit=number.unit)
        if self._is_in_points(name, number):
            return POINTS_TOLD
        return self._turned(filling, value if lineage.rises else -value) if lineage.changes else ""

    def _turned(self, filling: Filling, change: Decimal) -> str:
        """Why a change is not what the word before it says, where that is not in a hole."""
        fillings, vocabulary = self.passage.fillings, self.prose.vocabulary
        direction = vocabulary.direction_before(self.prose.plain, filling.start)
        if not direction or any(other.hole.kind is HoleKind.DIRECTION for other in fillings):
            return ""
        told = agree_direction(direction, change, vocabulary).told
        return told and f"'{direction}' stands before it, but {told}"

    def _is_in_points(self, name: str, number: PrintedNumber) -> bool:
        """Whether a change in percent is the difference of two percentages: it is in points."""
        if number.unit != PERCENT or not is_change(self.prose.plain, number.start):
            return False
        value = abs(self.given.get(name, Decimal(0)))
        percentages = {
            filling.hole.name
            for filling in self.passage.fillings
            for place in filling.numbers
            if filling.hole.name != name and self.prose.numbers[place].unit == PERCENT
        }
        others = {key: other for key, other in self.given.items() if key != name}
        return any(
            not percentages.isdisjoint((one, other))
            and abs(abs(others[one] - others[other]) - value) <= NOISE
            for one, other in combinations(others, 2)
        )

    def _agree_direction(self, filling: Filling, text: str, value: Decimal) -> Agreement:
        vocabulary = self.prose.vocabulary
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
        if self.changes != PRINTED:
            return value
        made = self._differences(filling.hole.name)
        if not made or not filling.numbers:
            return made[0] if made else value
        number = self.prose.numbers[filling.numbers[0]]
        right = [
            change
            for change in made
            if number.value is not None and rounds_to(abs(change), number.value, number.step)
        ]
        return [*right, *made][0]

    def _differences(self, name: str) -> list[Decimal]:
        steps = [
            self.prose.numbers[place].step
            for filling in self.passage.fillings
            for place in filling.numbers
        ]
        step = min(steps, default=Decimal(1))
        changes = {
            filling.hole.name
            for filling in self.passage.fillings
            if filling.hole.kind is HoleKind.DIRECTION
            or any(self.prose.numbers[place].unit == POINTS for place in filling.numbers)
        }
        return printed_differences(name, step, self.given, self.printed, changes)

    def _compared(self, filling: Filling, value: Decimal, agreement: Agreement) -> Ruling:
        made = self._as_made(filling, value)
        state = NumberState.VERIFIED if agreement.fit is Fit.RIGHT else NumberState.WRONG
        if agreement.fit is Fit.LOOSE and filling.hole.kind is HoleKind.RANK:
            state = NumberState.VERIFIED  # it is true, and shared
        reason = agreement.told
        printed = self.printed.get(filling.hole.name)
        is_number = filling.hole.kind is HoleKind.NUMBER
        unrounded = MASKED if self.answer.masked else grouped_to(as_number(value))
        if made != value:
            reason = f"made of printed numbers; unrounded it is {unrounded}"
        elif agreement.fit is Fit.RIGHT and is_number and printed not in (value, abs(value)):
            reason = f"right by rounding: unrounded it is {unrounded}"
        return replace(
            self._ruling(filling, state, reason),
            fit=agreement.fit,
            concludes=agreement.concludes,
            recomputed=None if self.answer.masked else as_number(made),
            low=agreement.low,
            high=agreement.high,
        )

    def _ruling(self, filling: Filling, state: NumberState, reason: str = "") -> Ruling:
        return Ruling(
            filling.hole.name, filling.start, filling.end, filling.numbers, state, reason=reason
        )


def read_printed(prose: Prose, passage: Passage) -> dict[str, Decimal]:
    """The numbers of a passage by the names of their holes."""
    printed: dict[str, Decimal] = {}
    for filling in passage.fillings:
        if filling.hole.kind is HoleKind.NUMBER and filling.numbers:
            value = prose.numbers[filling.numbers[0]].value
            if value is not None:
                printed.setdefault(filling.hole.name, value)
    return printed


def _as_name(text: str) -> str:
    """A name as two are compared: the South East is South East."""
    return fold(fold_text(text)).removeprefix("the ")

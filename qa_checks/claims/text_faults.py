"""What the checks of texts look at in one, and what they find."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from qa_checks.claims.agreement import Fit
from qa_checks.claims.judged_texts import Fault, JudgedText
from qa_checks.claims.release_faults import (
    count_statuses,
    look_at_days,
    look_at_references,
    look_at_statuses,
)
from qa_checks.claims.rulings import JudgedClaim, Ruling
from qa_checks.model.texts import CheckedNumber, NumberState
from qa_checks.texts.coherence import Closing, ClosingKind
from qa_checks.words import end_sentence, grouped, grouped_to, list_words, plural

_KNOWN = (NumberState.VERIFIED, NumberState.OUTSIDE)


Look = Callable[[JudgedText], Iterator[Fault]]
Count = Callable[[JudgedText], int]


def _rulings(text: JudgedText) -> Iterator[tuple[JudgedClaim, Ruling]]:
    for judged in text.claims:
        for ruling in judged.rulings:
            yield judged, ruling


def _is_number(ruling: Ruling) -> bool:
    return ruling.fit is not None and not ruling.concludes


def look_at_numbers(text: JudgedText) -> Iterator[Fault]:
    """Numbers that are not what their query gives."""
    for judged, ruling in _rulings(text):
        if _is_number(ruling) and ruling.fit is Fit.WRONG:
            yield _off(text, judged, ruling)


def count_conclusions(text: JudgedText) -> int:
    """How many directions, ranks, names and quantifiers were compared."""
    holes = sum(ruling.fit is not None and ruling.concludes for _, ruling in _rulings(text))
    return holes + sum(
        claim.entry.empty is not None and not judged.faults
        for claim, judged in zip(text.declared.claims, text.claims, strict=True)
    )


def look_at_conclusions(text: JudgedText) -> Iterator[Fault]:
    """Directions, ranks, names and quantifiers that are not as the data says."""
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
    for other in text.names:
        printed = text.prose.text.content[other.start : other.end]
        asked = list_words([f"'{name}'" for name in other.asked])
        told = f"'{printed}' is printed, but the query asks for {asked}."
        yield text.fault(other.start, f"{other.judged.claim.says} / {printed}", told, value=printed)


def look_at_words(text: JudgedText) -> Iterator[Fault]:
    """Words that are only nearly right, and ranks that are shared."""
    for judged, ruling in _rulings(text):
        if ruling.fit is Fit.LOOSE:
            yield _off(text, judged, ruling)


def look_at_claims(text: JudgedText) -> Iterator[Fault]:
    """What keeps claims from being checked."""
    for judged in text.claims:
        for hole, fault in judged.faults.items():
            claim = judged.claim
            message = end_sentence(f"Claim '{claim.says}': {fault}")
            yield Fault(text.declared.shown_claims, claim.line, claim.says, message, hole or None)


def look_at_coverage(text: JudgedText) -> Iterator[Fault]:
    """Shares of numbers that are not as the release asks."""
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
        so_many = states[NumberState(state)]
        if share < asked if state == NumberState.VERIFIED else share > asked:
            most = "at least" if state == NumberState.VERIFIED else "at most"
            is_so, limit = _percents(share, asked)
            yield Fault(
                shown,
                1,
                f"{shown} / {state}",
                f"{shown}: {is_so} of its numbers are {state} ({grouped(so_many)} of "
                f"{grouped(checked.claimed)}); release.yml asks for {most} {limit}.",
                state,
                is_so,
            )


def _percents(share: float, asked: float) -> tuple[str, str]:
    """Two shares in percent, in as many places as tell them apart."""
    places = next(n for n in itertools.count(1) if round(100 * share, n) != round(100 * asked, n))
    return f"{round(100 * share, places):.12g}%", f"{round(100 * asked, places):.12g}%"


def _off(text: JudgedText, judged: JudgedClaim, ruling: Ruling) -> Fault:
    """A filling that is not what the query gives, with its sentence and both values."""
    printed = text.prose.text.content[ruling.start : ruling.end]
    given = ruling.recomputed
    shown = grouped_to(given) if isinstance(given, int | float) else given
    gives = f", the query gives {shown}" if shown is not None else ""
    band = _band(ruling)
    told = f": {ruling.reason}" if ruling.reason else ""
    key = f"{judged.claim.says} / {ruling.hole}"
    told = f"'{printed}' is printed{gives}{band}{told}."
    return text.fault(ruling.start, key, told, ruling.hole, printed)


def _band(ruling: Ruling) -> str:
    """What a right number stands for, as ' (right is 14,258.5 to 14,259.5)'."""
    low, high = ruling.low, ruling.high
    if low is None and high is None:
        return ""
    if low is None or high is None:
        known = grouped_to((high or 0) if low is None else low)
        return f" (it stands for {'less' if low is None else 'more'} than {known})"
    if low == high:
        return f" (only {grouped_to(low)} would be right)"
    return f" (it stands for {grouped_to(low)} to {grouped_to(high)})"


def look_at_closings(*kinds: ClosingKind) -> tuple[Look, Count]:
    """How closings of some kinds are looked at, and how they are counted."""

    def look(text: JudgedText) -> Iterator[Fault]:
        for closing in text.closings:
            if closing.kind in kinds and not closing.holds:
                yield _contradiction(text, closing)

    def count(text: JudgedText) -> int:
        return sum(closing.kind in kinds for closing in text.closings)

    return look, count


def _contradiction(text: JudgedText, closing: Closing) -> Fault:
    start = closing.numbers[0]
    mends = list_words(closing.mends, "or")
    mended = f" One digit would mend it: {mends}." if mends else ""
    numbers = text.prose.numbers
    printed = next((number.printed for number in numbers if number.start == start), None)
    key = f"{closing.kind} / {text.prose.sentence(start)}"
    return text.fault(start, key, f"{end_sentence(closing.message)}{mended}", value=printed)


def look_at_carried(text: JudgedText) -> Iterator[Fault]:
    """Sentences carried forward of which some number is not known to hold now."""
    states = {number.number.start: number for number in text.checked.numbers}
    for file, carried in text.beside.carried:
        numbers = [states[start] for start in carried.numbers]
        open_ones = [number for number in numbers if number.state not in _KNOWN]
        if not open_ones:
            continue
        sentence = text.prose.sentence(carried.start)
        wrong = [_say_wrong(number) for number in open_ones if number.state is NumberState.WRONG]
        told = "; ".join(wrong) or "nobody has looked whether they still hold"
        yield Fault(
            text.declared.shown,
            text.prose.line(carried.start),
            f"carried forward / {sentence}",
            f"'{sentence}' stands in {file} with the same numbers, and {told}.",
            value=open_ones[0].number.printed,
        )


def _say_wrong(number: CheckedNumber) -> str:
    printed, now = number.number.printed, number.recomputed
    if now is None:  # rows contradict it, or its value is masked
        return f"{printed} is wrong now"
    return f"{printed} is now {grouped_to(now) if isinstance(now, int | float) else now}"


def look_at_quoted(text: JudgedText) -> Iterator[Fault]:
    """Earlier figures that the last text printed otherwise."""
    for quoted in text.beside.quoted:
        if not quoted.holds:
            printed = next(n.printed for n in text.prose.numbers if n.start == quoted.start)
            key = f"earlier figure {printed} / {text.prose.sentence(quoted.start)}"
            yield text.fault(quoted.start, key, end_sentence(quoted.message), value=printed)


_NO_LAST = "no text of the last release is given"


# Each check: what it finds in a text, how many it looks at there, and why it may have none.
LOOKS: dict[str, tuple[Look, Count, str]] = {
    "number": (
        look_at_numbers,
        lambda text: sum(_is_number(ruling) for _, ruling in _rulings(text)),
        "no number is bound to a query",
    ),
    "conclusion": (
        look_at_conclusions,
        count_conclusions,
        "no direction, rank, name or quantifier is bound to a query",
    ),
    "loose_word": (
        look_at_words,
        lambda text: sum(ruling.fit is not None for _, ruling in _rulings(text)),
        "no word is bound to a query",
    ),
    "claim": (look_at_claims, lambda text: len(text.claims), "there are no claims"),
    "day": (
        look_at_days,
        lambda text: len(text.days),
        "no sentence states the day of a number that a claim binds",
    ),
    "reference": (
        look_at_references,
        lambda text: len(text.references),
        "the text refers to no table, figure or annex that can be looked up",
    ),
    "status": (
        look_at_statuses,
        count_statuses,
        "release.yml and the text do not both say what status the release has",
    ),
    "contradiction": (
        *look_at_closings(
            ClosingKind.SHARE,
            ClosingKind.CHANGE,
            ClosingKind.TOTAL,
            ClosingKind.REPEAT,
            ClosingKind.POSSIBLE,
        ),
        "no numbers of the text say anything of each other",
    ),
    "unit": (*look_at_closings(ClosingKind.UNIT), "no number has two units"),
    "weekday": (
        *look_at_closings(ClosingKind.WEEKDAY),
        "the text has no weekday with its date",
    ),
    "carried_forward": (look_at_carried, lambda text: text.beside.compared, _NO_LAST),
    "earlier_figure": (look_at_quoted, lambda text: len(text.beside.quoted), _NO_LAST),
    "coverage": (
        look_at_coverage,
        lambda text: text.checked.claimed if text.declared.claims_path else 0,
        "nobody has bound a number, or there is none",
    ),
}

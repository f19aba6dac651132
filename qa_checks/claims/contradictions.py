"""Where a text contradicts itself or the text of the last release."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qa_checks.claims.judged_text import Fault, JudgedText
from qa_checks.model.texts import NumberState
from qa_checks.texts.coherence import Closing, ClosingKind
from qa_checks.words import end_sentence, list_words


def look_at_closings(
    *kinds: ClosingKind,
) -> tuple[Callable[[JudgedText], Iterator[Fault]], Callable[[JudgedText], int]]:
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
    sentence, prose = text.prose.sentence(start), text.prose
    mends = list_words(closing.mends, "or")
    mended = f" One digit would mend it: {mends}." if mends else ""
    printed = next((number.printed for number in prose.numbers if number.start == start), None)
    return Fault(
        text.declared.shown,
        prose.line(start),
        f"{closing.kind} / {sentence}",
        f"'{sentence}': {end_sentence(closing.message)}{mended}",
        value=printed,
    )


def count_carried(text: JudgedText) -> int:
    """How many sentences were looked for in the last text."""
    return text.beside.compared


def look_at_carried(text: JudgedText) -> Iterator[Fault]:
    """Sentences carried forward of which some number is not known to hold now."""
    states = {number.number.start: number for number in text.checked.numbers}
    for file, carried in text.beside.carried:
        numbers = [states[start] for start in carried.numbers]
        open_ones = [number for number in numbers if number.state not in _KNOWN]
        if not open_ones:
            continue
        wrong = [number for number in open_ones if number.state is NumberState.WRONG]
        sentence = text.prose.sentence(carried.start)
        told = "nobody has looked whether they still hold"
        if wrong:
            told = "; ".join(
                f"{number.number.printed} is now {number.recomputed}" for number in wrong
            )
        yield Fault(
            text.declared.shown,
            text.prose.line(carried.start),
            f"carried forward / {sentence}",
            f"'{sentence}' stands in {file} with the same numbers, and {told}.",
            value=open_ones[0].number.printed,
        )


def count_quoted(text: JudgedText) -> int:
    """How many earlier figures were found in the last text."""
    return len(text.beside.quoted)


def look_at_quoted(text: JudgedText) -> Iterator[Fault]:
    """Earlier figures that the last text printed otherwise."""
    for quoted in text.beside.quoted:
        if not quoted.holds:
            sentence = text.prose.sentence(quoted.start)
            printed = next(n.printed for n in text.prose.numbers if n.start == quoted.start)
            yield Fault(
                text.declared.shown,
                text.prose.line(quoted.start),
                f"earlier figure {printed} / {sentence}",
                f"'{sentence}': {end_sentence(quoted.message)}",
                value=printed,
            )


_KNOWN = (NumberState.VERIFIED, NumberState.OUTSIDE)

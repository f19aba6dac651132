"""The second opinion in sentences, for every reader."""

from __future__ import annotations

from qa_checks.model.checks import Opinion, SecondOpinion
from qa_checks.words import grouped, plural


def summary(second: SecondOpinion) -> str:
    """In one line: '214 of 221 checks agree, 7 without a second opinion'."""
    parts = [f"{grouped(second.agreed)} of {plural(len(second.opinions), 'check')} agree"]
    if second.disagreed:
        parts.append(plural(second.disagreed, "disagrees", "disagree"))
    if second.without:
        parts.append(f"{grouped(second.without)} without a second opinion")
    return f"Second opinion: {', '.join(parts)}."


def disagreements(second: SecondOpinion | None) -> list[Opinion]:
    """The opinions whose count is another than ours; none if nobody was asked."""
    return [opinion for opinion in second.opinions if opinion.agrees is False] if second else []


def both_counts(opinion: Opinion) -> str:
    """One check's counts: 'Great Expectations counts 3, qa-checks 1'."""
    counted = "nothing" if opinion.counted is None else grouped(opinion.counted)
    return f"{opinion.engine} counts {counted}, qa-checks {grouped(opinion.here)}."

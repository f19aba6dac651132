"""What a sample shows, in sentences."""

from __future__ import annotations

from qa_checks.model.sampling import Difference, SampleResult, Shares
from qa_checks.words import grouped


def say_compared(result: SampleResult) -> str:
    """How many were compared, of how many."""
    return (
        f"{grouped(result.size + result.further)} of {grouped(result.population)} "
        f"{result.rows_are} compared with what was published (seed {result.seed})"
    )


def say_interval(shares: Shares) -> str:
    """'0.00% to 1.23%'; the rate alone where nothing was left uncompared."""
    if shares.lower == shares.upper:
        return f"{_percent(shares.rate)}, all compared"
    return f"{_percent(shares.lower)} to {_percent(shares.upper)}"


def say_rate(result: SampleResult) -> str:
    """The error rate of the proportional sample with its interval, and for what design that is."""
    confidence = f"{float(result.level.confidence * 100):.12g}%"
    return (
        f"{grouped(result.errors)} of {grouped(result.size)} differ: "
        f"{_percent(result.shares.rate)}, Clopper-Pearson interval {say_interval(result.shares)} "
        f"({confidence}; for a sample in proportion to the strata, which these "
        f"{grouped(result.size)} are)"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def say_further(result: SampleResult) -> str:
    """What was drawn besides, for strata so small that they have no share."""
    if not result.further:
        return ""
    return (
        f"{grouped(result.further_errors)} of {grouped(result.further)} drawn besides for small "
        "strata differ: not part of the rate, but counted against the level"
    )


def say_difference(difference: Difference) -> str:
    """One value that is published otherwise."""
    note = f" {difference.note}" if difference.note else ""
    return (
        f"No. {difference.number}  {difference.name}: {difference.release} in the release, "
        f"{difference.report} in the report.{note}"
    )

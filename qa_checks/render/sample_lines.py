"""What a sample shows, in sentences and on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from qa_checks.model import Difference, SampleResult, Shares
from qa_checks.render.screen import GAP, Screen
from qa_checks.words import grouped

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = 20  # differences on the terminal; the report has all
HEADER = ("Stratum", "All", "Compared", "Errors", "Interval")


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


def print_result(result: SampleResult, verdict: str, console: Console) -> None:
    """Print what a sample shows: differences, rate, level, strata."""
    screen = Screen(console)
    lead = Text("  ")
    compared = result.size + result.further
    screen.hang(
        Text(),
        screen.text(
            f"{grouped(compared)} of {grouped(result.population)} {result.rows_are} compared with "
            f"what was published (seed {result.seed})"
        ),
    )
    for difference in result.differences[:SHOWN]:
        screen.hang(lead, screen.text(say_difference(difference)))
    if len(result.differences) > SHOWN:
        screen.line(lead + screen.text(f"and {grouped(len(result.differences) - SHOWN)} more"))
    for sentence in filter(None, (say_rate(result), say_further(result))):
        screen.hang(Text(), screen.text(f"{sentence}."))
    screen.blank()
    screen.line(screen.text("Each stratum by itself:"))
    _print_strata(result, screen)
    screen.blank()
    screen.hang(Text(), screen.text(verdict, "bold"))


def _print_strata(result: SampleResult, screen: Screen) -> None:
    lines = [HEADER]
    lines += [
        (
            stratum.name,
            grouped(stratum.population),
            grouped(stratum.compared),
            grouped(stratum.errors),
            say_interval(stratum.shares),
        )
        for stratum in result.strata
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for name, *numbers in lines:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        screen.line(screen.text(GAP.join([name.ljust(widths[0]), *cells])))

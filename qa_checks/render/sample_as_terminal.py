"""What a sample shows, on the terminal: differences, rate, strata, level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_checks.model.sampling import SampleResult
from qa_checks.render.sample_lines import (
    say_compared,
    say_difference,
    say_further,
    say_interval,
    say_rate,
)
from qa_checks.render.screen import PlainConsole, Screen
from qa_checks.render.styled_lines import blanks
from qa_checks.words import grouped

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = 20  # differences; the report has all
HEADER = ("Stratum", "All", "Compared", "Errors", "Interval")


def print_sample(result: SampleResult, console: Console | PlainConsole) -> None:
    """Print what a sample shows: differences, rate, level, strata."""
    screen = Screen(console)
    lead = blanks(2)
    screen.hang((), screen.text(say_compared(result)))
    for difference in result.differences[:SHOWN]:
        screen.hang(lead, screen.text(say_difference(difference)))
    if len(result.differences) > SHOWN:
        screen.line(lead + screen.text(f"and {grouped(len(result.differences) - SHOWN)} more"))
    for sentence in filter(None, (say_rate(result), say_further(result))):
        screen.hang((), screen.text(f"{sentence}."))
    screen.blank()
    screen.line(screen.text("Each stratum by itself:"))
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
    screen.columns([[screen.text(cell) for cell in line] for line in lines])
    screen.blank()
    screen.hang((), screen.text(result.sentence, "bold"))

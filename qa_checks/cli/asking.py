"""What is said to a person at a terminal, and asked; without one, a list of what is missing."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from qa_checks import days
from qa_checks.errors import UsageError


def say(*lines: str, aside: bool = False) -> None:
    """Print lines; what stands in them from a file does nothing to the terminal.

    With ``aside`` they go to standard error.
    """
    from qa_checks.render.report_words import clean, quieten

    stream = sys.stderr if aside else sys.stdout
    stream.write("".join(f"{quieten(clean(line))}\n" for line in lines))
    stream.flush()


def print_json(text: str) -> None:
    """Print JSON for a program; no CI job that shows it takes a text in it for a command."""
    from qa_checks.render.report_words import quieten_json

    sys.stdout.write(quieten_json(text))


def at_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def refuse_missing(options: Sequence[str]) -> None:
    """Refuse to go on without options that nobody is there to be asked for.

    Raises
    ------
    UsageError
        With all of them, unless none is missing or somebody can be asked.
    """
    if options and not at_terminal():
        them = "it" if len(options) == 1 else "them"
        raise UsageError(
            f"Not given: {', '.join(options)}.",
            remedy=f"Give {them}, or use the command at a terminal, where it asks.",
        )


def ask(question: str, empty: bool = False) -> str:
    """One line from the person at the terminal; unless it may be empty, asked until it is not."""
    import typer

    from qa_checks.render.report_words import clean

    while True:
        answer = str(typer.prompt(clean(question), default="", show_default=False)).strip()
        if answer or empty:
            return answer


def take_up(release: Path, key: str, name: str) -> None:
    """Go on with a file that a stopped command wrote beside release.yml and did not name there."""
    from qa_checks.record import ledger

    if ledger.adopt(release, key, name):
        say(f"{release} names the {name} beside it now.")


def read_day(text: str, option: str) -> dt.date:
    """Read a date that an option gives."""
    try:
        return days.read_day(text)
    except ValueError:
        raise UsageError(
            f"{option}: '{text}' is not a date.", remedy=f"Write it as {days.WAYS_TO_WRITE}."
        ) from None


def today() -> dt.date:
    """The day by the clock that a run judges decisions and attestations by."""
    return dt.datetime.now(dt.UTC).date()

"""Rules in the terminal: the list, and one rule or schema check explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qa_checks.render.screen import PlainConsole, Screen
from qa_checks.render.styled_lines import blanks
from qa_checks.words import plural

if TYPE_CHECKING:
    from rich.console import Console

    from qa_checks.catalogue import BoundRule

STYLES = {"error": "red", "warning": "yellow"}


def print_rules(rules: Sequence[BoundRule], console: Console | PlainConsole) -> None:
    """Print one line a rule, theme by theme."""
    screen = Screen(console)
    widest = max((len(bound.check.severity) for bound in rules), default=0)
    theme = None
    for bound in rules:
        rule = bound.check
        if rule.theme != theme:
            if theme is not None:
                screen.blank()
            theme = rule.theme
            screen.line(screen.text(theme.replace("_", " ").capitalize(), "bold"))
        lead = blanks(2) + screen.text(rule.id, "bold") + blanks(2)
        lead += screen.text(rule.severity.ljust(widest), STYLES[rule.severity]) + blanks(2)
        screen.hang(lead, screen.text(rule.title))
    screen.blank()
    told = (
        f"{plural(len(rules), 'rule')}. `qa-checks rules show ID` explains one; it explains the "
        "checks of the schemas as well, by the ids that reports give them (providers.sector.in)."
    )
    screen.hang((), screen.text(told))


def print_explanation(
    title: tuple[str, str, str],
    sentence: str,
    parts: Mapping[str, str],
    console: Console | PlainConsole,
) -> None:
    """Print what is said of one rule or check, each part below its heading.

    Parameters
    ----------
    title
        Its id, name and severity.
    """
    screen = Screen(console)
    check_id, name, severity = title
    lead = screen.text(check_id, "bold") + blanks(2) + screen.text(name) + blanks(2)
    screen.hang((), lead + screen.text(severity, STYLES[severity]))
    screen.hang((), screen.text(sentence))
    for heading, text in parts.items():
        screen.blank()
        screen.line(screen.text(heading, "bold"))
        for line in text.splitlines():
            indent = len(line) - len(line.lstrip())
            screen.hang(blanks(2 + indent), screen.text(line.strip()))

"""What failed, for a terminal: a head for each check, and its first findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from qa_checks.model import Finding, Outcome, Report, Role, State
from qa_checks.render.report_words import (
    extent,
    further_places,
    near,
    own_key,
    undecided,
)
from qa_checks.render.screen import GAP, Screen
from qa_checks.words import and_more, grouped

SHOWN = 3
LONGEST = 400
ID_WIDTH = 6
FAULTS = (State.FAILED, State.ERRORED)
STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "unread": "bold magenta",
    "errored": "bold magenta",
    "passed": "green",
    "failed": "bold red",
    "waived": "cyan",
    "skipped": "dim",
    "pass": "bold white on green",
    "fail": "bold white on red",
    "incomplete": "bold black on yellow",
}


def show_faults(report: Report, screen: Screen, base: Path) -> None:
    """Print what failed: a head for each check, its first findings, and what could not be read."""
    heads = [_head(outcome, screen) for outcome in report.outcomes if outcome.state in FAULTS]
    if not heads and not report.problems:
        return
    screen.blank()
    _align(heads, screen.width - screen.indent - len(GAP))
    own = [one for one in report.inputs if one.role is Role.RELEASE]
    read = {(one.path, one.sheet, one.role) for one in own if one.layout}
    alone = next(iter(read)) if len(read) == 1 else None
    for head in heads:
        screen.flow(head.label, [head.title, head.extent])
        if head.of.state is State.ERRORED:
            screen.hang(screen.label(""), screen.text(_short(" ".join(head.of.reason.split()))))
        else:
            _findings(head.of, screen, alone, base)
    for problem in report.problems:
        path = screen.text(near(problem.path, base), "bold")
        screen.hang(screen.label("unread", STYLES["unread"]), path)
        screen.hang(screen.label(""), screen.text(problem.message))


@dataclass(frozen=True, slots=True)
class Head:
    """The line that opens a fault: how bad, which check, how many rows."""

    of: Outcome
    label: Text
    title: Text
    extent: Text


def _head(one: Outcome, screen: Screen) -> Head:
    word = one.check.severity.value if one.state is State.FAILED else "errored"
    title = screen.text(one.check.id.ljust(ID_WIDTH), "bold")
    title = title + Text("  ") + screen.text(one.check.name)
    return Head(one, screen.label(word, STYLES[word]), title, screen.text(_extent(one), "bold"))


def _align(heads: Iterable[Head], room: int) -> None:
    """Let the counts stand below each other, further left where there is no room for that."""
    heads = [head for head in heads if head.title.cell_len + head.extent.cell_len <= room]
    column = max((head.title.cell_len for head in heads), default=0)
    for head in heads:
        wanted = min(column, room - head.extent.cell_len)
        head.title.append(" " * (wanted - head.title.cell_len))


def _extent(one: Outcome) -> str:
    """How many of how many; nothing of a check that looks at one thing only."""
    if one.state is not State.FAILED or one.checked <= 1:
        return ""
    apart = [f"{grouped(one.waived)} waived"] if one.waived else []
    apart += [undecided(one.unknown)] if one.unknown else []
    said = f" ({', '.join(apart)})" if apart else ""
    return f"{extent(one, one.failed)}{said}"


def _findings(
    outcome: Outcome, screen: Screen, alone: tuple[str, str | None, Role] | None, base: Path
) -> None:
    """Print the first findings, below their file and sheet unless only that one was read."""
    shown = [finding for finding in outcome.findings if finding.waived_by is None][:SHOWN]
    places = [f"row {grouped(one.row)}" if one.row else "" for one in shown]
    widest = max(map(len, places), default=0)
    where = ""
    for one, place in zip(shown, places, strict=True):
        lead = screen.label("")
        known = not one.file or (one.file, one.sheet, one.role) == alone
        if not known and where != (where := _where(one, base)):
            screen.hang(lead, screen.text(where, "dim"))
        if widest:
            lead = lead + screen.text(f"{place:<{widest}}  ", "cyan")
        key = _short(own_key(one))
        body = screen.text(f"{key}  " if key else "", "bold")
        also = further_places(one, base)
        told = screen.text(_short(one.message)) + screen.text(f"  ({also})" if also else "", "dim")
        screen.hang(lead, body + told)
    more = outcome.open_findings - len(shown)
    if more > 0:
        screen.hang(screen.label(""), screen.text(and_more(more), "dim"))


def _where(one: Finding, base: Path) -> str:
    before = "previous release" if one.role is Role.PREVIOUS else None
    return ", ".join(part for part in (near(one.file or "", base), one.sheet, before) if part)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

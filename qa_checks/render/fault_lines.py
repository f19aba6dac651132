"""What failed, for a terminal: a head for each check, and its first findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from qa_checks.model.checks import Finding, Outcome, State
from qa_checks.model.inputs import Role
from qa_checks.model.published import PublishedTable
from qa_checks.model.report import Report
from qa_checks.render.report_words import (
    extent,
    further_places,
    near,
    own_key,
    say_role,
    undecided,
)
from qa_checks.render.screen import GAP, Screen
from qa_checks.render.styled_lines import Line, blanks, cells_of
from qa_checks.render.table_lines import group_causes, keys_of_cells
from qa_checks.words import and_more, grouped, shorten

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
    room = screen.width - screen.indent - len(GAP)
    column = _align(heads, room)
    own = [sheet for sheet in report.inputs if sheet.role is Role.RELEASE]
    read = {(sheet.path, sheet.sheet, sheet.role) for sheet in own if sheet.layout}
    alone = next(iter(read)) if len(read) == 1 else None
    tables = {table.check: table for table in report.tables}
    for head in heads:
        further = min(column, room - cells_of(head.extent)) - cells_of(head.title)
        screen.flow(head.label, [head.title + blanks(further), head.extent])
        if head.of.state is State.ERRORED:
            screen.hang(
                screen.label(""), screen.text(shorten(" ".join(head.of.reason.split()), LONGEST))
            )
        elif head.of.check.id in tables and not head.of.waived:
            _rows(tables[head.of.check.id], head.of, screen)
        else:
            _findings(head.of, screen, alone, base)
    for problem in report.problems:
        path = screen.text(near(problem.path, base), "bold")
        screen.hang(screen.label("unread", STYLES["unread"]), path)
        screen.hang(screen.label(""), screen.text(problem.message))


class Head(Struct, frozen=True):
    """The line that opens a fault: how bad, which check, how many rows."""

    of: Outcome
    label: Line
    title: Line
    extent: Line


def _head(outcome: Outcome, screen: Screen) -> Head:
    word = outcome.check.severity.value if outcome.state is State.FAILED else "errored"
    title = screen.text(outcome.check.id.ljust(ID_WIDTH), "bold")
    title += blanks(2) + screen.text(outcome.check.name)
    return Head(
        outcome, screen.label(word, STYLES[word]), title, screen.text(_extent(outcome), "bold")
    )


def _align(heads: Sequence[Head], room: int) -> int:
    """How wide titles are, so that counts stand below each other where there is room for that."""
    fitting = [head for head in heads if _width(head) <= room]
    return max((cells_of(head.title) for head in fitting), default=0)


def _width(head: Head) -> int:
    return cells_of(head.title) + cells_of(head.extent)


def _extent(outcome: Outcome) -> str:
    """How many of how many; nothing of a check that looks at one thing only."""
    if outcome.state is not State.FAILED or outcome.checked <= 1:
        return ""
    apart = [f"{grouped(outcome.waived)} waived"] if outcome.waived else []
    apart += [undecided(outcome.unknown)] if outcome.unknown else []
    asides = f" ({', '.join(apart)})" if apart else ""
    return f"{extent(outcome, outcome.failed)}{asides}"


def _findings(
    outcome: Outcome, screen: Screen, alone: tuple[str, str | None, Role] | None, base: Path
) -> None:
    """Print the first findings, below their file and sheet unless only that one was read."""
    shown = outcome.kept_open[:SHOWN]
    places = [f"row {grouped(finding.row)}" if finding.row else "" for finding in shown]
    widest = max(map(len, places), default=0)
    where = ""
    for finding, place in zip(shown, places, strict=True):
        lead = screen.label("")
        known = not finding.file or (finding.file, finding.sheet, finding.role) == alone
        if not known and where != (where := _where(finding, base)):
            screen.hang(lead, screen.text(where, "dim"))
        if widest:
            lead = lead + screen.text(f"{place:<{widest}}  ", "cyan")
        key = shorten(own_key(finding), LONGEST)
        body = screen.text(f"{key}  " if key else "", "bold")
        also = further_places(finding, base)
        aside = screen.text(f"  ({also})" if also else "", "dim")
        told = screen.text(shorten(finding.message, LONGEST)) + aside
        screen.hang(lead, body + told)
    more = outcome.open_findings - len(shown)
    if more > 0:
        screen.hang(screen.label(""), screen.text(and_more(more), "dim"))


def _rows(table: PublishedTable, outcome: Outcome, screen: Screen) -> None:
    """Print the rows of a published table that differ, each with all of its cells and its cause."""
    cells = keys_of_cells(table)
    others = [finding.message for finding in outcome.findings if finding.key not in cells]
    lines = [*group_causes(table), *others]
    for line in lines[:SHOWN]:
        screen.hang(screen.label(""), screen.text(shorten(line, LONGEST)))
    if len(lines) > SHOWN:
        more = and_more(len(lines) - SHOWN)
        screen.hang(screen.label(""), screen.text(more, "dim"))


def _where(finding: Finding, base: Path) -> str:
    parts = (near(finding.file or "", base), finding.sheet, say_role(finding.role))
    return ", ".join(part for part in parts if part)

"""The report on a screen: what was read, what failed, one line with the verdict.

Nothing is drawn with boxes and no line ends in blanks, so that the same shape
reads well in colours, in a log and in a pipe.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from qa_checks.model import Finding, Input, Outcome, Report, Role, State
from qa_checks.render import second_opinions
from qa_checks.render.absences import absences
from qa_checks.render.screen import GAP, Screen
from qa_checks.render.words import (
    date,
    extent,
    further_places,
    near,
    own_key,
    rows,
    undecided,
    verdict,
)
from qa_checks.review.open_points import RELEASE, next_steps
from qa_checks.words import and_more, grouped, list_some, plural

if TYPE_CHECKING:
    from rich.console import Console

HERE = Path()
SHOWN = 3
REASONS = 6
COUNTED_SHOWN = 10
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


def render(
    report: Report,
    console: Console,
    *,
    path: Path | None = None,
    base: Path = HERE,
    quiet: bool = False,
    release: Path = RELEASE,
) -> None:
    """Print the report.

    Parameters
    ----------
    report
        What the run found.
    console
        Where to print; its width is kept to.
    path
        The page to read on with, named behind the verdict.
    base
        The folder that the release's paths start from.
    quiet
        Whether to print the verdict line only.
    release
        The release.yml, which the next commands name.
    """
    screen = Screen(console)
    if not quiet:
        _release(report, screen)
        for note in report.notes:
            screen.hang(
                screen.label("note", STYLES["skipped"]), screen.text(note), whole_words=True
            )
        _counted(report, screen)
        _inputs(report.inputs, screen, base)
        _absent(report, screen, base)
        _counts(report, screen)
        _second_opinion(report, screen)
        _undecided(report.outcomes, screen)
        _skipped(report.outcomes, screen)
        _faults(report, screen, base)
        screen.blank()
    _verdict(report, screen, path)
    if report.checklist and not quiet:
        for place, step in enumerate(next_steps(report, release)):
            lead = screen.label("" if place else "sign-off", STYLES["skipped"])
            screen.hang(lead, screen.text(step))


def _counted(report: Report, screen: Screen) -> None:
    """Print what is worth knowing and no fault."""
    for name, things in report.counted.items():
        title = report.figure_titles.get(name, name)
        told = f"{title} ({len(things)}): {list_some(things, COUNTED_SHOWN, '; ')}."
        screen.hang(screen.label("note", STYLES["skipped"]), screen.text(told), whole_words=True)


def _release(report: Report, screen: Screen) -> None:
    release = report.release
    if release.as_at is None and release.title in ("", release.id):
        return
    said = [screen.text(release.title or release.id, "bold")]
    if release.as_at and "as at" not in release.title:
        said.append(screen.text(f"as at {date(release.as_at)}", "dim"))
    if release.status:
        said.append(screen.text(release.status, "dim"))
    screen.flow(screen.text(""), said)


def _inputs(inputs: Iterable[Input], screen: Screen, base: Path) -> None:
    lines: list[list[Text]] = []
    for path, sheets in groupby(inputs, key=lambda one: one.path):
        lines.extend(_file(near(path, base), list(sheets), screen))
    screen.table(lines)


def _file(path: str, sheets: list[Input], screen: Screen) -> Iterator[list[Text]]:
    """One line for a text file; for a workbook its name and a line for each known sheet."""
    unknown = [one for one in sheets if one.layout is None]
    if any(one.sheet is not None for one in sheets):
        yield [screen.text(path, "bold")]
    for one in sheets:
        if one.layout is not None:
            name = f"  {one.sheet}" if one.sheet is not None else path
            yield [
                screen.text(name, "" if one.sheet is not None else "bold"),
                screen.text(one.layout_title or one.layout),
                screen.text(plural(one.rows, "row"), "cyan"),
                screen.text(_reading(one), "dim"),
            ]
        elif one.sheet is None:
            note = f"not checked: {one.note}" if one.note else "not checked"
            yield [screen.text(path, "bold"), screen.text(note, "yellow")]
    names = [one.sheet for one in unknown if one.sheet is not None]
    if names:
        told = f"  {plural(len(names), 'sheet')} not checked: {', '.join(names)}"
        yield [screen.text(told, "dim")]


def _reading(one: Input) -> str:
    parts = (
        f"header on row {grouped(one.header_row)}" if one.header_row else None,
        one.encoding,
        "previous release" if one.role is Role.PREVIOUS else None,
        one.note,
    )
    return ", ".join(part for part in parts if part)


def _absent(report: Report, screen: Screen, base: Path) -> None:
    """Say which columns a file should have and has not."""
    for place, absence in enumerate(absences(report.absent)):
        lead = screen.label("" if place else "absent", STYLES["unread"])
        where = ", ".join(part for part in (near(absence.path, base), absence.sheet) if part)
        reason = f": {absence.reason}" if absence.reason else ""
        screen.hang(lead, screen.text(f"{where}: {absence.columns}{reason}"))


def _counts(report: Report, screen: Screen) -> None:
    summary = report.summary
    states = {state.value: getattr(summary, state.value) for state in State}
    said = [screen.text(plural(sum(states.values()), "check"), "bold")]
    for state, n in states.items():
        if n or state == "passed":
            said.append(screen.text(f"{grouped(n)} {state}", STYLES[state] if n else "dim"))
    screen.flow(screen.text(""), said)


def _undecided(outcomes: Iterable[Outcome], screen: Screen) -> None:
    """Say that a rule which passed did not decide every row, so that none looks passed by it."""
    # A cell that the schema lets be blank is nothing to decide.
    rules = [one for one in outcomes if one.check.theme != "schema"]
    left = [one for one in rules if one.unknown and one.state is State.PASSED]
    if not left:
        return
    most = max(left, key=lambda one: one.unknown / one.checked)
    lead = screen.label("undecided", STYLES["skipped"])
    lead.append(f"{grouped(len(left))}  ", style="dim")
    share = f"{grouped(most.unknown)} of {rows(most.checked, most.check.table)}"
    said = "passed rules" if len(left) > 1 else "passed rule"
    said += f" could not decide every row, for want of a value; most: {most.check.id}, {share}"
    screen.hang(lead, screen.text(said, "dim"))


def _second_opinion(report: Report, screen: Screen) -> None:
    if report.second_opinion is None:
        return
    agrees = not report.second_opinion.disagreed
    said = second_opinions.summary(report.second_opinion)
    screen.hang(Text(), screen.text(said, "" if agrees else STYLES["incomplete"]))
    for one in second_opinions.disagreements(report.second_opinion):
        both = second_opinions.both_counts(one)
        screen.hang(screen.label(""), screen.text(f"{one.check}: {both}"))


def _skipped(outcomes: Iterable[Outcome], screen: Screen) -> None:
    reasons = Counter(one.reason.rstrip(".") for one in outcomes if one.state is State.SKIPPED)
    # First what can be given: such a reason ends with how, in brackets.
    ranked = sorted(
        reasons.items(), key=lambda pair: (not pair[0].endswith(")"), -pair[1], pair[0])
    )
    others = ranked[REASONS:] if len(ranked) > REASONS + 1 else []
    lines = [(n, reason or "no reason given") for reason, n in ranked[: len(ranked) - len(others)]]
    if others:
        said = f"for {grouped(len(others))} other reasons, each in the report"
        lines.append((sum(n for _, n in others), said))
    widest = max((len(grouped(n)) for n, _ in lines), default=0)
    for place, (n, reason) in enumerate(lines):
        lead = screen.label("skipped" if place == 0 else "", STYLES["skipped"])
        lead.append(f"{grouped(n):>{widest}}  ", style="dim")
        screen.hang(lead, screen.text(reason, "dim"))


def _faults(report: Report, screen: Screen, base: Path) -> None:
    heads = [_head(one, screen) for one in report.outcomes if one.state in FAULTS]
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
    shown = [one for one in outcome.findings if one.waived_by is None][:SHOWN]
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


def _verdict(report: Report, screen: Screen, path: Path | None) -> None:
    said = screen.text(f"{verdict(report)}.")
    said.stylize(STYLES[report.verdict], 0, len(report.verdict))
    if path is None:
        screen.hang(Text(), said)
        return
    page = screen.text(str(path), Style(underline=True, link=path.absolute().as_uri()))
    if said.cell_len + len(GAP) + page.cell_len <= screen.width:
        screen.line(said + Text(GAP) + page)
    else:
        screen.hang(Text(), said)
        screen.line(page)  # whole, so that it can be copied

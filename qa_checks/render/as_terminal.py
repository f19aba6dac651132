"""The report on a screen: what was read, what failed, one line with the verdict.

Nothing is drawn with boxes and no line ends in blanks, so that the same shape
reads well in colours, in a log and in a pipe.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.model.checks import Outcome, State
from qa_checks.model.report import Report
from qa_checks.render import second_opinions
from qa_checks.render.change_lines import A_CHANGE, compared_lines
from qa_checks.render.coverage_lines import list_unbound, say_coverage
from qa_checks.render.fault_lines import STYLES, show_faults
from qa_checks.render.input_lines import show_absent, show_inputs
from qa_checks.render.report_words import (
    date,
    near,
    say_undecided,
    undecided_rules,
    verdict,
)
from qa_checks.render.screen import GAP, PlainConsole, Screen
from qa_checks.render.source_lines import say_read, source_lines
from qa_checks.render.styled_lines import Piece, cells_of
from qa_checks.render.table_lines import recoded_lines
from qa_checks.review.open_points import RELEASE, next_steps
from qa_checks.words import and_more, grouped, list_some, plural

if TYPE_CHECKING:
    from rich.console import Console

HERE = Path()
REASONS = 6
COUNTED_SHOWN = 10
UNBOUND_SHOWN = 3  # sentences of each text
NUMBERS_SHOWN = 6  # of each sentence


def render(
    report: Report,
    console: Console | PlainConsole,
    *,
    path: Path | None = None,
    base: Path = HERE,
    quiet: bool = False,
    release: Path = RELEASE,
) -> None:
    """Print the report.

    Parameters
    ----------
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
        _recoded(report, screen)
        show_inputs(report.inputs, screen, base)
        show_absent(report.absent, screen, base)
        _compared(report, screen)
        _sources(report, screen)
        _counts(report, screen)
        _texts(report, screen, base)
        _second_opinion(report, screen)
        _undecided(report.outcomes, screen)
        _skipped(report.outcomes, screen)
        show_faults(report, screen, base)
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


def _recoded(report: Report, screen: Screen) -> None:
    """Print each row that tables count under another value than the data has."""
    for place, line in enumerate(recoded_lines(report.recoded)):
        lead = screen.label("" if place else "re-coded", STYLES["skipped"])
        screen.hang(lead, screen.text(line.text), whole_words=True)


def _compared(report: Report, screen: Screen) -> None:
    """Print what a comparison came to: definitions first, then totals, grades, and kinds."""
    for line in compared_lines(report.compared):
        lead = screen.label("compared", STYLES["skipped"])
        named = f"{line.table.title}. " if len(report.compared) > 1 else ""
        screen.hang(lead, screen.text(f"{named}{line.totals}"))
        told = [*line.table.definitions]
        for moved in line.movements:
            told += [moved.sentence, moved.apart] if moved.movement.total else []
        for text in filter(None, told):
            screen.hang(screen.label(""), screen.text(text))
        if any(kind.check and not kind.check.startswith("compare.") for kind in line.classes):
            screen.hang(screen.label(""), screen.text(A_CHANGE))
        for kind in line.classes:
            lead = screen.label("") + screen.text(f"{plural(kind.count, 'change'):>13}  ", "dim")
            check = f" ({kind.check})" if kind.check else ""
            screen.hang(lead, screen.text(f"{kind.state}: {kind.title}{check}"))
        if line.apart:
            apart = list_some(line.apart, REASONS, "; ")
            screen.hang(screen.label(""), screen.text(f"Not compared: {apart}."))


def _sources(report: Report, screen: Screen) -> None:
    """Print what the extract beside the system of record came to, and what queries read."""
    for line in source_lines(report.sources):
        lead = screen.label("source", STYLES["skipped"])
        screen.hang(lead, screen.text(f"{line.compared.title}. {line.totals}"))
        for text in line.compared.notes:
            screen.hang(screen.label(""), screen.text(text))
        if line.apart:
            screen.hang(screen.label(""), screen.text(f"Not compared: {'; '.join(line.apart)}."))
    for query in report.queries:
        lead = screen.label("query", STYLES["skipped"])
        screen.hang(lead, screen.text(f"{query.shown}. {say_read(query)}"))


def _release(report: Report, screen: Screen) -> None:
    release = report.release
    if release.as_at is None and release.title in ("", release.id):
        return
    parts = [screen.text(release.title or release.id, "bold")]
    if release.as_at and "as at" not in release.title:
        parts.append(screen.text(f"as at {date(release.as_at)}", "dim"))
    if release.status:
        parts.append(screen.text(release.status, "dim"))
    screen.flow(screen.text(""), parts)


def _counts(report: Report, screen: Screen) -> None:
    summary = report.summary
    states = {state.value: getattr(summary, state.value) for state in State}
    parts = [screen.text(plural(sum(states.values()), "check"), "bold")]
    for state, count in states.items():
        if count or state == "passed":
            style = STYLES[state] if count else "dim"
            parts.append(screen.text(f"{grouped(count)} {state}", style))
    screen.flow(screen.text(""), parts)


def _texts(report: Report, screen: Screen, base: Path) -> None:
    """Say how much of each text is checked, and the first sentences nobody has looked at."""
    for checked in report.texts:
        unbound = list_unbound(checked)
        lead = screen.label("text", STYLES["errored" if unbound else "skipped"])
        told = f"{near(checked.text.file, base)}: {say_coverage(checked)}"
        screen.hang(lead, screen.text(told), whole_words=True)
        sentences = [[*same] for _, same in groupby(unbound, key=lambda place: place.sentence)]
        for places in sentences[:UNBOUND_SHOWN]:
            printed = list_some([place.printed for place in places], NUMBERS_SHOWN)
            told = f"  line {grouped(places[0].number.line)}: {printed} in: {places[0]}"
            screen.hang(screen.label(""), screen.text(told, "dim"))
        left = sum(map(len, sentences[UNBOUND_SHOWN:]))
        if left:
            more = f"  {and_more(left)}, each in the report"
            screen.hang(screen.label(""), screen.text(more, "dim"))


def _undecided(outcomes: Iterable[Outcome], screen: Screen) -> None:
    """Say which rules passed and did not decide every row."""
    left = undecided_rules(outcomes)
    if left:
        lead = screen.label("undecided", STYLES["skipped"])
        lead += screen.text(f"{grouped(len(left))}  ", "dim")
        screen.hang(lead, screen.text(" ".join(say_undecided(left)), "dim"))


def _second_opinion(report: Report, screen: Screen) -> None:
    if report.second_opinion is None:
        return
    agrees = not report.second_opinion.disagreed
    summary = second_opinions.summary(report.second_opinion)
    screen.hang((), screen.text(summary, "" if agrees else STYLES["incomplete"]))
    for disagreement in second_opinions.disagreements(report.second_opinion):
        both = second_opinions.both_counts(disagreement)
        screen.hang(screen.label(""), screen.text(f"{disagreement.check}: {both}"))


def _skipped(outcomes: Iterable[Outcome], screen: Screen) -> None:
    reasons = Counter(
        outcome.reason.rstrip(".") for outcome in outcomes if outcome.state is State.SKIPPED
    )
    # First what can be given: such a reason ends with how, in brackets.
    ranked = sorted(
        reasons.items(), key=lambda pair: (not pair[0].endswith(")"), -pair[1], pair[0])
    )
    others = ranked[REASONS:] if len(ranked) > REASONS + 1 else []
    listed = ranked[: len(ranked) - len(others)]
    lines = [(count, reason or "no reason given") for reason, count in listed]
    if others:
        others_said = f"for {grouped(len(others))} other reasons, each in the report"
        lines.append((sum(count for _, count in others), others_said))
    widest = max((len(grouped(count)) for count, _ in lines), default=0)
    for place, (count, reason) in enumerate(lines):
        lead = screen.label("skipped" if place == 0 else "", STYLES["skipped"])
        lead += screen.text(f"{grouped(count):>{widest}}  ", "dim")
        screen.hang(lead, screen.text(reason, "dim"))


def _verdict(report: Report, screen: Screen, path: Path | None) -> None:
    told = f"{verdict(report)}."
    word = len(report.verdict)
    line = screen.text(told[:word], STYLES[report.verdict]) + screen.text(told[word:])
    if path is None:
        screen.hang((), line)
        return
    page = screen.text(str(path), f"underline link {path.absolute().as_uri()}")
    if cells_of(line) + len(GAP) + cells_of(page) <= screen.width:
        screen.line((*line, Piece(GAP), *page))
    else:
        screen.hang((), line)
        screen.line(page)  # whole, so that it can be copied

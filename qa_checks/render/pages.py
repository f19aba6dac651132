"""What the HTML page shows, worked out before the template prints it.

The template arranges; the counting, grouping and wording are here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct

from qa_checks.model.accountability import Decision
from qa_checks.model.checks import Check, Outcome, Severity, State
from qa_checks.model.inputs import Input, Role
from qa_checks.model.report import Report
from qa_checks.render import charts, report_words
from qa_checks.render.absence_lines import absences
from qa_checks.render.change_lines import compared_lines
from qa_checks.render.figure_lines import figure_lines
from qa_checks.render.findings_by_unit import group_by_unit
from qa_checks.render.header_lines import header_lines
from qa_checks.render.listings import LISTED, OPEN, Listing, list_findings
from qa_checks.render.marked_text import SIGNS as NUMBER_SIGNS
from qa_checks.render.source_lines import say_read, source_lines
from qa_checks.render.table_lines import SIGNS, count_cells, recoded_lines, table_lines
from qa_checks.render.text_lines import text_lines
from qa_checks.words import capitalise, end_sentence, grouped, show_moment

VERDICTS = {"pass": "Pass", "fail": "Fail", "incomplete": "Incomplete"}
STATES = {
    "failed": "Failed",
    "errored": "Could not run",
    "waived": "Waived",
    "skipped": "Skipped",
    "passed": "Passed",
}
_GROUPS = (
    (
        "errors",
        "Failed (error)",
        "The published data is inconsistent: correct it before publication.",
    ),
    ("errored", "Could not run", "Nothing is known about what these checks look at."),
    (
        "warnings",
        "Failed (warning)",
        "Each needs a decision by someone who knows the release.",
    ),
    ("waived", "Waived", "Every finding here is covered by a recorded decision."),
)


class Entry(Struct, frozen=True):
    """One check that did not pass: how it ended and where."""

    outcome: Outcome
    check: Check
    kind: str
    word: str
    count: str
    sentence: str
    standing: Listing | None
    waived: Listing | None
    decisions: tuple[Decision, ...]


class Group(Struct, frozen=True):
    """Checks that ended alike."""

    anchor: str
    title: str
    what: str
    entries: tuple[Entry, ...]


def page(report: Report) -> dict[str, object]:
    """Return the names the template knows."""
    outcomes = report.outcomes
    read = [sheet for sheet in report.inputs if sheet.layout]
    groups = _groups(outcomes, report.decisions)
    tally = _tally(report)
    facts = _release_facts(report)
    return {
        "report": report,
        "verdict": _headline(report),
        "reason": end_sentence(capitalise(report.reason or report_words.verdict(report))),
        "undecided": _undecided(outcomes),
        "tally": tally,
        "tally_bar": charts.draw_states([(kind, count) for kind, count, _, _ in tally]),
        "total": sum(count for _, count, _, _ in tally),
        "stated": [(name, value) for name, value in facts if value],
        "unstated": [name for name, value in facts if not value],
        "groups": groups,
        "attention": [entry for group in groups[:3] for entry in group.entries],
        "skipped": _by_reason(outcomes),
        "passed": _by_theme(outcomes),
        "states": STATES,
        "themes": sorted({outcome.check.theme for outcome in outcomes}),
        "tables": sorted({outcome.check.table for outcome in outcomes}),
        "inputs": [
            (anchor, title, [(sheet, header_lines(sheet)) for sheet in sheets])
            for anchor, title, sheets in (
                ("release", "Files of this release", _of(read, Role.RELEASE)),
                ("previous", "Files of the previous release", _of(read, Role.PREVIOUS)),
                ("history", "Files of earlier releases", _of(read, Role.HISTORY)),
                ("source", "The system of record", _of(read, Role.SOURCE)),
            )
            if sheets
        ],
        "figures": figure_lines(report),
        "compared": compared_lines(report.compared),
        "sources": source_lines(report.sources),
        "queries": [
            (query, query.reading.text.expandtabs().splitlines(), say_read(query))
            for query in report.queries
        ],
        "published": table_lines(report.tables),
        "cell_counts": count_cells(report.tables),
        "recoded": recoded_lines(report.recoded),
        "signs": list(SIGNS.values()),
        "texts": text_lines(report),
        "number_signs": list(NUMBER_SIGNS.values()),
        "sample": report.sample,
        "most": OPEN,
        "units": group_by_unit(report),
        "absences": absences(report.absent),
        "unread": [sheet for sheet in report.inputs if not sheet.layout and not sheet.published],
        "tabled": [sheet for sheet in report.inputs if sheet.published],
        "drawings": [
            (chart, charts.draw(chart, f"chart-{number}"))
            for number, chart in enumerate(report.charts, 1)
        ],
        "limit": LISTED,
    }


def _headline(report: Report) -> str:
    """The verdict as the page's largest word; a pass says what it leaves undecided."""
    if report.verdict == "pass":
        return report_words.verdict(report).replace("PASS", VERDICTS["pass"], 1)
    return VERDICTS[report.verdict]


def _tally(report: Report) -> list[tuple[str, int, str, str]]:
    """The counts that lead the page: each with its class, its name, and where it leads."""
    counts = report.summary
    return [
        ("error", counts.errors, "failed (error)", "errors"),
        ("errored", counts.errored, "could not run", "errored"),
        ("warning", counts.warnings, "failed (warning)", "warnings"),
        ("waived", counts.waived, "waived", "waived"),
        ("skipped", counts.skipped, "skipped", "skipped"),
        ("passed", counts.passed, "passed", "passed"),
    ]


def _release_facts(report: Report) -> list[tuple[str, str]]:
    release = report.release
    ends = (
        report_words.date(release.period_start) or "…",
        report_words.date(release.period_end) or "…",
    )
    return [
        ("As at", report_words.date(release.as_at)),
        ("Period", "" if ends == ("…", "…") else " to ".join(ends)),
        ("Published by", report_words.date(release.published_by)),
        ("Status", (release.status or "").capitalize()),
        ("Producing analyst", release.producer or ""),
        ("Checked", show_moment(report.started, "minutes")),
    ]


def _groups(outcomes: Iterable[Outcome], decisions: Sequence[Decision]) -> list[Group]:
    entries: dict[str, list[Entry]] = {anchor: [] for anchor, _, _ in _GROUPS}
    for outcome in outcomes:
        anchor = _anchor_of(outcome)
        if anchor in entries:
            entries[anchor].append(_entry(outcome, decisions))
    return [Group(anchor, title, what, tuple(entries[anchor])) for anchor, title, what in _GROUPS]


def _anchor_of(outcome: Outcome) -> str:
    if outcome.state is State.FAILED:
        return "errors" if outcome.check.severity is Severity.ERROR else "warnings"
    return outcome.state.value


def _entry(outcome: Outcome, decisions: Sequence[Decision]) -> Entry:
    failed = outcome.state is State.FAILED
    count, sentence = _count_in_words(outcome)
    return Entry(
        outcome=outcome,
        check=outcome.check,
        kind=outcome.check.severity if failed else outcome.state,
        word=outcome.check.severity.capitalize() if failed else STATES[outcome.state],
        count=count,
        sentence=sentence,
        standing=list_findings(outcome.kept_open, outcome.open_findings, "finding"),
        waived=list_findings(outcome.kept_waived, outcome.waived_findings, "waived finding"),
        # Those that hold no longer as well: who looks at the findings must see them.
        decisions=tuple(decision for decision in decisions if decision.rule == outcome.check.id),
    )


def _count_in_words(outcome: Outcome) -> tuple[str, str]:
    """Say the counts of a check: the part that leads and the rest of the sentence."""
    if outcome.state is State.ERRORED:
        return "Could not run.", outcome.reason
    words = "failed" if report_words.finds_rows(outcome) else "reported"
    if outcome.state is State.WAIVED:
        words = "found, and waived"
    if outcome.waived and outcome.state is State.FAILED:
        words += f", {grouped(outcome.waived)} of them waived"
    if outcome.unknown:
        unknown = grouped(outcome.unknown)
        words += f"; {unknown} undecided because a value is missing"
    return report_words.extent(outcome, outcome.failed), f"{words}. {outcome.reason}".rstrip()


def _by_reason(outcomes: Iterable[Outcome]) -> list[tuple[str, list[Outcome]]]:
    """Group skipped checks by their reason, those that were required first."""
    skipped = sorted(
        (outcome for outcome in outcomes if outcome.state is State.SKIPPED),
        key=lambda outcome: (not outcome.required, outcome.reason, outcome.check.id),
    )
    return [(reason, list(same)) for reason, same in groupby(skipped, lambda ended: ended.reason)]


def _undecided(outcomes: Iterable[Outcome]) -> tuple[str, str] | None:
    """How many rules passed without deciding every row, and what is to be said of them."""
    left = report_words.undecided_rules(outcomes)
    if not left:
        return None
    noun, told = report_words.say_undecided(left)
    return f"{grouped(len(left))} {noun}", told


def _by_theme(outcomes: Iterable[Outcome]) -> list[tuple[str, list[Outcome], int]]:
    """Group passed checks by their theme, with the number of rules that left rows undecided."""
    passed = sorted(
        (outcome for outcome in outcomes if outcome.state is State.PASSED),
        key=lambda outcome: (outcome.check.theme, outcome.check.id),
    )
    themes = [
        (theme, list(same)) for theme, same in groupby(passed, lambda ended: ended.check.theme)
    ]
    return [(theme, same, len(report_words.undecided_rules(same))) for theme, same in themes]


def _of(sheets: list[Input], role: Role) -> list[Input]:
    return [sheet for sheet in sheets if sheet.role is role]

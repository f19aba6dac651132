"""The report as one HTML file: complete, printable, and silent on the network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from qa_checks.model import Decision, Finding, Input, Outcome, Report, Severity, State
from qa_checks.render import charts, words

OPEN = 50  # findings of one check that are shown at once
LISTED = 500  # findings of one check that are in the page at all
LONG = 160  # letters of a value before it folds
LONGEST = 2_000  # letters of a value that are in the page at all

_FOLDER = files("qa_checks.render") / "templates"


@dataclass(frozen=True, slots=True)
class Listing:
    """The findings of one check that stand in one table.

    ``total`` is the true count, ``kept`` the number the report holds. A place
    that all of them share is said once, in the caption, and not in every row.
    """

    shown: tuple[Finding, ...]
    folded: tuple[Finding, ...]
    kept: int
    total: int
    file: str | None
    sheet: str | None
    scattered: bool

    @property
    def listed(self) -> int:
        """How many findings are in the page."""
        return len(self.shown) + len(self.folded)


@dataclass(frozen=True, slots=True)
class Entry:
    """One check that did not pass: its outcome and its findings."""

    outcome: Outcome
    standing: Listing | None
    waived: Listing | None
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Checks that ended alike, worst first."""

    anchor: str
    title: str
    what: str
    entries: tuple[Entry, ...]


_GROUPS = (
    ("errors", "Errors", "The published data is inconsistent: correct it before publication."),
    ("not-run", "Could not be run", "Nothing is known about what these checks look at."),
    ("warnings", "Warnings", "Each needs a decision by someone who knows the release."),
    ("waived", "Waived", "Every finding here is covered by a recorded decision."),
)


def render(report: Report) -> str:
    """Write a report as one self-contained HTML page.

    Parameters
    ----------
    report
        What the run found.

    Returns
    -------
    str
        The whole page. It loads nothing, and its content security policy
        forbids everything but its own style and script.
    """
    decisions = {decision.number: decision for decision in report.decisions}
    read = [sheet for sheet in report.inputs if sheet.layout]
    style, script = _text("report.css"), _text("report.js")
    return _template().render(
        report=report,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=_policy(style, script),
        listed_at_most=LISTED,
        groups=_groups(report, decisions),
        skipped=_by_reason(report.outcomes),
        passed=_by_theme(report.outcomes),
        themes=sorted({outcome.check.theme for outcome in report.outcomes}),
        tables=sorted({outcome.check.table for outcome in report.outcomes} - {""}),
        inputs=[
            ("release", "Files of this release", [s for s in read if s.role == "release"]),
            ("previous", "Files of the previous release", [s for s in read if s.role != "release"]),
        ],
        unread=[sheet for sheet in report.inputs if not sheet.layout],
        drawings=[
            (chart, f"chart-{at}", charts.draw(chart, f"chart-{at}"))
            for at, chart in enumerate(report.charts, 1)
        ],
    )


def _groups(report: Report, decisions: dict[int, Decision]) -> tuple[Group, ...]:
    entries: dict[str, list[Entry]] = {anchor: [] for anchor, _, _ in _GROUPS}
    for outcome in report.outcomes:
        anchor = _anchor_of(outcome)
        if anchor in entries:
            entries[anchor].append(_entry(outcome, decisions))
    return tuple(
        Group(anchor, title, what, tuple(entries[anchor])) for anchor, title, what in _GROUPS
    )


def _anchor_of(outcome: Outcome) -> str:
    if outcome.state is State.FAILED:
        return "errors" if outcome.check.severity is Severity.ERROR else "warnings"
    return "not-run" if outcome.state is State.ERRORED else outcome.state.value


def _entry(outcome: Outcome, decisions: dict[int, Decision]) -> Entry:
    standing = [finding for finding in outcome.findings if finding.waived_by is None]
    waived = [finding for finding in outcome.findings if finding.waived_by is not None]
    used = sorted({finding.waived_by for finding in waived if finding.waived_by is not None})
    return Entry(
        outcome,
        _listing(standing, outcome.failed - outcome.waived),
        _listing(waived, outcome.waived),
        tuple(decisions[number] for number in used if number in decisions),
    )


def _listing(findings: list[Finding], total: int) -> Listing | None:
    if not findings and total <= 0:
        return None
    places = {(finding.file, finding.sheet) for finding in findings}
    file, sheet = next(iter(places)) if len(places) == 1 else (None, None)
    return Listing(
        shown=tuple(findings[:OPEN]),
        folded=tuple(findings[OPEN:LISTED]),
        kept=len(findings),
        total=max(total, len(findings)),
        file=file,
        sheet=sheet,
        scattered=len(places) > 1,
    )


def _by_reason(outcomes: Iterable[Outcome]) -> list[tuple[str, list[Outcome]]]:
    """Group skipped checks by their reason, those that were required first."""
    skipped = sorted(
        (outcome for outcome in outcomes if outcome.state is State.SKIPPED),
        key=lambda outcome: (not outcome.required, outcome.reason, outcome.check.id),
    )
    return [(reason, list(same)) for reason, same in groupby(skipped, lambda one: one.reason)]


def _by_theme(outcomes: Iterable[Outcome]) -> list[tuple[str, list[Outcome]]]:
    passed = sorted(
        (outcome for outcome in outcomes if outcome.state is State.PASSED),
        key=lambda outcome: (outcome.check.theme, outcome.check.id),
    )
    return [(theme, list(same)) for theme, same in groupby(passed, lambda one: one.check.theme)]


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        anchor=_anchor,
        number=_number,
        date=words.date,
        fold=_fold,
        heading=_heading,
        lead=_lead,
        noun=words.noun,
        rows_of=_rows_of,
        shut=_shut,
    )
    environment.globals.update(
        plural=words.plural, verdict=words.verdict, duration=_duration, size=_size
    )
    return environment.get_template("report.html.j2")


def _shown(value: Any) -> Any:
    """Make whatever the template prints safe to look at; escaping comes after it."""
    # isprintable runs at the speed of C and is true of nearly every value.
    if isinstance(value, str) and not isinstance(value, Markup) and not value.isprintable():
        return words.clean(value)
    return value


def _number(value: float | None) -> str:
    """Group thousands; at most two decimal places; a dash for nothing."""
    if value is None:
        return "–"
    return words.count(value if isinstance(value, int) else float(f"{value:.2f}"))


def _rows_of(table: str) -> str:
    """``local_authorities`` → ``local authorities``."""
    return words.plural(0, words.noun(table)).removeprefix("0 ") if table else "rows"


def _heading(name: str) -> str:
    """``code_lists`` → ``Code lists``."""
    text = name.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}"


def _anchor(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", name)


def _lead(text: str) -> str:
    """Return what a folded long text shows first."""
    return f"{text[: LONG - 1].rstrip()}…"


def _fold(text: str) -> bool:
    return len(text) > LONG


def _shut(text: str) -> str:
    """Cut a text of absurd length and say so."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}… ({words.plural(len(text), 'character')} in all)"


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} seconds"


def _size(sheet: Input) -> str:
    for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
        if sheet.bytes >= step:
            return f"{sheet.bytes / step:,.1f} {unit}"
    return words.plural(sheet.bytes, "byte")

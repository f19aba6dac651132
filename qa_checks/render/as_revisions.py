"""The revisions note: what a release corrects of the one before it, ready to publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import astuple

from qa_checks.guarded_csv import write_csv
from qa_checks.model.changes import Change, ChangeKind, ComparedTable
from qa_checks.model.report import Report
from qa_checks.render.as_html import environment
from qa_checks.render.change_lines import compared_lines
from qa_checks.render.page_templates import read
from qa_checks.words import and_more, plural

PAGE = "revisions.html.j2"
HEADER = ("Table", "Key", "What", "As published before", "Now", "Reason")
NO_REASON = "[reason to be added]"
BLANK = "[blank]"

_About = tuple[str, str | None, int | None, str]  # a check, a file, its row and a unit


class Revision(Struct, frozen=True):
    """One thing that was published otherwise before, and why, where a decision says so."""

    table: str
    key: str
    what: str
    before: str
    now: str
    reason: str


def revisions(report: Report) -> list[list[Revision]]:
    """The revisions of each compared table; the last counts those that are not listed, if any."""
    reasons = {decision.number: decision.reason for decision in report.decisions}
    decided = {
        (finding.check, finding.file, finding.row, _unit(finding.key or "")): reasons[
            finding.waived_by
        ]
        for finding in report.findings
        if finding.waived_by is not None
    }
    return [[*_revisions(table, decided)] for table in report.compared]


def _revisions(table: ComparedTable, decided: Mapping[_About, str]) -> Iterator[Revision]:
    for change in table.revisions:
        about = (change.check, change.file, change.row, _unit(change.key))
        yield _revision(table, change, decided.get(about, NO_REASON))
    left = table.revised - len(table.revisions)
    if left:
        what = f"{and_more(left)} that --max-findings leaves out"
        yield Revision(table.title, "", what, "", "", NO_REASON)


def _unit(key: str) -> str:
    """What the first part of a key names."""
    return key.partition(" / ")[0]


def _revision(table: ComparedTable, change: Change, reason: str) -> Revision:
    before, now = change.before, change.now
    if change.kind is ChangeKind.ADDED:
        before, now = "not listed", "listed"
    elif change.kind is ChangeKind.GONE:
        before, now = "listed", "not listed"
    return Revision(
        table.title, change.key, change.column or change.why, before or BLANK, now or BLANK, reason
    )


def is_wanted(report: Report) -> bool:
    """Whether a report is on two releases: only they have revisions."""
    return any(not table.reason and table.name != "files" for table in report.compared)


def render_page(report: Report) -> str:
    """The note as a page of its own."""
    tables = [
        (line.table.title, line.totals, listed)
        for line, listed in zip(compared_lines(report.compared), revisions(report), strict=True)
        if not line.table.reason
    ]
    total = sum(table.revised for table in report.compared)
    missing = total - sum(item.reason != NO_REASON for _, _, listed in tables for item in listed)
    return (
        environment()
        .get_template(PAGE)
        .render(
            report=report,
            tables=tables,
            total=plural(total, "revision"),
            missing=f"{plural(missing, 'revision has', 'revisions have')} no recorded reason yet"
            if missing
            else "",
            style=Markup(read("revisions.css")),  # noqa: S704  our own file
        )
    )


def write_lines(report: Report, path: Path) -> None:
    """The note as CSV."""
    write_csv(path, [HEADER, *map(astuple, chain.from_iterable(revisions(report)))])

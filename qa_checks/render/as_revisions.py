"""The revisions note: what a release corrects of the one before it, ready to publish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct

from qa_checks.guarded_csv import write_csv
from qa_checks.model.changes import Change, ChangeKind, ComparedTable
from qa_checks.model.report import Report
from qa_checks.render.as_html import environment
from qa_checks.render.change_lines import compared_lines
from qa_checks.render.page_templates import read
from qa_checks.words import plural

PAGE = "revisions.html.j2"
HEADER = ("Table", "Key", "What", "As published before", "Now", "Reason")
NO_REASON = "[reason to be added]"
BLANK = "[blank]"


class Revision(Struct, frozen=True):
    """One thing that was published otherwise before, and why, where a decision says so."""

    table: str
    key: str
    what: str
    before: str
    now: str
    reason: str


def revisions(report: Report) -> list[Revision]:
    """Every listed revision of a report, in its order."""
    reasons = {decision.number: decision.reason for decision in report.decisions}
    decided = {
        (finding.check, finding.file, finding.row, (finding.key or "").split(" / ")[0]): reasons[
            finding.waived_by
        ]
        for finding in report.findings
        if finding.waived_by is not None
    }
    return [
        _revision(table, change, _reason(change, decided))
        for table in report.compared
        for change in table.changes
        if change.revision
    ]


def _reason(change: Change, decided: dict[tuple[str, str | None, int | None, str], str]) -> str:
    key = (change.check, change.file, change.row, change.key.split(" / ")[0])
    return decided.get(key, NO_REASON)


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
    listed = revisions(report)
    missing = sum(item.reason == NO_REASON for item in listed)
    tables = [
        (line.table.title, line.totals, [item for item in listed if item.table == line.table.title])
        for line in compared_lines(report.compared)
        if not line.table.reason
    ]
    return (
        environment()
        .get_template(PAGE)
        .render(
            report=report,
            tables=tables,
            total=plural(len(listed), "revision"),
            missing=f"{plural(missing, 'revision has', 'revisions have')} no recorded reason yet"
            if missing
            else "",
            style=Markup(read("revisions.css")),  # noqa: S704  our own file
        )
    )


def write_lines(report: Report, path: Path) -> None:
    """The note as CSV."""
    write_csv(path, _lines(revisions(report)))


def _lines(listed: Sequence[Revision]) -> Iterator[Sequence[str]]:
    yield HEADER
    for item in listed:
        yield item.table, item.key, item.what, item.before, item.now, item.reason

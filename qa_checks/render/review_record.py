"""What the page shows of the second analyst's work: checklist, assurance, what is still open."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from qa_checks.model.accountability import Assurance, ChecklistItem, ItemState
from qa_checks.model.report import Report
from qa_checks.review.open_points import SETTLED, open_points
from qa_checks.words import grouped, plural

# Each state in words, and the sign that stands beside them.
STATES = {
    ItemState.PROVEN: ("passed", "Proven by the run"),
    ItemState.ATTESTED: ("passed", "Attested"),
    ItemState.OPEN: ("warning", "Open"),
    ItemState.FAILED: ("error", "Failed"),
    ItemState.NOT_CHECKED: ("skipped", "Not checked"),
}


class Record(Struct, frozen=True):
    """The second analyst's part of the page.

    ``areas`` are those of the checklist with their items, each with its class and its state.
    """

    areas: tuple[tuple[str, tuple[tuple[ChecklistItem, str, str], ...]], ...]
    done: str
    warnings: str
    open: tuple[str, ...]
    assurance: Assurance


def record(report: Report) -> Record | None:
    """The record of a whole release; None where only files were checked."""
    if not (report.checklist or report.decisions or report.assurance.statement):
        return None
    done = sum(item.state in SETTLED for item in report.checklist)
    return Record(
        areas=tuple(
            (area, tuple((item, *STATES[item.state]) for item in items))
            for area, items in groupby(report.checklist, lambda item: item.area)
        ),
        done=f"{done} of {plural(len(report.checklist), 'item')}",
        warnings=_warnings(report),
        open=open_points(report),
        assurance=report.assurance,
    )


def _warnings(report: Report) -> str:
    """'3 of 5': the warnings that found something, and those with a decision on each finding."""
    decided = report.summary.decided_warnings
    return f"{grouped(decided)} of {grouped(report.summary.warnings + decided)}"

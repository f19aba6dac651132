"""What stands between a report and its sign-off."""

from __future__ import annotations

import shlex
from pathlib import Path

from qa_checks.model.accountability import ItemState
from qa_checks.model.checks import Outcome, Severity, State
from qa_checks.model.report import Report, Verdict
from qa_checks.record.addresses import is_same_person, mail
from qa_checks.words import plural

RELEASE = Path("release.yml")
SETTLED = (ItemState.PROVEN, ItemState.ATTESTED)


def open_points(report: Report) -> tuple[str, ...]:
    """Everything that must be settled before the release is signed off, in sentences.

    Parameters
    ----------
    report
        Of a run over the whole release.

    Returns
    -------
    tuple of str
        Empty when nothing is open: the verdict is pass, every failed warning has
        a decision, no decision is the producing analyst's, every item of the
        checklist is proven or attested, and there is a statement of assurance.
    """
    if report.verdict is Verdict.PASS:
        return points_beside_verdict(report)
    return (f"The verdict is {report.verdict}: {report.reason}.", *points_beside_verdict(report))


def points_beside_verdict(report: Report) -> tuple[str, ...]:
    """All of it but the verdict."""
    points = [
        _undecided(outcome)
        for outcome in report.outcomes
        if outcome.state is State.FAILED and outcome.check.severity is Severity.WARNING
    ]
    points += [
        f"Decision {decision.number} on {decision.rule} was made by the producing analyst; the "
        "second analyst decides."
        for decision in report.decisions
        if decision.in_force
        and decision.covers
        and is_same_person(decision.who, report.release.producer)
    ]
    points += [
        f"Checklist, {item.area}: '{item.title}' ({item.id}) is {item.state}: {item.reason}."
        for item in report.checklist
        if item.state not in SETTLED and not item.needs_decision  # its warnings stand above
    ]
    if not mail(report.release.producer):
        points.append("release.yml does not say by e-mail address who produced it (producer).")
    points += [] if report.assurance.statement else ["There is no statement of assurance."]
    return tuple(points)


def next_steps(report: Report, release: Path = RELEASE) -> tuple[str, ...]:
    """What is still to be done before a release that passes is signed off, with the commands.

    Parameters
    ----------
    report
        Of a run over the whole release.
    release
        Its release.yml, from where the user is.
    """
    if report.verdict is not Verdict.PASS:
        return ()
    of = "" if release == RELEASE else f" --release {shlex.quote(str(release))}"
    steps = []
    warnings = report.summary.warnings
    if warnings:
        waits = plural(warnings, "warning waits", "warnings wait")
        steps.append(f"{waits} for a decision: `qa-checks decide{of}`")
    items = sum(item.needs_attestation for item in report.checklist)
    if items:
        waits = plural(items, "item of the checklist is", "items of the checklist are")
        steps.append(f"{waits} to be attested: `qa-checks attest{of}`")
    elif not report.assurance.statement:
        steps.append(f"there is no statement of assurance: `qa-checks attest{of}`")
    nobody = not mail(report.release.producer)
    if nobody:
        steps.append("release.yml does not say who produced it: add `producer:`, an e-mail address")
    others = len(open_points(report)) - warnings - items - (not report.assurance.statement)
    others -= nobody
    if others > 0:
        steps.append(f"{plural(others, 'other point is', 'other points are')} open: see the report")
    sign = f"`qa-checks sign-off{of.replace(' --release', '')}`"
    return tuple(steps) or (f"nothing is open: {sign}",)


def _undecided(outcome: Outcome) -> str:
    left = outcome.open_findings
    findings = plural(left, "finding has", "findings have")
    if outcome.waived:
        of = f"of its {plural(outcome.all_findings, 'finding')}"
        findings = plural(left, f"{of} has", f"{of} have")
    return f"Warning {outcome.check.id} ({outcome.check.name}): {findings} no decision."

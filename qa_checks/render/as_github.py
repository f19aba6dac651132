"""The report for GitHub Actions: a workflow command for each of the first findings.

GitHub shows ten errors and ten warnings of a step and drops the others. So the
verdict comes first, then something of every check, then the second finding of
each, and so on. Waived findings are left out: a decision covers them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from qa_checks.model.checks import Check, Finding, Outcome, Severity, State
from qa_checks.model.report import Report, Verdict
from qa_checks.model.texts import CheckedText
from qa_checks.render.coverage_lines import list_unbound, say_coverage
from qa_checks.render.report_words import clean, extent, near, quieten, verdict
from qa_checks.render.second_opinions import both_counts, disagreements
from qa_checks.words import capitalise, grouped

SHOWN = 10  # findings of one check that are annotated; a line counts the others
HERE = Path()


def render(report: Report, base: Path = HERE) -> str:
    """Return the report as workflow commands that annotate the files.

    Parameters
    ----------
    base
        The folder that the release's paths start from.

    Returns
    -------
    str
        One command a line, the verdict first.
    """
    level = "notice" if report.verdict is Verdict.PASS else "error"
    lines = [command(level, verdict(report), title=f"qa-checks {report.release.id}")]
    lines.extend(
        command("error", problem.message, file=near(problem.path, base), title="not read")
        for problem in report.problems
    )
    lines.extend(
        command("error", both_counts(disagreement), title=f"{disagreement.check} second opinion")
        for disagreement in disagreements(report.second_opinion)
    )
    lines.extend(_coverage(checked, base) for checked in report.texts)
    turns: list[list[str]] = []
    for outcome in report.outcomes:
        if outcome.state is State.FAILED:
            turns.append(list(_failed(outcome, base)))
        elif outcome.state is State.ERRORED:
            turns.append([command("error", outcome.reason, title=_title(outcome.check))])
    lines.extend(line for turn in zip_longest(*turns) for line in turn if line)
    return "\n".join(lines) + "\n"


def _coverage(checked: CheckedText, base: Path) -> str:
    """How much of a text is checked, at the first number that nobody has looked at."""
    unbound = list_unbound(checked)
    place = {"file": near(checked.text.file, base)}
    coverage = say_coverage(checked)
    message = capitalise(coverage)
    if unbound:
        place["line"] = str(unbound[0].number.line)
        message += f". First: {unbound[0].printed} in: {unbound[0]}"
    return command("notice", message, **place, title="Text")


def _failed(outcome: Outcome, base: Path) -> Iterator[str]:
    check = outcome.check
    level = "error" if check.severity is Severity.ERROR else "warning"
    first = outcome.kept_open[:SHOWN]
    failed = outcome.failed - outcome.waived
    if outcome.open_findings > len(first):
        message = f"{extent(outcome, failed)}, {grouped(len(first))} of them shown: {check.title}"
        yield command(level, message, title=_title(check))
    for finding in first:
        yield _annotation(level, finding, check, base)


def _annotation(level: str, finding: Finding, check: Check, base: Path) -> str:
    place: dict[str, str] = {}
    if finding.file:
        place["file"] = near(finding.file, base)
        if finding.row:
            place["line"] = str(finding.row)
    sheet = f"Sheet {finding.sheet}: " if finding.sheet else ""
    return command(level, sheet + finding.message, **place, title=_title(check))


def _title(check: Check) -> str:
    return f"{check.id} {check.name}"


def command(level: str, message: str, **properties: str) -> str:
    """One workflow command; its message and properties are escaped."""
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {listed}::{_data(message)}"


def _data(text: str) -> str:
    """Escape as the runner unescapes; what `clean` leaves on one line stays there."""
    return quieten(clean(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

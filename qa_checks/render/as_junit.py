"""The report for CI servers: JUnit XML, a test case for each check.

A check of severity error that failed is a failure. A warning is not, unless the run
was to fail by warnings (`--fail-on warning`): it counts as skipped and says that nobody
has decided, and a waived check counts as skipped and names its decisions, for neither
has passed. A file that could not be read is an errored test case of its own, so that it
cannot be overlooked; so is a second opinion that disagrees, and the verdict where it is
incomplete.
"""

from __future__ import annotations

from collections.abc import Iterator

from qa_checks.model.checks import Finding, Outcome, Severity, State
from qa_checks.model.report import Report, Verdict
from qa_checks.render.coverage_lines import say_coverage
from qa_checks.render.report_words import (
    clean,
    extent,
    further_places,
    say_share,
    undecided,
    undecided_rules,
    verdict,
)
from qa_checks.render.second_opinions import both_counts, disagreements
from qa_checks.render.xml_text import element, write_case, write_suite
from qa_checks.words import and_more, grouped, plural, say_place

SHOWN = 10


def render(report: Report) -> str:
    """Return the report as JUnit XML.

    Returns
    -------
    str
        One suite named after the release. Signs that XML cannot hold are
        replaced by ones that can be seen.
    """
    summary = report.summary
    unsettled = [*_unsettled(report)]
    failures = summary.failed if report.fail_on is Severity.WARNING else summary.errors
    counts = {
        "name": clean(report.release.id),
        "tests": str(len(report.outcomes) + len(unsettled)),
        "failures": str(failures),
        "errors": str(summary.errored + len(unsettled)),
        "skipped": str(summary.skipped + summary.waived + summary.failed - failures),
        "time": _seconds(sum(round(outcome.seconds, 4) for outcome in report.outcomes)),
    }
    started = report.started.replace(tzinfo=None).isoformat(timespec="seconds")
    cases = [
        *unsettled,
        *(_case(outcome, _fails(outcome, report)) for outcome in report.outcomes),
    ]
    return write_suite(counts, counts | {"timestamp": started}, [*_properties(report), *cases])


def _fails(outcome: Outcome, report: Report) -> bool:
    return outcome.check.severity is Severity.ERROR or report.fail_on is Severity.WARNING


def _seconds(seconds: float) -> str:
    return f"{seconds:.4f}"


def _properties(report: Report) -> list[str]:
    values = {
        "verdict": verdict(report),
        "version": report.tool.version,
        "engine": report.tool.engine,
        "rulebook_sha256": report.tool.rulebook_sha256,
        **{f"text {checked.text.file}": say_coverage(checked) for checked in report.texts},
    }
    written = [
        "      " + element("property", {"name": clean(name), "value": clean(value)})
        for name, value in values.items()
    ]
    return ["    <properties>", *written, "    </properties>"]


def _unsettled(report: Report) -> Iterator[str]:
    """Errored test cases of what is no check: unread files, other counts, the verdict."""
    for problem in report.problems:
        message = clean(problem.message)
        yield _errored("reading", clean(problem.path), "unread", message, message)
    for opinion in disagreements(report.second_opinion):
        yield _errored("second opinion", opinion.check, "disagreement", both_counts(opinion))
    if report.verdict is Verdict.INCOMPLETE:
        yield _errored("verdict", "incomplete", "incomplete", clean(report.reason))


def _errored(group: str, name: str, kind: str, message: str, text: str = "") -> str:
    told = {"classname": group, "name": name, "time": _seconds(0)}
    return write_case(told, [element("error", {"message": message, "type": kind}, text)])


def _case(outcome: Outcome, fails: bool) -> str:
    check = outcome.check
    told = {
        "classname": clean(f"{check.theme}/{check.table}"),
        "name": clean(f"{check.id} {check.name}"),
        "time": _seconds(outcome.seconds),
    }
    return write_case(told, _ending(outcome, fails))


def _ending(outcome: Outcome, fails: bool) -> Iterator[str]:
    """What a test case holds: how its check ended, unless it has passed without a word."""
    reason = clean(outcome.reason)
    if outcome.state is State.FAILED and fails:
        failure = {"message": _told(outcome), "type": outcome.check.severity.value}
        yield element("failure", failure, _evidence(outcome))
    elif outcome.state is State.FAILED:
        yield element("skipped", {"message": f"warning, not decided: {_told(outcome)}"})
        yield element("system-out", {}, _evidence(outcome))
    elif outcome.state is State.ERRORED:
        yield element("error", {"message": reason, "type": "errored"}, reason)
    elif outcome.state is State.SKIPPED:
        yield element("skipped", {"message": reason})
    elif outcome.state is State.WAIVED:
        numbers = sorted(
            {finding.waived_by for finding in outcome.findings if finding.waived_by is not None}
        )
        decisions = ", ".join(f"decision {number}" for number in numbers)
        message = f"waived: {plural(outcome.all_findings, 'finding')}"
        told = f"{message} ({decisions})" if decisions else message
        yield element("skipped", {"message": told})
    else:
        left = [f"{say_share(ended)} undecided" for ended in undecided_rules([outcome])]
        told = ". ".join(filter(None, [*left, reason]))
        if told:
            yield element("system-out", {}, told)


def _told(outcome: Outcome) -> str:
    told = [extent(outcome, outcome.failed)]
    told += [f"{grouped(outcome.waived)} of them waived"] if outcome.waived else []
    told += [undecided(outcome.unknown)] if outcome.unknown else []
    return clean(f"{', '.join(told)}: {outcome.check.title}")


def _evidence(outcome: Outcome) -> str:
    lines = [*map(_line, outcome.kept_open[:SHOWN])]
    more = outcome.open_findings - len(lines)
    if more > 0:
        lines.append(and_more(more))
    return "\n".join(lines)


def _line(finding: Finding) -> str:
    place = say_place(finding.file, finding.sheet, finding.row)
    also = further_places(finding)
    message = f"{finding.message} ({also})" if also else finding.message
    return clean(f"{place}: {message}" if place else message)

"""From outcomes to the verdict and the order in which a report shows them."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.model.checks import Outcome, SecondOpinion, Severity, State
from qa_checks.model.inputs import AbsentColumn, Problem
from qa_checks.model.report import Summary, Verdict
from qa_checks.words import list_some, plural, say_warnings

NAMED = 10
ORDER = (State.FAILED, State.ERRORED, State.WAIVED, State.SKIPPED, State.PASSED)


def order(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Worst first: failed errors, errored, failed warnings, waived, skipped, passed; then by id."""

    def rank(outcome: Outcome) -> tuple[int, int, str]:
        warning = outcome.state is State.FAILED and outcome.check.severity is Severity.WARNING
        place = 1.5 if warning else ORDER.index(outcome.state)
        return (
            int(place * 2),
            0 if outcome.check.severity is Severity.ERROR else 1,
            outcome.check.id,
        )

    return sorted(outcomes, key=rank)


def decide(
    outcomes: Sequence[Outcome],
    problems: Sequence[Problem],
    fail_on: Severity,
    second: SecondOpinion | None = None,
    absent: Sequence[AbsentColumn] = (),
) -> tuple[Verdict, str]:
    """The verdict and the one sentence that explains it.

    A failed check of severity error (or warning, if ``fail_on`` says so) fails
    the release. Without one, anything that could not be checked and should
    have been makes it incomplete: so do a second opinion that disagrees, and
    columns that are ``absent`` for no reason that was given.
    """
    failed = [outcome for outcome in outcomes if outcome.state is State.FAILED]
    errors = [outcome for outcome in failed if outcome.check.severity is Severity.ERROR]
    gating = failed if fail_on is Severity.WARNING else errors
    errored = [outcome for outcome in outcomes if outcome.state is State.ERRORED]
    skipped = [
        outcome for outcome in outcomes if outcome.state is State.SKIPPED and outcome.required
    ]
    ran = [outcome for outcome in outcomes if outcome.state not in (State.SKIPPED, State.ERRORED)]
    gaps = []
    if problems:
        gaps.append(plural(len(problems), "file could not be read", "files could not be read"))
    if errored:
        gaps.append(plural(len(errored), "check errored", "checks errored") + _names(errored))
    if skipped:
        gap = plural(len(skipped), "required check was skipped", "required checks were skipped")
        gaps.append(gap + _names(skipped))
    if absent:
        gap = "column that such files have is absent without a reason"
        many = "columns that such files have are absent without a reason"
        titles = list(dict.fromkeys(column.title for column in absent))
        gaps.append(plural(len(titles), gap, many) + _first(titles))
    if not ran:
        gaps.append("no check ran")
    if second and second.disagreed:
        gaps.append(
            plural(second.disagreed, "second opinion disagrees", "second opinions disagree")
        )
    if gating:
        parts = [
            plural(len(errors), "check of severity error failed", "checks of severity error failed")
        ]
        if fail_on is Severity.WARNING and len(failed) > len(errors):
            number = len(failed) - len(errors)
            parts = [*parts[: bool(errors)], plural(number, "warning failed", "warnings failed")]
        return Verdict.FAIL, ", ".join([*parts, *gaps])
    if gaps:
        return Verdict.INCOMPLETE, ", ".join(gaps)
    passed = "no check of severity error failed"
    warned = [ended for ended in outcomes if ended.check.severity is Severity.WARNING]
    decided = sum(ended.state is State.WAIVED for ended in warned)
    warnings = len(failed) + decided
    return Verdict.PASS, f"{passed}; {say_warnings(warnings, decided)}" if warnings else passed


def _names(outcomes: Sequence[Outcome]) -> str:
    """The first ids in brackets, so that nobody has to look for them."""
    return _first(sorted(outcome.check.id for outcome in outcomes))


def _first(names: Sequence[str]) -> str:
    return f" ({list_some(names, NAMED)})"


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """The counts that lead every report."""
    states = [outcome.state for outcome in outcomes]
    failed = [outcome.check.severity for outcome in outcomes if outcome.state is State.FAILED]
    return Summary(
        passed=states.count(State.PASSED),
        failed=states.count(State.FAILED),
        waived=states.count(State.WAIVED),
        skipped=states.count(State.SKIPPED),
        errored=states.count(State.ERRORED),
        errors=failed.count(Severity.ERROR),
        warnings=failed.count(Severity.WARNING),
        findings=sum(outcome.open_findings for outcome in outcomes),
        decided_warnings=sum(
            outcome.state is State.WAIVED and outcome.check.severity is Severity.WARNING
            for outcome in outcomes
        ),
    )

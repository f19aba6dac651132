"""A new decision: which findings it may cover, what it must say, where it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_checks.catalogue.yaml_files import read_model
from qa_checks.errors import ReleaseError, UsageError
from qa_checks.model import Finding, Outcome, Report, Severity, State
from qa_checks.record import ledger
from qa_checks.record.decision_file import DecisionEntry
from qa_checks.record.decisions import WAIVES
from qa_checks.release_file import ReleaseFile
from qa_checks.words import list_some, list_words

ALL = "all"
NAME = "decisions.yml"
KEYS_SHOWN = 5
HEAD = """\
# What was decided about findings. Each entry covers exactly the keys it names, as the report
# gives them; one that names a finding that is not there any more is itself a failure.
"""


@dataclass(frozen=True)
class Question:
    """What a decision on one check can be about.

    ``standing`` are the findings no decision covers, by key; ``covered`` maps
    the other keys to the number of their decision.
    """

    outcome: Outcome
    standing: Mapping[str, tuple[Finding, ...]]
    covered: Mapping[str, int]

    @property
    def needs_end(self) -> bool:
        """Whether a decision that waives must have an end date."""
        return self.outcome.check.severity is Severity.ERROR


def question(report: Report, rule: str) -> Question:
    """What there is to decide on one check of a run.

    Raises
    ------
    UsageError
        If the check could not be run.
    """
    outcome = next(one for one in report.outcomes if one.check.id == rule)
    if outcome.state in (State.SKIPPED, State.ERRORED):
        raise UsageError(
            f"{rule} was {outcome.state} ({outcome.reason}): there are no findings to decide on."
        )
    standing: dict[str, tuple[Finding, ...]] = {}
    covered: dict[str, int] = {}
    for finding in outcome.findings:
        if finding.key is None:
            continue
        if finding.waived_by is None:
            standing[finding.key] = (*standing.get(finding.key, ()), finding)
        else:
            covered[finding.key] = finding.waived_by
    return Question(outcome, standing, covered)


def refuse_nothing(asked: Question) -> None:
    """Refuse to go on where no finding waits for a decision.

    Raises
    ------
    UsageError
        With what there is instead.
    """
    rule = asked.outcome.check.id
    if asked.standing:
        return
    if asked.outcome.failed > asked.outcome.waived:
        raise UsageError(f"What {rule} found has no key, so no decision can name it.")
    if asked.covered:
        raise UsageError(f"Everything {rule} found has a decision already.")
    raise UsageError(f"{rule} found nothing: there is nothing to decide.")


def choose_keys(given: Sequence[str], asked: Question, decision: str) -> list[str]:
    """The keys of a new decision, each written as the report gives it.

    Keys hold commas now and then, so a comma parts two keys only where both are
    keys of findings. A decision "fixed" names keys that no finding has any more.

    Raises
    ------
    UsageError
        If one is not the key of a finding, or is decided on already.
    """
    if decision not in WAIVES:
        _refuse_found(given, asked)
        return list(dict.fromkeys(given))
    if list(given) == [ALL]:
        chosen = list(asked.standing)
    else:
        known = {*asked.standing, *asked.covered}
        chosen = [key for text in given for key in _split(text, known)]
    _refuse_decided(chosen, asked)
    return list(dict.fromkeys(chosen))


def _refuse_found(given: Sequence[str], asked: Question) -> None:
    """Fixed is what no finding has any more."""
    rule = asked.outcome.check.id
    if ALL in given:
        raise UsageError(
            "Name the keys that were fixed.",
            remedy="An earlier report lists them; --keys may be given several times.",
        )
    found = [key for key in given if key in asked.standing or key in asked.covered]
    if found:
        raise UsageError(
            f"{rule} still finds {list_words(found)}: not fixed.",
            remedy="Correct the data first, and check it again.",
        )


def _refuse_decided(chosen: Sequence[str], asked: Question) -> None:
    rule = asked.outcome.check.id
    if not chosen:
        raise UsageError(f"{rule} has no finding without a decision.")
    decided = [key for key in chosen if key in asked.covered]
    if decided:
        raise UsageError(
            f"Decision {asked.covered[decided[0]]} covers {decided[0]} already.",
            remedy=f"Without a decision: {'; '.join(asked.standing)}." if asked.standing else "",
        )


def _split(text: str, known: set[str]) -> list[str]:
    """The keys that a text names, the longest first that fits."""
    parts = text.split(",")
    keys = []
    while parts:
        for end in range(len(parts), 0, -1):
            key = ",".join(parts[:end]).strip()
            if key in known:
                keys.append(key)
                parts = parts[end:]
                break
        else:
            listed = list_some(sorted(known), KEYS_SHOWN, "; ") or "none"
            raise UsageError(
                f"'{parts[0].strip()}' is the key of no finding.",
                remedy=f"Keys found: {listed}.",
            )
    return keys


def refuse_endless(entry: DecisionEntry, asked: Question) -> None:
    """Refuse to accept an error for good.

    Raises
    ------
    UsageError
        If the decision waives an error and has no end date.
    """
    if asked.needs_end and entry.decision in WAIVES and entry.until is None:
        raise UsageError(
            f"{entry.rule} is an error: to accept what it finds, a decision needs an end date.",
            remedy="Give --until.",
        )


def write(release: Path, entry: DecisionEntry, before: Sequence[DecisionEntry]) -> Path:
    """Add a decision to the decisions file of a release, and name that in release.yml.

    Raises
    ------
    UsageError
        If the same decision is there already.
    ReleaseError
        If a file is written in a form that cannot be added to.
    """
    for number, one in enumerate(before, start=1):
        if _same(one, entry):
            raise UsageError(f"Decision {number} says the same already.")
    named = read_model(release, ReleaseFile, ReleaseError).decisions
    path = release.parent / (named or NAME)
    fields = entry.model_dump(exclude_none=True)
    ledger.append(path, "decisions", fields, HEAD)
    if named is None:
        ledger.put(release, "decisions", NAME)
    return path


def _same(one: DecisionEntry, other: DecisionEntry) -> bool:
    """Whether two decisions say the same, whenever they were made."""
    return (one.rule, set(one.keys), one.decision, one.reason, one.who, one.until) == (
        other.rule, set(other.keys), other.decision, other.reason, other.who, other.until,
    )  # fmt: skip


def lapsed(report: Report, rule: str) -> list[str]:
    """Sentences on decisions about the check that no longer hold."""
    return [
        f"Decision {one.number} on {rule} no longer holds ({one.state}): take it out of the file."
        for one in report.decisions
        if one.rule == rule and not one.in_force
    ]

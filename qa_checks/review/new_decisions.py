"""A new decision: what it must say, and where it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from qa_checks.catalogue.yaml_files import read_model
from qa_checks.days import a_year_after
from qa_checks.errors import ReleaseError, UsageError
from qa_checks.record import ledger
from qa_checks.record.decision_file import DecidedOn, DecisionEntry
from qa_checks.record.decisions import WAIVES
from qa_checks.release_file import ReleaseFile
from qa_checks.review.deciding import OpenFinding, Question

NAME = "decisions.yml"
HEAD = """\
# What was decided about findings. Each entry covers exactly the findings it names, as long as they
# say what they said then; one that names a finding that is not there any more is itself a failure.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided, why, by whom, when, and until when it holds."""

    decision: str
    reason: str
    who: str
    when: dt.date
    until: dt.date | None = None

    @property
    def waives(self) -> bool:
        """Whether the findings are waived, not gone."""
        return self.decision in WAIVES


def refuse_end(until: dt.date | None, today: dt.date, asked: Question) -> None:
    """Refuse an end date that a decision of today cannot have.

    Raises
    ------
    UsageError
        If it is past, more than a year away, or missing where an error is waived.
    """
    if until is None:
        if asked.needs_end:
            raise UsageError(
                f"{asked.rule} is an error: to accept what it finds, a decision needs an end date.",
                remedy="Give --until.",
            )
        return
    if until < today:
        raise UsageError(f"--until: {until} lies before today, {today}.")
    if until > a_year_after(today):
        raise UsageError(
            f"--until: {until} is more than a year away.",
            remedy=f"The last day may be {a_year_after(today)}.",
        )


def waiving(asked: Question, chosen: Sequence[OpenFinding], answer: Answer) -> DecisionEntry:
    """The entry that waives some findings of a check."""
    return DecisionEntry(
        rule=asked.rule,
        keys=[one.identity.key or "" for one in chosen],
        findings=[
            DecidedOn(
                file=one.identity.file,
                sheet=one.identity.sheet,
                row=one.identity.row,
                digest=one.identity.digest,
            )
            for one in chosen
        ],
        decision="accepted" if answer.decision == "accepted" else "false alarm",
        reason=answer.reason,
        who=answer.who,
        when=answer.when,
        until=answer.until,
    )


def fixing(asked: Question, keys: Sequence[str], answer: Answer) -> DecisionEntry:
    """The entry that says which findings of an earlier run are gone."""
    return DecisionEntry(
        rule=asked.rule,
        keys=list(dict.fromkeys(keys)),
        decision="fixed",
        reason=answer.reason,
        who=answer.who,
        when=answer.when,
        until=answer.until,
    )


def write(
    release: Path,
    entries: Sequence[DecisionEntry],
    before: Sequence[DecisionEntry],
    lapsed: Set[int],
) -> Path:
    """Add decisions to the decisions file of a release, and name that in release.yml.

    Parameters
    ----------
    entries
        The new ones.
    before
        Those that stand in the file.
    lapsed
        The numbers of those that no longer hold. What is decided anew is taken out of them.

    Raises
    ------
    UsageError
        If one of them is there already.
    ReleaseError
        If a file is written in a form that cannot be added to.
    """
    for entry in entries:
        for number, one in enumerate(before, start=1):
            if number not in lapsed and _same(one, entry):
                raise UsageError(f"Decision {number} says the same already.")
    named = read_model(release, ReleaseFile, ReleaseError).decisions
    path = release.parent / (named or NAME)
    instead = {
        number - 1: _fields(left) if left else None
        for number, one in enumerate(before, start=1)
        if number in lapsed and (left := _without(one, entries)) is not one
    }
    ledger.append(path, "decisions", *map(_fields, entries), head=HEAD, instead=instead)
    ledger.adopt(release, "decisions", NAME)
    return path


def _fields(entry: DecisionEntry) -> dict[str, object]:
    return entry.model_dump(exclude_none=True, exclude_defaults=True)


def _without(old: DecisionEntry, entries: Sequence[DecisionEntry]) -> DecisionEntry | None:
    """What is left of a decision when others take keys of it over; None if nothing is."""
    same = [one for entry in entries if entry.rule == old.rule for one in entry.identities]
    anew = {one.key for one in same}
    places = {(one.key, one.file, one.sheet) for one in same}
    named = [(one.key, one.file, one.sheet) for one in old.identities]
    stays = [
        number
        for number, key in enumerate(old.keys)
        if (named[number] not in places if named else key not in anew)
    ]
    if len(stays) == len(old.keys):
        return old
    if not stays:
        return None
    return old.model_copy(
        update={
            "keys": [old.keys[number] for number in stays],
            "findings": [old.findings[number] for number in stays] if old.findings else [],
        }
    )


def _same(one: DecisionEntry, other: DecisionEntry) -> bool:
    """Whether two decisions say the same, whenever they were made."""
    return _said(one) == _said(other)


def _said(entry: DecisionEntry) -> tuple[object, ...]:
    named: set[object] = {*entry.identities} or {*entry.keys}
    return (entry.rule, named, entry.decision, entry.reason, entry.who, entry.until)

"""A new decision: what it must say, and where it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from pathlib import Path

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from qa_checks.catalogue.yaml_files import read_model
from qa_checks.days import a_year_after
from qa_checks.errors import ReleaseError, UsageError
from qa_checks.record import ledger
from qa_checks.record.decision_file import DecidedOn, DecisionEntry, read_decisions
from qa_checks.release_yaml import ReleaseFile
from qa_checks.review.deciding import OpenFinding, Question
from qa_checks.words import says_nothing

NAME = "decisions.yml"
HEAD = """\
# What was decided about findings. Each entry covers exactly the findings it names, as long as they
# say what they said then; one that names a finding that is not there any more is itself a failure.
"""


class Answer(Struct, frozen=True):
    """What was decided, why, by whom, when, and until when it holds."""

    decision: str
    reason: str
    who: str
    when: dt.date
    until: dt.date | None = None


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
                remedy="Give the last day it holds.",
            )
        return
    if until < today:
        raise UsageError(f"{until} lies before today, {today}.", where="--until")
    if until > a_year_after(today):
        raise UsageError(
            f"{until} is more than a year away.",
            where="--until",
            remedy=f"The last day may be {a_year_after(today)}.",
        )


def waiving(asked: Question, chosen: Sequence[OpenFinding], answer: Answer) -> DecisionEntry:
    """The entry that waives some findings of a check."""
    return DecisionEntry(
        rule=asked.rule,
        keys=[open_finding.identity.key or "" for open_finding in chosen],
        findings=[
            DecidedOn(
                file=open_finding.identity.file,
                sheet=open_finding.identity.sheet,
                row=open_finding.identity.row,
                also_in=list(open_finding.identity.also_in),
                digest=open_finding.identity.digest,
            )
            for open_finding in chosen
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


class Book(Struct, frozen=True):
    """The decisions file of a release, as it was read.

    Parameters
    ----------
    release
        The release.yml.
    entries
        What stands in the file.
    lapsed
        The numbers of those that no longer hold, from 1.
    """

    release: Path
    entries: tuple[DecisionEntry, ...]
    lapsed: Set[int] = frozenset()

    @property
    def path(self) -> Path:
        """The file; there may be none yet."""
        named = read_model(self.release, ReleaseFile, ReleaseError).decisions
        return self.release.parent / (named or NAME)

    def add(self, entries: Sequence[DecisionEntry]) -> Book:
        """Write new decisions, and name the file in release.yml.

        What they decide anew is taken out of those that no longer hold.

        Returns
        -------
        Book
            As it stands now.

        Raises
        ------
        UsageError
            If one of them gives no reason or is there already, or somebody has changed the file
            meanwhile.
        ReleaseError
            If a file is written in a form that cannot be added to.
        """
        _refuse_no_reason(entries)
        self._refuse_same(entries)
        path = self.path
        if (read_decisions(path) if path.exists() else ()) != self.entries:
            raise UsageError(
                f"{path} has been changed meanwhile; nothing is written.",
                remedy="Give the command again.",
            )
        left = {
            number: _without(entry, entries) if number in self.lapsed else entry
            for number, entry in enumerate(self.entries, start=1)
        }
        instead = {
            number - 1: _fields(rest) if rest else None
            for number, rest in left.items()
            if rest is not self.entries[number - 1]
        }
        ledger.append(path, "decisions", *map(_fields, entries), head=HEAD, instead=instead)
        ledger.adopt(self.release, "decisions", NAME)
        stays = [(number, rest) for number, rest in left.items() if rest]
        lapsed = {place for place, (number, _) in enumerate(stays, 1) if number in self.lapsed}
        return Book(self.release, (*(rest for _, rest in stays), *entries), lapsed)

    def _refuse_same(self, entries: Sequence[DecisionEntry]) -> None:
        for entry in entries:
            for number, earlier in enumerate(self.entries, start=1):
                if number not in self.lapsed and _said(earlier) == _said(entry):
                    raise UsageError(f"Decision {number} says the same already.")


def _refuse_no_reason(entries: Sequence[DecisionEntry]) -> None:
    for entry in entries:
        if says_nothing(entry.reason):
            raise UsageError(
                f"'{entry.reason}' gives no reason.", remedy="Write why, in a sentence."
            )


def _fields(entry: DecisionEntry) -> dict[str, object]:
    fields: dict[str, object] = to_builtins(entry, builtin_types=(dt.date,))
    return fields


def _without(old: DecisionEntry, entries: Sequence[DecisionEntry]) -> DecisionEntry | None:
    """What is left of a decision when others take keys of it over; None if nothing is."""
    same = [
        identity for entry in entries if entry.rule == old.rule for identity in entry.identities
    ]
    anew = {identity.key for identity in same}
    places = {(identity.key, identity.file, identity.sheet) for identity in same}
    named = [(identity.key, identity.file, identity.sheet) for identity in old.identities]
    stays = [
        number
        for number, key in enumerate(old.keys)
        if (named[number] not in places if named else key not in anew)
    ]
    if len(stays) == len(old.keys):
        return old
    if not stays:
        return None
    return replace(
        old,
        keys=[old.keys[number] for number in stays],
        findings=[old.findings[number] for number in stays] if old.findings else [],
    )


def _said(entry: DecisionEntry) -> tuple[object, ...]:
    """What a decision says, whenever it was made."""
    named: set[object] = {*entry.identities} or {*entry.keys}
    return (entry.rule, named, entry.decision, entry.reason, entry.who, entry.until)

"""Checks, their outcomes and findings, and what another engine counted."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from qa_checks.model.inputs import Role


class Severity(StrEnum):
    """How bad a finding is: an error fails the gate, a warning needs a decision."""

    ERROR = "error"
    WARNING = "warning"


class State(StrEnum):
    """The one way in which a check ends."""

    PASSED = "passed"
    FAILED = "failed"
    WAIVED = "waived"
    SKIPPED = "skipped"
    ERRORED = "errored"


class FindingPlace(NamedTuple):
    """Where a fault stands; ``row`` is the row number a spreadsheet shows."""

    file: str | None
    sheet: str | None
    row: int | None


NOWHERE = FindingPlace(None, None, None)


class Finding(NamedTuple):
    """One invalid thing with its place.

    ``row`` is the row number a spreadsheet shows, ``column`` the header as the
    file writes it (None where a whole row or table is meant), ``key`` the
    table's key columns joined by " / ", ``waived_by`` the number of the
    decision (1 for the first) that covers the finding. ``role`` is the file's.
    ``places`` are further ones where the same fault stands, in another view or file.
    """

    check: str
    severity: Severity
    table: str
    file: str | None
    sheet: str | None
    row: int | None
    column: str | None
    key: str | None
    value: str | None
    message: str
    waived_by: int | None = None
    role: Role = Role.RELEASE
    places: tuple[FindingPlace, ...] = ()

    @property
    def all_places(self) -> tuple[FindingPlace, ...]:
        """The first place and the further ones."""
        return (FindingPlace(self.file, self.sheet, self.row), *self.places)


class Check(Struct, frozen=True):
    """A schema constraint or a rule, bound to the tables of this run: its words."""

    id: str
    name: str
    title: str
    table: str
    severity: Severity
    theme: str
    why: str
    remedy: str
    source: tuple[str, ...]

    def find(
        self,
        message: str,
        place: FindingPlace = NOWHERE,
        column: str | None = None,
        key: str | None = None,
        value: str | None = None,
        role: Role = Role.RELEASE,
    ) -> Finding:
        """A finding of this check."""
        return Finding(self.id, self.severity, self.table, *place, column, key, value, message,
                       role=role)  # fmt: skip


class Outcome(Struct, frozen=True):
    """How one check ended.

    ``checked`` rows were in scope; of them ``failed`` are invalid (waived ones
    included) and ``unknown`` could not be decided because a value is missing.
    ``lacks`` names the columns it reads that a file should have and has not.
    ``findings`` holds at most the number the run was asked to keep. One that stands
    in several places has a row in each: ``further`` counts the rows behind the first
    among ``failed``, ``further_waived`` among ``waived``.
    """

    check: Check
    state: State
    reason: str = ""
    checked: int = 0
    failed: int = 0
    unknown: int = 0
    waived: int = 0
    seconds: float = 0.0
    required: bool = False
    lacks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    further: int = 0
    further_waived: int = 0

    @classmethod
    def of(
        cls,
        check: Check,
        findings: Sequence[Finding],
        checked: int,
        failed: int | None = None,
        unknown: int = 0,
        reason: str = "",
    ) -> Outcome:
        """How a required check ended; ``failed`` says how many there are if not all are kept."""
        failed = len(findings) if failed is None else failed
        return cls(
            check,
            State.FAILED if failed else State.PASSED,
            reason,
            checked,
            failed,
            unknown,
            required=True,
            findings=tuple(findings),
        )

    @classmethod
    def skipped(cls, check: Check, reason: str) -> Outcome:
        """A required check that could not be looked at."""
        return cls(check, State.SKIPPED, reason, required=True)

    @classmethod
    def errored(cls, check: Check, reason: str) -> Outcome:
        """A required check that could not be carried out."""
        return cls(check, State.ERRORED, reason, required=True)

    @property
    def kept_open(self) -> tuple[Finding, ...]:
        """The findings that are kept and that no decision covers."""
        if not self.waived:
            return self.findings
        return tuple(finding for finding in self.findings if finding.waived_by is None)

    @property
    def kept_waived(self) -> tuple[Finding, ...]:
        """The findings that are kept and that a decision covers."""
        if not self.waived:
            return ()
        return tuple(finding for finding in self.findings if finding.waived_by is not None)

    @property
    def all_findings(self) -> int:
        """How many findings there are, also those that are not kept."""
        return self.failed - self.further

    @property
    def waived_findings(self) -> int:
        """How many of them a decision covers."""
        return self.waived - self.further_waived

    @property
    def open_findings(self) -> int:
        """How many of them no decision covers."""
        return self.all_findings - self.waived_findings


class Opinion(Struct, frozen=True):
    """What another engine counted for one check.

    ``counted`` is None where it could not count, and ``reason`` says why;
    ``here`` is what our own engine counted. ``agrees`` is None without a count.
    """

    check: str
    engine: str
    counted: int | None
    here: int
    agrees: bool | None
    reason: str = ""


class SecondOpinion(Struct, frozen=True):
    """What other engines counted for the checks that ran, one opinion a check."""

    opinions: tuple[Opinion, ...] = ()

    @property
    def agreed(self) -> int:
        """Checks for which both counts are the same."""
        return sum(opinion.agrees is True for opinion in self.opinions)

    @property
    def disagreed(self) -> int:
        """Checks for which the counts differ."""
        return sum(opinion.agrees is False for opinion in self.opinions)

    @property
    def without(self) -> int:
        """Checks no other engine could count; they are not among the agreed."""
        return sum(opinion.agrees is None for opinion in self.opinions)

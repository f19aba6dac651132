"""The records that travel along the straight line, all frozen.

Plans are made of `Check`, engines answer with `Outcome`, and everything a
renderer may know is in `Report`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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


class ItemState(StrEnum):
    """How an item of the checklist stands.

    Proven by checks of the run, attested by a person, open (nobody has attested
    it), failed (a check that proves it failed) or not checked (one that had to
    run did not).
    """

    PROVEN = "proven"
    ATTESTED = "attested"
    OPEN = "open"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


class Verdict(StrEnum):
    """What the run as a whole says."""

    PASS = "pass"  # noqa: S105  a verdict, not a password
    FAIL = "fail"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Finding:
    """One invalid thing with its place.

    ``row`` is the row number a spreadsheet shows, ``column`` the header as the
    file writes it (None where a whole row or table is meant), ``key`` the
    table's key columns joined by " / ", ``waived_by`` the number of the
    decision (1 for the first) that covers the finding.
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


@dataclass(frozen=True, slots=True)
class Check:
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check ended.

    ``checked`` rows were in scope; of them ``failed`` are invalid (waived ones
    included) and ``unknown`` could not be decided because a value is missing.
    ``findings`` holds at most the number the run was asked to keep.
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
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One sheet of one file, as it was read.

    ``layout`` is None for a sheet that is no known table; ``note`` then says
    why it was not checked. ``role`` is "release" or "previous".
    """

    path: str
    sheet: str | None
    sha256: str
    bytes: int
    rows: int
    layout: str | None
    layout_title: str = ""
    tables: Mapping[str, int] = field(default_factory=dict)
    header_row: int | None = None
    encoding: str | None = None
    role: str = "release"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be read: the run goes on without it and is incomplete."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What the release says of itself; None where it says nothing."""

    id: str
    title: str
    as_at: dt.date | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    published_by: dt.date | None = None
    status: str | None = None
    producer: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of decisions.yml and how many findings of this run it covers.

    ``state`` is "in force", or says why it is not: "expired", "not yet made",
    "without an end date", "not fixed" or "matches nothing"; ``dead_keys`` are
    those of its keys that no finding has.
    """

    number: int
    rule: str
    keys: tuple[str, ...]
    decision: str
    reason: str
    who: str
    when: dt.date
    until: dt.date | None
    covers: int
    state: str
    dead_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One point of the quality assurance of a release, and what shows that it was looked at.

    ``asks`` says what a person is to look at and note down, ``reason`` why the
    item stands as it does, ``checks`` are those of the run that prove it;
    ``note``, ``who`` and ``when`` are the attestation's and None without one.
    """

    id: str
    area: str
    title: str
    state: ItemState
    reason: str = ""
    asks: str = ""
    checks: tuple[str, ...] = ()
    note: str | None = None
    who: str | None = None
    when: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Assurance:
    """What the second analyst states about the release as a whole; empty where nothing is said."""

    statement: str = ""
    assumptions: tuple[str, ...] = ()
    limitations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinion:
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


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What other engines counted for the checks that ran, one opinion a check."""

    opinions: tuple[Opinion, ...] = ()

    @property
    def agreed(self) -> int:
        """Checks for which both counts are the same."""
        return sum(one.agrees is True for one in self.opinions)

    @property
    def disagreed(self) -> int:
        """Checks for which the counts differ."""
        return sum(one.agrees is False for one in self.opinions)

    @property
    def without(self) -> int:
        """Checks no other engine could count; they are not among the agreed."""
        return sum(one.agrees is None for one in self.opinions)


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers worth looking at: for each category a count per series, now and before.

    ``rows`` maps a category to its counts in the order of ``series``;
    ``previous`` is the same of the previous release, empty without one.
    """

    name: str
    title: str
    series: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]
    previous: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tool:
    """What judged: package version, engine and the digest of the rulebook."""

    version: str
    engine: str
    rulebook_sha256: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts that lead every report.

    ``errors`` and ``warnings`` count failed checks by severity, ``findings``
    the findings that no decision covers. ``decided_warnings`` counts the checks
    of severity warning that are waived: of ``warnings + decided_warnings`` that
    found something, so many have a decision on every finding.
    """

    passed: int
    failed: int
    waived: int
    skipped: int
    errored: int
    errors: int
    warnings: int
    findings: int
    decided_warnings: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a renderer may know. Nothing in it is computed later.

    ``outcomes`` stand worst first (failed errors, errored, failed warnings,
    waived, skipped, passed), then by id. ``started`` and ``seconds`` are the
    only parts that differ between two runs over the same bytes, together with
    each outcome's ``seconds``. ``checklist`` is empty where no release is checked,
    or where the catalogue has no checklist; ``second_opinion`` is None unless asked for.
    """

    verdict: Verdict
    reason: str
    release: ReleaseFacts
    summary: Summary
    inputs: tuple[Input, ...]
    problems: tuple[Problem, ...]
    outcomes: tuple[Outcome, ...]
    decisions: tuple[Decision, ...]
    figures: Mapping[str, float | int | None]
    figure_titles: Mapping[str, str]
    charts: tuple[Chart, ...]
    tool: Tool
    started: dt.datetime
    seconds: float
    checklist: tuple[ChecklistItem, ...] = ()
    assurance: Assurance = Assurance()
    second_opinion: SecondOpinion | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every kept finding, in the order of the outcomes."""
        return tuple(finding for outcome in self.outcomes for finding in outcome.findings)

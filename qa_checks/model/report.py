"""The verdict and the report that holds everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from itertools import chain

from msgspec import Struct, field

from qa_checks.model.accountability import Assurance, ChecklistItem, Decision
from qa_checks.model.changes import ComparedTable
from qa_checks.model.checks import Finding, Outcome, SecondOpinion, Severity
from qa_checks.model.inputs import AbsentColumn, Input, Problem, ReleaseFacts
from qa_checks.model.published import PublishedTable, RecodedRow
from qa_checks.model.reconciliation import Reconciliation
from qa_checks.model.sampling import SampleResult
from qa_checks.model.sources import AskedQuery
from qa_checks.model.texts import CheckedText


class Verdict(StrEnum):
    """What the run as a whole says."""

    PASS = "pass"  # noqa: S105  a verdict, not a password
    FAIL = "fail"
    INCOMPLETE = "incomplete"


class Chart(Struct, frozen=True):
    """Numbers worth looking at: for each category a count per series, now and before.

    ``rows`` maps a category to its counts in the order of ``series``;
    ``previous`` is the same of the previous release, empty without one.
    """

    name: str
    title: str
    series: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]
    previous: Mapping[str, tuple[int, ...]] = {}


class Tool(Struct, frozen=True):
    """What judged: package version, engine and the digest of the rulebook."""

    version: str
    engine: str
    rulebook_sha256: str


class Summary(Struct, frozen=True):
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


class Report(Struct, frozen=True):
    """Everything a renderer may know. Nothing in it is computed later.

    ``outcomes`` stand worst first (failed errors, errored, failed warnings,
    waived, skipped, passed), then by id. ``started`` and ``seconds`` are the
    only parts that differ between two runs over the same bytes, together with
    each outcome's ``seconds``. ``checklist`` is empty where no release is checked,
    or where the catalogue has no checklist; ``sample`` is what one that is filled in shows, None
    without; ``second_opinion`` is None unless asked for.
    ``fail_on`` is the lowest severity of which a failed check makes the verdict fail.
    ``figures_before`` are those of the previous release, ``shares`` the figures as
    parts (0 to 1) of their whole. ``units`` say what the first part of a key names, by
    table. ``notes`` say what the run took the release for where nobody said it,
    ``counted`` which things a figure counts, where so few are worth knowing. ``tables`` are the
    published tables that the release declares, cell by cell, ``recoded`` the rows that they count
    under another value than the data has. ``texts`` are those of the release, number by number.
    ``compared`` are tables compared with those of before,
    ``sources`` those compared with the system of record; ``queries`` are what databases were asked.
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
    sample: SampleResult | None = None
    assurance: Assurance = field(default_factory=Assurance)
    second_opinion: SecondOpinion | None = None
    fail_on: Severity = Severity.ERROR
    absent: tuple[AbsentColumn, ...] = ()
    notes: tuple[str, ...] = ()
    figures_before: Mapping[str, float | int | None] = {}
    shares: Mapping[str, float] = {}
    shares_before: Mapping[str, float] = {}
    units: Mapping[str, str] = {}
    counted: Mapping[str, tuple[str, ...]] = {}
    tables: tuple[PublishedTable, ...] = ()
    recoded: tuple[RecodedRow, ...] = ()
    texts: tuple[CheckedText, ...] = ()
    compared: tuple[ComparedTable, ...] = ()
    sources: tuple[Reconciliation, ...] = ()
    queries: tuple[AskedQuery, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every kept finding, in the order of the outcomes."""
        return tuple(chain.from_iterable(outcome.findings for outcome in self.outcomes))

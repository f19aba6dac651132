"""The straight line: a release and a catalogue become one frozen report."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.catalogue import Catalogue, load_rules, load_schemas
from qa_checks.engines.embedded import Embedded
from qa_checks.engines.memory import bounded
from qa_checks.errors import InputError, ReleaseError, UsageError
from qa_checks.figures import count_figures, draw_charts, list_counted, share_figures
from qa_checks.judging.outcomes import Keeping, settle
from qa_checks.model import (
    Assurance,
    Chart,
    ChecklistItem,
    Outcome,
    Report,
    Role,
    SecondOpinion,
    Severity,
    Tool,
)
from qa_checks.plan import Choice, Given, PlannedCheck, make_plan, masking_checks
from qa_checks.plan.reasons import EXPECTED
from qa_checks.reading.absences import find_absences
from qa_checks.reading.cell_faults import find_unreadable
from qa_checks.reading.connection import connect, lock
from qa_checks.reading.contents import Limits
from qa_checks.reading.loaded import Loaded
from qa_checks.reading.release_files import read_files
from qa_checks.reading.stated import take_from_titles
from qa_checks.record.decisions import apply_decisions, check_decisions
from qa_checks.reference_days import refuse_days_to_come, refuse_late_cut_off
from qa_checks.release import Release
from qa_checks.verdict import decide, order, summarise
from qa_checks.words import suggest

if TYPE_CHECKING:
    import duckdb

MOST_FINDINGS = 10_000
SECONDS_PLACES = 4  # all that report.json says; the other files say nothing else
# Below this many bytes a statement's threads cost more than they save.
MUCH = 64 * 1024 * 1024
PACKED = 5  # a packed file holds about so many times its size


@dataclass(frozen=True)
class Options:
    """How to run.

    ``keep`` is how many findings of each check the report holds;
    ``second_opinion`` has other engines count as well.
    """

    catalogue: Path | None = None
    selection: Choice = field(default_factory=Choice)
    fail_on: Severity = Severity.ERROR
    keep: int = MOST_FINDINGS
    limits: Limits = field(default_factory=Limits)
    progress: Callable[[str], None] = lambda _: None
    second_opinion: bool = False


@dataclass(frozen=True)
class Opened:
    """A release as it was read, the catalogue it is judged by, and what a plan can count on.

    ``release`` has what titles say where nothing was given, and ``notes`` say so. ``started``
    and ``clock`` are from before it was read.
    """

    loaded: Loaded
    catalogue: Catalogue
    given: Given
    release: Release
    notes: tuple[str, ...] = ()
    started: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    clock: float = field(default_factory=time.perf_counter)


@dataclass(frozen=True)
class Judged:
    """The checks of a run and how each ended, before any decision; figures and charts."""

    plan: list[PlannedCheck]
    outcomes: list[Outcome]
    figures: dict[str, float | int | None]
    figures_before: dict[str, float | int | None]
    counted: dict[str, tuple[str, ...]]
    charts: tuple[Chart, ...]
    second_opinion: SecondOpinion | None = None


def run(release: Release, options: Options) -> Report:
    """Read a release's files, run the checks and assemble the report.

    Raises
    ------
    QaChecksError
        If the catalogue or an option is wrong, or no file could be read.
    """
    with opened(release, options) as read:
        return conclude(read, judge(read, read.release, options), options)


def conclude(read: Opened, judged: Judged, options: Options) -> Report:
    """Apply the decisions and attestations of a release to what its checks found.

    Parameters
    ----------
    read
        Its ``release`` may have other decisions than when it was judged.
    """
    loaded, catalogue, release = read.loaded, read.catalogue, read.release
    today = read.started.date()
    outcomes, decisions = apply_decisions(
        judged.outcomes,
        release.decisions,
        today,
        {item.path: item.sha256 for item in loaded.inputs},
        selected_only=options.selection != Choice(),
    )
    outcomes = [replace(one, findings=one.findings[: options.keep]) for one in outcomes]
    held = check_decisions(decisions)
    outcomes = order([*outcomes, *([held] if held else [])])
    unsaid = [column for column in read.given.absent if release.strict and not column.reason]
    second = judged.second_opinion
    verdict, reason = decide(outcomes, loaded.problems, options.fail_on, second, unsaid)
    checklist, assurance = _checklist(release, options, catalogue, outcomes, today)
    return Report(
        verdict=verdict,
        reason=reason,
        release=release.facts,
        summary=summarise(outcomes),
        inputs=loaded.inputs,
        problems=loaded.problems,
        outcomes=tuple(outcomes),
        decisions=tuple(decisions),
        figures=judged.figures,
        figures_before=judged.figures_before,
        shares=share_figures(judged.figures, catalogue.figures.figures),
        shares_before=share_figures(judged.figures_before, catalogue.figures.figures),
        figure_titles={name: one.title for name, one in catalogue.figures.figures.items()},
        counted=judged.counted,
        charts=judged.charts,
        tool=_tool(loaded.connection, catalogue),
        started=read.started,
        seconds=round(time.perf_counter() - read.clock, SECONDS_PLACES),
        checklist=checklist,
        assurance=assurance,
        second_opinion=second,
        absent=read.given.absent,
        notes=read.notes,
        units={name: table.unit for name, table in catalogue.tables.items() if table.unit},
    )


@contextmanager
def opened(release: Release, options: Options) -> Iterator[Opened]:
    """Read a release's files; their tables are there until the end of the `with`.

    Raises
    ------
    QaChecksError
        If the catalogue is wrong, or no file could be read.
    """
    started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
    refuse_days_to_come(release)
    size = _bytes(release)
    connection = connect(None if size > MUCH else 1)
    with (
        bounded(size),
        tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch,
        ThreadPoolExecutor(1) as aside,
    ):
        options.progress("rulebook")
        schemas = load_schemas(options.catalogue, connection)
        # Reading needs no rules: they are read beside it.
        rules = aside.submit(load_rules, schemas, connection.cursor())
        inputs = release.told_inputs
        loaded = read_files(
            connection, schemas, Path(scratch), inputs, options.limits, options.progress
        )
        catalogue = rules.result()
        _check_expectations(release, catalogue)
        _check_something_read(loaded)
        release, notes = take_from_titles(release, loaded)
        refuse_late_cut_off(release)
        given = _given(loaded, release)
        lock(connection, loaded.paths)
        yield Opened(loaded, catalogue, given, release, notes, started, clock)


def _ask(read: Opened, release: Release, judged: Judged, options: Options) -> SecondOpinion:
    from qa_checks.opinions.second_opinion import ask

    return ask(read.loaded, judged.plan, judged.outcomes, release.parameters, options.progress)


def _checklist(
    release: Release,
    options: Options,
    catalogue: Catalogue,
    outcomes: Sequence[Outcome],
    today: dt.date,
) -> tuple[tuple[ChecklistItem, ...], Assurance]:
    """The checklist, which only a whole release has."""
    if not release.strict:
        return (), Assurance()
    from qa_checks.review.checklist import check_proofs, fill

    check_proofs(catalogue)
    attestations, facts = release.attestations, release.facts
    whole = options.selection == Choice()
    items = fill(catalogue.checklist, outcomes if whole else None, attestations, facts, today)
    return items, attestations.said if attestations else Assurance()


def _bytes(release: Release) -> int:
    """Size of all files; those that cannot be looked at are the reader's to report."""
    total = 0
    for item in release.inputs:
        with suppress(OSError, ValueError):
            packed = PACKED if item.path.suffix in (".parquet", ".gz") else 1
            total += item.path.stat().st_size * packed
    return total


def _check_expectations(release: Release, catalogue: Catalogue) -> None:
    """Refuse an expectation that no rule compares with: it would seem to have been checked."""
    named = {fact for bound in catalogue.rules.values() for fact in bound.facts}
    known = sorted(fact.removeprefix(EXPECTED) for fact in named if fact.startswith(EXPECTED))
    for name in release.expected:
        if name not in known:
            what = f"No rule compares anything with the expected '{name}'."
            from qa_checks.catalogue.yaml_files import find_line

            line = find_line(release.path, ("expect", name)) if release.path else 0
            raise ReleaseError(
                f"{what} {suggest(name, known)}".rstrip(),
                where=f"{release.path}:{line}" if release.path else "expect",
                remedy=f"Available: {', '.join(known)}." if known else "Take it out.",
            )


def _check_something_read(loaded: Loaded) -> None:
    if loaded.problems and not loaded.snapshots[Role.RELEASE].tables:
        raise InputError(" ".join(problem.message for problem in loaded.problems))


def judge(read: Opened, release: Release, options: Options) -> Judged:
    """Bring every check of a release that has been read to its outcome.

    Raises
    ------
    UsageError
        If no check is selected.
    """
    plan = make_plan(read.catalogue, read.given, options.selection)
    if not plan:
        raise UsageError(
            "No check is selected.",
            remedy="See `qa-checks rules` for the ids, themes and severities.",
        )
    engine = Embedded()
    engine.load(read.loaded, release.parameters)
    keeping = Keeping(options.keep, frozenset(entry.rule for entry in release.decisions))
    every = [*plan, *masking_checks(read.catalogue, read.given, options.selection)]
    outcomes = settle(
        engine,
        read.loaded,
        every,
        keeping,
        progress=lambda done: options.progress(f"{done} of {len(every)} checks"),
    )
    loaded, given = read.loaded, read.given
    figures = count_figures(loaded)
    judged = Judged(
        plan,
        outcomes[: len(plan)],
        figures,
        count_figures(loaded, Role.PREVIOUS) if given.has_previous else {},
        list_counted(loaded, figures),
        tuple(draw_charts(loaded)),
    )
    if not options.second_opinion:
        return judged
    return replace(judged, second_opinion=_ask(read, release, judged, options))


def _given(loaded: Loaded, release: Release) -> Given:
    return Given(
        tables=loaded.tables,
        columns=loaded.columns,
        facts=release.parameters,
        strict=release.strict,
        unreadable=find_unreadable(loaded.connection),
        has_previous=any(item.role is Role.PREVIOUS for item in release.inputs),
        absent=find_absences(loaded, release),
    )


def _tool(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Tool:
    from qa_checks import __version__

    row = connection.execute("SELECT version()").fetchone()
    return Tool(__version__, f"DuckDB {row[0] if row else ''}", catalogue.sha256)

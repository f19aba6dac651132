"""Every check of an opened release, brought to its outcome before any decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.comparing.choice_of_rules import choose_comparing, plan_named, rules_named
from qa_checks.engines import reference
from qa_checks.engines.door import Engine
from qa_checks.errors import CatalogueError, UsageError
from qa_checks.judging.outcomes import Keeping, ask, tell_outcomes
from qa_checks.model.changes import ComparedTable
from qa_checks.model.checks import Check, Outcome, SecondOpinion
from qa_checks.model.inputs import Role
from qa_checks.model.published import PublishedTable, RecodedRow
from qa_checks.model.reconciliation import Reconciliation
from qa_checks.model.sampling import SampleStanding
from qa_checks.model.sources import AskedQuery
from qa_checks.model.texts import CheckedText
from qa_checks.opened import Opened, Options
from qa_checks.plan import PlannedCheck, make_plan, masking_checks, select
from qa_checks.reference_days import refuse_exchanged
from qa_checks.release import Release
from qa_checks.tabulation.cube_totals import CountedCubes, count_cubes

# With more, a statement takes all cores and much of the memory, so none runs beside another.
FEW_ROWS = 200_000
NO_TABLES = (
    "Published tables are not compared here: `qa-checks run` holds them against those of the last "
    "release (last_tables)."
)


class Judged(Struct, frozen=True):
    """The checks of a run and how each ended, before any decision; what the cubes come to."""

    plan: list[PlannedCheck]
    outcomes: list[Outcome]
    cubes: CountedCubes
    second_opinion: SecondOpinion | None = None
    tables: tuple[PublishedTable, ...] = ()
    notes: tuple[str, ...] = ()
    recoded: tuple[RecodedRow, ...] = ()
    compared: tuple[ComparedTable, ...] = ()
    texts: tuple[CheckedText, ...] = ()
    sources: tuple[Reconciliation, ...] = ()
    queries: tuple[AskedQuery, ...] = ()
    sample: SampleStanding | None = None


class Run(Struct, frozen=True):
    """What checks that are no rules stand on; ``outcomes`` are those of the rules."""

    read: Opened
    options: Options
    engine: Engine
    outcomes: Sequence[Outcome]

    def selected(self, *rooms: Sequence[Outcome]) -> list[Outcome]:
        """The outcomes of the checks that are selected."""
        takes = self.options.selection.takes
        return [outcome for room in rooms for outcome in room if takes(outcome.check)]


class Room(Struct, frozen=True):
    """Checks of one kind that no rule is: those that a run has, and what they come to.

    ``takes_part`` is whether a run has any, ``judge`` gives it with theirs.
    """

    takes_part: Callable[[Opened, Options], bool]
    announce: Callable[[Opened], list[Check]]
    judge: Callable[[Run, Judged], Judged]


def judge(read: Opened, options: Options) -> Judged:
    """Bring every check of a release that has been read to its outcome.

    Raises
    ------
    UsageError
        If no check is selected.
    """
    release = read.release
    if options.compared:
        refuse_exchanged(release)
        chosen = choose_comparing(read.catalogue, options.selection)
        options = replace(options, selection=chosen)
    rooms = [room for room in ROOMS if room.takes_part(read, options)]
    declared = [check for room in rooms for check in room.announce(read)]
    plan = make_plan(read.catalogue, read.given)
    selected = select(plan, options.selection, declared)
    if not release.inputs:  # a text alone: no rule asks for its rows
        selected = []
    if not selected and not any(map(options.selection.takes, declared)):
        raise UsageError(
            "No check is selected.",
            remedy="See `qa-checks rules` for the ids, themes and severities.",
        )
    engine = reference.start(read.loaded, release.parameters)
    whole = {entry.rule for entry in release.decisions}
    every = [*selected, *masking_checks(plan, options.selection)]
    if options.compared:
        whole |= rules_named(read.catalogue)
        every += plan_named(read.catalogue, plan, every)
    with ThreadPoolExecutor(1) as aside:
        few = sum(item.rows for item in read.loaded.inputs) <= FEW_ROWS
        begun = aside.submit(_count_cubes, engine, read) if few else None
        aside.submit(options.meanwhile)
        asked = ask(
            engine,
            read.loaded,
            every,
            Keeping(options.keep, whole),
            progress=lambda done: options.progress(f"{done} of {len(every)} checks"),
        )
        begun = begun or aside.submit(_count_cubes, engine, read)
        outcomes = tell_outcomes(read.loaded, every, asked)
        counted = _result(begun) or _count_cubes(engine, read)
    judged = Judged(selected, outcomes[: len(selected)], counted)
    if options.second_opinion:
        judged = replace(judged, second_opinion=_ask(read, judged, options))
    run = Run(read, options, engine, outcomes)
    for room in rooms:
        judged = room.judge(run, judged)
    if release.sample:
        from qa_checks.sampling.estimate import judge_sample

        sample = judge_sample(engine, read.loaded.release, release.sample, read.catalogue)
        judged = replace(judged, sample=sample)
    return judged


def _result(begun: Future[CountedCubes]) -> CountedCubes | None:
    """What the cubes came to; None where that has yet to be found out.

    Beside or after a check that takes all the memory they may have found none.
    """
    with suppress(CatalogueError):
        return begun.result()
    return None


def _count_cubes(engine: Engine, read: Opened) -> CountedCubes:
    loaded, cubes = read.loaded, read.catalogue.cubes
    return count_cubes(
        engine, cubes, loaded.release, loaded.previous, has_previous=read.given.has_previous
    )


def _ask(read: Opened, judged: Judged, options: Options) -> SecondOpinion:
    from qa_checks.opinions.second_opinion import ask

    facts = read.release.parameters
    return ask(read.loaded, judged.plan, judged.outcomes, facts, options.progress)


def _announce_changes(read: Opened) -> list[Check]:
    """The checks that comparisons with the previous release are."""
    from qa_checks.comparing.releases import announce

    return announce(read.catalogue)


def _with_changes(run: Run, judged: Judged) -> Judged:
    """The same with the release compared with the one before it, and the selected checks of it."""
    from qa_checks.comparing.releases import compare_releases
    from qa_checks.comparing.two_releases import TwoReleases

    read, by_check = run.read, {outcome.check.id: outcome for outcome in run.outcomes}
    facts = read.release.parameters
    releases = TwoReleases(read.loaded, read.catalogue, by_check, facts, run.options.keep)
    compared = compare_releases(releases, run.options.take)
    own = run.selected(compared.outcomes)
    notes = (*judged.notes, *([NO_TABLES] if read.declaration else []))
    return replace(judged, outcomes=[*judged.outcomes, *own], compared=compared.tables, notes=notes)


def _announce_tables(read: Opened) -> list[Check]:
    """The checks of published tables, which only a release that declares some has."""
    from qa_checks.published.announced import announce

    assert read.declaration  # noqa: S101  else it takes no part
    return announce(read.declaration, has_last=_last_tables(read.release) is not None)


def _last_tables(release: Release) -> Path | None:
    """The tables.yml of the last release."""
    return release.earlier_tables.get(Role.PREVIOUS.database())


def _with_tables(run: Run, judged: Judged) -> Judged:
    """The same with the published tables compared, and those of the checks that are selected."""
    from qa_checks.published.numbers import Numbers
    from qa_checks.published.recoded_rows import RecodedRows
    from qa_checks.published.table_checks import judge_tables

    read, engine = run.read, run.engine
    assert read.declaration  # noqa: S101  else nothing is announced
    numbers, last = Numbers(engine, read.loaded), _last_tables(read.release)
    compared = judge_tables(read.declaration, numbers, read.catalogue.codes, last)
    recoded = RecodedRows(engine, read.loaded, read.declaration).judge()
    return replace(
        judged,
        outcomes=[*judged.outcomes, *run.selected(compared.outcomes, recoded.outcomes)],
        tables=compared.tables,
        notes=compared.notes,
        recoded=recoded.rows,
    )


def _announce_texts(read: Opened) -> list[Check]:  # noqa: ARG001  those of any text
    """The checks of texts, which only a release that names claims has."""
    from qa_checks.claims.text_checks import announce

    return announce()


def _with_texts(run: Run, judged: Judged) -> Judged:
    """The same with the numbers of its texts looked at, and those of the checks selected."""
    from qa_checks.claims.claim_queries import ClaimQueries
    from qa_checks.claims.relations import Relations
    from qa_checks.claims.text_checks import judge_texts

    read, engine = run.read, run.engine
    relations = Relations(engine, read.loaded, read.catalogue.cubes, judged.tables)
    facts = read.release.parameters
    queries = ClaimQueries(engine, read.loaded, read.catalogue, facts, relations)
    looked_at = judge_texts(read.texts, queries)
    own = run.selected(looked_at.outcomes)
    return replace(judged, outcomes=[*judged.outcomes, *own], texts=looked_at.texts)


def _announce_queries(read: Opened) -> list[Check]:
    """The checks of sources and of queries, which only a release that declares some has."""
    from qa_checks.reconciliation.asked_queries import announce_queries
    from qa_checks.reconciliation.reconciled import announce_sources

    return [
        *announce_sources(read.loaded.sources, read.catalogue),
        *announce_queries(read.release),
    ]


def _with_sources(run: Run, judged: Judged) -> Judged:
    """The same with the extract compared with the system of record, and all queries read."""
    from qa_checks.reconciliation.asked_queries import judge_queries
    from qa_checks.reconciliation.reconciled import Extract, reconcile

    read = run.read
    decided = frozenset(entry.rule for entry in read.release.decisions)
    facts, keep = read.release.facts, run.options.keep
    extract = Extract(read.loaded, read.catalogue, facts, keep, decided)
    compared, asked = reconcile(extract), judge_queries(read.release, read.loaded)
    own = run.selected(compared.outcomes, asked.outcomes)
    return replace(
        judged,
        outcomes=[*judged.outcomes, *own],
        sources=compared.tables,
        queries=(*asked.queries, *compared.queries),
    )


def _has_queries(read: Opened) -> bool:
    return bool(read.loaded.sources) or any(item.query for item in read.release.inputs)


# In this order: claims quote published tables.
ROOMS = (
    Room(lambda _, options: options.compared, _announce_changes, _with_changes),
    Room(
        lambda read, options: read.declaration is not None and not options.compared,
        _announce_tables,
        _with_tables,
    ),
    Room(
        lambda read, options: bool(read.texts) and not options.compared,
        _announce_texts,
        _with_texts,
    ),
    Room(
        lambda read, options: _has_queries(read) and not options.compared,
        _announce_queries,
        _with_sources,
    ),
)

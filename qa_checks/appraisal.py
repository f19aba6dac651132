"""Every check of an opened release, brought to its outcome before any decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_checks.comparing.choice_of_rules import choose_comparing, plan_named, rules_named
from qa_checks.comparing.order_in_time import refuse_exchanged
from qa_checks.engines.door import Engine
from qa_checks.engines.embedded import Embedded
from qa_checks.errors import UsageError
from qa_checks.judging.outcomes import Keeping, settle
from qa_checks.model import (
    Chart,
    Check,
    CheckedText,
    ComparedTable,
    Outcome,
    PublishedTable,
    RecodedRow,
    SampleStanding,
    SecondOpinion,
)
from qa_checks.opened import Opened, Options
from qa_checks.plan import Choice, PlannedCheck, make_plan, masking_checks
from qa_checks.release import Release
from qa_checks.tabulation.bars import draw_charts
from qa_checks.tabulation.figures import Figures, count_figures, name_counted


@dataclass(frozen=True)
class Judged:
    """The checks of a run and how each ended, before any decision; figures and charts."""

    plan: list[PlannedCheck]
    outcomes: list[Outcome]
    figures: Figures
    figures_before: Figures
    counted: dict[str, tuple[str, ...]]
    charts: tuple[Chart, ...]
    second_opinion: SecondOpinion | None = None
    tables: tuple[PublishedTable, ...] = ()
    notes: tuple[str, ...] = ()
    recoded: tuple[RecodedRow, ...] = ()
    compared: tuple[ComparedTable, ...] = ()
    texts: tuple[CheckedText, ...] = ()
    sample: SampleStanding | None = None


def judge(read: Opened, release: Release, options: Options) -> Judged:
    """Bring every check of a release that has been read to its outcome.

    Raises
    ------
    UsageError
        If no check is selected.
    """
    if options.compared:
        refuse_exchanged(release)
        chosen = choose_comparing(read.catalogue, options.selection)
        options = replace(options, selection=chosen)
    declared = [*_announced(read), *_announced_texts(read), *_announced_changes(read, options)]
    plan = make_plan(read.catalogue, read.given, options.selection, declared)
    if not release.inputs:  # a text alone: no rule asks for its rows
        plan = []
    if not plan and not any(map(options.selection.takes, declared)):
        raise UsageError(
            "No check is selected.",
            remedy="See `qa-checks rules` for the ids, themes and severities.",
        )
    engine = Embedded()
    engine.load(read.loaded, release.parameters)
    whole = {entry.rule for entry in release.decisions}
    every = [*plan, *masking_checks(read.catalogue, read.given, options.selection)]
    if options.compared:
        whole |= rules_named(read.catalogue)
        every += plan_named(read.catalogue, read.given, every)
    outcomes = settle(
        engine,
        read.loaded,
        every,
        Keeping(options.keep, whole),
        progress=lambda done: options.progress(f"{done} of {len(every)} checks"),
    )
    loaded, given = read.loaded, read.given
    cubes, before = read.catalogue.cubes, loaded.previous
    now = loaded.release
    figures = count_figures(engine, cubes, now)
    judged = Judged(
        plan,
        outcomes[: len(plan)],
        figures,
        count_figures(engine, cubes, before) if given.has_previous else Figures(),
        name_counted(engine, cubes, now, figures),
        tuple(draw_charts(engine, cubes, now, before)),
    )
    if options.compared:
        judged = _with_changes(read, judged, outcomes, options)
    if options.second_opinion:
        judged = replace(judged, second_opinion=_ask(read, release, judged, options))
    if read.declaration is not None and not options.compared:
        judged = _with_tables(read, engine, judged, options.selection)
    if read.texts and not options.compared:
        judged = _with_texts(read, engine, judged, options.selection)
    if release.sample:
        from qa_checks.sampling.standing import judge_sample

        sample = judge_sample(engine, loaded.release, release.sample, read.catalogue)
        judged = replace(judged, sample=sample)
    return judged


def _ask(read: Opened, release: Release, judged: Judged, options: Options) -> SecondOpinion:
    from qa_checks.opinions.second_opinion import ask

    return ask(read.loaded, judged.plan, judged.outcomes, release.parameters, options.progress)


def _announced_changes(read: Opened, options: Options) -> list[Check]:
    """The checks that comparisons with the previous release are."""
    if not options.compared:
        return []
    from qa_checks.comparing.releases import announce

    return announce(read.catalogue)


def _with_changes(
    read: Opened, judged: Judged, outcomes: Sequence[Outcome], options: Options
) -> Judged:
    """The same with the release compared with the one before it, and the selected checks of it."""
    from qa_checks.comparing.ground import Ground
    from qa_checks.comparing.releases import compare_releases

    by_check = {outcome.check.id: outcome for outcome in outcomes}
    facts = read.release.parameters
    ground = Ground(read.loaded, read.catalogue, by_check, facts, options.keep)
    compared = compare_releases(ground, options.take)
    own = [outcome for outcome in compared.outcomes if options.selection.takes(outcome.check)]
    return replace(judged, outcomes=[*judged.outcomes, *own], compared=compared.tables)


def _announced(read: Opened) -> list[Check]:
    """The checks of published tables, which only a release that declares some has."""
    if read.declaration is None:
        return []
    from qa_checks.published.announced import announce

    return announce(read.declaration)


def _announced_texts(read: Opened) -> list[Check]:
    """The checks of texts, which only a release that names claims has."""
    if not read.texts:
        return []
    from qa_checks.claims.text_words import CHECKS

    return list(CHECKS.values())


def _with_tables(read: Opened, engine: Engine, judged: Judged, selection: Choice) -> Judged:
    """The same with the published tables compared, and those of the checks that are selected."""
    from qa_checks.published.numbers import Numbers
    from qa_checks.published.recoded_rows import RecodedRows
    from qa_checks.published.table_checks import judge_tables

    assert read.declaration  # noqa: S101  else nothing is announced
    compared = judge_tables(read.declaration, Numbers(engine, read.loaded), read.catalogue.codes)
    recoded = RecodedRows(engine, read.loaded, read.declaration).judge()
    every = [*compared.outcomes, *recoded.outcomes]
    outcomes = [outcome for outcome in every if selection.takes(outcome.check)]
    return replace(
        judged,
        outcomes=[*judged.outcomes, *outcomes],
        tables=compared.tables,
        notes=compared.notes,
        recoded=recoded.rows,
    )


def _with_texts(read: Opened, engine: Engine, judged: Judged, selection: Choice) -> Judged:
    """The same with the numbers of its texts looked at, and those of the checks selected."""
    from qa_checks.claims.claim_queries import ClaimQueries
    from qa_checks.claims.relations import Relations
    from qa_checks.claims.text_checks import judge_texts

    relations = Relations(engine, read.loaded, read.catalogue.cubes, judged.tables)
    facts = read.release.parameters
    queries = ClaimQueries(engine, read.loaded, read.catalogue, facts, relations)
    looked_at = judge_texts(read.texts, queries)
    outcomes = [outcome for outcome in looked_at.outcomes if selection.takes(outcome.check)]
    return replace(judged, outcomes=[*judged.outcomes, *outcomes], texts=looked_at.texts)

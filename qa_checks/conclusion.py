"""What a release comes to: the outcomes of its checks with its decisions, as one report."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence

from msgspec.structs import replace

from qa_checks import __version__
from qa_checks.appraisal import Judged
from qa_checks.catalogue.cubes import figures_of
from qa_checks.comparing.choice_of_rules import COMPARE
from qa_checks.duckdb_core import ENGINE
from qa_checks.model.accountability import Assurance, ChecklistItem
from qa_checks.model.checks import Outcome, State
from qa_checks.model.report import Report, Tool
from qa_checks.opened import Opened, Options
from qa_checks.plan import Choice
from qa_checks.plan.reasons import EXPECTED
from qa_checks.reading.changed_files import find_changed
from qa_checks.record.decisions import apply_decisions, check_decisions
from qa_checks.verdict import decide, order, summarise

SECONDS_PLACES = 4  # all that report.json says; the other files say nothing else


def conclude(read: Opened, judged: Judged, options: Options) -> Report:
    """Apply the decisions and attestations of a release to what its checks found.

    Parameters
    ----------
    read
        Its ``release`` may have other decisions than when it was judged.
    """
    loaded, catalogue, release, cubes = read.loaded, read.catalogue, read.release, judged.cubes
    today = read.started.date()
    outcomes, decisions = apply_decisions(
        judged.outcomes,
        release.decisions,
        today,
        {item.path: item.sha256 for item in loaded.inputs}
        | {checked.text.file: checked.text.sha256 for checked in judged.texts},
        left_alone=lambda rule: (
            options.selection != Choice() or rule.startswith(COMPARE) != options.compared
        ),
        since=release.facts.last_day or dt.date.min,
    )
    outcomes = [replace(outcome, findings=outcome.findings[: options.keep]) for outcome in outcomes]
    held = check_decisions(decisions)
    outcomes = order([*_with_expected(read, outcomes), *([held] if held else [])])
    unsaid = [column for column in read.given.absent if release.strict and not column.reason]
    second = judged.second_opinion
    problems = (*loaded.problems, *find_changed(release.inputs, loaded.inputs, read.started))
    verdict, reason = decide(outcomes, problems, options.fail_on, second, unsaid)
    whole = options.selection == Choice()
    checklist, assurance = _checklist(read, judged, outcomes if whole else None)
    return Report(
        verdict=verdict,
        reason=reason,
        release=release.facts,
        summary=summarise(outcomes),
        inputs=loaded.inputs,
        problems=problems,
        outcomes=tuple(outcomes),
        decisions=tuple(decisions),
        figures=cubes.figures.values,
        figures_before=cubes.figures_before.values,
        shares=cubes.figures.shares,
        shares_before=cubes.figures_before.shares,
        figure_titles={name: figure.title for name, _, figure in figures_of(catalogue.cubes)},
        counted=cubes.named,
        charts=cubes.charts,
        tables=judged.tables,
        recoded=judged.recoded,
        compared=judged.compared,
        texts=judged.texts,
        sources=judged.sources,
        queries=judged.queries,
        sample=judged.sample.result if judged.sample else None,
        tool=Tool(__version__, ENGINE, catalogue.sha256),
        started=read.started,
        seconds=round(time.perf_counter() - read.clock, SECONDS_PLACES),
        checklist=checklist,
        assurance=assurance,
        second_opinion=second,
        fail_on=options.fail_on,
        absent=read.given.absent,
        notes=(*read.notes, *judged.notes),
        units={name: table.unit for name, table in catalogue.tables.items() if table.unit},
    )


def _with_expected(read: Opened, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Checks are required where nothing else compares what release.yml expects with anything."""
    required: set[str] = set()
    for name, told in read.release.expected.items() if read.release.strict else ():
        fact = f"{EXPECTED}{name}"
        rules = {rule for rule, bound in read.catalogue.rules.items() if fact in bound.facts}
        asked = [outcome for outcome in outcomes if outcome.check.id in rules]
        if told != {} and all(outcome.state is State.SKIPPED for outcome in asked):
            required |= {outcome.check.id for outcome in asked}
    return [
        replace(outcome, required=True) if outcome.check.id in required else outcome
        for outcome in outcomes
    ]


def _checklist(
    read: Opened, judged: Judged, outcomes: Sequence[Outcome] | None
) -> tuple[tuple[ChecklistItem, ...], Assurance]:
    """The checklist, which only a whole release has."""
    release = read.release
    if not release.strict:
        return (), Assurance()
    from qa_checks.review.evidence import Proofs, check_proofs, fill

    catalogue, today = read.catalogue, read.started.date()
    check_proofs(catalogue)
    attestations, facts = release.attestations, release.facts
    proofs = Proofs(outcomes, judged.texts, judged.sample)
    items = fill(catalogue.checklist, proofs, attestations, facts, today)
    return items, attestations.stated if attestations else Assurance()

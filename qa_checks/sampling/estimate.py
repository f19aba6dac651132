"""What a filled-in sample shows: the error rate, its interval, the level, stratum by stratum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.sampling_frame import read_sampling_frame
from qa_checks.engines.door import Engine
from qa_checks.errors import InputError, UsageError
from qa_checks.model.sampling import (
    Difference,
    Level,
    SampleResult,
    SampleStanding,
    Shares,
    Stratum,
)
from qa_checks.reading.loaded import Snapshot
from qa_checks.sampling.acceptance import clopper_pearson, say_percent
from qa_checks.sampling.blank_sheet import NO_REPORT
from qa_checks.sampling.filled_sheet import Answer, Filled, read_filled
from qa_checks.sampling.population import Population, read_population
from qa_checks.words import grouped, list_words, plural


def estimate(path: str, filled: Filled, population: Population) -> SampleResult:
    """What the answers of a sheet show of the release.

    The interval is that of the proportional sample alone. For the level, an error in one of
    the values that were drawn besides counts as well: it makes the result worse, never better.
    """
    planned, acceptance = filled.draw, filled.draw.acceptance
    wrong = [answer for answer in filled.answers if not _agrees(answer)]
    further_errors = sum(answer.drawn.further for answer in wrong)
    errors = len(wrong) - further_errors
    shares = _shares(errors, planned.size, planned.population, planned.confidence)
    counted = min(len(wrong), planned.size)
    bound = acceptance.bound(counted, planned.size)
    holds = acceptance.holds(counted, planned.size)
    return SampleResult(
        path=path,
        sha256=filled.sha256,
        rows_are=population.frame.rows_are,
        population=planned.population,
        size=planned.size,
        further=planned.further,
        seed=planned.seed,
        level=planned.level,
        allowed=planned.allowed,
        exact=acceptance.exact,
        errors=errors,
        further_errors=further_errors,
        shares=shares,
        bound=bound,
        holds=holds,
        who=tuple(sorted({answer.who for answer in filled.answers})),
        strata=tuple(_strata(filled, population, wrong)),
        differences=tuple(map(_difference, wrong)),
        sentence=_say_level(planned.level, holds=holds, errors=len(wrong), bound=bound),
    )


def _agrees(answer: Answer) -> bool:
    return answer.word is not None and fold(answer.word) == fold(answer.drawn.unit.word)


def _strata(filled: Filled, population: Population, wrong: Sequence[Answer]) -> list[Stratum]:
    all_units = Counter(unit.stratum for unit in population.units)
    compared = Counter(answer.drawn.unit.stratum for answer in filled.answers)
    errors = Counter(answer.drawn.unit.stratum for answer in wrong)
    confidence = filled.draw.confidence
    return [
        Stratum(
            ", ".join(part or "(none)" for part in stratum),
            count,
            compared[stratum],
            errors[stratum],
            _shares(errors[stratum], compared[stratum], count, confidence),
        )
        for stratum, count in all_units.items()
    ]


def _shares(errors: int, compared: int, population: int, confidence: Fraction) -> Shares:
    if compared == population:  # nothing is left to estimate
        rate = errors / compared
        return Shares(rate, rate, rate)
    return clopper_pearson(errors, compared, confidence)


def _difference(answer: Answer) -> Difference:
    unit = answer.drawn.unit
    return Difference(
        answer.drawn.number,
        ", ".join(filter(None, unit.shown)),
        unit.word,
        NO_REPORT if answer.word is None else answer.word,
        answer.note,
        answer.drawn.further,
    )


def _say_level(level: Level, *, holds: bool, errors: int, bound: float) -> str:
    """Whether the level holds, in one sentence."""
    return (
        f"The level of acceptance {'holds' if holds else 'does not hold'}: at most "
        f"{say_percent(level.max_error)} wrong with {say_percent(level.confidence)} confidence "
        f"({plural(errors, 'error')}, so at most {100 * bound:.2f}% of all)."
    )


def say_standing(result: SampleResult) -> str:
    """The same as the reason of an item: what was compared, and by whom."""
    verdict = result.sentence.removesuffix(".")
    compared = f"{grouped(result.size + result.further)} of {grouped(result.population)}"
    return (
        f"{verdict[:1].lower()}{verdict[1:]}; {compared} {result.rows_are} compared by "
        f"{list_words(result.who)} ({result.path})"
    )


def judge_sample(
    engine: Engine, snapshot: Snapshot, sheet: tuple[Path, str], schemas: Schemas
) -> SampleStanding:
    """Read the filled-in sheet that a release names, and say what it shows.

    What is wrong with the sheet ends no run: the rest is checked all the same.

    Parameters
    ----------
    sheet
        Where it is, and how release.yml names it.

    Raises
    ------
    UsageError
        If the catalogue does not say what samples are drawn from.
    CatalogueError
        If that is not well formed.
    """
    path, shown = sheet
    frame = read_sampling_frame(schemas)
    try:
        population = read_population(engine, snapshot, frame, schemas)
        filled = read_filled(path, snapshot.facts, population, schemas)
    except (UsageError, InputError) as fault:
        # Its path may be that of a copy, which must not show in a report.
        return SampleStanding(None, str(fault).replace(str(path), shown))
    result = estimate(shown, filled, population)
    return SampleStanding(result, say_standing(result))

"""How the sample of a release stands, in a run: what it shows, or why it shows nothing."""

from __future__ import annotations

from pathlib import Path

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.sampling_frame import read_sampling_frame
from qa_checks.engines.door import Engine
from qa_checks.errors import InputError, UsageError
from qa_checks.model.sampling import SampleStanding
from qa_checks.reading.loaded import Snapshot
from qa_checks.sampling.estimate import estimate, say_standing
from qa_checks.sampling.filled_sheet import read_filled
from qa_checks.sampling.population import read_population


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

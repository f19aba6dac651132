"""Altered slices of the published files, in every format: nothing crashes, no row is lost unsaid.

``QA_CHECKS_FUZZ=2000 pytest tests/fuzz`` tries two thousand of them; without it a sample is tried.
A seed gives the same file each time, so that the name of a failing test is all that is needed.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from qa_checks.assessment import run
from qa_checks.errors import QaChecksError
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.release import release_from_files
from qa_checks.render import as_json
from tests.fuzz.altering import ADDING, ALTERATIONS, damage
from tests.fuzz.planting import PLANTS, Plant
from tests.fuzz.slices import DATA, FILES, Slice, cut
from tests.fuzz.writers import WRITERS

SAMPLE = 26  # with these every format, alteration and kind of fault of the first 33 occurs
SEEDS = range(int(os.environ.get("QA_CHECKS_FUZZ", SAMPLE)))
AGAIN = SEEDS[:: 8 if len(SEEDS) == SAMPLE else 1]  # of the sample few are checked again
AS_AT = dt.date(2024, 3, 31)

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(),
    reason=f"the published files are not there ({DATA}); they stand beside the project, not in it",
)


@dataclass(frozen=True)
class Altered:
    """A slice as it was written: how many rows of data it holds, and what was planted where."""

    path: Path
    rows: int
    planted: tuple[tuple[Plant, int], ...]


def make(seed: int, folder: Path) -> Altered:
    chance = random.Random(seed)
    piece = cut(chance.choice(FILES), chance)
    rows = sorted(chance.sample(range(1, len(piece.rows)), 3))
    chosen = [(chance.choice(PLANTS), row) for row in rows]
    # A row that is another one again must stay so: it is copied when all others are made.
    chosen.sort(key=lambda planted: planted[0].copies)
    plants = [(plant, row) for plant, row in chosen if plant.make(piece, row, chance)]
    kept = {id(piece.rows[row]): plant for plant, row in plants}
    many = len(piece.rows)
    alter = chance.choice(ALTERATIONS)
    alter(piece, chance)
    if alter in ADDING:
        places = {id(row): number for number, row in enumerate(piece.rows)}
        plants = [(plant, places[row]) for row, plant in kept.items()]
    writer = list(WRITERS)[seed % len(WRITERS)]
    if writer == "table.parquet":
        _fit_for_parquet(piece)
    path = folder / writer
    WRITERS[writer](path, [*piece.above, piece.header, *piece.rows])
    return Altered(path, many, tuple((plant, piece.shown(row)) for plant, row in plants))


def _fit_for_parquet(piece: Slice) -> None:
    """Parquet has no rows above its header, and no column without a name."""
    named = [place for place, header in enumerate(piece.header) if header]
    piece.above = []
    piece.header = [piece.header[place] for place in named]
    piece.rows = [[row[place] for place in named] for row in piece.rows]


def check(path: Path) -> Report:
    release = release_from_files([path], ReleaseFacts("fuzz", "Fuzz", as_at=AS_AT))
    return run(release, Options())


def without_times(report: Report) -> str:
    lines = as_json.render(report).splitlines()
    return "\n".join(line.split('"seconds"')[0] for line in lines if '"started"' not in line)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[Altered, Report]]:
    """Makes the file of a seed and checks it, once for all tests that look at the report."""

    @cache
    def check_seed(seed: int) -> tuple[Altered, Report]:
        altered = make(seed, tmp_path_factory.mktemp("altered"))
        return altered, check(altered.path)

    return check_seed


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_faults_are_found_and_no_row_is_lost(
    seed: int, checked: Callable[[int], tuple[Altered, Report]]
) -> None:
    altered, report = checked(seed)
    assert [entry.rows for entry in report.inputs if entry.layout] == [altered.rows]
    for plant, row in altered.planted:
        reported = {finding.check for finding in report.findings if finding.row == row}
        assert reported & plant.checks, f"{plant.kind} in row {row}: {reported}"


@pytest.mark.parametrize("seed", AGAIN)
def test_the_same_bytes_give_the_same_report(
    seed: int, checked: Callable[[int], tuple[Altered, Report]]
) -> None:
    altered, report = checked(seed)
    assert without_times(check(altered.path)) == without_times(report)


@pytest.mark.parametrize("seed", SEEDS[::2])  # of the sample, at least one in each format
def test_damaged_bytes_end_in_a_report_or_in_words(seed: int, tmp_path: Path) -> None:
    altered = make(seed, tmp_path)
    chance = random.Random(-seed - 1)
    altered.path.write_bytes(damage(altered.path.read_bytes(), chance))
    report, refusal = None, ""
    try:
        report = check(altered.path)
    except QaChecksError as fault:
        refusal = str(fault)
    if report is None:
        assert len(refusal.split()) > 4
        assert "\n" not in refusal
        return
    lost = altered.rows - sum(entry.rows for entry in report.inputs if entry.layout)
    assert lost <= 0 or report.findings or report.problems

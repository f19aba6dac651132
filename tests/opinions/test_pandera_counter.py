"""pandera counts what the engine counts, however oddly the cells of a file are written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from demo.faults import FAULTS
from qa_checks.assessment import run
from qa_checks.demo_release import unpack
from qa_checks.model.checks import Opinion
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.release_file import read_release
from tests.little import keep_few_providers
from tests.opinions.test_pandera_models import constrained
from tests.small_catalogue import run_on, visits, write_catalogue

FEW = 60  # providers: some rules compare all with all
BLANK, NOTHING = "\u00a0", ["", "NULL", "N/A", " "]
DAYS = ["11/05/2022", "2022-05-11", "10-May-2022", "12 May 2022", "1/5/2022", "11/05/2022 09:30"]
NO_DAYS = ["31/02/2022", "2022-13-01", "May", "11/05/22", "44692", "2022", "11/05/2022x", "1066"]
SOUGHT = (Phase.explicit, Phase.reuse, Phase.generate)  # one run is too slow to shrink
CELLS = st.tuples(
    st.sampled_from(["1", "2", "2.0", "1.02E+07", "x", *NOTHING]),
    st.sampled_from([*DAYS, *NO_DAYS, "01/01/1066", "31/12/9999", *NOTHING]),
    st.sampled_from(["Full", "full", " Whole", f"Short{BLANK}", "Neither", "0", *NOTHING]),
    st.sampled_from(["-1", "+6", "6.0", "1,000", "0,125", "6.5", "9" * 25, "six", *NOTHING]),
    st.sampled_from(["0.25", ".5", "1e0", "1,000.5", "0,125", "50%", "inf", "nan", *NOTHING]),
    st.sampled_from(["Yes", "YES", "n", "No", "true", "Perhaps", "1", *NOTHING]),
    st.sampled_from(["Ann", "ann", "Ann\ufffd", "\ufeffAnn", "Dan", "A" * 300, *NOTHING]),
).filter(lambda row: any(cell.strip() for cell in row))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_catalogue(tmp_path_factory.mktemp("catalogue"), table=constrained())


def apart(report: Report) -> list[Opinion]:
    assert report.second_opinion is not None
    return [opinion for opinion in report.second_opinion.opinions if opinion.agrees is False]


def without(report: Report) -> set[str]:
    assert report.second_opinion is not None
    return {opinion.check for opinion in report.second_opinion.opinions if opinion.agrees is None}


@settings(  # few runs of many rows: it is the rows that may differ, and a run that takes long
    max_examples=6, deadline=None, phases=SOUGHT, suppress_health_check=[HealthCheck.too_slow]
)
@given(rows=st.lists(CELLS, min_size=1, max_size=80))
def test_no_cell_is_counted_otherwise(folder: Path, rows: list[tuple[str, ...]]) -> None:
    chosen = Choice(themes=("schema",))
    report = run_on(folder, visits(*rows), selection=chosen, second_opinion=True)
    assert apart(report) == []
    assert without(report) <= {"visits.kind.spelling"}


def planted(faulty: Path, clean: Path) -> set[str]:
    """The numbers in rows of providers that the clean release does not have so."""
    rows = {}
    for folder in (faulty, clean):
        texts = [path.read_text("utf-8") for path in (folder / "data").glob("providers_*.csv")]
        rows[folder] = {tuple(row) for text in texts for row in csv.reader(text.splitlines())}
    return {cell for row in rows[faulty] - rows[clean] for cell in row}


def test_on_the_demo_all_but_spellings_agree(tmp_path: Path) -> None:
    """A release with a fault planted for most checks, previous release and workbook included."""
    path, clean = unpack(tmp_path / "faulty"), unpack(tmp_path / "clean", clean=True)
    keep_few_providers(path, FEW, planted(path.parent, clean.parent))
    report = run(read_release(path), Options(second_opinion=True))
    failed = {outcome.check.id for outcome in report.outcomes if outcome.failed}
    assert {fault.check for fault in FAULTS} - failed == set()
    assert apart(report) == []
    assert {check for check in without(report) if not check.endswith(".spelling")} == set()
    assert report.second_opinion is not None
    assert report.second_opinion.agreed > 200

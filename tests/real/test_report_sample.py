"""Samples of published files: as many as a level needs, spread over all strata."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.running import qa_checks
from tests.fuzz.slices import DATA

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(),
    reason=f"the published files are not there ({DATA}); they stand beside the project",
)
FILE = DATA / "providers_as_at_31_march_2024.csv"
JUDGEMENTS = 11_652  # with a word, of the latest inspections of 3,876 providers


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The rows of a sheet of the release of 2024, by header."""
    folder: Path = tmp_path_factory.mktemp("sample")
    done = qa_checks("sample", "draw", "--release", FILE, "--seed", "1", cwd=folder)
    assert done.out.splitlines()[0] == (
        f"Drew 299 of {JUDGEMENTS:,} judgements, and 10 more for strata too small for a share "
        "(seed 1)."
    ), done.err
    sheet = openpyxl.load_workbook(folder / "sample.xlsx")["Sample"]
    header, *listed = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), cells, strict=True)) for cells in listed]


def test_no_judgement_is_drawn_twice(rows: list[dict[str, Any]]) -> None:
    assert len({(row["URN"], row["Event number"], row["Judgement"]) for row in rows}) == 309


def test_every_provision_type_and_judgement_has_its_share(rows: list[dict[str, Any]]) -> None:
    strata = Counter((row["Provision type"], row["Judgement"]) for row in rows)
    assert len(strata) == 38
    homes = [count for (kind, _), count in strata.items() if kind == "Children's home"]
    share = 299 * 3_150 / JUDGEMENTS  # 80.8; one of the three kinds has 3,151
    assert all(abs(count - share) < 1.1 for count in homes)
    assert len(homes) == 3
    assert strata["Secure Training Centre", "Overall judgement"] == 1


def test_each_row_leads_to_the_page_that_the_workbook_of_2025_builds(
    rows: list[dict[str, Any]],
) -> None:
    page = "https://reports.ofsted.gov.uk/inspection-reports/find-inspection-report/provider/CARE/"
    assert all(row["Report"] == f"{page}{row['URN']}" for row in rows)

"""docs/report-sample.md is followed to the letter, on the demo release."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from qa_checks.catalogue import load_schemas
from qa_checks.catalogue.sampling_frame import SamplingFrame, read_sampling_frame
from qa_checks.catalogue.typed_records import read_record
from qa_checks.cli.check import find_release
from qa_checks.demo_release import unpack
from qa_checks.engines import reference
from qa_checks.model.sampling import Level
from qa_checks.opened import Options, opened
from qa_checks.sampling.acceptance import Acceptance, read_share
from qa_checks.sampling.draw import draw
from qa_checks.sampling.population import read_population
from tests import markdown
from tests.cli.running import Ended, qa_checks
from tests.sampling.making import columns_of, edit

PAGE = markdown.read("docs/report-sample.md")
COMMANDS = [block.strip().split() for block in markdown.blocks(PAGE, "sh")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    unpack(folder / "demo-release")
    return folder


@pytest.fixture(scope="module")
def followed(folder: Path) -> list[Ended]:
    """How each command of the page ended; before the last, the sheet is filled in."""
    ended = []
    for words in COMMANDS:
        if words[2] == "read":
            _fill_in(folder)
        ended.append(qa_checks(*words[1:], cwd=folder))
    return ended


def _fill_in(folder: Path) -> None:
    """Every report says what the release says, but one of a home."""
    with opened(find_release([folder / "demo-release/release.yml"]), Options()) as read:
        engine = reference.start(read.loaded, read.release.parameters)
        frame = read_sampling_frame(read.catalogue)
        units = read_population(engine, read.loaded.release, frame, read.catalogue).units

    def write(sheet: Any) -> None:
        at = columns_of(sheet)
        for row, drawn in enumerate(draw(units, 299, 2021), start=2):
            word = drawn.unit.word
            if drawn.number == 100:
                word = "Inadequate" if word != "Inadequate" else "Good"
            sheet.cell(row, at["In the report"]).value = word
            sheet.cell(row, at["Checked by"]).value = "second.analyst@example.org"

    edit(folder / "demo-release/sample.xlsx", write)


def shown(name: str) -> str:
    [block] = markdown.blocks(markdown.between(PAGE, name), "text")
    return folded(block)


def folded(text: str) -> str:
    return " ".join(text.split())


def test_each_command_prints_what_the_page_shows(followed: list[Ended]) -> None:
    assert [done.code for done in followed] == [0, 0, 1], followed
    plan, drawn, read = (folded(done.out) for done in followed)
    assert (plan, drawn) == (shown("plan"), shown("draw"))
    assert "No. 100 " in read
    without = re.sub(r" No\. 100 .*? in the report\. ", " ", read)
    assert without.startswith(f"{shown('read')} Each stratum by itself:")
    assert f" {shown('level')} demo-release/release.yml names sample.xlsx now." in without


def test_the_sheet_has_the_address_of_each_provider_as_the_workbook_of_2025_builds_it(
    folder: Path, followed: list[Ended]
) -> None:
    assert followed
    sheet = openpyxl.load_workbook(folder / "demo-release/sample.xlsx")["Sample"]
    rows = list(sheet.iter_rows(min_row=2))
    page = "https://reports.ofsted.gov.uk/inspection-reports/find-inspection-report/provider/CARE/"
    assert len(rows) == 306
    assert [row[1].hyperlink.target for row in rows] == [f"{page}{row[2].value}" for row in rows]


def test_a_small_population_needs_as_many_as_the_page_says(folder: Path) -> None:
    done = qa_checks("sample", "plan", "--population", "1000", cwd=folder)
    assert "    238 compared, at most 0 of them wrong\n" in done.out
    assert "each drawn once (hypergeometric)" in done.out
    assert "binomial" in qa_checks("sample", "plan", "--population", "5980", cwd=folder).out


@pytest.mark.parametrize(
    ("max_error", "confidence", "risk"), [("1%", "95%", "5.15%"), ("10%", "90%", "11.6%")]
)
def test_the_risk_of_errors_that_no_stratum_has_twice_is_that_of_the_page(
    max_error: str, confidence: str, risk: str
) -> None:
    """Each of them is then drawn by itself, with the chance that everything has."""
    level = Level(read_share(max_error), read_share(confidence))
    risks = []
    for population in range(20, 400):
        size = Acceptance(level, population).find_size(0)
        wrong = int(level.max_error * population) + 1
        risks.append((1 - size / population) ** wrong)
    assert f"{float(f'{100 * max(risks):.3g}')}%" == risk
    assert f"{risk} instead of" in PAGE


def test_the_page_names_every_key_of_a_sampling_frame() -> None:
    section = PAGE.split("## From what it is drawn")[1]
    named = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)))
    assert sorted(named) == sorted(SamplingFrame.__struct_fields__)
    [example] = markdown.blocks(section, "yaml")
    assert read_record(yaml.safe_load(example), SamplingFrame).strata == ["region"]


def test_the_built_in_frame_draws_judgements_by_provision_type_and_judgement() -> None:
    frame = read_sampling_frame(load_schemas())
    assert (frame.strata, frame.compared.column) == (["provision_type", "judgement"], "word")

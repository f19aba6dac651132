"""reports/sample is the report of the demo release, made by this version."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from qa_checks.demo_release import unpack
from tests import generated
from tests.generated import SAMPLE

STALE = "reports/sample is out of date: run python -m tests.generated"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    generated.write_sample(folder)
    return folder


@pytest.mark.parametrize("name", ["report.json", "report.html", "junit.xml"])
def test_text_is_the_same(made: Path, name: str) -> None:
    assert (SAMPLE / name).read_bytes() == (made / name).read_bytes(), STALE


def test_workbook_is_the_same(made: Path) -> None:
    assert list(cells(SAMPLE)) == list(cells(made)), STALE


def cells(folder: Path) -> Iterator[tuple[object, ...]]:
    book = load_workbook(folder / "findings.xlsx")
    for sheet in book:
        yield (sheet.title,)
        yield from sheet.iter_rows(values_only=True)


def test_the_name_that_must_not_be_shown_is_in_no_file_of_the_report(tmp_path: Path) -> None:
    unpack(tmp_path)
    report = json.loads((SAMPLE / "report.json").read_text(encoding="utf-8"))
    [shown] = [finding for finding in report["findings"] if finding["check"] == "DIS001"]
    with (tmp_path / shown["file"]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    name = rows[shown["row"] - 1][rows[1].index(shown["column"])]
    assert (shown["value"], name.endswith("House")) == ("[masked]", True)
    for file in ("report.json", "report.html", "junit.xml"):
        assert name not in (SAMPLE / file).read_text(encoding="utf-8")
    assert not [cell for row in cells(SAMPLE) for cell in row if name in str(cell)]


def test_nothing_else_is_kept() -> None:
    assert sorted(path.name for path in SAMPLE.iterdir()) == [
        "findings.xlsx",
        "junit.xml",
        "report.html",
        "report.json",
    ]

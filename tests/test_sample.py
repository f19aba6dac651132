"""reports/sample is the report of the demo release, made by this version."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from qa_checks import demo
from tests import generated
from tests.generated import SAMPLE

STALE = "reports/sample is out of date: run python -m tests.generated"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    generated.write_sample(folder)
    return folder


def plain(folder: Path, name: str) -> str:
    """A file's text without the workbooks' digests and sizes, which depend on the zip library."""
    text = (folder / name).read_text(encoding="utf-8")
    for one in json.loads((folder / "report.json").read_text(encoding="utf-8"))["inputs"]:
        if one["path"].endswith(".xlsx"):
            for digest in (one["sha256"], one["sha256"][:12]):
                text = text.replace(digest, "digest")
            text = text.replace(str(one["bytes"]), "size")
    return re.sub(r"[\d.]+ kB", "size", text)


@pytest.mark.parametrize("name", ["report.json", "report.html", "junit.xml"])
def test_text_is_the_same(made: Path, name: str) -> None:
    assert plain(SAMPLE, name) == plain(made, name), STALE


def test_workbook_is_the_same(made: Path) -> None:
    assert list(cells(SAMPLE)) == list(cells(made)), STALE


def cells(folder: Path) -> Iterator[tuple[object, ...]]:
    book = load_workbook(folder / "findings.xlsx")
    for sheet in book:
        yield (sheet.title,)
        yield from sheet.iter_rows(values_only=True)


def test_the_name_that_must_not_be_shown_is_in_no_file_of_the_report(tmp_path: Path) -> None:
    demo.write(tmp_path)
    report = json.loads((SAMPLE / "report.json").read_text(encoding="utf-8"))
    [found] = [one for one in report["findings"] if one["check"] == "DIS001"]
    with (tmp_path / found["file"]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    name = rows[found["row"] - 1][rows[1].index(found["column"])]
    assert (found["value"], name.endswith("House")) == ("[masked]", True)
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

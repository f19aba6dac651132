"""docs/published-tables.md is followed to the letter, with the catalogue of the pages before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import markdown
from tests.generated import write_pages
from tests.test_guide import run

PAGE = markdown.read("docs/published-tables.md")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write_pages(folder)
    return folder


def test_the_command_prints_what_the_page_says(folder: Path) -> None:
    command = markdown.commands(PAGE)[0]
    code, printed = run(command.text, folder)
    [block] = markdown.blocks(markdown.between(PAGE, "prints"), "text")
    assert (code, "\n".join(printed)) == (1, block.rstrip())
    report = json.loads((folder / "reports/libraries-2024/report.json").read_text())
    assert [finding["key"] for finding in report["findings"]] == [
        "1 / 31 March 2023 / North",
        "1 / 31 March 2023 / All",
    ]
    states = [[cell["state"] for cell in row] for row in report["tables"][0]["cells"]]
    assert states == [
        ["equal"] * 4,
        ["differs", "equal", "equal", "differs"],
        ["not in the data"] * 4,
    ]


def test_a_release_of_tables_alone_prints_what_the_page_says(folder: Path) -> None:
    command = markdown.commands(PAGE)[1]
    code, printed = run(command.text, folder)
    [block] = markdown.blocks(markdown.between(PAGE, "prints without rows"), "text")
    assert (code, "\n".join(printed)) == (1, block.rstrip())
    report = json.loads((folder / "reports/libraries-2012/report.json").read_text())
    assert [finding["key"] for finding in report["findings"]] == ["2 / South / Poor"]
    reasons = {check["id"]: check["reason"] for check in report["checks"]}
    assert reasons["percentages.2"] == "By rounding alone: North 99 for 100."
    states = {cell["state"] for table in report["tables"] for row in table["cells"] for cell in row}
    assert states == {"not in the data"}

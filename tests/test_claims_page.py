"""docs/claims.md is followed to the letter, with the catalogue of the pages before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa_checks.model.texts import NumberState
from qa_checks.render.marked_text import SIGNS
from tests import markdown
from tests.cli.running import qa_checks
from tests.generated import CLAIMS, GUIDE, TABLES, write_pages
from tests.test_guide import run

PAGE = markdown.read(CLAIMS)


CHECKS, SUGGESTS = markdown.commands(PAGE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the pages."""
    folder = tmp_path_factory.mktemp("claims")
    write_pages(folder, GUIDE, "docs/cubes.md", TABLES, CLAIMS)
    return folder


@pytest.fixture(scope="module")
def ran(folder: Path) -> tuple[int, str, dict[str, Any]]:
    """Exit code, output and report of the first command on the page."""
    code, printed = run(CHECKS.text, folder)
    report = json.loads((folder / "reports/libraries-2024/report.json").read_text())
    return code, "\n".join(printed), report


def test_the_command_prints_what_the_page_says(ran: tuple[int, str, dict[str, Any]]) -> None:
    [block] = markdown.blocks(markdown.between(PAGE, "prints"), "text")
    assert ran[:2] == (1, block.rstrip())


def test_suggestions_are_those_of_the_page(folder: Path) -> None:
    ended = qa_checks(*SUGGESTS.text.split()[1:], cwd=folder)
    [entry] = markdown.blocks(markdown.between(PAGE, "suggests"), "yaml")
    assert ended.code == 0
    assert entry.rstrip() in ended.out
    assert "(SELECT sum(libraries) FROM previous_cubes.library_visits) AS libraries" in ended.out


def test_each_number_of_the_text_ends_as_the_page_says(
    ran: tuple[int, str, dict[str, Any]],
) -> None:
    [text] = ran[2]["texts"]
    assert [(number["printed"], number["state"]) for number in text["numbers"]] == [
        ("March 2024", "exempt"),
        ("31 March 2024", "exempt"),
        ("4", "verified"),
        ("one", "verified"),
        ("32%", "wrong"),
        ("148,000", "verified"),
        ("most", "verified"),
        ("107,000", "verified"),
        ("three-quarters", "verified"),
        ("Half", "verified"),
        ("2", "verified"),
        ("4", "verified"),
        ("Every", "verified"),
        ("100", "consistent"),
        ("3", "outside"),
        ("12", "unbound"),
    ]


def test_the_page_names_every_state_with_its_sign() -> None:
    table = PAGE.split("## What is known of a number")[1]
    for state in NumberState:
        assert f"| {state} | {SIGNS[state][0]} |" in table
